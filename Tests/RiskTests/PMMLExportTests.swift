import Datasets
import Foundation
import Risk
import TestSupport
import Testing

/// PMML documents scored by public engines, beside the program's own probabilities.
@Suite struct `An exported PMML document` {
  typealias Rows = `An exported statement`

  static let cases = Rows.cases.filter {
    $0.name != "calibration by curves" && $0.name != "columns of texts"
  }

  private static let unused = [Rows.id, "y", "z"]

  /// The rows as JSON objects of the columns that a model reads.
  private static func json(_ rows: Dataset) throws -> String {
    let objects = (0..<rows.rowCount).map { row -> [String: Any] in
      var object: [String: Any] = [:]
      for column in rows.columns where !unused.contains(column.name) {
        if case .numbers(let values) = column.values, column.name != "number" {
          object[column.name] = values[row].isNaN ? NSNull() : values[row]
        } else {
          object[column.name] = column.text(at: row) ?? NSNull()
        }
      }
      return object
    }
    return String(decoding: try JSONSerialization.data(withJSONObject: objects), as: UTF8.self)
  }

  private static let engines = ["pypmml", "jpmml_evaluator"].filter {
    PeerPython.has($0, with: "java")
  }

  @Test(
    arguments: engines,
    cases
  ) func `gives the program's probabilities`(_ engine: String, _ test: Rows.Case) throws {
    let model = try Rows.model(test)
    let rows = Rows.rows(count: 400, seed: 8, isTraining: false)
    let folder = try TemporaryFolder()
    let document = try ExportFormat.pmml.text(of: model, ExportOptions(digest: "0123"))
    let result = try PeerPython.run([
      "Benchmarks/peers/score_pmml.py", engine, try folder.write(document, to: "model.pmml"),
      try folder.write(try Self.json(rows), to: "rows.json"),
    ])
    try #require(result.status == 0, "\(result.errors)")
    let found = try JSONDecoder().decode([Double?].self, from: Data(result.output.utf8))
    let expected = Rows.expected(model, rows)
    try #require(found.count == expected.count)
    var largest = 0.0
    for (row, pair) in zip(found, expected).enumerated() {
      #expect((pair.0 == nil) == (pair.1 == nil), "row \(row): \(pair)")
      let difference = abs((pair.0 ?? 0) - (pair.1 ?? 0))
      #expect(difference <= 1e-9, "row \(row): \(pair)")
      largest = Double.maximum(largest, difference)
    }
    if ProcessInfo.processInfo.environment["VEDETTA_EXPORT_FIGURES"] != nil {
      print("export \(engine) \(test.name): \(expected.count { $0 == nil }) refused, \(largest)")
    }
  }

  @Test func `refuses a calibration that the regression model cannot carry`() throws {
    let test = try #require(Rows.cases.first { $0.name == "calibration by curves" })
    let model = try Rows.model(test)
    #expect(throws: ExportProblem.calibration(method: "beta")) {
      try ExportFormat.pmml.text(of: model, ExportOptions(digest: ""))
    }
  }
}
