internal import Datasets

/// The form of a CSV file in UTF-8, its header, and its rows cut into blocks: what must be known
/// before cells are read.
struct CSVLayout: Sendable {
  let source: CSVSource
  /// Where the last row ends, its newline left out.
  let end: Int
  let dialect: CSVDialect
  let names: [String]
  /// The forced type of each column, or `nil`.
  let types: [CSVOptions.ColumnType?]
  /// Line on which the first row begins, from 1.
  let firstLine: Int
  let plan: BlockPlan
  let guess: ColumnGuess
  /// The encoding of the file before it was made UTF-8.
  let encoding: TextEncoding
  let hasByteOrderMark: Bool
  let options: CSVOptions
  /// Columns whose texts are known to be texts; they may be months or days.
  let texts: Set<String>

  /// Finds the form and the blocks.
  ///
  /// - Parameters:
  ///   - source: the bytes, in UTF-8.
  ///   - start: after the byte order mark.
  ///   - encoding: of the file.
  ///   - hasByteOrderMark: the file begins with one.
  ///   - options: what not to find out.
  ///   - texts: columns that are no numbers unless the options say so.
  ///   - threads: largest number of workers.
  ///   - blockSize: bytes of a block, about.
  /// - Throws: `emptyFile`, `headerOnly`, what is wrong with the header or the bytes.
  init(
    source: CSVSource,
    from start: Int,
    encoding: TextEncoding,
    hasByteOrderMark: Bool,
    options: CSVOptions,
    texts: Set<String>,
    threads: Int,
    blockSize: Int
  ) throws(CSVFault) {
    let sampleEnd = min(source.count, CSVDialect.sampleBytes)
    let dialect = source.withBytes(before: sampleEnd) { bytes in
      CSVDialect(sample: bytes, from: start, isWhole: sampleEnd == source.count, options: options)
    }
    let end = source.withBytes(before: source.count) { bytes in
      var end = bytes.count
      while end > dialect.headerStart, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
      return end
    }
    guard end > dialect.headerStart else { throw CSVFault(cause: .emptyFile, position: -1) }
    let header = try source.withBytes(before: end) { bytes throws(CSVFault) in
      let range = dialect.headerStart..<dialect.scanner.rowEnd(bytes, from: dialect.headerStart)
      if let nul = range.first(where: { bytes[$0] == 0 }) {
        throw CSVFault(cause: .nulByte, position: nul)
      }
      if let invalid = TextDecoding.firstInvalidUTF8(bytes, range) {
        throw CSVFault(cause: .invalidEncoding(name: "UTF-8"), position: invalid)
      }
      return try CSVHeader(bytes, dialect)
    }
    let types = try header.types(options)
    guard header.end < end else { throw CSVFault(cause: .headerOnly, position: -1) }
    let plan = try BlockPlan.make(
      source: source,
      scanner: dialect.scanner,
      from: header.end,
      to: end,
      blockSize: blockSize,
      skipsBlankLines: header.names.count > 1,
      threads: threads
    )
    guard plan.rowCount > 0 else { throw CSVFault(cause: .headerOnly, position: -1) }
    guess = source.withBytes(before: min(end, header.end + CSVDialect.sampleBytes)) { bytes in
      ColumnGuess(
        bytes,
        from: header.end,
        dialect: dialect,
        columns: types,
        decimalMark: options.decimalMark
      )
    }
    self.source = source
    self.end = end
    self.dialect = dialect
    self.plan = plan
    self.types = types
    self.encoding = encoding
    self.hasByteOrderMark = hasByteOrderMark
    self.options = options
    self.texts = texts
    names = header.names
    firstLine = header.firstLine
  }

  /// The points of this file's numbers can be thousands points: the user does not say, and commas
  /// are free to be decimal marks.
  var mayHaveThousands: Bool {
    options.decimalMark == nil && dialect.separator != .comma
  }

  /// The decimal mark is to be found out.
  var mayFindMark: Bool { options.decimalMark == nil }

  /// True where nothing keeps a column from being one of numbers.
  func mayBeNumber(_ column: Int) -> Bool {
    types[column] == .number || (types[column] == nil && !texts.contains(names[column]))
  }

  /// Refuses a file that has become shorter while it is read.
  func checkIsComplete() throws(CSVFault) {
    guard source.isComplete else {
      throw CSVFault(
        cause: .fileUnreadable(reason: "it became shorter while it was read"),
        position: -1
      )
    }
  }

  /// What was found out, told to the user.
  func findings(
    _ decimalMark: CSVOptions.DecimalMark,
    _ columns: [CSVFindings.Column],
    _ notes: [String]
  ) -> CSVFindings {
    CSVFindings(
      separator: dialect.separator,
      quote: dialect.quote,
      decimalMark: decimalMark,
      encoding: encoding,
      hasByteOrderMark: hasByteOrderMark,
      rowCount: plan.rowCount,
      columns: columns,
      notes: notes
    )
  }

  /// Line of each row of some blocks, from 1; `nil` when it is row + 2 everywhere.
  func rowLines(_ blocks: [BlockPlan.Block], _ shifts: [[BlockParser.Shift]]) -> [Int]? {
    let isPlain =
      firstLine == 2 && shifts.allSatisfy(\.isEmpty)
      && blocks.allSatisfy { $0.linesBefore == $0.rows.lowerBound }
    if isPlain { return nil }
    return zip(blocks, shifts).flatMap { lines(of: $0, $1) }
  }

  /// Line of each row of a block, from 1.
  func lines(of block: BlockPlan.Block, _ shifts: [BlockParser.Shift]) -> [Int] {
    var lines: [Int] = []
    lines.reserveCapacity(block.rows.count)
    var shifts = shifts[...]
    var ahead = 0
    for row in 0..<block.rows.count {
      if let shift = shifts.first, shift.row == row {
        ahead = shift.lines
        shifts = shifts.dropFirst()
      }
      lines.append(firstLine + block.linesBefore + row + ahead)
    }
    return lines
  }
}
