package import Datasets
internal import Statistics

/// A ranking by one column, whose ties others settle in turn.
package struct ColumnRanking: Sendable, Equatable, Codable {
  /// The columns, the one that counts most first.
  package var columns: [OneColumnRule]

  /// A ranking.
  ///
  /// - Parameter columns: at least one.
  package init(_ columns: [OneColumnRule]) {
    precondition(!columns.isEmpty, "no column to rank by")
    self.columns = columns
  }

  /// As `jobless_6, then jobless_share`.
  package var name: String { columns.map(\.column).joined(separator: Self.separator) }

  /// Stands between the columns of a name.
  package static let separator = ", then "

  /// Places of the distinct values of the columns, the riskiest highest; rows of equal values tie.
  ///
  /// - Throws: `unknownColumn`; `notANumber` when a column is not numeric.
  package func scores(_ dataset: Dataset, encoding: Encoding) throws(DataProblem) -> [Double] {
    var values: [[Double]] = []
    for column in columns {
      let scores = try column.scores(dataset, encoding: encoding)
      values.append(scores.map { RankedOutcomes.rounded($0) })
    }
    guard values.count > 1 else { return values[0] }
    func isBelow(_ left: Int, _ right: Int) -> Bool {
      for column in values where column[left] != column[right] {
        return column[left] < column[right]
      }
      return false
    }
    var places = [Double](repeating: 0, count: dataset.rowCount)
    var place = 0.0
    var previous: Int?
    for row in places.indices.sorted(by: isBelow) {
      if let previous, isBelow(previous, row) { place += 1 }
      places[row] = place
      previous = row
    }
    return places
  }
}
