/// The ways in which files write that a cell has no value: nothing, or one of a few marks.
enum MissingMarks {
  /// Besides the empty cell; the last two are what Excel writes, in English and in Italian.
  static let texts = ["NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", ".", "#N/A", "#N/D"]

  /// True for an empty range and for a mark.
  @inline(__always)
  static func contains(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= 4 else { return false }
    if range.isEmpty { return true }
    switch bytes[range.lowerBound] {
    case UInt8(ascii: "N"), UInt8(ascii: "n"), UInt8(ascii: "."), UInt8(ascii: "#"):
      return index(of: bytes, range) != nil
    default: return false
    }
  }

  /// The index among ``texts`` of the mark that a range is, or `nil`.
  static func index(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    marks.firstIndex { mark in
      mark.count == range.count
        && mark.indices.allSatisfy { mark[$0] == bytes[range.lowerBound + $0] }
    }
  }

  private static let marks = texts.map { Array($0.utf8) }
}

extension Span<UInt8> {
  /// A range without the spaces and tabs at its ends.
  @inline(__always)
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var lower = range.lowerBound
    var upper = range.upperBound
    while lower < upper, self[lower] == 0x20 || self[lower] == 0x09 { lower += 1 }
    while lower < upper, self[upper - 1] == 0x20 || self[upper - 1] == 0x09 { upper -= 1 }
    return lower..<upper
  }
}
