internal import Foundation
internal import TestSupport
internal import Testing

@Suite("vedetta vacancies, when it goes wrong", .tags(.endToEnd))
struct VacanciesFaultTests {
  /// Rows of one series from January 2015 on.
  private static func rows(_ id: String, _ values: [String], year: Int = 2015) -> String {
    values.enumerated().map { t, value in
      "\(id),\(year + t / 12)-\(t % 12 < 9 ? "0" : "")\(t % 12 + 1),\(value)\n"
    }
    .joined()
  }

  private static let healthy = VacanciesCommandTests.table((0..<30).map { ("s\($0)", 48 + $0 % 3) })
  private static let plain = (0..<48).map { "\(100 + $0 % 7)" }

  struct Poison: CustomTestStringConvertible {
    let testDescription: String
    let rows: String
    let status: String
    let summary: String
  }

  @Test(
    "one poisoned series has a status and a line in the summary, the others the same bytes",
    arguments: [
      Poison(
        testDescription: "infinite value",
        rows: rows("bad", plain.dropLast() + ["inf"]),
        status: "1 month with an infinite value taken as missing (line 1519)",
        summary: "infinite values taken as missing"
      ),
      Poison(
        testDescription: "month with two values",
        rows: rows("bad", plain) + "bad,2015-03,7\n",
        status: "1 month with two values taken as missing (line 1520)",
        summary: "months with two values taken as missing"
      ),
      Poison(
        testDescription: "row repeated",
        rows: rows("bad", plain) + "bad,2015-03,102\n",
        status: "1 month repeated (line 1520)",
        summary: "months that stand twice"
      ),
      Poison(
        testDescription: "wrong year",
        rows: rows("bad", plain) + "bad,2919-01,102\n",
        status: "1 month over ten years from all others left out (line 1520)",
        summary: "months far from all others left out"
      ),
      Poison(
        testDescription: "future series",
        rows: rows("bad", plain, year: 2095),
        status: "months after the panel",
        summary: "going on after the panel"
      ),
      Poison(
        testDescription: "constant",
        rows: rows("bad", plain.map { _ in "3" }),
        status: "constant",
        summary: "constant"
      ),
      Poison(
        testDescription: "beyond all numbers that models compute with",
        rows: rows("bad", plain.map { $0 + "e300" }),
        status: "no forecast: values too large",
        summary: "values too large: no forecast"
      ),
      Poison(
        testDescription: "one month",
        rows: rows("bad", ["4"]),
        status: "fallback: 1 month where 5 are needed",
        summary: "too short or unsuitable: a simpler model"
      ),
    ]
  )
  func poisoned(_ poison: Poison) throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.healthy, to: "healthy.csv")
    try folder.write(Self.healthy + poison.rows, to: "poisoned.csv")
    for name in ["healthy", "poisoned"] {
      let result = try VacanciesCommandTests.run(
        [
          "vacancies", "forecast", "--data", "\(name).csv", "--model", "ets", "--horizon", "3",
          "--out", "\(name)-out.csv",
        ],
        folder
      )
      #expect(result.status == 0, "\(result.errorOutput)")
      #expect((name == "healthy") != result.output.contains(poison.summary), "\(result.output)")
    }
    let healthy = try VacanciesCommandTests.lines(folder, "healthy-out.csv")
    let poisoned = try VacanciesCommandTests.lines(folder, "poisoned-out.csv")
    #expect(Array(poisoned.prefix(healthy.count)) == healthy)
    #expect(poisoned.count == healthy.count + 3)
    #expect(poisoned.last?.contains(poison.status) ?? false, "\(poisoned.last ?? "")")
  }

  @Test("the page says how many of its series follow the panel or have unusable rows")
  func page() throws {
    let folder = try TemporaryFolder()
    var table = "unique_id,ds,y\n"
    for index in 0..<5 {
      table += Self.rows("s\(index)", (0..<48).map { "\(($0 + index) % 3 == 0 ? 2 + index : 0)" })
    }
    table += "s4,2016-05,9\nnew,2018-11,1\nnew,2018-12,0\n"
    try folder.write(table, to: "panel.csv")
    for (language, words) in [
      (
        "it",
        [
          "Delle 6 serie mostrate, 1 ha meno di un anno di dati: la previsione è quella delle altre",
          "Delle 6 serie mostrate, 1 ha righe ripetute o impossibili",
        ]
      ),
      (
        "en",
        [
          "Of the 6 series shown, 1 has less than a year of data: the projection is what the other",
          "Of the 6 series shown, 1 has repeated or impossible rows",
        ]
      ),
    ] {
      let report = try VacanciesCommandTests.run(
        [
          "vacancies", "report", "--data", "panel.csv", "--origins", "0", "--horizon", "2",
          "--language", language, "--out", "\(language).html",
        ],
        folder
      )
      #expect(report.status == 0, "\(report.errorOutput)")
      let page = try String(contentsOfFile: folder.path("\(language).html"), encoding: .utf8)
      for word in words { #expect(page.contains(word), "\(word)") }
    }
  }

  @Test("a leaf of a hierarchy in a wrong century leaves the others and their sums")
  func futureLeaf() throws {
    let folder = try TemporaryFolder()
    var table = "area,job,ds,y\n"
    for (index, name) in ["north,cook", "north,clerk", "south,cook"].enumerated() {
      table += Self.rows(name, (0..<48).map { "\(50 * index + 100 + $0 % 7)" })
    }
    try folder.write(table, to: "panel.csv")
    try folder.write(table + Self.rows("south,clerk", Self.plain, year: 2115), to: "future.csv")
    var totals: [[String]] = []
    for name in ["panel", "future"] {
      let result = try VacanciesCommandTests.run(
        [
          "vacancies", "forecast", "--data", "\(name).csv", "--hierarchy", "area,job", "--model",
          "naive", "--reconcile", "bottom_up", "--horizon", "1", "--out", "\(name)-out.csv",
        ],
        folder
      )
      #expect(result.status == 0, "\(result.errorOutput)")
      let lines = try VacanciesCommandTests.lines(folder, "\(name)-out.csv")
      totals.append(lines[1].split(separator: ",").prefix(5).map(String.init))
      if name == "future" {
        #expect(
          lines.last?.hasSuffix(
            "no forecast: the series has no value; 48 months after the panel's last left out"
          ) ?? false,
          "\(lines.last ?? "")"
        )
      }
    }
    #expect(totals[0] == totals[1])
  }

  @Test(
    "a hierarchy's column that the forecasts have too is refused, their identifier's own is not"
  )
  func reservedColumns() throws {
    let folder = try TemporaryFolder()
    let table =
      "unique_id,model,ds,y\n" + Self.rows("a,x", Self.plain) + Self.rows("b,y", Self.plain)
    try folder.write(table, to: "panel.csv")
    func run(_ hierarchy: String) throws -> VedettaCommand.Result {
      try VacanciesCommandTests.run(
        [
          "vacancies", "forecast", "--data", "panel.csv", "--hierarchy", hierarchy, "--model",
          "naive", "--horizon", "1", "--out", "out.csv", "--force",
        ],
        folder
      )
    }
    let refused = try run("model")
    #expect(refused.status == 2, "\(refused.errorOutput)")
    #expect(refused.errorOutput.contains("\"model\": the forecasts have a column of this name too"))
    let named = try run("unique_id")
    #expect(named.status == 0, "\(named.errorOutput)")
    let lines = try VacanciesCommandTests.lines(folder, "out.csv")
    #expect(lines[0].hasPrefix("unique_id,ds,mean,") && lines[1].hasPrefix("<all>,2019-01,"))
  }

  @Test("names that are one when joined are refused in a sentence")
  func sameName() throws {
    let folder = try TemporaryFolder()
    try folder.write("u,v,ds,y\na/b,c,2024-01,1\na,b/c,2024-01,2\n", to: "panel.csv")
    let result = try VacanciesCommandTests.run(
      ["vacancies", "forecast", "--data", "panel.csv", "--id", "u,v", "--out", "out.csv"],
      folder
    )
    #expect(result.status == 2)
    #expect(result.errorOutput.contains("line 3, \"u,v\": the series gets the name of another one"))
  }

  @Test("forecasts can go down a pipe, and more threads than any machine has are wrong use")
  func pipeAndThreads() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.healthy, to: "panel.csv")
    let arguments = ["vacancies", "forecast", "--data", "panel.csv", "--model", "naive", "--out"]
    let pipe = Pipe()
    let process = Process()
    process.executableURL = VedettaCommand.executable
    process.arguments = arguments + ["/dev/stdout", "--quiet"]
    process.currentDirectoryURL = folder.url
    process.environment = ProcessInfo.processInfo.environment.merging([
      "VEDETTA_HOME": folder.path("registry")
    ]) { $1 }
    process.standardOutput = pipe
    try process.run()
    // A command that waits for its own pipe never ends.
    DispatchQueue.global().asyncAfter(deadline: .now() + 60) { process.terminate() }
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    #expect(text.hasPrefix("unique_id,ds,mean,"))
    let threads = try VacanciesCommandTests.run(
      arguments + ["out.csv", "--threads", "9223372036854775807"],
      folder
    )
    #expect(threads.status == 64)
    #expect(threads.errorOutput.contains("--threads must be from 1 to 1024"))
  }

  @Test("a name of the system that leads to a file is not replaced by the forecasts")
  func standardOutputAsFile() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.healthy, to: "panel.csv")
    // The command's standard output is a file here.
    let result = try VacanciesCommandTests.run(
      [
        "vacancies", "forecast", "--data", "panel.csv", "--model", "naive", "--out", "/dev/stdout",
        "--force",
      ],
      folder
    )
    #expect(result.status == 73)
    #expect(result.errorOutput.contains("/dev/stdout cannot be written (It stands for a file"))
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: "/dev/stdout").contains("fd/1")
    )
  }

  @Test("spaces around months and numbers are no part of them")
  func spaces() throws {
    let folder = try TemporaryFolder()
    let table = "unique_id,ds,y\n" + Self.rows("a", Self.plain)
    try folder.write(table, to: "plain.csv")
    try folder.write(
      table.replacing(",", with: " , ").replacing("a ,", with: "a,"),
      to: "spaced.csv"
    )
    for name in ["plain", "spaced"] {
      let result = try VacanciesCommandTests.run(
        [
          "vacancies", "forecast", "--data", "\(name).csv", "--model", "naive", "--out",
          "\(name)-out.csv",
        ],
        folder
      )
      #expect(result.status == 0, "\(result.errorOutput)")
    }
    #expect(
      try VacanciesCommandTests.lines(folder, "plain-out.csv")
        == VacanciesCommandTests.lines(folder, "spaced-out.csv")
    )
  }
}
