internal import Datasets

/// The clusters of some rows, as codes; those of parts of a table can be joined in their order.
struct ClusterCodes: Sendable {
  private var keys: LevelKeys
  /// One a row, at least 0.
  private(set) var codes: [Int32]

  /// The clusters of rows.
  ///
  /// - Throws: `missingValue` for a row without one.
  init(_ column: Column, _ dataset: Dataset) throws(DataProblem) {
    let levels = LevelColumn(column)
    if let row = levels.codes.firstIndex(where: { $0 < 0 }) {
      throw DataProblem(
        .missingValue,
        file: dataset.source,
        line: dataset.line(ofRow: row),
        column: column.name
      )
    }
    keys = levels.keys
    codes = levels.codes
  }

  /// Adds the rows that follow.
  mutating func add(_ next: ClusterCodes) {
    if let places = keys.add(next.keys) {
      codes += next.codes.map { Int32(places[Int($0)]) }
    } else {
      codes += next.codes
    }
  }
}
