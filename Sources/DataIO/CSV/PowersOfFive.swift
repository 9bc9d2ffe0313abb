/// The leading 128 bits of the powers of five from -342 to 308, the range of `Double`.
///
/// The table of D. Lemire, "Number parsing at a gigabyte per second", Software: Practice and
/// Experience 51 (2021), section 6: for an exponent `q >= 0` the bits of `5^q` from the highest
/// one bit on, cut; for `q < 0` those of the reciprocal `2^b / 5^-q`, rounded up where 128 bits
/// hold it to the end (`q >= -27`) and cut otherwise.
struct PowersOfFive: Sendable {
  static let exponents = -342...308

  /// High and low words in turn, from the lowest exponent on.
  let words: [UInt64]

  init() {
    var reciprocals: [(high: UInt64, low: UInt64)] = []
    var powers: [(high: UInt64, low: UInt64)] = []
    var power = WideNumber(1)
    for exponent in 0...(-Self.exponents.lowerBound) {
      if Self.exponents.contains(exponent) { powers.append(power.leadingBits) }
      if exponent > 0 {
        var (high, low) = power.leadingReciprocalBits
        if exponent <= 27 {
          low &+= 1
          if low == 0 { high &+= 1 }
        }
        reciprocals.append((high, low))
      }
      power.multiply(by: 5)
    }
    words = (reciprocals.reversed() + powers).flatMap { [$0.high, $0.low] }
  }
}

/// A natural number of any size, in 32-bit limbs from the lowest on; just what the table needs.
private struct WideNumber {
  private var limbs: [UInt32]

  init(_ value: UInt32) {
    limbs = [value]
  }

  mutating func multiply(by factor: UInt32) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = UInt64(limbs[index]) * UInt64(factor) + carry
      limbs[index] = UInt32(truncatingIfNeeded: product)
      carry = product >> 32
    }
    if carry > 0 { limbs.append(UInt32(carry)) }
  }

  private var bitWidth: Int {
    limbs.count * 32 - (limbs.last?.leadingZeroBitCount ?? 32)
  }

  private func bit(_ index: Int) -> Bool {
    index >= 0 && limbs[index / 32] >> UInt32(index % 32) & 1 == 1
  }

  /// The 128 bits from the highest one bit on; zeros follow a shorter number.
  var leadingBits: (high: UInt64, low: UInt64) {
    var high: UInt64 = 0
    var low: UInt64 = 0
    let top = bitWidth - 1
    for offset in 0..<128 {
      high = high << 1 | low >> 63
      low = low << 1 | (bit(top - offset) ? 1 : 0)
    }
    return (high, low)
  }

  /// The 128 bits, from the highest one bit on, of one divided by this number, which is no power
  /// of two: long division, a bit at a time.
  var leadingReciprocalBits: (high: UInt64, low: UInt64) {
    var high: UInt64 = 0
    var low: UInt64 = 0
    // The remainder begins below the number, as the largest power of two that is.
    var remainder = WideNumber(0)
    remainder.limbs = Array(repeating: 0, count: limbs.count + 1)
    let top = bitWidth - 1
    remainder.limbs[top / 32] = 1 << UInt32(top % 32)
    for _ in 0..<128 {
      remainder.double()
      high = high << 1 | low >> 63
      low <<= 1
      if remainder.subtract(self) { low |= 1 }
    }
    return (high, low)
  }

  private mutating func double() {
    var carry: UInt32 = 0
    for index in limbs.indices {
      let limb = limbs[index]
      limbs[index] = limb << 1 | carry
      carry = limb >> 31
    }
  }

  /// Subtracts a number that is not larger and returns true, or leaves all as it is.
  private mutating func subtract(_ other: WideNumber) -> Bool {
    var difference = limbs
    var borrow: Int64 = 0
    for index in limbs.indices {
      let limb = index < other.limbs.count ? Int64(other.limbs[index]) : 0
      let value = Int64(limbs[index]) - limb - borrow
      borrow = value < 0 ? 1 : 0
      difference[index] = UInt32(truncatingIfNeeded: value)
    }
    guard borrow == 0 else { return false }
    limbs = difference
    return true
  }
}
