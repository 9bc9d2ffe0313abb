internal import Datasets

/// What the first rows make likely about the columns.
///
/// Only a start: a column that turns out otherwise is read again, so that the result is that of
/// the whole file. A good guess saves the second reading.
struct ColumnGuess {
  var decimalMark: CSVOptions.DecimalMark
  /// By column: its cells are numbers with the mark above.
  var isNumber: [Bool]
  /// By column: a number with a point stands in it that is no thousands point, as in `1.5`.
  var hasDecimalPoint: [Bool]

  private static let sampleRows = 200

  /// Looks at the rows from a position on.
  ///
  /// - Parameters:
  ///   - bytes: all bytes, or enough of them.
  ///   - start: where the first row begins.
  ///   - dialect: the form of the file.
  ///   - columns: the forced type of each column, or `nil`.
  ///   - decimalMark: the forced mark, or `nil`.
  init(
    _ bytes: Span<UInt8>,
    from start: Int,
    dialect: CSVDialect,
    columns: [CSVOptions.ColumnType?],
    decimalMark: CSVOptions.DecimalMark?
  ) {
    let scanner = dialect.scanner
    let parsers = [
      NumberParser(decimalMark: CSVOptions.DecimalMark.point.byte),
      NumberParser(decimalMark: CSVOptions.DecimalMark.comma.byte),
    ]
    hasDecimalPoint = columns.map { _ in false }
    var fits = Array(repeating: [true, true], count: columns.count)
    var position = start
    var rows = 0
    while position < bytes.count, rows < Self.sampleRows {
      if scanner.isBlankLine(bytes, at: position) {
        position = CSVScanner.firstIndex(of: scanner.newline, in: bytes, from: position) + 1
        continue
      }
      guard let row = Self.row(scanner, bytes, at: position) else { break }
      for (column, cell) in row.cells.enumerated() where column < columns.count {
        let range = bytes.trimmed(cell.range)
        if MissingMarks.contains(bytes, range) { continue }
        for (index, parser) in parsers.enumerated() where fits[column][index] {
          switch parser.parse(bytes, range) {
          case .number(_, let hasMark):
            if index == 0, hasMark, !hasDecimalPoint[column] {
              hasDecimalPoint[column] = NumberParser.withoutThousandsPoints(bytes, range) == nil
            }
          case .code: if columns[column] != .number { fits[column][index] = false }
          case .other: fits[column][index] = false
          }
        }
      }
      position = row.next
      rows += 1
    }
    let onlyPoint = fits.contains { $0[0] && !$0[1] }
    let onlyComma = fits.contains { $0[1] && !$0[0] }
    let mark =
      decimalMark ?? .found(point: onlyPoint, comma: onlyComma, separator: dialect.separator)
    self.decimalMark = mark
    isNumber = fits.map { $0[mark == .point ? 0 : 1] }
  }

  private static func row(
    _ scanner: CSVScanner,
    _ bytes: Span<UInt8>,
    at position: Int
  ) -> (cells: [CSVScanner.Cell], next: Int)? {
    do throws(CSVFault) {
      return try scanner.row(bytes, at: position)
    } catch {
      return nil
    }
  }
}
