import Foundation
import TestSupport
import Testing

/// `risk export` by command, on the shipped model.
@Suite(.tags(.endToEnd)) struct `Exporting the shipped model` {
  private static let model = "Models/neet-mvad/model"

  /// The cohort of the example and its scores, made once for all tests of the suite.
  private struct Scored: Sendable {
    let folder: TemporaryFolder
    let header: [String]
    let rows: [[String]]
    /// By id and date.
    let probabilities: [String: Double]
  }

  private static let scored = Result { () throws -> Scored in
    let folder = try TemporaryFolder()
    let cohort = folder.path("cohort.csv")
    let scores = folder.path("scores.csv")
    for arguments in [
      [
        "risk", "cohort", "--spec", "Models/neet-mvad/cohort.yaml", "--data",
        "Models/neet-mvad/data/mvad.csv", "--out", cohort,
      ],
      ["risk", "score", "--model", model, "--data", cohort, "--out", scores],
    ] {
      let result = try VedettaCommand.run(arguments + ["--registry", folder.path("registry")])
      try #require(result.status == 0, "\(result.errorOutput)")
    }
    let table = try cells(cohort)
    let results = try cells(scores)
    let place = try #require(results.header.firstIndex(of: "probability"))
    return Scored(
      folder: folder,
      header: table.header,
      rows: table.rows,
      probabilities: Dictionary(
        uniqueKeysWithValues: results.rows.map { ("\($0[0])|\($0[1])", Double($0[place]) ?? .nan) }
      )
    )
  }

  /// The cells of a file whose first columns have no separators in them.
  private static func cells(_ path: String) throws -> (header: [String], rows: [[String]]) {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return (lines[0], Array(lines.dropFirst()))
  }

  private static func export(_ arguments: [String]) throws -> VedettaCommand.Result {
    let registry = try TemporaryFolder()
    return try VedettaCommand.run(
      ["risk", "export"] + arguments + ["--registry", registry.path("registry")]
    )
  }

  @Test(
    arguments: DatabaseProgram.allCases.filter(\.isAvailable)
  ) func `as a statement gives the scores of risk score`(_ database: DatabaseProgram) throws {
    let scored = try Self.scored.get()
    let folder = try TemporaryFolder()
    let result = try Self.export([
      "--model", Self.model, "--format", "sql", "--dialect", database.rawValue, "--table",
      "cohort", "--out", folder.path("score.sql"),
    ])
    try #require(result.status == 0, "\(result.errorOutput)")
    let statement = try String(contentsOfFile: folder.path("score.sql"), encoding: .utf8)
    let columns = scored.header.map { "\"\($0)\" TEXT" }.joined(separator: ", ")
    let rows = scored.rows.map { "(\($0.map { "'\($0)'" }.joined(separator: ", ")))" }
    let number =
      database == .sqlite ? "printf('%!.17g', probability)" : "CAST(probability AS text)"
    let output = try database.run(
      """
      CREATE TABLE cohort (\(columns));
      INSERT INTO cohort VALUES \(rows.joined(separator: ",\n"));
      CREATE TABLE results AS
      \(statement)
      SELECT "id" || '|' || "as_of" || '|' || \(number) FROM results;

      """
    )
    let lines = output.split(separator: "\n")
    try #require(lines.count == scored.probabilities.count)
    var largest = 0.0
    for line in lines {
      let cells = line.split(separator: "|")
      let found = try #require(Double(cells[2]))
      let expected = try #require(scored.probabilities["\(cells[0])|\(cells[1])"])
      largest = max(largest, abs(found - expected))
    }
    #expect(largest <= 1e-12)
  }

  @Test(
    .enabled(if: PeerPython.has("pypmml", with: "java"))
  ) func `as a PMML document gives the scores of risk score`() throws {
    let scored = try Self.scored.get()
    let folder = try TemporaryFolder()
    let result = try Self.export([
      "--model", Self.model, "--format", "pmml", "--out", folder.path("model.pmml"),
    ])
    try #require(result.status == 0, "\(result.errorOutput)")
    let rows = scored.rows.map { cells in
      Dictionary(
        uniqueKeysWithValues: zip(scored.header, cells).map { ($0, Double($1) as Any? ?? $1) }
      )
    }
    let text = String(decoding: try JSONSerialization.data(withJSONObject: rows), as: UTF8.self)
    let scores = try PeerPython.run([
      "Benchmarks/peers/score_pmml.py", "pypmml", folder.path("model.pmml"),
      try folder.write(text, to: "rows.json"),
    ])
    try #require(scores.status == 0, "\(scores.errors)")
    let found = try JSONDecoder().decode([Double].self, from: Data(scores.output.utf8))
    let (id, date) = try (
      #require(scored.header.firstIndex(of: "id")), #require(scored.header.firstIndex(of: "as_of"))
    )
    try #require(found.count == scored.rows.count)
    for (cells, value) in zip(scored.rows, found) {
      let expected = try #require(scored.probabilities["\(cells[id])|\(cells[date])"])
      #expect(abs(value - expected) <= 1e-9)
    }
  }

  struct Mistake: CustomTestStringConvertible, Sendable {
    let claim: String
    let arguments: [String]
    let status: Int32
    let words: [String]
    var testDescription: String { claim }
  }

  static let mistakes = [
    Mistake(
      claim: "an unknown format",
      arguments: ["--format", "pml"],
      status: 64,
      words: ["\"pml\"", "did you mean pmml"]
    ),
    Mistake(
      claim: "an unknown dialect",
      arguments: ["--format", "sql", "--dialect", "sqlit"],
      status: 64,
      words: ["\"sqlit\"", "did you mean sqlite", "duckdb"]
    ),
    Mistake(
      claim: "a dialect for a document",
      arguments: ["--format", "pmml", "--dialect", "sqlite"],
      status: 64,
      words: ["--dialect goes with a query"]
    ),
    Mistake(
      claim: "a table without a name",
      arguments: ["--format", "sql", "--table", "city."],
      status: 1,
      words: ["name of the table"]
    ),
  ]

  @Test(
    arguments: mistakes
  ) func `names what is wrong and writes nothing`(_ mistake: Mistake) throws {
    let folder = try TemporaryFolder()
    let output = folder.path("out")
    let result = try Self.export(["--model", Self.model, "--out", output] + mistake.arguments)
    #expect(result.status == mistake.status)
    for words in mistake.words { #expect(result.errorOutput.contains(words)) }
    #expect(!FileManager.default.fileExists(atPath: output))
  }

  @Test func `replaces no file of the model, and another one only when told`() throws {
    let folder = try TemporaryFolder()
    let copy = folder.path("model")
    try FileManager.default.copyItem(
      at: Repository.root.appending(path: Self.model),
      to: URL(filePath: copy)
    )
    for name in ["", "/model.json", "/manifest.json"] {
      let result = try Self.export([
        "--model", copy, "--format", "sql", "--force", "--out", copy + name,
      ])
      #expect(result.status == 73, "\(name)")
    }
    let output = try folder.write("kept", to: "score.sql")
    let arguments = ["--model", copy, "--format", "sql", "--out", output]
    #expect(try Self.export(arguments).status == 73)
    #expect(try String(contentsOfFile: output, encoding: .utf8) == "kept")
    let first = try Self.export(arguments + ["--force"])
    #expect(first.status == 0, "\(first.errorOutput)")
    let text = try String(contentsOfFile: output, encoding: .utf8)
    #expect(text.hasPrefix("-- The risk score neet-mvad for PostgreSQL"))
    #expect(try Self.export(arguments + ["--force"]).status == 0)
    #expect(try String(contentsOfFile: output, encoding: .utf8) == text)
  }
}
