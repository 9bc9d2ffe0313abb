internal import Concurrency
internal import Datasets

/// What is wrong in a CSV file, and at which byte.
struct CSVFault: Error {
  let cause: DataProblem.Cause
  /// Negative when the fault is in no place, or its line is given.
  let position: Int
  /// Name of the column, where one is meant.
  var column: String?
  /// Line of the file, from 1, where it is known.
  var line: Int?
}

/// Where cells and rows begin and end: the rules of RFC 4180, and what files have besides.
///
/// A quote opens a quoted cell only as its first byte; inside, a doubled quote stands for one, and
/// the closing one must be followed by a separator or a line's end. A quote elsewhere is text.
struct CSVScanner: Sendable {
  let separator: UInt8
  /// `nil` when quotes are text.
  let quote: UInt8?
  /// Line feed, or carriage return in files of old Macs; a carriage return before a line feed
  /// belongs to it.
  let newline: UInt8

  /// How a cell ends.
  enum End { case separator, newline, fileEnd }

  /// A cell as it stands in the file.
  struct Cell {
    /// The bytes between the quotes, or all.
    let range: Range<Int>
    let isQuoted: Bool
    /// Doubled quotes stand among the bytes.
    let hasDoubledQuotes: Bool
    let end: End
    /// Where the next cell begins.
    let next: Int
  }

  /// The cell that begins at a position.
  @inline(__always)
  func cell(_ bytes: Span<UInt8>, at position: Int) throws(CSVFault) -> Cell {
    if let quote, position < bytes.count, bytes[position] == quote {
      return try quotedCell(bytes, at: position, quote: quote)
    }
    let end = cellEnd(bytes, from: position)
    return unquotedCell(bytes, position..<end)
  }

