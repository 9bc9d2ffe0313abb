package import Datasets

/// A column of a ``CSVStream``, by what all its cells are.
package struct StreamedColumn: Sendable, Equatable {
  /// Name in the header.
  package let name: String
  /// What the cells are.
  package let type: CSVOptions.ColumnType
  /// The distinct texts of a column of texts, in order of first appearance: the levels of the
  /// column in every block.
  package let levels: TextColumn.Levels?
  /// Number of rows of each of these; empty for other columns.
  package let counts: [Int]

  init(_ resolved: StreamResolution.Resolved, _ finding: CSVFindings.Column) {
    name = finding.name
    type = finding.type
    if case .texts(let levels) = resolved.values {
      self.levels = levels
      counts = resolved.tally?.counts ?? []
    } else {
      levels = nil
      counts = []
    }
  }
}
