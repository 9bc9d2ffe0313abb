internal import CXLSXWriter
internal import Datasets
internal import Foundation

/// Writes workbooks through libxlsxwriter.
///
/// This is the one file in which the library is called.
///
/// Texts are text cells, whatever they begin with: nothing is run, and telephone numbers keep their
/// plus and their zeros. The bytes depend on the workbook alone: neither the clock nor the place
/// stands in them.
package enum XLSXWriter {
  /// Longest text of a cell, in UTF-16 units; longer ones are cut.
  static let textLimit = 32_767
  /// The format "@" among those that every spreadsheet program has.
  private static let textFormat: UInt8 = 49

  /// Writes a file in a folder of its writer's own (see ``OutputFolder``), where no other file of
  /// the name is.
  ///
  /// - Parameters:
  ///   - workbook: what to write.
  ///   - path: where.
  ///   - permissions: who may read it.
  /// - Throws: `OutputProblem` with the library's words.
  package static func write(
    _ workbook: Workbook,
    to path: String,
    permissions: OutputPermissions = .ordinary
  ) throws {
    // The library opens what is there: the file has its mode before it has a byte.
    guard
      FileManager.default.createFile(
        atPath: path,
        contents: Data(),
        attributes: [.posixPermissions: Int(permissions.fileMode)]
      )
    else { throw OutputProblem(.system(reason: "Cannot be created"), path: path) }
    let document = try Document(path: path, workbook)
    for sheet in workbook.sheets { try document.add(sheet) }
    try document.close()
  }

  /// A workbook that the library has open, closed once, whatever happens.
  @safe
  private final class Document {
    // A class, because the library's handle must be freed when anything throws.
    private var book: UnsafeMutablePointer<lxw_workbook>?
    private let path: String
    private var formats: Formats

    /// Formats of cells.
    @safe
    private struct Formats {
      var header: UnsafeMutablePointer<lxw_format>?
      var text: UnsafeMutablePointer<lxw_format>?
      var date: UnsafeMutablePointer<lxw_format>?
      var month: UnsafeMutablePointer<lxw_format>?
    }

    init(path: String, _ workbook: Workbook) throws {
      self.path = path
      guard let book = unsafe workbook_new(path) else {
        throw OutputProblem(.system(reason: "Out of memory"), path: path)
      }
      unsafe self.book = unsafe book
      formats = unsafe Formats(
        header: workbook_add_format(book),
        text: workbook_add_format(book),
        date: workbook_add_format(book),
        month: workbook_add_format(book)
      )
      unsafe format_set_bold(formats.header)
      unsafe format_set_num_format_index(formats.header, XLSXWriter.textFormat)
      unsafe format_set_num_format_index(formats.text, XLSXWriter.textFormat)
      unsafe format_set_num_format(formats.date, "dd/mm/yyyy")
      unsafe format_set_num_format(formats.month, "mm/yyyy")
      var properties = unsafe lxw_doc_properties()
      // Never 0, which the library takes for the time of day.
      unsafe properties.created = time_t(max(1, workbook.created.dayNumber)) * 86_400
      let status = unsafe workbook.title.withCString { title in
        unsafe properties.title = unsafe UnsafeMutablePointer(mutating: title)
        return unsafe workbook_set_properties(book, &properties)
      }
      try check(status)
    }

    deinit {
      // Only when something threw before the end.
      if let book = unsafe book { unsafe lxw_workbook_free(book) }
    }

    func add(_ sheet: Workbook.Sheet) throws {
      guard let page = unsafe workbook_add_worksheet(book, sheet.name) else {
        throw OutputProblem(.system(reason: "A sheet cannot be added"), path: path)
      }
      var first: lxw_row_t = 0
      if !sheet.header.isEmpty {
        for (column, title) in sheet.header.enumerated() {
          try check(
            unsafe worksheet_write_string(
              page,
              0,
              lxw_col_t(column),
              XLSXWriter.cut(title),
              formats.header
            )
          )
        }
        first = 1
      }
      for (row, cells) in sheet.rows.enumerated() {
        for (column, cell) in cells.enumerated() {
          try check(unsafe write(cell, page, first + lxw_row_t(row), lxw_col_t(column)))
        }
      }
      for (column, width) in widths(of: sheet).enumerated() {
        let place = lxw_col_t(column)
        try check(unsafe worksheet_set_column(page, place, place, width, nil))
      }
      if sheet.hasFilter, !sheet.header.isEmpty {
        unsafe worksheet_freeze_panes(page, 1, 0)
        let last = lxw_row_t(sheet.rows.count)
        try check(
          unsafe worksheet_autofilter(page, 0, 0, last, lxw_col_t(sheet.header.count - 1))
        )
      }
    }

    func close() throws {
      guard let book = unsafe book else { return }
      // Frees it, also when it fails.
      unsafe self.book = nil
      try check(unsafe workbook_close(book))
    }

    private func write(
      _ cell: TableCell,
      _ page: UnsafeMutablePointer<lxw_worksheet>,
      _ row: lxw_row_t,
      _ column: lxw_col_t
    ) -> lxw_error {
      switch cell {
      case .missing: return LXW_NO_ERROR
      case .text(let text):
        return unsafe worksheet_write_string(
          page,
          row,
          column,
          XLSXWriter.cut(text),
          formats.text
        )
      case .number(let value):
        guard value.isFinite else { return LXW_NO_ERROR }
        return unsafe worksheet_write_number(page, row, column, value, nil)
      case .month(let month):
        return unsafe write(month.year, month.month, 1, page, row, column, formats.month)
      case .date(let date):
        let (year, month, day) = date.components
        return unsafe write(year, month, day, page, row, column, formats.date)
      }
    }

    private func write(
      _ year: Int,
      _ month: Int,
      _ day: Int,
      _ page: UnsafeMutablePointer<lxw_worksheet>,
      _ row: lxw_row_t,
      _ column: lxw_col_t,
      _ format: UnsafeMutablePointer<lxw_format>?
    ) -> lxw_error {
      // Spreadsheets know no days before 1900.
      guard (1900...9999).contains(year) else {
        let text = "\(day)/\(month)/\(year)"
        return unsafe worksheet_write_string(page, row, column, text, formats.text)
      }
      var moment = lxw_datetime()
      (moment.year, moment.month, moment.day) = (Int32(year), Int32(month), Int32(day))
      return unsafe worksheet_write_datetime(page, row, column, &moment, format)
    }

    /// Widths that show most cells whole, in characters.
    private func widths(of sheet: Workbook.Sheet) -> [Double] {
      let count = max(sheet.header.count, sheet.rows.map(\.count).max() ?? 0)
      var widths = Array(repeating: 8, count: count)
      for (column, title) in sheet.header.enumerated() {
        widths[column] = max(widths[column], title.count + 4)
      }
      for row in sheet.rows {
        for case (let column, .text(let text)) in row.enumerated() {
          widths[column] = max(widths[column], text.count + 2)
        }
        for case (let column, .date) in row.enumerated() {
          widths[column] = max(widths[column], 12)
        }
      }
      return widths.map { Double(min($0, 60)) }
    }

    private func check(_ status: lxw_error) throws {
      guard status != LXW_NO_ERROR else { return }
      let words = unsafe lxw_strerror(status).map { unsafe String(cString: $0) }
      throw OutputProblem(.system(reason: words ?? "Cannot be written"), path: path)
    }
  }

  /// A text that a cell can hold.
  private static func cut(_ text: String) -> String {
    guard text.utf16.count > textLimit else { return text }
    var cut = text
    while cut.utf16.count > textLimit { cut.removeLast() }
    return cut
  }
}
