internal import Datasets

/// The names of the columns.
struct CSVHeader {
  /// Distinct and not empty; spaces around a name without quotes are left out.
  let names: [String]
  /// Where the first row begins.
  let end: Int
  /// Line on which the first row begins, from 1.
  let firstLine: Int

  /// Reads the header.
  ///
  /// - Throws: `emptyHeader`, `duplicateHeader`, and what the scanner throws.
  init(_ bytes: Span<UInt8>, _ dialect: CSVDialect) throws(CSVFault) {
    let start = dialect.headerStart
    let row = try dialect.scanner.row(bytes, at: start)
    var names: [String] = []
    var seen: Set<String> = []
    for (index, cell) in row.cells.enumerated() {
      var name = dialect.scanner.text(bytes, cell)
      if !cell.isQuoted {
        let part = bytes.trimmed(cell.range)
        name = String(decoding: part.map { bytes[$0] }, as: UTF8.self)
      }
      guard !name.isEmpty else {
        throw CSVFault(cause: .emptyHeader(position: index + 1), position: start)
      }
      guard seen.insert(name).inserted else {
        throw CSVFault(cause: .duplicateHeader(name: name), position: start)
      }
      names.append(name)
    }
    self.names = names
    end = row.next
    firstLine = 1 + Self.lines(bytes, 0..<row.next)
  }

  /// The forced type of each column, or `nil`.
  ///
  /// - Throws: `unknownColumn` for a type of a column that is not there.
  func types(_ options: CSVOptions) throws(CSVFault) -> [CSVOptions.ColumnType?] {
    for name in options.types.keys.sorted() where !names.contains(name) {
      throw CSVFault(
        cause: .unknownColumn(nearest: nearestName(to: name, among: names)),
        position: -1,
        column: name
      )
    }
    return names.map { options.types[$0] }
  }

  /// Number of line ends in a range: line feeds, carriage returns, or both together.
  static func lines(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var count = 0
    for index in range {
      if bytes[index] == 0x0A {
        count += 1
      } else if bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] != 0x0A {
        count += 1
      }
    }
    return count
  }
}
