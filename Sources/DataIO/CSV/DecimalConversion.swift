/// From decimal digits to the nearest `Double`, ties to even: always the same as `strtod`.
///
/// Three ways, the first that holds: exact arithmetic when digits and power of ten are exact
/// doubles (W. D. Clinger 1990); one or two multiplications of 64 by 64 bits (Lemire 2021, with
/// the proof of Mushtak and Lemire, "Fast number parsing without fallback", 2023, that no case is
/// left open for up to 19 digits); the standard library's own parser for longer numbers whose
/// further digits matter.
struct DecimalConversion: Sendable {
  static let shared = DecimalConversion()

  private let words = PowersOfFive().words

  /// Powers of ten that are exact doubles.
  private let exactPowers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  /// The double nearest to `significand × 10^exponent`.
  ///
  /// - Parameters:
  ///   - significand: all digits of the number, as a whole number.
  ///   - exponent: power of ten of the last digit; any.
  /// - Returns: infinity beyond the largest double.
  @inline(__always)
  func double(significand: UInt64, exponent: Int) -> Double {
    if significand <= 1 << 53, exponent >= -22, exponent <= 22 {
      let value = Double(Int64(significand))
      let power = exactPowers[abs(exponent)]
      return exponent < 0 ? value / power : value * power
    }
    return productDouble(significand: significand, exponent: exponent)
  }

  /// The same for any significand, by the product with a power of five to 128 bits.
  func productDouble(significand: UInt64, exponent: Int) -> Double {
    guard significand != 0, exponent >= PowersOfFive.exponents.lowerBound else { return 0 }
    guard exponent <= PowersOfFive.exponents.upperBound else { return .infinity }
    let shift = significand.leadingZeroBitCount
    let scaled = significand << UInt64(shift)
    let place = 2 * (exponent - PowersOfFive.exponents.lowerBound)
    var (high, low) = scaled.multipliedFullWidth(by: words[place])
    // Only the 55 highest bits matter; where all below are ones the next 64 bits may carry in.
    if high & 0x1FF == 0x1FF {
      let more = scaled.multipliedFullWidth(by: words[place + 1]).high
      let sum = low.addingReportingOverflow(more)
      low = sum.partialValue
      if sum.overflow { high &+= 1 }
    }
    let top = Int(high >> 63)
    var mantissa = high >> UInt64(top + 9)
    // floor(log2(10^exponent)) by a fixed-point product, exact over the table's range.
    var biased = ((152_170 + 65_536) * exponent) >> 16 + 63 + top - shift + 1023
    if biased <= 0 {
      guard biased > -63 else { return 0 }
      mantissa >>= UInt64(1 - biased)
      mantissa = (mantissa + (mantissa & 1)) >> 1
      return Double(bitPattern: mantissa)  // a carry into bit 52 is the smallest normal number
    }
    // Exactly half way between two doubles: only where 5^exponent fits the product.
    if low <= 1, exponent >= -4, exponent <= 23, mantissa & 3 == 1,
      mantissa << UInt64(top + 9) == high
    {
      mantissa &= ~1
    }
    mantissa = (mantissa + (mantissa & 1)) >> 1
    if mantissa >= 1 << 53 {
      mantissa = 1 << 52
      biased += 1
    }
    guard biased < 0x7FF else { return .infinity }
    return Double(bitPattern: UInt64(biased) << 52 | (mantissa & ~(1 << 52)))
  }
}
