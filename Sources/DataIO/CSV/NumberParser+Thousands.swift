internal import Concurrency

extension NumberParser {
  /// The bytes of a number with thousands points, such as `1.234` or `-1.234.567,8`, without its
  /// points; `nil` when the range is no such number.
  ///
  /// One to three digits, the first no zero, then groups of a point and three digits, then at most
  /// a comma and digits: `0.123` is no thousand.
  static func withoutThousandsPoints(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
    var position = range.lowerBound
    let end = range.upperBound
    if position < end, bytes[position] == UInt8(ascii: "-") { position += 1 }
    guard position < end, bytes[position] != UInt8(ascii: "0") else { return nil }
    var digits = 0
    var groups = 0
    while position < end, bytes[position] != UInt8(ascii: ",") {
      if bytes[position] == UInt8(ascii: ".") {
        guard groups == 0 ? digits > 0 : digits == 3 else { return nil }
        groups += 1
        digits = 0
      } else {
        guard isDigit(bytes[position]), digits < 3 else { return nil }
        digits += 1
      }
      position += 1
    }
    guard groups > 0, digits == 3 else { return nil }
    if position < end {
      guard position + 1 < end else { return nil }
      for index in position + 1..<end where !isDigit(bytes[index]) { return nil }
    }
    var number: [UInt8] = []
    for index in range where bytes[index] != UInt8(ascii: ".") { number.append(bytes[index]) }
    return number
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
