internal import Concurrency
package import Datasets

/// Reads JSON lines (one object a line, UTF-8) into a table.
///
/// The columns come in the order in which their keys first appear; a key that a line does not have
/// and `null` are missing cells. A column is of numbers when all its values are, whole numbers
/// beyond 2^53 making it texts; strings become months or days as in CSV files, never numbers
/// unless the type is given; `true` and `false` are texts, and so are lists and objects, as they
/// stand. `NaN` and `Infinity`, which are not JSON but which Python writes, are missing and infinite.
package enum JSONLinesReader {
  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: path of the file.
  ///   - types: types of columns by name; the others are found out.
  /// - Returns: the table; lines that hold no object because they are blank are left out.
  /// - Throws: `DataProblem` with the line: `fileNotFound`, `fileUnreadable`, `emptyFile`,
  ///   `invalidEncoding`, `malformedDocument`, `duplicateHeader` for a key that stands twice in a
  ///   line, `emptyHeader` for an empty key; for columns whose type is given as ``CSVReader``.
  package static func read(
    path: String,
    types: [String: CSVOptions.ColumnType] = [:]
  ) throws(DataProblem) -> Dataset {
    let file = try MappedFile.input(path)
    return try file.withBytes(in: 0..<file.count) { bytes throws(DataProblem) in
      try read(bytes, source: path, types: types)
    }
  }

  /// Reads bytes.
  ///
  /// - Parameters:
  ///   - bytes: the content of a file.
  ///   - source: name for messages.
  ///   - types: types of columns by name; the others are found out.
  /// - Returns: the table.
  /// - Throws: `DataProblem` as for a file.
  package static func read(
    bytes: [UInt8],
    source: String,
    types: [String: CSVOptions.ColumnType] = [:]
  ) throws(DataProblem) -> Dataset {
    try read(bytes.span, source: source, types: types)
  }

  private static func read(
    _ bytes: Span<UInt8>,
    source: String,
    types: [String: CSVOptions.ColumnType]
  ) throws(DataProblem) -> Dataset {
    func line(of position: Int) -> Int { 1 + CSVHeader.lines(bytes, 0..<position) }
    if let invalid = TextDecoding.firstInvalidUTF8(bytes, 0..<bytes.count) {
      throw DataProblem(.invalidEncoding(name: "UTF-8"), file: source, line: line(of: invalid))
    }
    var rows = JSONRows()
    var lines: [Int] = []
    let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    var scanner = JSONLineScanner(at: hasMark ? 3 : 0)
    var counted = (position: 0, line: 1)
    while true {
      scanner.skipSpaces(bytes, lines: true)
      guard scanner.position < bytes.count else { break }
      counted.line += CSVHeader.lines(bytes, counted.position..<scanner.position)
      counted.position = scanner.position
      var repeated: String?
      do throws(JSONLineScanner.Malformed) {
        try scanner.object(bytes) { key, value in
          if !rows.add(bytes, key, value) { repeated = String(decoding: key, as: UTF8.self) }
        }
        scanner.skipSpaces(bytes)
        if let next = scanner.peek(bytes), next != 0x0A {
          throw JSONLineScanner.Malformed(position: scanner.position)
        }
      } catch {
        throw DataProblem(
          .malformedDocument(reason: "not one JSON object a line"),
          file: source,
          line: line(of: min(error.position, bytes.count))
        )
      }
      if let repeated {
        throw DataProblem(
          repeated.isEmpty ? .emptyHeader(position: 1) : .duplicateHeader(name: repeated),
          file: source,
          line: counted.line
        )
      }
      rows.endRow()
      lines.append(counted.line)
    }
    guard rows.count > 0 else { throw DataProblem(.emptyFile, file: source) }
    return try dataset(rows, lines, source, types)
  }

  private static func dataset(
    _ rows: JSONRows,
    _ lines: [Int],
    _ source: String,
    _ types: [String: CSVOptions.ColumnType]
  ) throws(DataProblem) -> Dataset {
    for name in types.keys.sorted() where !rows.names.contains(name) {
      throw DataProblem(
        .unknownColumn(nearest: nearestName(to: name, among: rows.names)),
        file: source,
        column: name
      )
    }
    let point = NumberParser(decimalMark: CSVOptions.DecimalMark.point.byte)
    var columns: [Column] = []
    for (name, cells) in zip(rows.names, rows.columns) {
      let resolution = ColumnResolution(
        type: types[name],
        numbers: cells.isNumeric ? point : nil,
        dateFormat: nil
      )
      do throws(ColumnResolution.Failure) {
        let found = try resolution.resolve(cells.codes, cells.levels)
        columns.append(Column(name: name, values: found.values))
      } catch {
        let row = cells.codes.firstIndex(of: Int32(error.level)) ?? 0
        throw DataProblem(error.cause, file: source, line: lines[row], column: name)
      }
    }
    let isPlain = lines.indices.allSatisfy { lines[$0] == $0 + 2 }
    return Dataset(source: source, columns: columns, lines: isPlain ? nil : lines)
  }
}

/// The cells of the rows read so far, by column.
private struct JSONRows {
  struct Cells {
    var codes: [Int32]
    var levels = LevelIndex()
    /// No value but numbers so far.
    var isNumeric = true
  }

  private(set) var names: [String] = []
  private(set) var columns: [Cells] = []
  private(set) var count = 0
  private var index: [[UInt8]: Int] = [:]

  /// Adds a member of the row that is being read; false for an empty key and one that the row has
  /// already.
  mutating func add(_ bytes: Span<UInt8>, _ key: [UInt8], _ value: JSONLineScanner.Value) -> Bool {
    guard !key.isEmpty else { return false }
    let column = index[key] ?? names.count
    if column == names.count {
      index[key] = column
      names.append(String(decoding: key, as: UTF8.self))
      columns.append(Cells(codes: Array(repeating: TextColumn.missing, count: count)))
    }
    guard columns[column].codes.count == count else { return false }
    var code = TextColumn.missing
    switch value {
    case .null: break
    case .number(let range): code = columns[column].levels.code(of: bytes, range)
    case .nested(let range):
      columns[column].isNumeric = false
      code = columns[column].levels.code(of: bytes, range)
    case .string(let text):
      columns[column].isNumeric = false
      if !text.isEmpty { code = columns[column].levels.code(of: text.span, 0..<text.count) }
    case .word(let word):
      columns[column].isNumeric = false
      let text = Array(word.utf8)
      code = columns[column].levels.code(of: text.span, 0..<text.count)
    }
    columns[column].codes.append(code)
    return true
  }

  /// Ends the row; columns it did not have are missing in it.
  mutating func endRow() {
    count += 1
    for column in columns.indices where columns[column].codes.count < count {
      columns[column].codes.append(TextColumn.missing)
    }
  }
}
