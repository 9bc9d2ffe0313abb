internal import Concurrency
package import Datasets

/// One cell of a row to be written.
package enum TableCell: Sendable, Equatable {
  case number(Double)
  case text(String)
  case month(Month)
  case date(CalendarDate)
  case missing
}

extension Column {
  /// The cell of a row.
  package func cell(at row: Int) -> TableCell {
    switch values {
    case .numbers(let values): values[row].isNaN ? .missing : .number(values[row])
    case .text(let values): values[row].map { .text($0) } ?? .missing
    case .months(let values): values[row].map { .month($0) } ?? .missing
    case .dates(let values): values[row].map { .date($0) } ?? .missing
    }
  }
}

/// Writes CSV, row by row.
///
/// A number has the shortest digits that read back the same; a missing cell is empty. A cell is
/// quoted when it holds a separator, a quote or a line's end, and when it would otherwise read
/// back as something else (a text that is a mark of a missing value, a name with spaces around).
/// What ``CSVReader`` reads from the plain style is what was written, but for two things: a column
/// of texts that all look like numbers, months or days becomes one unless its type is given, and
/// an empty text reads as missing.
package struct CSVWriter: Sendable {
  /// Who is to read the file.
  package enum Style: Sendable {
    /// Programs: comma, line feed, UTF-8, decimal point, `2024-03-09`, `2024-03`.
    case plain
    /// An Italian Excel: semicolon, byte order mark, carriage return and line feed, decimal
    /// comma, `09/03/2024`, `03/2024`. Texts that Excel would take for a formula (`=`, `+`, `-`,
    /// `@`, tab or carriage return first) get an apostrophe before them; a telephone number with
    /// the plus of the international prefix is written with `00` (`+39 02…` as `0039 02…`), so
    /// that it can be called as it stands.
    case italian
  }

  private let style: Style
  private let separator: UInt8
  private let lineEnd: String
  private let isSingleColumn: Bool
  private let names: [String]

  /// A writer of rows under some names.
  ///
  /// - Parameters:
  ///   - names: the header, at least one name.
  ///   - style: who is to read the file.
  package init(names: [String], style: Style = .plain) {
    self.names = names
    self.style = style
    separator = style == .plain ? UInt8(ascii: ",") : UInt8(ascii: ";")
    lineEnd = style == .plain ? "\n" : "\r\n"
    isSingleColumn = names.count == 1
  }

  /// Writes a whole table as a file.
  ///
  /// - Parameters:
  ///   - dataset: the table.
  ///   - path: where the file is to be.
  ///   - style: who is to read it.
  ///   - permissions: who may read it.
  ///   - force: replace a file that is there.
  ///   - threads: largest number of workers; the bytes do not depend on it.
  /// - Throws: `OutputProblem` as ``OutputFile``.
  package static func write(
    _ dataset: Dataset,
    to path: String,
    style: Style = .plain,
    permissions: OutputPermissions = .ordinary,
    force: Bool = false,
    threads: Int = 1
  ) throws {
    let writer = CSVWriter(names: dataset.columnNames, style: style)
    let blocks = (dataset.rowCount + blockSize - 1) / blockSize
    // A few blocks at a time: their text waits in memory for its turn.
    let atOnce = 4 * threads
    try OutputFile.write(to: path, permissions: permissions, force: force) { file in
      try writer.appendHeader(to: &file)
      for first in stride(from: 0, to: blocks, by: atOnce) {
        let texts = parallelMap(count: min(atOnce, blocks - first), threads: threads) { block in
          let start = (first + block) * blockSize
          return writer.rows(start..<min(start + blockSize, dataset.rowCount), of: dataset)
        }
        for text in texts { try file.append(text) }
      }
    }
  }

  /// A whole table as text in memory.
  ///
  /// - Parameter dataset: the table.
  /// - Returns: what ``write(_:to:style:permissions:force:threads:)`` writes in the plain style.
  package static func bytes(of dataset: Dataset) -> [UInt8] {
    let writer = CSVWriter(names: dataset.columnNames)
    return Array(writer.header.utf8) + writer.rows(0..<dataset.rowCount, of: dataset)
  }

  /// Rows that one worker writes at a time.
  private static let blockSize = 4096

  /// Rows of a table as text.
  private func rows(_ rows: Range<Int>, of dataset: Dataset) -> [UInt8] {
    var bytes: [UInt8] = []
    for row in rows {
      for (index, column) in dataset.columns.enumerated() {
        if index > 0 { bytes.append(separator) }
        append(column.cell(at: row), to: &bytes)
      }
      bytes.append(contentsOf: lineEnd.utf8)
    }
    return bytes
  }

  /// Writes the header, and what the style has before it.
  package func appendHeader(to file: inout OutputFile) throws(OutputProblem) {
    try file.append(header)
  }

  /// Writes a row.
  ///
  /// - Parameters:
  ///   - cells: as many as there are names.
  ///   - file: the file, open for writing.
  /// - Throws: `OutputProblem` with the system's words.
  package func append(_ cells: [TableCell], to file: inout OutputFile) throws(OutputProblem) {
    try file.append(bytes(cells))
  }

  /// The header as text, ended by a newline.
  package var header: String {
    let separator = String(UnicodeScalar(separator))
    return (style == .plain ? "" : "\u{FEFF}")
      + names.map { quoted(safe($0), $0.trimmed != $0 || $0.hasPrefix("'")) }
      .joined(separator: separator) + lineEnd
  }

  /// A row as text, ended by a newline.
  package func row(_ cells: [TableCell]) -> String { String(decoding: bytes(cells), as: UTF8.self) }

  private func bytes(_ cells: [TableCell]) -> [UInt8] {
    precondition(cells.count == names.count, "a row with another number of cells than names")
    var bytes: [UInt8] = []
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(separator) }
      append(cell, to: &bytes)
    }
    bytes.append(contentsOf: lineEnd.utf8)
    return bytes
  }

  private func append(_ cell: TableCell, to bytes: inout [UInt8]) {
    if case .number(let value) = cell, value >= 0, value < 10, let digit = UInt8(exactly: value),
      value.sign == .plus
    {
      bytes.append(UInt8(ascii: "0") + digit)
    } else {
      bytes.append(contentsOf: text(cell).utf8)
    }
  }

  private func text(_ cell: TableCell) -> String {
    switch cell {
    case .missing: return isSingleColumn ? "\"\"" : ""
    case .text(let text):
      return quoted(safe(text), MissingMarks.texts.contains(text) || text.isEmpty)
    case .number(let value):
      guard let text = Column.text(of: value) else { return self.text(.missing) }
      return style == .plain ? text : String(text.map { $0 == "." ? "," : $0 })
    case .month(let month):
      return style == .plain
        ? month.description : "\(Self.twoDigits(month.month))/\(Self.year(month.year))"
    case .date(let date):
      guard style == .italian else { return date.description }
      let (year, month, day) = date.components
      return "\(Self.twoDigits(day))/\(Self.twoDigits(month))/\(Self.year(year))"
    }
  }

  /// A text without what Excel would take for a formula.
  private func safe(_ text: String) -> String {
    guard style == .italian, let first = text.unicodeScalars.first else { return text }
    if first == "+", Self.isTelephone(text) { return "00" + text.dropFirst() }
    return "=+-@\t\r".unicodeScalars.contains(first) ? "'" + text : text
  }

  private static func isTelephone(_ text: String) -> Bool {
    let rest = text.utf8.dropFirst()
    let digits = rest.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return digits >= 5 && digits <= 15
      && rest.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == 0x20 }
  }

  private func quoted(_ text: String, _ always: Bool) -> String {
    let needs = text.utf8.contains { byte in
      byte == separator || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
    }
    guard needs || always else { return text }
    // By bytes: a quote and an accent after it are one character.
    var bytes = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func twoDigits(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }

  private static func year(_ year: Int) -> String {
    String(repeating: "0", count: max(0, 4 - "\(year)".count)) + "\(year)"
  }
}

extension String {
  /// The text without spaces and tabs around it.
  fileprivate var trimmed: Substring {
    var rest = self[...]
    while rest.first == " " || rest.first == "\t" { rest = rest.dropFirst() }
    while rest.last == " " || rest.last == "\t" { rest = rest.dropLast() }
    return rest
  }
}
