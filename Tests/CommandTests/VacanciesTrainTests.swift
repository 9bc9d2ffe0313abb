internal import Foundation
internal import TestSupport
internal import Testing

@Suite("vedetta vacancies train", .tags(.endToEnd))
struct VacanciesTrainTests {
  static let lengths: [(id: String, months: Int)] = [("milan", 90), ("lodi", 60), ("monza", 30)]

  /// The first months of each series.
  static func table(without months: Int) -> String {
    VacanciesCommandTests.table(lengths.map { ($0.id, $0.months - months) })
  }

  static func train(_ folder: TemporaryFolder, _ more: [String] = []) throws
    -> VedettaCommand.Result
  {
    try VacanciesCommandTests.run(
      ["vacancies", "train", "--data", "old.csv", "--name", "milan", "--out", "panel"] + more,
      folder
    )
  }

  static func forecast(
    _ folder: TemporaryFolder,
    _ data: String,
    _ more: [String] = []
  ) throws -> VedettaCommand.Result {
    try VacanciesCommandTests.run(
      ["vacancies", "forecast", "--data", data, "--horizon", "4", "--out", "out.csv", "--force"]
        + more,
      folder
    )
  }

  @Test("a saved panel forecasts what a fit to the same months does, bit for bit")
  func saved() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table(without: 0), to: "old.csv")
    for model in ["auto", "ets", "seasonal_naive"] {
      let trained = try Self.train(folder, ["--model", model, "--force"])
      #expect(trained.status == 0, "\(trained.errorOutput)")
      #expect(try Self.forecast(folder, "old.csv", ["--model", model]).status == 0)
      let now = try VacanciesCommandTests.lines(folder, "out.csv")
      #expect(try Self.forecast(folder, "old.csv", ["--fitted", "panel"]).status == 0)
      #expect(try VacanciesCommandTests.lines(folder, "out.csv") == now, "\(model)")
    }
    let fits = try VacanciesCommandTests.lines(folder, "panel/fits.csv")
    #expect(fits[0] == "unique_id,model,form,months,parameters,converged,status")
    #expect(fits.count == 4 && fits[1].hasPrefix("milan,seasonal_naive,seasonal naive,90,"))
    let listed = try VacanciesCommandTests.run(["models", "list"], folder)
    #expect(listed.output.contains("milan") && listed.output.contains("forecast"))
    #expect(try VacanciesCommandTests.run(["models", "verify", "milan"], folder).status == 0)
  }

  @Test("the folder is the same for any number of threads and holds no value of the series")
  func threads() throws {
    let folder = try TemporaryFolder()
    let table = Self.table(without: 0)
    // An early month with digits of its own.
    let marked = table.replacing("\nmilan,2016-03,", with: "\nmilan,2016-03,1")
    try folder.write(marked, to: "old.csv")
    let line = try #require(marked.split(separator: "\n").first { $0.hasPrefix("milan,2016-03,") })
    let value = line.split(separator: ",")[2]
    var models: [[String]] = []
    for threads in ["1", "3"] {
      #expect(try Self.train(folder, ["--threads", threads, "--force"]).status == 0)
      models.append(
        try ["model.json", "manifest.json", "fits.csv", "card.md"].map {
          try String(contentsOfFile: folder.path("panel/\($0)"), encoding: .utf8)
        }
      )
    }
    #expect(models[0] == models[1])
    #expect(value.count == 4 && !models[0].contains { $0.contains(":\(value),") })
  }

  @Test("newer months are taken up without fitting; a new series is fitted and says so")
  func newer() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table(without: 6), to: "old.csv")
    #expect(try Self.train(folder, ["--model", "seasonal_naive"]).status == 0)
    var newer = Self.table(without: 0)
    newer += "pavia,2015-01,5\npavia,2015-02,7\n"
    newer = newer.split(separator: "\n").filter { !$0.hasPrefix("monza") }.joined(separator: "\n")
    try folder.write(newer + "\n", to: "new.csv")
    let result = try Self.forecast(folder, "new.csv", ["--fitted", "panel"])
    #expect(result.status == 0, "\(result.errorOutput)")
    let carried = try VacanciesCommandTests.lines(folder, "out.csv")
    #expect(try Self.forecast(folder, "new.csv", ["--model", "seasonal_naive"]).status == 0)
    let fitted = try VacanciesCommandTests.lines(folder, "out.csv")
    func medians(_ lines: [String], _ id: String) -> [Substring] {
      lines.filter { $0.hasPrefix(id) }.map { $0.split(separator: ",")[3] }
    }
    // The last year repeats itself, whether it was fitted or taken up.
    #expect(medians(carried, "milan") == medians(fitted, "milan"))
    #expect(carried.contains { $0.hasPrefix("pavia") && $0.contains("not by the saved panel") })
    // A series without newer months stays in the panel, at its own end.
    #expect(carried.count { $0.hasPrefix("monza,2017-0") } == 4)
    #expect(result.output.contains("fitted now, not by the saved panel"))
  }

  /// A strike among the newer months of ``table(without:)``, and closures before them.
  static let events = """
    events:
      - {name: strike, kind: pulse, month: 2022-04, series: [milan]}
      - {name: closures, kind: span, first: 2018-03, last: 2018-05}

    """

  @Test(
    "events and the calendar are saved with a panel, for the months of the fit and for newer ones",
    arguments: ["auto", "arima"]
  )
  func events(_ model: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table(without: 6), to: "old.csv")
    let table = Self.table(without: 0)
    try folder.write(table, to: "new.csv")
    let line = try #require(table.split(separator: "\n").first { $0.hasPrefix("milan,2022-04,") })
    try folder.write(table.replacing("\(line)\n", with: "milan,2022-04,9999\n"), to: "hit.csv")
    try folder.write(Self.events, to: "events.yaml")
    let known = ["--events", folder.path("events.yaml"), "--calendar", "milan"]
    var models: [[String]] = []
    for threads in ["1", "2"] {
      let trained = try Self.train(
        folder,
        ["--model", model, "--threads", threads, "--force"] + known
      )
      try #require(trained.status == 0, "\(trained.errorOutput)")
      models.append(
        try ["model.json", "manifest.json", "fits.csv", "card.md"].map {
          try String(contentsOfFile: folder.path("panel/\($0)"), encoding: .utf8)
        }
      )
    }
    #expect(models[0] == models[1])
    #expect(!models[0].contains { $0.contains(folder.path("")) })
    #expect(models[0][3].contains("- closures: da 2018-03 a 2018-05, tutte le serie"))
    // The same as a fit to the same months, bit for bit.
    #expect(try Self.forecast(folder, "old.csv", ["--model", model] + known).status == 0)
    let now = try VacanciesCommandTests.lines(folder, "out.csv")
    #expect(try Self.forecast(folder, "old.csv", ["--fitted", "panel"]).status == 0)
    #expect(try VacanciesCommandTests.lines(folder, "out.csv") == now)
    // The strike is shown to no model, whatever its month holds.
    #expect(try Self.forecast(folder, "new.csv", ["--fitted", "panel"]).status == 0)
    let newer = try VacanciesCommandTests.lines(folder, "out.csv")
    #expect(newer != now)
    #expect(newer.contains { $0.hasPrefix("milan") && $0.contains("1 month of strike left out") })
    #expect(!newer.contains { $0.hasPrefix("lodi") && $0.contains("strike") })
    for threads in ["1", "2"] {
      let hit = try Self.forecast(folder, "hit.csv", ["--fitted", "panel", "--threads", threads])
      #expect(hit.status == 0)
      #expect(try VacanciesCommandTests.lines(folder, "out.csv") == newer)
    }
    let again = try Self.forecast(folder, "new.csv", ["--fitted", "panel", "--events", "covid"])
    #expect(again.status == 64)
    #expect(again.errorOutput.contains("brings the events and the calendar of its panel"))
  }

  @Test("a changed file, another kind of model and contrary options are refused with a next step")
  func refusals() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table(without: 0), to: "old.csv")
    #expect(try Self.train(folder, ["--model", "naive"]).status == 0)
    let both = try Self.forecast(folder, "old.csv", ["--fitted", "panel", "--model", "ets"])
    #expect(both.status == 64 && both.errorOutput.contains("--fitted brings its own model"))
    let path = folder.path("panel/model.json")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try text.replacing("lodi", with: "loda").write(toFile: path, atomically: true, encoding: .utf8)
    let changed = try Self.forecast(folder, "old.csv", ["--fitted", "panel"])
    #expect(changed.status == 2 && changed.errorOutput.contains("does not agree with its recorded"))
    let absent = try Self.forecast(folder, "old.csv", ["--fitted", "nowhere"])
    #expect(absent.status == 2 && absent.errorOutput.contains("nowhere/manifest.json"))
    let again = try Self.train(folder)
    #expect(again.status == 73 && again.errorOutput.contains("--force"))
  }
}
