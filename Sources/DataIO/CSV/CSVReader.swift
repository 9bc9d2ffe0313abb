internal import Concurrency
package import Datasets

/// Reads CSV files into typed tables.
///
/// The form of the file (separator, quotes, decimal mark, encoding) and the types of the columns
/// are found out from the file, reported as ``CSVFindings``, and each can be said otherwise in
/// ``CSVOptions``. The result is a function of the bytes and the options alone: never of the part
/// looked at first, the number of threads or the size of the blocks.
///
/// Types, in this order, by all cells of a column: number; month, when all are written in one of
/// the forms of `MonthFormat` except `202403`, which is a number; day, as `2024-03-09`, else
/// `09/03/2024` or, where that cannot be, `03/09/2024`; text. Not numbers but texts are codes
/// (a leading zero or plus, whole numbers beyond 2^53) and numbers with thousands separators, but
/// for points where the decimal mark is the comma (`1.234,5`) and all points of the column are such.
/// Where cells are separated by semicolons and no decimal comma is found or said, a column whose
/// points could all be of thousands (`1.234`) is one of texts, and a note says so. An infinity is a number; whoever cannot use it refuses it. Spaces around numbers do not count.
///
/// A cell has no value when it is empty, in quotes or not, or one of the marks NA, N/A, n/a, NaN,
/// nan, null, NULL, `.`, #N/A, #N/D; in a column of texts a mark in quotes is a text, and in one
/// that the user says is of texts every mark is (`NA` is Naples); elsewhere a note counts the marks
/// taken as missing in columns of texts. Blank lines are left out, unless the table has one column, where those before the last row are rows
/// without a value.
package enum CSVReader {
  /// Bytes that one worker reads at a time.
  package static let defaultBlockSize = 1 << 22

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: path of the file; also a pipe.
  ///   - options: what not to find out.
  ///   - threads: largest number of workers, at least 1.
  /// - Returns: the table and what was found out.
  /// - Throws: `DataProblem` with line and column: `fileNotFound`, `fileUnreadable`, `emptyFile`,
  ///   `headerOnly`, `invalidEncoding`, `nulByte`, `raggedRow`, `unterminatedQuote`,
  ///   `textAfterQuote`, `emptyHeader`, `duplicateHeader`; for columns whose type is given
  ///   `unknownColumn`, `notANumber`, `ambiguousThousands`, `notAMonth`, `mixedMonthFormats`, `invalidValue`.
  /// - Complexity: linear in the bytes. Memory: the columns, and the distinct texts twice for a
  ///   while; bytes that are not UTF-8 are converted in memory.
  package static func read(
    path: String,
    options: CSVOptions = CSVOptions(),
    threads: Int
  ) throws(DataProblem) -> CSVTable {
    let file = try MappedFile.input(path)
    return try CSVReading(name: path, options: options, threads: threads)
      .table(of: .mapped(file, keepsPages: true))
  }

  /// Reads bytes.
  ///
  /// - Parameters:
  ///   - bytes: the content of a file.
  ///   - source: name for messages.
  ///   - options: what not to find out.
  ///   - threads: largest number of workers, at least 1.
  ///   - blockSize: bytes that one worker reads at a time, at least 1.
  /// - Returns: the table and what was found out.
  /// - Throws: `DataProblem` as for a file.
  package static func read(
    bytes: [UInt8],
    source: String,
    options: CSVOptions = CSVOptions(),
    threads: Int = 1,
    blockSize: Int = defaultBlockSize
  ) throws(DataProblem) -> CSVTable {
    try CSVReading(name: source, options: options, threads: threads, blockSize: blockSize)
      .table(of: .memory(bytes))
  }
}

/// One reading of a CSV file.
struct CSVReading {
  let name: String
  let options: CSVOptions
  let threads: Int
  var blockSize = CSVReader.defaultBlockSize
  /// Where the text goes of a file that is not in UTF-8.
  var decoding = DecodedText.inMemory
  /// Columns whose texts are known to be texts; they may be months or days.
  var texts: Set<String> = []

  /// The table of a file in any encoding.
  func table(of raw: CSVSource) throws(DataProblem) -> CSVTable {
    try read(raw) { layout throws(CSVFault) in
      var table = ColumnAssembly(layout: layout, threads: threads)
      let columns = try table.read()
      return CSVTable(
        dataset: Dataset(source: name, columns: columns, lines: table.lines),
        findings: layout.findings(table.decimalMark, table.findings, table.notes)
      )
    }
  }

  /// What `body` makes of a file in any encoding.
  ///
  /// - Parameters:
  ///   - raw: the bytes of the file.
  ///   - body: reads the file, in UTF-8.
  /// - Returns: what `body` returns.
  /// - Throws: `DataProblem` with line and column for what is wrong.
  func read<Value>(
    _ raw: CSVSource,
    _ body: (CSVLayout) throws(CSVFault) -> Value
  ) throws(DataProblem) -> Value {
    guard raw.count > 0 else { throw DataProblem(.emptyFile, file: name) }
    let signature = raw.withBytes(before: min(raw.count, 1024)) { TextDecoding.signature($0) }
    let encoding = options.encoding ?? signature?.encoding ?? .utf8
    let markLength = signature?.encoding == encoding ? signature?.markLength ?? 0 : 0
    switch encoding {
    case .utf8:
      do throws(CSVFault) {
        return try body(layout(raw, from: markLength, encoding, hasMark: markLength > 0))
      } catch {
        guard case .invalidEncoding = error.cause, options.encoding == nil, markLength == 0 else {
          throw problem(error, raw)
        }
        return try decoded(raw, .windows1252, 0, body)
      }
    case .windows1252, .utf16BigEndian, .utf16LittleEndian:
      return try decoded(raw, encoding, markLength, body)
    }
  }

  private func decoded<Value>(
    _ raw: CSVSource,
    _ encoding: TextEncoding,
    _ markLength: Int,
    _ body: (CSVLayout) throws(CSVFault) -> Value
  ) throws(DataProblem) -> Value {
    let source = try decoding.source(raw, encoding, from: markLength, name: name)
    do throws(CSVFault) {
      return try body(layout(source, from: 0, encoding, hasMark: markLength > 0))
    } catch {
      throw problem(error, source)
    }
  }

  private func layout(
    _ source: CSVSource,
    from start: Int,
    _ encoding: TextEncoding,
    hasMark: Bool
  ) throws(CSVFault) -> CSVLayout {
    try CSVLayout(
      source: source,
      from: start,
      encoding: encoding,
      hasByteOrderMark: hasMark,
      options: options,
      texts: texts,
      threads: threads,
      blockSize: blockSize
    )
  }

  /// A fault with the line of its byte and the name of its column.
  private func problem(_ fault: CSVFault, _ source: CSVSource) -> DataProblem {
    var line = fault.line
    if line == nil, fault.position >= 0 {
      line = source.withBytes(before: min(fault.position, source.count)) { bytes in
        1 + CSVHeader.lines(bytes, 0..<bytes.count)
      }
    }
    return DataProblem(fault.cause, file: name, line: line, column: fault.column)
  }
}
