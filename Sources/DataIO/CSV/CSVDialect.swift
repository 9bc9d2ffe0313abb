internal import Datasets

/// The form of a CSV file: what stands between cells, around cells and between rows.
struct CSVDialect: Sendable {
  var separator: CSVOptions.Separator
  var quote: CSVOptions.Quote
  /// Line feed (also after a carriage return), or a carriage return alone.
  var newline: UInt8
  /// Where the header begins: after a byte order mark, a line `sep=;` and blank lines.
  var headerStart: Int

  var scanner: CSVScanner {
    CSVScanner(separator: separator.byte, quote: quote.byte, newline: newline)
  }

  /// Most bytes and rows that are looked at to find the form.
  static let sampleBytes = 1 << 18
  private static let sampleRows = 100

  /// The form of the file that begins with some bytes.
  ///
  /// The separator is the one by which the rows of the sample have most often as many cells as
  /// the header, at least two; of equals the one with more cells. Where none divides the header
  /// the table has one column, and the separator is one that no row has.
  ///
  /// - Parameters:
  ///   - sample: the file's first bytes.
  ///   - start: after the byte order mark.
  ///   - isWhole: the sample is the whole file.
  ///   - options: what the user says.
  init(sample: Span<UInt8>, from start: Int, isWhole: Bool, options: CSVOptions) {
    headerStart = start
    quote = options.quote ?? Self.quote(sample, at: start)
    newline = Self.newline(sample, from: start, quote: quote.byte)
    separator = options.separator ?? .comma
    var declared: CSVOptions.Separator?
    let lineEnd = CSVScanner.firstIndex(of: newline, in: sample, from: start)
    if let found = Self.declaredSeparator(sample, start..<lineEnd) {
      declared = found
      headerStart = min(lineEnd + 1, sample.count)
    }
    while headerStart < sample.count, scanner.isBlankLine(sample, at: headerStart) {
      headerStart =
        CSVScanner.firstIndex(of: newline, in: sample, from: headerStart) + 1
    }
    headerStart = min(headerStart, sample.count)
    separator = options.separator ?? declared ?? Self.likeliest(sample, self, isWhole)
  }

  private static func quote(_ sample: Span<UInt8>, at start: Int) -> CSVOptions.Quote {
    // Single quotes only where the header begins with one and has no double ones.
    guard start < sample.count, sample[start] == UInt8(ascii: "'") else { return .double }
    let end = CSVScanner.firstIndex(of: UInt8(ascii: "\n"), in: sample, from: start)
    let double = CSVScanner.firstIndex(of: UInt8(ascii: "\""), in: sample, from: start)
    return double < end ? .double : .single
  }

  private static func newline(_ sample: Span<UInt8>, from start: Int, quote: UInt8?) -> UInt8 {
    var isInside = false
    for index in start..<sample.count {
      let byte = sample[index]
      if byte == quote { isInside.toggle() }
      if isInside { continue }
      if byte == UInt8(ascii: "\n") { return byte }
      if byte == UInt8(ascii: "\r") {
        let isAlone = index + 1 < sample.count && sample[index + 1] != UInt8(ascii: "\n")
        return isAlone ? byte : UInt8(ascii: "\n")
      }
    }
    return UInt8(ascii: "\n")
  }

  /// The separator of a first line `sep=;`, by which files tell Excel.
  private static func declaredSeparator(
    _ sample: Span<UInt8>,
    _ line: Range<Int>
  ) -> CSVOptions.Separator? {
    let key = Array("sep=".utf8)
    var end = line.upperBound
    if end > line.lowerBound, sample[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    guard end - line.lowerBound == key.count + 1,
      key.indices.allSatisfy({ sample[line.lowerBound + $0] | 0x20 == key[$0] | 0x20 })
    else { return nil }
    return CSVOptions.Separator.allCases.first { $0.byte == sample[end - 1] }
  }

  private static func likeliest(
    _ sample: Span<UInt8>,
    _ dialect: CSVDialect,
    _ isWhole: Bool
  ) -> CSVOptions.Separator {
    var best: (separator: CSVOptions.Separator, agreeing: Double, cells: Int)?
    var unused: CSVOptions.Separator?
    for separator in CSVOptions.Separator.allCases {
      var candidate = dialect
      candidate.separator = separator
      let counts = candidate.cellCounts(sample, isWhole)
      guard let header = counts.first else { continue }
      if header < 2 {
        if unused == nil, counts.allSatisfy({ $0 == 1 }) { unused = separator }
        continue
      }
      let agreeing = Double(counts.count { $0 == header }) / Double(counts.count)
      let isBetter =
        best.map { agreeing > $0.agreeing || (agreeing == $0.agreeing && header > $0.cells) }
        ?? true
      if isBetter { best = (separator, agreeing, header) }
    }
    return best?.separator ?? unused ?? .comma
  }

  /// Number of cells of the header and of each row in the sample that is whole.
  private func cellCounts(_ sample: Span<UInt8>, _ isWhole: Bool) -> [Int] {
    var counts: [Int] = []
    var position = headerStart
    while position < sample.count, counts.count < Self.sampleRows {
      if scanner.isBlankLine(sample, at: position) {
        position = CSVScanner.firstIndex(of: newline, in: sample, from: position) + 1
        continue
      }
      var count = 0
      var isFaulty = false
      var end = CSVScanner.End.separator
      while end == .separator, !isFaulty {
        count += 1
        do throws(CSVFault) {
          let cell = try scanner.cell(sample, at: position)
          position = cell.next
          end = cell.end
        } catch {
          isFaulty = true
        }
      }
      // The last row of a part of a file may be cut.
      guard isWhole || position < sample.count || counts.isEmpty else { break }
      counts.append(count)
      if isFaulty { break }
    }
    return counts
  }
}
