import Foundation
import LinearAlgebra
import Statistics
import TestSupport

/// Rows from a list of design rows.
func denseRows(
  _ design: [[Double]],
  _ response: [Double],
  weights: [Double]? = nil,
  interceptColumn: Int?
) -> DenseRows {
  let p = design.first?.count ?? 0
  var matrix = Matrix<Double>.zeros(rows: design.count, columns: p)
  for (i, row) in design.enumerated() {
    for (j, value) in row.enumerated() { matrix[i, j] = value }
  }
  return DenseRows(
    design: matrix,
    response: response,
    weights: weights,
    interceptColumn: interceptColumn
  )
}

/// A table of numbers in a CSV file, by column name.
struct NumberTable {
  let columns: [String: [Double]]
  let rowCount: Int

  /// Reads a file whose cells are numbers; other cells become NaN.
  init(_ url: URL) throws {
    let text = try String(contentsOf: url, encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: CharacterSet(charactersIn: "\""))
      }
    }
    var columns: [String: [Double]] = [:]
    for (j, name) in (lines.first ?? []).enumerated() {
      columns[name] = lines.dropFirst().map { Double($0[j]) ?? .nan }
    }
    self.columns = columns
    rowCount = max(lines.count - 1, 0)
  }

  /// A column; `name=value` gives 1 where the column has the value and 0 elsewhere.
  subscript(_ name: String) -> [Double] {
    let parts = name.split(separator: "=").map(String.init)
    if parts.count == 2, let value = Double(parts[1]) {
      return (columns[parts[0]] ?? []).map { $0 == value ? 1 : 0 }
    }
    return columns[name] ?? []
  }

  /// Rows with an intercept and the columns named.
  func rows(_ response: String, _ names: [String], weights: [Double]? = nil) -> DenseRows {
    rows(response: self[response], names, weights: weights)
  }

  /// Rows with an intercept and the columns named, for a response given as numbers.
  func rows(response: [Double], _ names: [String], weights: [Double]? = nil) -> DenseRows {
    let values = names.map { self[$0] }
    return denseRows(
      (0..<rowCount).map { i in [1] + values.map { $0[i] } },
      response,
      weights: weights,
      interceptColumn: 0
    )
  }
}

/// A data set of `../shared/data/reference`.
func sharedTable(_ name: String) throws -> NumberTable {
  guard let folder = Repository.sharedData else { throw CocoaError(.fileNoSuchFile) }
  return try NumberTable(folder.appending(path: "reference/\(name).csv"))
}
