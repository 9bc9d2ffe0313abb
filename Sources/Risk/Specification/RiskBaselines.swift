package import Datasets

extension RiskSpecification {
  /// The rivals that stand beside the model wherever it is judged on folds; the base rate always
  /// does.
  package struct Baselines: Sendable, Equatable, Codable {
    /// Rankings by columns; the best single column of the training rows when empty.
    package var rules: [ColumnRanking]
    /// Columns whose values together name an area; none when empty.
    package var area: [String]
    /// A table of points.
    package var points: PointsTable?

    /// Rivals of a model.
    package init(
      rules: [ColumnRanking] = [],
      area: [String] = [],
      points: PointsTable? = nil
    ) {
      self.rules = rules
      self.area = area
      self.points = points
    }

    /// Columns that must hold numbers.
    package var numericColumns: [String] {
      rules.flatMap(\.columns).map(\.column) + (points?.numericColumns ?? [])
    }
  }

  /// Since when the values of a column are known: a score at an earlier date cannot use them.
  package struct KnownSince: Sendable, Equatable, Codable {
    /// Name of the column.
    package var column: String
    /// The month in which its values became known; dates after it can use them.
    package var month: Month

    /// Since when the values of a column are known.
    package init(column: String, month: Month) {
      self.column = column
      self.month = month
    }
  }
}
