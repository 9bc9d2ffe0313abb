/// A table of texts, before it is put on a page or a card.
package struct ReportTable: Sendable, Equatable {
  /// What the table holds.
  package let caption: String
  /// Heads of the columns.
  package let columns: [String]
  /// Places of the columns aligned as text; the others hold numbers.
  package let textColumns: Set<Int>
  /// One text a column.
  package let rows: [[String]]

  /// A table of texts.
  package init(
    caption: String,
    columns: [String],
    textColumns: Set<Int> = [0],
    rows: [[String]]
  ) {
    self.caption = caption
    self.columns = columns
    self.textColumns = textColumns
    self.rows = rows
  }
}

extension PageTable {
  /// The table on a page.
  init(_ table: ReportTable) {
    self.init(
      caption: table.caption,
      columns: table.columns,
      textColumns: table.textColumns,
      rows: table.rows
    )
  }
}
