package import Datasets

/// A workbook to be written as `.xlsx`: sheets with a header and typed cells.
package struct Workbook: Sendable, Equatable {
  /// Title in the document's properties.
  package var title: String
  /// The day that the document says it was created on; bytes depend on it, so it is never today's.
  package var created: CalendarDate
  /// The sheets in order, at least one.
  package var sheets: [Sheet]

  /// The day of a workbook that has none of its own.
  package static let defaultCreated = CalendarDate(dayNumber: 10_957)  // 2000-01-01

  /// A workbook.
  package init(title: String, created: CalendarDate = defaultCreated, sheets: [Sheet]) {
    self.title = title
    self.created = created
    self.sheets = sheets
  }

  /// A sheet.
  package struct Sheet: Sendable, Equatable {
    /// Name on its tab: at most 31 characters, none of `[]:*?/\`.
    package var name: String
    /// Titles of the columns; no header when empty.
    package var header: [String]
    /// Cells by row.
    package var rows: [[TableCell]]
    /// True for a header that stays in sight and has a filter.
    package var hasFilter: Bool

    /// A sheet.
    package init(name: String, header: [String], rows: [[TableCell]], hasFilter: Bool) {
      self.name = name
      self.header = header
      self.rows = rows
      self.hasFilter = hasFilter
    }

    /// A table as a sheet, with a header that stays in sight and has a filter.
    package init(name: String, _ dataset: Dataset) {
      self.init(
        name: name,
        header: dataset.columnNames,
        rows: (0..<dataset.rowCount).map { row in dataset.columns.map { $0.cell(at: row) } },
        hasFilter: true
      )
    }
  }
}
