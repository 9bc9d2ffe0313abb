package import Datasets

/// Which columns and rows of a long table are the series.
package struct PanelSelection: Codable, Sendable, Equatable {
  /// Columns whose texts, joined with `/`, name a series; at least one.
  package var id: [String]
  /// Column of the months.
  package var time: String
  /// Column of the values.
  package var value: String
  /// Rows to take: those that pass all filters.
  package var filters: [RowFilter]
  /// Columns that name the series of a hierarchy, in place of ``id``; `nil` without hierarchy.
  package var hierarchy: HierarchyFormula?
  /// Values that name an aggregate in a column of the hierarchy, beside `<all>`.
  package var aggregates: [RowFilter]

  /// A selection.
  package init(
    id: [String] = ["unique_id"],
    time: String = "ds",
    value: String = "y",
    filters: [RowFilter] = [],
    hierarchy: HierarchyFormula? = nil,
    aggregates: [RowFilter] = []
  ) {
    precondition(!id.isEmpty, "no column names the series")
    self.id = id
    self.time = time
    self.value = value
    self.filters = filters
    self.hierarchy = hierarchy
    self.aggregates = aggregates
  }
}

/// A condition on the rows of a table: a column has a value.
package struct RowFilter: Codable, Sendable, Equatable {
  /// Name of the column.
  package var column: String
  /// The value, as written; numbers are compared as numbers, months as months.
  package var value: String

  /// A condition.
  package init(column: String, value: String) {
    self.column = column
    self.value = value
  }

  /// For each row of a table whether it passes.
  ///
  /// - Throws: `unknownColumn`.
  func passes(_ dataset: Dataset) throws(DataProblem) -> [Bool] {
    switch try dataset.column(column).values {
    case .numbers(let values):
      let number = Double(value)
      return values.map { $0 == number }
    case .text(let texts):
      let number = Double(value)
      let levels = texts.levels.map { $0 == value || (number != nil && Double($0) == number) }
      return texts.codes.map { $0 >= 0 && levels[Int($0)] }
    case .months(let months):
      let month = MonthFormat.detect(value)?.month
      return months.map { $0 != nil && $0 == month }
    case .dates(let dates):
      return dates.map { $0?.description == value }
    }
  }
}
