internal import Foundation
internal import TestSupport
internal import Testing

@Suite("vedetta vacancies --hierarchy", .tags(.endToEnd))
struct HierarchyCommandTests {
  /// Four areas of two cities, five years, with the published total of one city 10 % too high.
  static func table(extra: String = "") -> String {
    var text = "city,area,ds,y\n"
    for month in 0..<60 {
      let date = "\(2018 + month / 12)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1)"
      var sum = 0
      for (index, name) in ["Milan,north", "Milan,south", "Lodi,north", "Lodi,south"].enumerated() {
        let season = (month * (7 + index)) % 12 * 5
        let value = 100 * (index + 1) + season + (month * month) % (5 + index)
        if index < 2 { sum += value }
        text += "\(name),\(date),\(value)\n"
      }
      text += "Milan,<all>,\(date),\(Double(sum) / 0.9)\n"
    }
    return text + extra
  }

  /// The rows of a table by their identifier and month, cells by column.
  static func rows(_ folder: TemporaryFolder, _ name: String) throws -> [[String: String]] {
    let lines = try VacanciesCommandTests.lines(folder, name)
    let header = lines[0].split(separator: ",").map(String.init)
    return lines.dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(uniqueKeysWithValues: zip(header, cells))
    }
  }

  @Test("forecast writes all aggregates, whose means add up, and reports published totals")
  func forecast() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table(), to: "panel.csv")
    let result = try VacanciesCommandTests.run(
      [
        "vacancies", "forecast", "--data", "panel.csv", "--hierarchy", "city/area", "--model",
        "ets", "--horizon", "3", "--out", "out.csv",
      ],
      folder
    )
    try #require(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.contains("4 leaves and 3 aggregates, added up by shrink."))
    #expect(
      result.output.contains(
        "Of 1 published aggregate (60 rows), 1 differ from the sums of the leaves, in 60 rows; "
          + "the sums are taken. Most differs Milan/<all> in 20"
      )
    )
    let rows = try Self.rows(folder, "out.csv")
    try #require(rows.count == 7 * 3)
    #expect(rows[0]["unique_id"] == "<all>/<all>" && rows[0]["city"] == "<all>")
    #expect(rows[3]["unique_id"] == "Milan/<all>" && rows[3]["area"] == "<all>")
    #expect(rows[0]["ds"] == "2023-01" && rows[0]["model"] == "ets+shrink")
    let means = rows.map { Double($0["mean"] ?? "") ?? .nan }
    for step in 0..<3 {
      let leaves = (3..<7).map { means[3 * $0 + step] }
      expectClose(means[step], leaves.reduce(0, +), relativeTolerance: 1e-9)
      expectClose(means[3 + step], leaves[0] + leaves[1], relativeTolerance: 1e-9)
    }
  }

  @Test("an event of a leaf is one of all that it is summed in, of an aggregate one of its leaves")
  func events() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table(), to: "panel.csv")
    let start = [
      "vacancies", "forecast", "--data", "panel.csv", "--hierarchy", "city/area", "--model", "ets",
      "--horizon", "3", "--events", "events.yaml", "--out", "out.csv", "--force",
    ]
    for (name, touched) in [
      ("Milan/north", ["<all>/<all>", "Milan/<all>", "Milan/north"]),
      ("Lodi/<all>", ["<all>/<all>", "Lodi/<all>", "Lodi/north", "Lodi/south"]),
    ] {
      try folder.write(
        "events: [{name: strike, kind: pulse, month: 2021-05, series: [\(name)]}]\n",
        to: "events.yaml"
      )
      let result = try VacanciesCommandTests.run(start, folder)
      try #require(result.status == 0, "\(result.errorOutput)")
      let told = try Self.rows(folder, "out.csv").filter {
        $0["status"] == "1 month of strike left out"
      }
      #expect(Set(told.compactMap { $0["unique_id"] }) == Set(touched))
    }
    try folder.write(
      "events: [{name: strike, kind: pulse, month: 2021-05, series: [Milan/nord]}]\n",
      to: "events.yaml"
    )
    let unknown = try VacanciesCommandTests.run(start, folder)
    #expect(unknown.status == 2 && unknown.errorOutput.contains("did you mean \"Milan/north\"?"))
  }

  @Test("a backtest of a hierarchy does not learn from the months of an event")
  func eventBacktest() throws {
    let folder = try TemporaryFolder()
    // Half a year of closures, two years before the months that are judged.
    let lines = Self.table().split(separator: "\n").map { line in
      let cells = line.split(separator: ",")
      let isHit = ("2021-03"..."2021-08").contains(cells[2]) && cells[1] != "<all>"
      return isHit ? cells.dropLast().joined(separator: ",") + ",1" : String(line)
    }
    try folder.write(lines.joined(separator: "\n") + "\n", to: "panel.csv")
    try folder.write(
      "events: [{name: closures, kind: span, first: 2021-03, last: 2021-08}]\n",
      to: "events.yaml"
    )
    var scores: [Double] = []
    for known in [["--events", "events.yaml"], []] {
      let result = try VacanciesCommandTests.run(
        [
          "vacancies", "backtest", "--data", "panel.csv", "--hierarchy", "city/area", "--models",
          "ets", "--horizon", "6", "--origins", "1", "--out", "out", "--force",
        ] + known,
        folder
      )
      try #require(result.status == 0, "\(result.errorOutput)")
      #expect(result.output.contains("do not learn from the months of pulses") == !known.isEmpty)
      let rows = try Self.rows(folder, "out/levels.csv")
      scores.append(Double(rows[rows.count - 1]["scrps"] ?? "") ?? .nan)
    }
    #expect(scores[0] < 0.7 * scores[1], "\(scores)")
  }

  @Test("backtest scores every level, relative to the series on their own")
  func backtest() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table(), to: "panel.csv")
    let result = try VacanciesCommandTests.run(
      [
        "vacancies", "backtest", "--data", "panel.csv", "--hierarchy", "city/area", "--models",
        "ets", "--reconcile", "bottom_up,shrink", "--horizon", "6", "--origins", "2", "--out",
        "out",
      ],
      folder
    )
    try #require(result.status == 0, "\(result.errorOutput)")
    let rows = try Self.rows(folder, "out/levels.csv")
    try #require(rows.count == 3 * 4)
    #expect(rows.map { $0["level"] ?? "" }.prefix(4) == ["total", "city", "city/area", "all"])
    let scores = rows.map { Double($0["scrps"] ?? "") ?? .nan }
    #expect(scores.allSatisfy { $0 > 0 && $0 < 1 })
    // Bottom-up leaves the means of the leaves alone.
    expectClose(scores[6], scores[2], relativeTolerance: 0.05)
    for row in 4..<12 {
      let ratio = Double(rows[row]["relative_scrps"] ?? "") ?? .nan
      expectClose(ratio, scores[row] / scores[row % 4], relativeTolerance: 1e-9)
    }
  }

  @Test("samples add up to intervals of every series, the same for any number of threads")
  func bootstrap() throws {
    let folder = try TemporaryFolder()
    // A new area without a year of its own.
    let new = (0..<8).map { "Lodi,west,2022-\($0 < 5 ? "0" : "")\($0 + 5),\(40 + $0 * $0 % 5)\n" }
    try folder.write(Self.table(extra: new.joined()), to: "panel.csv")
    func forecast(_ out: String, _ options: [String]) throws -> String {
      let result = try VacanciesCommandTests.run(
        [
          "vacancies", "forecast", "--data", "panel.csv", "--hierarchy", "city/area", "--model",
          "ets", "--horizon", "3", "--out", out,
        ] + options,
        folder
      )
      try #require(result.status == 0, "\(result.errorOutput)")
      return result.output
    }
    let output = try forecast("one.csv", ["--samples", "bootstrap", "--threads", "1"])
    #expect(output.contains("errors of fewer months than others drawn"))
    _ = try forecast("two.csv", ["--samples", "bootstrap", "--threads", "2"])
    _ = try forecast("seed.csv", ["--samples", "bootstrap", "--seed", "5"])
    _ = try forecast("gaussian.csv", [])
    let lines = try VacanciesCommandTests.lines(folder, "one.csv")
    #expect(try VacanciesCommandTests.lines(folder, "two.csv") == lines)
    #expect(try VacanciesCommandTests.lines(folder, "seed.csv") != lines)
    let rows = try Self.rows(folder, "one.csv")
    let gaussian = try Self.rows(folder, "gaussian.csv")
    try #require(rows.count == 8 * 3 && gaussian.count == rows.count)
    for (row, normal) in zip(rows, gaussian) {
      let numbers = ["lo_95", "lo_80", "median", "hi_80", "hi_95"].map {
        Double(row[$0] ?? "") ?? .nan
      }
      #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 <= $1 }, "\(row)")
      #expect(row["mean"] == normal["mean"])
    }
    for step in 0..<3 { #expect(rows[step]["lo_80"] != gaussian[step]["lo_80"]) }
    #expect(
      rows[21]["status"]?.hasSuffix("errors of 8 of 60 months: others drawn from them") == true
    )
  }

  @Test("more series than can be sampled are refused, and the other choice is named")
  func tooMany() throws {
    let folder = try TemporaryFolder()
    var text = "a,b,ds,y\n"
    for leaf in 0..<2_000 {
      for month in 1...3 { text += "\(leaf % 50),\(leaf),2024-0\(month),\(leaf % 7 + month)\n" }
    }
    try folder.write(text, to: "panel.csv")
    let result = try VacanciesCommandTests.run(
      [
        "vacancies", "forecast", "--data", "panel.csv", "--hierarchy", "a/b", "--samples",
        "bootstrap", "--out", "out.csv",
      ],
      folder
    )
    #expect(result.status == 1)
    #expect(
      result.errorOutput.contains(
        "2051 series are too many to sample, 2000 are the most; --samples gaussian has no such limit."
      )
    )
    #expect(!FileManager.default.fileExists(atPath: folder.path("out.csv")))
  }

  @Test("coverage, its gap and the interval score by level are those counted from the forecasts")
  func intervalScores() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table(), to: "panel.csv")
    let shown = Self.table().split(separator: "\n").filter { !$0.contains("2022-") }
    try folder.write(shown.joined(separator: "\n"), to: "shown.csv")
    let options = [
      "--hierarchy", "city/area", "--reconcile", "bottom_up", "--horizon", "12", "--levels", "60",
    ]
    for arguments in [
      ["forecast", "--data", "shown.csv", "--model", "ets", "--out", "forecast.csv"],
      ["backtest", "--data", "panel.csv", "--models", "ets", "--origins", "1", "--out", "out"],
    ] {
      let result = try VacanciesCommandTests.run(["vacancies"] + arguments + options, folder)
      try #require(result.status == 0, "\(result.errorOutput)")
    }
    // The sums of the leaves by series, month by month.
    var values: [String: [Double]] = [:]
    for row in try Self.rows(folder, "panel.csv") where row["area"] != "<all>" {
      let month = (row["ds"] ?? "").split(separator: "-").compactMap { Int($0) }
      let place = (month[0] - 2018) * 12 + month[1] - 1
      let (city, area) = (row["city"] ?? "", row["area"] ?? "")
      for id in ["\(city)/\(area)", "\(city)/<all>", "<all>/<all>"] {
        values[id, default: .init(repeating: 0, count: 60)][place] += Double(row["y"] ?? "") ?? .nan
      }
    }
    let forecasts = Dictionary(
      grouping: try Self.rows(folder, "forecast.csv"),
      by: { $0["unique_id"] ?? "" }
    )
    func expected(_ ids: [String]) throws -> (coverage: Double, msis: Double) {
      // Two areas repeat themselves every year and so have no scale.
      var (inside, score, scaled) = (0.0, 0.0, 0.0)
      for id in ids {
        let series = try #require(values[id])
        var scale = 0.0
        for month in 12..<48 { scale += abs(series[month] - series[month - 12]) / 36 }
        var sum = 0.0
        for (step, row) in try #require(forecasts[id]).enumerated() {
          let lower = try #require(Double(row["lo_60"] ?? ""))
          let upper = try #require(Double(row["hi_60"] ?? ""))
          let value = series[48 + step]
          if value >= lower && value <= upper { inside += 1 }
          let outside = max(lower - value, value - upper)
          sum += upper - lower
          if outside > 0 { sum += 5 * outside }
        }
        guard scale > 0 else { continue }
        score += sum / 12 / scale
        scaled += 1
      }
      return (inside / Double(12 * ids.count), score / scaled)
    }
    let cities = ["Milan/<all>", "Lodi/<all>"]
    let areas = ["Milan/north", "Milan/south", "Lodi/north", "Lodi/south"]
    let levels = try Self.rows(folder, "out/levels.csv").filter {
      $0["reconciliation"] == "bottom_up"
    }
    let all = ["<all>/<all>"] + cities + areas
    try #require(levels.count == 4)
    for (row, ids) in zip(levels, [["<all>/<all>"], cities, areas, all]) {
      let (coverage, msis) = try expected(ids)
      let numbers = ["coverage_60", "coverage_gap_60", "msis_60"].map { Double(row[$0] ?? "") ?? 0 }
      expectClose(numbers[0], coverage, absoluteTolerance: 1e-12)
      expectClose(numbers[1], abs(coverage - 0.6), absoluteTolerance: 1e-12)
      expectClose(numbers[2], msis, relativeTolerance: 1e-9)
    }
    let json = try String(contentsOfFile: folder.path("out/metrics.json"), encoding: .utf8)
    for name in ["coverageGap", "msis", "samples"] { #expect(json.contains("\"\(name)\"")) }
  }

  @Test("other names of aggregates are compared with the sums too, and the worst row is named")
  func aggregates() throws {
    let folder = try TemporaryFolder()
    var text = "state,job,ds,y\n"
    for month in 1...9 {
      for (leaf, name) in ["A,cook", "A,nurse", "B,cook", "B,nurse"].enumerated() {
        text += "\(name),2024-0\(month),\(10 * (leaf + 1) + month)\n"
      }
      // Right but for one month, a quarter of itself below its sum.
      text += "Country,cook,2024-0\(month),\(month == 4 ? 38.4 : Double(40 + 2 * month))\n"
      text += "Country,ALL JOBS,2024-0\(month),\(100 + 4 * month)\n"
      text += "C,ALL JOBS,2024-0\(month),3\n"
    }
    try folder.write(text, to: "panel.csv")
    let start = [
      "vacancies", "forecast", "--data", "panel.csv", "--model", "naive", "--horizon", "1", "--out",
      "out.csv",
    ]
    let marked = ["--aggregate", "state=Country", "--aggregate", "job=ALL JOBS"]
    let result = try VacanciesCommandTests.run(
      start + ["--hierarchy", "state,job"] + marked,
      folder
    )
    try #require(result.status == 0, "\(result.errorOutput)")
    #expect(
      result.output.contains(
        """
        Of 2 published aggregates (18 rows), 1 differ from the sums of the leaves, in 1 row; the sums \
        are taken. Most differs <all>/cook in 2024-04, by 25.00 %.
        1 published aggregate without leaves left out.
        """
      ),
      "\(result.output)"
    )
    #expect(try Self.rows(folder, "out.csv").count == 9)
    for (options, words) in [
      (marked, "give it too"),
      (["--hierarchy", "state,job", "--aggregate", "y=3"], "no column of the --hierarchy"),
      (["--hierarchy", "state,job", "--aggregate", "state"], "not of the form column=value"),
      (["--samples", "bootstrap"], "give it too"),
    ] {
      let result = try VacanciesCommandTests.run(start + options, folder)
      #expect(result.status == 64, "\(options)")
      #expect(result.errorOutput.contains(words), "\(result.errorOutput)")
    }
  }

  @Test("a named column inside an aggregated one is refused with its row; so are wrong options")
  func refusals() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table(extra: "<all>,north,2018-01,5\n"), to: "panel.csv")
    let start = ["vacancies", "forecast", "--data", "panel.csv", "--out", "out.csv"]
    let tree = try VacanciesCommandTests.run(start + ["--hierarchy", "city/area"], folder)
    #expect(tree.status == 2)
    #expect(tree.errorOutput.contains("panel.csv, line 302, \"area\": the row names a value here"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("out.csv")))
    for (options, words) in [
      (["--reconcile", "ols"], "give it too"),
      (["--hierarchy", "city//area"], "is not a hierarchy"),
      (["--hierarchy", "city/area", "--reconcile", "shrnk"], "did you mean shrink?"),
      (["--hierarchy", "city/area", "--id", "city"], "give one of them"),
    ] {
      let result = try VacanciesCommandTests.run(start + options, folder)
      #expect(result.status == 64, "\(options)")
      #expect(result.errorOutput.contains(words), "\(result.errorOutput)")
    }
  }
}
