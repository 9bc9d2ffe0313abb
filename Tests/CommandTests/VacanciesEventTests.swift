internal import Foundation
internal import TestSupport
internal import Testing

@Suite("vedetta vacancies with events", .tags(.endToEnd))
struct VacanciesEventTests {
  /// A folder with six years of a seasonal series, an empty month and one that is off.
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    var text = "unique_id,ds,y\n"
    for t in 0..<84 where t != 30 {
      let month = "\(2015 + t / 12)-\(t % 12 < 9 ? "0" : "")\(t % 12 + 1)"
      let value = 200 + 30 * ((t * 7) % 12) + (t * t) % 11 + (t == 50 ? 400 : 0)
      text += "milan,\(month),\(value)\n"
    }
    try folder.write(text, to: "panel.csv")
    return folder
  }

  private static func forecast(_ options: [String], _ folder: TemporaryFolder) throws
    -> VedettaCommand.Result
  {
    try VacanciesCommandTests.run(
      ["vacancies", "forecast", "--data", "panel.csv", "--horizon", "3", "--out", "out.csv"]
        + options,
      folder
    )
  }

  @Test("forecast leaves the months of COVID out and says so in the status")
  func covid() throws {
    let folder = try Self.folder()
    let result = try Self.forecast(["--model", "theta", "--events", "covid"], folder)
    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.contains("months of events left out"))
    let lines = try VacanciesCommandTests.lines(folder, "out.csv")
    #expect(
      lines[1].hasSuffix(",theta,1 month missing and interpolated; 3 months of COVID left out")
    )
  }

  @Test("events of a file and the calendar are regressors of arima")
  func regressors() throws {
    let folder = try Self.folder()
    try folder.write(
      """
      events:
        - {name: slip, kind: pulse, month: 2019-03, series: [milan]}
        - {name: closures, kind: span, first: 2020-03, last: 2020-05}
        - {name: new source, kind: level, month: 2017-01}
      """,
      to: "events.yaml"
    )
    let options = ["--model", "arima", "--events", "events.yaml", "--calendar", "milan"]
    let result = try Self.forecast(options, folder)
    #expect(result.status == 0, "\(result.errorOutput)")
    let told = try VacanciesCommandTests.lines(folder, "out.csv")
    #expect(told[1].hasSuffix(",arima,1 month missing and interpolated"))
    let plain = try Self.forecast(["--model", "arima", "--force"], folder)
    #expect(plain.status == 0)
    #expect(try VacanciesCommandTests.lines(folder, "out.csv") != told)
  }

  @Test("a backtest judges models that are told of events beside each other")
  func backtest() throws {
    let folder = try Self.folder()
    let result = try VacanciesCommandTests.run(
      [
        "vacancies", "backtest", "--data", "panel.csv", "--horizon", "6", "--origins", "2",
        "--models", "theta,arima", "--events", "covid", "--calendar", "milan", "--out", "judged",
      ],
      folder
    )
    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.contains("other models do not learn from the months of pulses and spans"))
    let lines = try VacanciesCommandTests.lines(folder, "judged/series.csv")
    #expect(lines.contains { $0.contains(",theta,") && $0.contains("3 months of COVID left out") })
    #expect(lines.contains { $0.contains(",arima,") && !$0.contains("COVID") })
  }

  @Test("a report names the events from whose months it does not learn")
  func report() throws {
    let folder = try Self.folder()
    func page(_ options: [String]) throws -> String {
      let result = try VacanciesCommandTests.run(
        [
          "vacancies", "report", "--data", "panel.csv", "--model", "theta", "--horizon", "6",
          "--out", "page.html", "--force",
        ] + options,
        folder
      )
      #expect(result.status == 0, "\(result.errorOutput)")
      return try String(contentsOfFile: folder.path("page.html"), encoding: .utf8)
    }
    let plain = try page([])
    #expect(!plain.contains("COVID"))
    let italian = try page(["--events", "covid"])
    #expect(
      italian.contains(
        "COVID (da marzo 2020 a maggio 2020): in 1 delle 1 serie mostrate la previsione non impara"
      )
    )
    let english = try page(["--events", "covid", "--language", "en"])
    #expect(english.contains("COVID (March 2020 to May 2020): in 1 of the 1 series shown"))
    let calendar = try VacanciesCommandTests.run(
      [
        "vacancies", "report", "--data", "panel.csv", "--model", "theta", "--calendar", "milan",
        "--out", "none.html",
      ],
      folder
    )
    #expect(calendar.status == 64 && calendar.errorOutput.contains("--calendar needs a model"))
  }

  @Test("the default models of a backtest take the calendar and levels")
  func defaults() throws {
    let folder = try Self.folder()
    try folder.write("events: [{name: source, kind: level, month: 2018-03}]\n", to: "events.yaml")
    let result = try VacanciesCommandTests.run(
      [
        "vacancies", "backtest", "--data", "panel.csv", "--horizon", "6", "--origins", "1",
        "--events", "events.yaml", "--calendar", "milan", "--out", "judged",
      ],
      folder
    )
    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.contains("arima, alone or in auto, has regressors"))
  }

  @Test("inspect writes what is missing and off, and alters nothing")
  func inspect() throws {
    let folder = try Self.folder()
    let before = try String(contentsOfFile: folder.path("panel.csv"), encoding: .utf8)
    let result = try VacanciesCommandTests.run(
      ["vacancies", "inspect", "--data", "panel.csv", "--out", "found.csv"],
      folder
    )
    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.contains("nothing altered"))
    let lines = try VacanciesCommandTests.lines(folder, "found.csv")
    #expect(lines[0] == "unique_id,ds,kind,size,t")
    #expect(lines.contains("milan,2017-07,missing,,"))
    let outlier = try #require(lines.first { $0.hasPrefix("milan,2019-03,outlier,") })
    let size = try #require(Double(outlier.split(separator: ",")[3]))
    expectClose(size, 400, absoluteTolerance: 20)
    #expect(try String(contentsOfFile: folder.path("panel.csv"), encoding: .utf8) == before)
  }

  @Test("inspect does not find again what an event explains")
  func explained() throws {
    let folder = try Self.folder()
    try folder.write(
      "events: [{name: slip, kind: pulse, month: 2019-03}]\n",
      to: "events.yaml"
    )
    let result = try VacanciesCommandTests.run(
      [
        "vacancies", "inspect", "--data", "panel.csv", "--events", "events.yaml", "--out",
        "found.csv",
      ],
      folder
    )
    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(
      try !VacanciesCommandTests.lines(folder, "found.csv").contains { $0.contains("2019-03") }
    )
  }

  /// An event file that is refused, and what is said of it.
  struct BadFile: CustomTestStringConvertible, Sendable {
    let text: String
    let line: Int
    let words: String
    var testDescription: String { words }
  }

  @Test(
    "a bad event file is refused with its line and what would be right",
    arguments: [
      BadFile(
        text: "events:\n  - {name: a, kind: puls, month: 2020-03}\n",
        line: 2,
        words: "expected one of pulse, level, span"
      ),
      BadFile(
        text: "events:\n  - {name: a, kind: pulse, mont: 2020-03}\n",
        line: 2,
        words: "did you mean \"month\"?"
      ),
      BadFile(
        text: "events:\n  - {name: a, kind: pulse}\n",
        line: 2,
        words: "the key is missing"
      ),
      BadFile(
        text: "events:\n  - {name: a, kind: span, first: 2020-05, last: 2020-03}\n",
        line: 2,
        words: "expected a month from 2020-05 on"
      ),
      BadFile(
        text: "events:\n  - {name: a, kind: span, month: 2020-03}\n",
        line: 2,
        words: "a span takes first and last"
      ),
      BadFile(
        text: "events:\n  - name: a\n    kind: pulse\n    month: March\n",
        line: 4,
        words: "expected a month such as 2024-03"
      ),
      BadFile(
        text: "events:\n  - name: a\n    kind: pulse\n    month: 2020-03\n    series: [milano]\n",
        line: 5,
        words: "did you mean \"milan\"?"
      ),
      BadFile(
        text: "events:\n  - {name: a, kind: level, month: 2018-03}\n",
        line: 2,
        words: "give --model arima"
      ),
    ]
  )
  func badFile(_ file: BadFile) throws {
    let folder = try Self.folder()
    try folder.write(file.text, to: "events.yaml")
    let result = try Self.forecast(["--model", "theta", "--events", "events.yaml"], folder)
    #expect(result.status == 2)
    #expect(result.errorOutput.contains("events.yaml, line \(file.line)"), "\(result.errorOutput)")
    #expect(result.errorOutput.contains(file.words), "\(result.errorOutput)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("out.csv")))
  }

  @Test("a missing event file and a calendar without model for it are refused")
  func refused() throws {
    let folder = try Self.folder()
    let missing = try Self.forecast(["--events", "none.yaml"], folder)
    #expect(missing.status == 2)
    #expect(missing.errorOutput.contains("none.yaml: there is no such file"))
    let calendar = try Self.forecast(["--model", "ets", "--calendar", "milan"], folder)
    #expect(calendar.status == 64)
    #expect(calendar.errorOutput.contains("give arima or auto"))
    let unknown = try Self.forecast(["--model", "arima", "--calendar", "rome"], folder)
    #expect(unknown.status == 64)
  }
}
