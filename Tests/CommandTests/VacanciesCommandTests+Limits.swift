internal import Foundation
internal import TestSupport
internal import Testing

extension VacanciesCommandTests {
  struct Usage: CustomTestStringConvertible {
    let testDescription: String
    let arguments: [String]
    let words: String
    var verbs = ["backtest"]
  }

  @Test(
    "values out of their range are refused before anything is computed",
    arguments: [
      Usage(
        testDescription: "two levels of one name",
        arguments: ["--levels", "80,80.000001"],
        words: "80.000001",
        verbs: ["forecast", "backtest"]
      ),
      Usage(
        testDescription: "a level whose name is 100",
        arguments: ["--levels", "99.99999999"],
        words: "99.99999999",
        verbs: ["forecast", "backtest"]
      ),
      Usage(
        testDescription: "a level whose name is 0",
        arguments: ["--levels", "0.00000001"],
        words: "0.00000001",
        verbs: ["forecast", "backtest"]
      ),
      Usage(
        testDescription: "largest step",
        arguments: ["--step", "9223372036854775807", "--origins", "4"],
        words: "--step must be from 1 to 1200"
      ),
      Usage(
        testDescription: "billions of origins",
        arguments: ["--origins", "4000000000"],
        words: "--origins must be from 1 to 1000"
      ),
      Usage(
        testDescription: "no month ahead",
        arguments: ["--horizon", "0"],
        words: "--horizon must be from 1 to 600",
        verbs: ["forecast", "backtest", "report"]
      ),
    ]
  )
  func usage(_ usage: Usage) throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table([("a", 40)]), to: "panel.csv")
    for verb in usage.verbs {
      let result = try Self.run(
        ["vacancies", verb, "--data", "panel.csv", "--out", "out"] + usage.arguments,
        folder
      )
      #expect(result.status == 64, "\(verb)")
      #expect(result.errorOutput.contains(usage.words), "\(result.errorOutput)")
      #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
    }
  }

  @Test("levels with decimals keep their names")
  func decimalLevels() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table([("a", 40)]), to: "panel.csv")
    let result = try Self.run(
      [
        "vacancies", "forecast", "--data", "panel.csv", "--model", "naive", "--levels",
        "80,80.5,99.9999,0.0001", "--horizon", "1", "--out", "out.csv",
      ],
      folder
    )
    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(
      try Self.lines(folder, "out.csv")[0]
        == "unique_id,ds,mean,median,lo_80,hi_80,lo_80.5,hi_80.5,lo_99.9999,hi_99.9999,"
        + "lo_0.0001,hi_0.0001,model,status"
    )
    #expect(result.output.contains("1 series projected 1 month ahead by naive."))
  }

  @Test("a backtest of one month ahead and one origin is told in the singular")
  func singular() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table([("a", 40), ("short", 20)]), to: "panel.csv")
    let result = try Self.run(
      [
        "vacancies", "backtest", "--data", "panel.csv", "--models", "naive", "--horizon", "1",
        "--origins", "1", "--out", "judged",
      ],
      folder
    )
    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(
      result.output.contains(
        "2 series, 1 month ahead from up to 1 origin, 1 month apart. "
          + "1 is too short for any origin and left out."
      ),
      "\(result.output)"
    )
  }

  /// Five years of values that no model can compute with.
  private static let largeRows = table([("large", 60)]).split(separator: "\n").dropFirst()
    .map { $0 + "e300\n" }.joined()

  @Test("values too large are named as the reason of having no forecast and no backtest")
  func tooLarge() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table([("a", 60)]) + Self.largeRows, to: "panel.csv")
    let forecast = try Self.run(
      ["vacancies", "forecast", "--data", "panel.csv", "--horizon", "2", "--out", "out.csv"],
      folder
    )
    #expect(forecast.status == 0, "\(forecast.errorOutput)")
    let lines = try Self.lines(folder, "out.csv")
    #expect(
      lines[3] == "large,2020-01,,,,,,,none,no forecast: values too large",
      "\(lines[3])"
    )
    #expect(forecast.output.contains("values too large: no forecast       1"))
    #expect(!forecast.output.contains("no value"))
    let backtest = try Self.run(
      [
        "vacancies", "backtest", "--data", "panel.csv", "--models", "naive", "--horizon", "2",
        "--out", "judged",
      ],
      folder
    )
    #expect(backtest.status == 0, "\(backtest.errorOutput)")
    #expect(backtest.output.contains("1 has values too large and is left out."))
    #expect(!backtest.output.contains("too short"))
    #expect(try Self.lines(folder, "judged/series.csv")[2].hasSuffix(",values too large"))
  }

  @Test("a panel of values too large only leaves nothing to judge")
  func allTooLarge() throws {
    let folder = try TemporaryFolder()
    try folder.write("unique_id,ds,y\n" + Self.largeRows, to: "panel.csv")
    let result = try Self.run(
      ["vacancies", "backtest", "--data", "panel.csv", "--out", "judged"],
      folder
    )
    #expect(result.status == 1, "\(result.output)")
    #expect(result.errorOutput.contains("leaving out 1 with values too large"))
  }

  @Test("a series that ends before the panel goes on from its own end, which is said")
  func endedEarly() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table([("a", 60), ("old", 40), ("late", 59)]), to: "panel.csv")
    let forecast = try Self.run(
      ["vacancies", "forecast", "--data", "panel.csv", "--horizon", "2", "--out", "out.csv"],
      folder
    )
    #expect(forecast.status == 0, "\(forecast.errorOutput)")
    let lines = try Self.lines(folder, "out.csv")
    #expect(lines[1].hasPrefix("a,2020-01,") && lines[1].hasSuffix(",auto,ok"))
    #expect(lines[3].hasPrefix("old,2018-05,"))
    #expect(lines[3].hasSuffix(",auto,ends 20 months before the panel"), "\(lines[3])")
    #expect(lines[5].hasSuffix(",auto,ends 1 month before the panel"), "\(lines[5])")
    #expect(forecast.output.contains("ended before the panel       2"), "\(forecast.output)")
    for (language, words) in [
      ("it", "Delle 3 serie mostrate, 2 finiscono prima di dicembre 2019"),
      ("en", "Of the 3 series shown, 2 end before December 2019"),
    ] {
      let report = try Self.run(
        [
          "vacancies", "report", "--data", "panel.csv", "--model", "naive", "--origins", "0",
          "--horizon", "2", "--language", language, "--out", "\(language).html",
        ],
        folder
      )
      #expect(report.status == 0, "\(report.errorOutput)")
      let page = try String(contentsOfFile: folder.path("\(language).html"), encoding: .utf8)
      #expect(page.contains(words))
    }
    let alone = try Self.run(
      [
        "vacancies", "report", "--data", "panel.csv", "--model", "naive", "--origins", "0",
        "--show", "a", "--language", "en", "--out", "a.html",
      ],
      folder
    )
    #expect(alone.status == 0, "\(alone.errorOutput)")
    let page = try String(contentsOfFile: folder.path("a.html"), encoding: .utf8)
    #expect(!page.contains("end before"))
  }

  @Test(
    "an output that is an input, or holds one, is refused even with --force",
    arguments: [
      ["forecast", "--data", "data/c.csv", "--out", "data/../data/c.csv"],
      ["forecast", "--data", "link.csv", "--out", "data/c.csv"],
      ["report", "--data", "data/c.csv", "--out", "data/c.csv"],
      [
        "report", "--data", "data/c.csv", "--titles", "data/titles.csv", "--out",
        "data/titles.csv",
      ],
      ["backtest", "--data", "data/c.csv", "--out", "data/c.csv"],
      ["backtest", "--data", "data/c.csv", "--out", "data"],
    ]
  )
  func outputIsInput(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let files = FileManager.default
    try files.createDirectory(
      atPath: folder.path("data"),
      withIntermediateDirectories: false
    )
    let table = Self.table([("a", 40)])
    try folder.write(table, to: "data/c.csv")
    try folder.write("id,title\na,A\n", to: "data/titles.csv")
    try files.createSymbolicLink(
      atPath: folder.path("link.csv"),
      withDestinationPath: folder.path("data/c.csv")
    )
    let result = try Self.run(["vacancies"] + arguments + ["--force"], folder)
    #expect(result.status == 73, "\(result.errorOutput)")
    #expect(result.errorOutput.contains("the input"), "\(result.errorOutput)")
    #expect(try String(contentsOfFile: folder.path("data/c.csv"), encoding: .utf8) == table)
    #expect(files.fileExists(atPath: folder.path("data/titles.csv")))
  }
}
