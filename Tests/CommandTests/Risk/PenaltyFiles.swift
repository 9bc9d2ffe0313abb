import Foundation
import TestSupport
import Testing

/// Runs of commands with a penalty, for the tests.
struct PenaltyFiles {
  let folder: TemporaryFolder
  private let data: String

  /// Low birth weight, on the columns of the fixture.
  init(data: URL = Repository.fixtures.appending(path: "birthwt.csv")) throws {
    folder = try TemporaryFolder()
    self.data = data.path
  }

  static let plain = """
    name: birthwt
    target: {column: low}
    features:
      - {column: age, kind: numeric}
      - {column: lwt, kind: numeric}
      - {column: race, kind: categorical, reference: "1"}
      - {column: smoke, kind: numeric}
      - {column: ptl, kind: numeric}
      - {column: ht, kind: numeric}
      - {column: ui, kind: numeric}

    """

  /// Runs a verb with a specification; the output goes to `out`.
  func run(
    _ verb: String,
    _ specification: String,
    out: String,
    _ options: [String] = []
  ) throws -> VedettaCommand.Result {
    try folder.write(specification, to: "spec.yaml")
    return try VedettaCommand.run(
      [
        "risk", verb, "--spec", folder.path("spec.yaml"), "--data", data, "--out",
        folder.path(out), "--registry", folder.path("registry"), "--force",
      ] + options
    )
  }

  /// The JSON document of a run that must succeed.
  func document(
    _ verb: String,
    _ specification: String,
    out: String = "model",
    _ options: [String] = []
  ) throws -> [String: Any] {
    let run = try run(verb, specification, out: out, options + ["--json"])
    try #require(run.status == 0, "\(run.errorOutput)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    )
  }

  /// Rows of the table of coefficients of a model.
  func coefficients(_ model: String = "model") throws -> [[String]] {
    let run = try VedettaCommand.run([
      "risk", "coefficients", "--model", folder.path(model), "--format", "csv",
    ])
    try #require(run.status == 0, "\(run.errorOutput)")
    return Self.cells(run.output)
  }

  /// Header and rows of a table that `risk path` wrote.
  func path(_ specification: String) throws -> (header: [String], rows: [[Double]]) {
    _ = try document("path", specification, out: "path.csv")
    let url = folder.url.appending(path: "path.csv")
    let cells = Self.cells(try String(contentsOf: url, encoding: .utf8))
    return (cells.first ?? [], cells.dropFirst().map { $0.map { Double($0) ?? .nan } })
  }

  private static func cells(_ text: String) -> [[String]] {
    text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }
}
