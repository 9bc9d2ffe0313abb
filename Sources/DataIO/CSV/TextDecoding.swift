internal import Concurrency

/// From the bytes of a text file in any encoding to UTF-8.
enum TextDecoding {
  /// The encoding that the first bytes show, and how many of them are a byte order mark; `nil`
  /// without a sign, when the text is UTF-8 or, where it cannot be, Windows-1252.
  static func signature(_ bytes: Span<UInt8>) -> (encoding: TextEncoding, markLength: Int)? {
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { return (.utf8, 3) }
    if bytes.count >= 2, bytes[0] == 0xFF, bytes[1] == 0xFE { return (.utf16LittleEndian, 2) }
    if bytes.count >= 2, bytes[0] == 0xFE, bytes[1] == 0xFF { return (.utf16BigEndian, 2) }
    // Without a mark: in a header in UTF-16 nearly every second byte is zero.
    var zeros = (even: 0, odd: 0)
    let pairs = min(bytes.count / 2, 512)
    for pair in 0..<pairs {
      if bytes[2 * pair] == 0 { zeros.even += 1 }
      if bytes[2 * pair + 1] == 0 { zeros.odd += 1 }
    }
    guard pairs >= 2 else { return nil }
    if zeros.even == 0, zeros.odd * 10 >= pairs * 7 { return (.utf16LittleEndian, 0) }
    if zeros.odd == 0, zeros.even * 10 >= pairs * 7 { return (.utf16BigEndian, 0) }
    return nil
  }

  /// The first byte that is not part of valid UTF-8, or `nil`.
  static func firstInvalidUTF8(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var position = range.lowerBound
    let end = range.upperBound
    while position < end {
      if position &+ 8 <= end, bytes.word(at: position) & 0x8080_8080_8080_8080 == 0 {
        position &+= 8
        continue
      }
      let length = sequenceLength(bytes, at: position, end: end)
      guard length > 0 else { return position }
      position &+= length
    }
    return nil
  }

  /// Length of the well-formed sequence at a position (Unicode, table 3-7), or 0.
  private static func sequenceLength(_ bytes: Span<UInt8>, at position: Int, end: Int) -> Int {
    let first = bytes[position]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if first == 0xE0 { second = 0xA0...0xBF }
      if first == 0xED { second = 0x80...0x9F }
    case 0xF0...0xF4:
      length = 4
      if first == 0xF0 { second = 0x90...0xBF }
      if first == 0xF4 { second = 0x80...0x8F }
    default: return 0
    }
    guard position + length <= end, second.contains(bytes[position + 1]) else { return 0 }
    for offset in 2..<max(length, 2) where bytes[position + offset] & 0xC0 != 0x80 { return 0 }
    return length
  }

  /// Text in Windows-1252 as UTF-8; every byte stands for a character (the five that the code
  /// page leaves open for the control characters of the same number).
  static func utf8(fromWindows1252 bytes: Span<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 8)
    for index in bytes.indices {
      let byte = bytes[index]
      if byte < 0x80 {
        result.append(byte)
      } else {
        let code = byte < 0xA0 ? upperControls[Int(byte) - 0x80] : UInt32(byte)
        append(code, to: &result)
      }
    }
    return result
  }

  /// Text in UTF-16 as UTF-8, or `nil` when it is not well formed.
  static func utf8(fromUTF16 bytes: Span<UInt8>, bigEndian: Bool) -> [UInt8]? {
    guard bytes.count.isMultiple(of: 2) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count / 2 + 16)
    var index = 0
    func unit(_ index: Int) -> UInt32 {
      let pair = (UInt32(bytes[index]), UInt32(bytes[index + 1]))
      return bigEndian ? pair.0 << 8 | pair.1 : pair.1 << 8 | pair.0
    }
    while index < bytes.count {
      var code = unit(index)
      index += 2
      if code & 0xFC00 == 0xD800 {
        guard index < bytes.count else { return nil }
        let low = unit(index)
        guard low & 0xFC00 == 0xDC00 else { return nil }
        index += 2
        code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
      } else if code & 0xFC00 == 0xDC00 {
        return nil
      }
      append(code, to: &result)
    }
    return result
  }

  private static func append(_ code: UInt32, to result: inout [UInt8]) {
    switch code {
    case 0..<0x80:
      result.append(UInt8(code))
    case 0x80..<0x800:
      result.append(UInt8(0xC0 | code >> 6))
      result.append(UInt8(0x80 | code & 0x3F))
    case 0x800..<0x10000:
      result.append(UInt8(0xE0 | code >> 12))
      result.append(UInt8(0x80 | code >> 6 & 0x3F))
      result.append(UInt8(0x80 | code & 0x3F))
    default:
      result.append(UInt8(0xF0 | code >> 18))
      result.append(UInt8(0x80 | code >> 12 & 0x3F))
      result.append(UInt8(0x80 | code >> 6 & 0x3F))
      result.append(UInt8(0x80 | code & 0x3F))
    }
  }

  /// Characters of the bytes 0x80 to 0x9F in Windows-1252.
  private static let upperControls: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]
}
