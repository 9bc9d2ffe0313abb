internal import Concurrency

/// Reads the bytes of a cell as a number.
///
/// A number is an optional minus, digits with at most one decimal mark among or around them, and
/// an optional exponent (`e` or `E`, sign, digits); or `inf`, `Inf`, `INF`, `infinity`, `Infinity`
/// with an optional minus. No thousands separators: those are for ``LevelReading`` to look at, by
/// all cells of a column, because a guess would be a thousandfold wrong.
struct NumberParser: Sendable {
  /// Point or comma.
  let decimalMark: UInt8
  let conversion = DecimalConversion.shared
  /// 1, 10, … 10^8.
  let smallPowers: [UInt64] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
  ]

  /// What a cell is.
  enum Cell: Equatable {
    /// A number, and whether a decimal mark stands in it.
    case number(Double, hasMark: Bool)
    /// Written like a number, but a code by its form: a leading zero (`007`, `0312…`), a leading
    /// plus (`+39…`), or a whole number beyond 2^53, whose digits a double cannot keep.
    case code(Double)
    /// No number.
    case other
  }

  init(decimalMark: UInt8) {
    self.decimalMark = decimalMark
  }

  /// What the bytes of a range are, without spaces around them.
  func parse(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Cell {
    var position = range.lowerBound
    let end = range.upperBound
    guard position < end else { return .other }
    let isNegative = bytes[position] == UInt8(ascii: "-")
    let hasPlus = bytes[position] == UInt8(ascii: "+")
    if isNegative || hasPlus { position += 1 }

    let digitsStart = position
    var digits = Digits()
    while position < end, digits.take(bytes[position]) { position += 1 }
    let wholeCount = position - digitsStart
    var hasMark = false
    var count = wholeCount
    if position < end, bytes[position] == decimalMark {
      hasMark = true
      position += 1
      let fraction = position
      while position < end, digits.takeFraction(bytes[position]) { position += 1 }
      count += position - fraction
    }
    guard count > 0 else {
      return isInfinity(bytes, digitsStart..<end)
        ? .number(isNegative ? -.infinity : .infinity, hasMark: false) : .other
    }
    var exponent = 0
    var hasExponent = false
    if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      guard let read = Self.exponent(bytes, position..<end) else { return .other }
      exponent = read
      hasExponent = true
      position = end
    }
    guard position == end else { return .other }

    let magnitude =
      digits.isCut
      ? cutDouble(digits, exponent: exponent, bytes, digitsStart..<end)
      : conversion.double(
        significand: digits.significand,
        exponent: digits.exponent + exponent
      )
    let value = isNegative ? -magnitude : magnitude
    let hasLeadingZero = wholeCount > 1 && bytes[digitsStart] == UInt8(ascii: "0")
    let isBeyondDouble = digits.significand > 1 << 53 || digits.exponent > 0
    if hasPlus || hasLeadingZero || (!hasMark && !hasExponent && isBeyondDouble) {
      return .code(value)
    }
    return .number(value, hasMark: hasMark)
  }

  /// More than 19 digits: right when the digits that were cut cannot matter, else exactly.
  private func cutDouble(
    _ digits: Digits,
    exponent: Int,
    _ bytes: Span<UInt8>,
    _ range: Range<Int>
  ) -> Double {
    let power = digits.exponent + exponent
    let lower = conversion.productDouble(significand: digits.significand, exponent: power)
    let upper = conversion.productDouble(significand: digits.significand + 1, exponent: power)
    if lower == upper { return lower }
    var text: [UInt8] = []
    for index in range {
      text.append(bytes[index] == decimalMark ? UInt8(ascii: ".") : bytes[index])
    }
    // The standard library rounds correctly, and the form of the number has been checked.
    return Double(String(decoding: text, as: UTF8.self)) ?? lower
  }

  private func isInfinity(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    Self.infinities.contains { word in
      word.count == range.count
        && word.indices.allSatisfy { word[$0] == bytes[range.lowerBound + $0] }
    }
  }

  private static let infinities = ["inf", "Inf", "INF", "infinity", "Infinity"].map {
    Array($0.utf8)
  }

  private static func exponent(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var position = range.lowerBound
    var isNegative = false
    if position < range.upperBound {
      isNegative = bytes[position] == UInt8(ascii: "-")
      if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
    }
    guard position < range.upperBound else { return nil }
    var value = 0
    while position < range.upperBound {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = min(value * 10 + Int(digit), 1_000_000)
      position += 1
    }
    return isNegative ? -value : value
  }

  /// The digits of a number, the first 19 that count.
  private struct Digits {
    var significand: UInt64 = 0
    /// Power of ten of the last digit in the significand.
    var exponent = 0
    /// Further digits were left out.
    var isCut = false
    private var count = 0

    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return false }
      if count < 19 {
        significand = significand &* 10 &+ UInt64(digit)
        if significand > 0 { count += 1 }
      } else {
        exponent += 1
        isCut = isCut || digit > 0
      }
      return true
    }

    @inline(__always)
    mutating func takeFraction(_ byte: UInt8) -> Bool {
      let before = exponent
      guard take(byte) else { return false }
      exponent = before == exponent ? exponent - 1 : before
      return true
    }
  }
}
