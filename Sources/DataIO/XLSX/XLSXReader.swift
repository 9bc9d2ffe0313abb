internal import Concurrency
internal import Datasets

/// Reads the first sheet of a workbook as a table: its first row with a value in it has the names.
///
/// Types of columns are found out as ``CSVReader`` finds them, but for what the workbook says of
/// its cells: a text is never taken for a number with another decimal mark, and a number that is
/// shown as a day is one. Rows without a value are left out.
enum XLSXReader {
  static let extensions = ["xlsx", "xlsm"]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: path of the workbook.
  ///   - types: types of columns by name; the others are found out.
  ///   - threads: largest number of workers, at least 1.
  /// - Returns: the table; its lines are rows of the sheet.
  /// - Throws: `DataProblem`: `fileNotFound`, `malformedDocument`, `emptyFile`, and as ``CSVReader``.
  static func read(
    path: String,
    types: [String: CSVOptions.ColumnType],
    threads: Int
  ) throws(DataProblem) -> Dataset {
    let bytes = try MappedFile.input(path).bytes()
    guard !bytes.isEmpty else { throw DataProblem(.emptyFile, file: path) }
    let rows = try rows(of: bytes, path)
    guard let header = rows.first else { throw DataProblem(.emptyFile, file: path) }
    let width = (header.cells.keys.max() ?? 0) + 1
    var text: [UInt8] = []
    // The row of the sheet on each line of the text.
    var lines: [Int] = []
    for row in rows {
      let last = max(width, (row.cells.keys.max() ?? 0) + 1)
      let start = text.count
      for column in 0..<last {
        if column > 0 { text.append(UInt8(ascii: ",")) }
        append(row.cells[column], to: &text)
      }
      text.append(0x0A)
      let count = text[start...].count { $0 == 0x0A }
      lines += Array(repeating: row.number, count: count)
    }
    let options = CSVOptions(
      separator: .comma,
      quote: .double,
      decimalMark: .point,
      encoding: .utf8,
      types: types
    )
    func row(ofLine line: Int) -> Int {
      lines.indices.contains(line - 1) ? lines[line - 1] : line
    }
    do throws(DataProblem) {
      let table = try CSVReader.read(
        bytes: text,
        source: path,
        options: options,
        threads: threads
      ).dataset
      return Dataset(
        source: path,
        columns: table.columns,
        lines: (0..<table.rowCount).map { row(ofLine: table.line(ofRow: $0)) }
      )
    } catch {
      throw DataProblem(
        error.cause,
        file: error.file,
        line: error.line.map(row),
        column: error.column,
        emptyCell: error.emptyCell
      )
    }
  }

  private static func rows(
    of bytes: [UInt8],
    _ path: String
  ) throws(DataProblem) -> [(number: Int, cells: [Int: SheetCells.Cell])] {
    do throws(SheetFault) {
      return try SheetCells(bytes).rows
    } catch {
      throw problem(error, path)
    }
  }

  private static func problem(_ fault: SheetFault, _ path: String) -> DataProblem {
    let reason =
      switch fault {
      case .noWorkbook: "not a workbook, or one with a password; save it as .xlsx without one"
      case .archive: "its archive is damaged; save it again"
      case .tooLarge: "a sheet of it is too large; save it as CSV"
      case .malformed: "a part of it is damaged; save it again"
      }
    return DataProblem(.malformedDocument(reason: reason), file: path)
  }

  private static func append(_ cell: SheetCells.Cell?, to text: inout [UInt8]) {
    switch cell {
    case nil: break
    case .number(let number): text += Array((Column.text(of: number) ?? "").utf8)
    case .day(let day): text += Array(day.description.utf8)
    case .text(let content):
      text.append(UInt8(ascii: "\""))
      for byte in content.utf8 {
        if byte == UInt8(ascii: "\"") { text.append(byte) }
        // One kind of line end, which the lines above are counted by.
        if byte != 0x0D { text.append(byte) }
      }
      text.append(UInt8(ascii: "\""))
    }
  }
}