  @inline(__always)
  private func unquotedCell(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Cell {
    let stop = range.upperBound
    let isSeparator = stop < bytes.count && bytes[stop] == separator
    var contentEnd = stop
    if !isSeparator, newline == UInt8(ascii: "\n"), contentEnd > range.lowerBound,
      bytes[contentEnd - 1] == UInt8(ascii: "\r")
    {
      contentEnd -= 1
    }
    return Cell(
      range: range.lowerBound..<contentEnd,
      isQuoted: false,
      hasDoubledQuotes: false,
      end: isSeparator ? .separator : stop < bytes.count ? .newline : .fileEnd,
      next: min(stop + 1, bytes.count)
    )
  }

  private func quotedCell(
    _ bytes: Span<UInt8>,
    at position: Int,
    quote: UInt8
  ) throws(CSVFault) -> Cell {
    var hasDoubledQuotes = false
    var index = position + 1
    while true {
      index = Self.firstIndex(of: quote, in: bytes, from: index)
      guard index < bytes.count else {
        throw CSVFault(cause: .unterminatedQuote, position: position)
      }
      guard index + 1 < bytes.count, bytes[index + 1] == quote else { break }
      hasDoubledQuotes = true
      index += 2
    }
    let range = position + 1..<index
    var after = index + 1
    if newline == UInt8(ascii: "\n"), after < bytes.count, bytes[after] == UInt8(ascii: "\r"),
      after + 1 == bytes.count || bytes[after + 1] == newline
    {
      after += 1
    }
    let end: End
    if after >= bytes.count {
      end = .fileEnd
    } else if bytes[after] == separator {
      end = .separator
    } else if bytes[after] == newline {
      end = .newline
    } else {
      throw CSVFault(cause: .textAfterQuote, position: after)
    }
    return Cell(
      range: range,
      isQuoted: true,
      hasDoubledQuotes: hasDoubledQuotes,
      end: end,
      next: min(after + 1, bytes.count)
    )
  }

  /// The first separator or newline from a position on, or the end.
  @inline(__always)
  func cellEnd(_ bytes: Span<UInt8>, from position: Int) -> Int {
    var position = position
    let ones: UInt64 = 0x0101_0101_0101_0101
    let separators = ones &* UInt64(separator)
    let newlines = ones &* UInt64(newline)
    while position &+ 8 <= bytes.count {
      let word = bytes.word(at: position)
      let found = Self.zeroBytes(word ^ separators) | Self.zeroBytes(word ^ newlines)
      if found != 0 { return position &+ found.trailingZeroBitCount >> 3 }
      position &+= 8
    }
    while position < bytes.count, bytes[position] != separator, bytes[position] != newline {
      position &+= 1
    }
    return position
  }

  /// The first byte of a value from a position on, or the end.
  static func firstIndex(of byte: UInt8, in bytes: Span<UInt8>, from position: Int) -> Int {
    var position = position
    let pattern = 0x0101_0101_0101_0101 &* UInt64(byte)
    while position &+ 8 <= bytes.count {
      let found = zeroBytes(bytes.word(at: position) ^ pattern)
      if found != 0 { return position &+ found.trailingZeroBitCount >> 3 }
      position &+= 8
    }
    while position < bytes.count, bytes[position] != byte { position &+= 1 }
    return position
  }

  /// A word whose lowest one bit is in the first byte that is zero; 0 when none is.
  @inline(__always)
  private static func zeroBytes(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  /// Where the row that begins at a position ends: the start of the next one.
  ///
  /// Text after a closing quote runs on to the cell's end here; the reading of the cells refuses
  /// it. An open quote runs to the end of the bytes.
  ///
  /// - Parameters:
  ///   - bytes: the bytes to the end of the table.
  ///   - start: where the row begins, or a position inside it.
  ///   - isInside: the position is inside a quoted cell of the row.
  /// - Returns: the position after the row's newline.
  func rowEnd(_ bytes: Span<UInt8>, from start: Int, isInside: Bool = false) -> Int {
    var position = start
    var isInside = isInside
    while position < bytes.count {
      if let quote, isInside || bytes[position] == quote {
        if !isInside { position += 1 }
        isInside = false
        while true {
          position = Self.firstIndex(of: quote, in: bytes, from: position)
          guard position < bytes.count else { return bytes.count }
          position += 1
          guard position < bytes.count, bytes[position] == quote else { break }
          position += 1
        }
      }
      position = cellEnd(bytes, from: position)
      guard position < bytes.count else { return bytes.count }
      position += 1
      if bytes[position - 1] == newline { return position }
    }
    return bytes.count
  }

  /// True when the line at a position has no bytes, or none but a carriage return.
  @inline(__always)
  func isBlankLine(_ bytes: Span<UInt8>, at position: Int) -> Bool {
    if position >= bytes.count || bytes[position] == newline { return true }
    return newline == UInt8(ascii: "\n") && bytes[position] == UInt8(ascii: "\r")
      && (position + 1 == bytes.count || bytes[position + 1] == newline)
  }

  /// Number of bytes of the line's end at a position inside the bytes, 0 when none is there.
  @inline(__always)
  func newlineWidth(_ bytes: Span<UInt8>, at position: Int) -> Int {
    let byte = bytes[position]
    if byte == newline { return 1 }
    let isPair =
      byte == UInt8(ascii: "\r") && newline == UInt8(ascii: "\n") && position &+ 1 < bytes.count
      && bytes[position &+ 1] == newline
    return isPair ? 2 : 0
  }

  /// The text of a cell, quotes undone.
  func text(_ bytes: Span<UInt8>, _ cell: Cell) -> String {
    String(decoding: content(bytes, cell), as: UTF8.self)
  }

  /// The bytes of a cell, quotes undone.
  func content(_ bytes: Span<UInt8>, _ cell: Cell) -> [UInt8] {
    var content: [UInt8] = []
    content.reserveCapacity(cell.range.count)
    var index = cell.range.lowerBound
    while index < cell.range.upperBound {
      content.append(bytes[index])
      index += cell.hasDoubledQuotes && bytes[index] == quote ? 2 : 1
    }
    return content
  }

  /// The cells of the row at a position, and where the next row begins.
  func row(_ bytes: Span<UInt8>, at start: Int) throws(CSVFault) -> (cells: [Cell], next: Int) {
    var cells: [Cell] = []
    var position = start
    while true {
      let cell = try self.cell(bytes, at: position)
      cells.append(cell)
      position = cell.next
      if cell.end != .separator { return (cells, position) }
    }
  }
}
