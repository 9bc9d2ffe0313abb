internal import Concurrency

extension NumberParser {
  /// A number in the most common form, read eight digits at a time.
  struct Quick {
    var value: Double
    /// Where the number ends; 0 when it is in another form, or too near the end of the bytes.
    var stop: Int
    var hasMark: Bool

    static let none = Quick(value: 0, stop: 0, hasMark: false)
  }

  /// Reads `-`, digits, mark, digits from a position on, up to 19 digits, when they are a number
  /// and no code; what follows them is for the caller to look at.
  @inline(__always)
  func quickNumber(_ bytes: Span<UInt8>, at position: Int) -> Quick {
    // A minus, three words of digits on each side of the mark, and the byte after them.
    guard position &+ 56 <= bytes.count else { return .none }
    let isNegative = bytes[position] == UInt8(ascii: "-")
    var stop = position &+ (isNegative ? 1 : 0)
    var word = Self.digitWord(bytes, at: stop)
    var found = Self.digitCount(word)
    // No digit first, or a zero before another digit.
    if found == 0 || (word & 0xFF == 0 && found > 1) { return .none }
    var significand = Self.value(word, digits: found)
    var digits = found
    stop &+= found
    if found == 8 {
      word = Self.digitWord(bytes, at: stop)
      found = Self.digitCount(word)
      if found == 8 { return .none }
      if found > 0 {
        significand = significand &* smallPowers[found] &+ Self.value(word, digits: found)
        digits &+= found
        stop &+= found
      }
    }
    guard bytes[stop] == decimalMark else {
      if significand > 1 << 53 { return .none }
      let value = Double(Int64(bitPattern: significand))
      return Quick(value: isNegative ? -value : value, stop: stop, hasMark: false)
    }
    stop &+= 1
    var fraction = 0
    repeat {
      word = Self.digitWord(bytes, at: stop)
      found = Self.digitCount(word)
      if found == 0 { break }
      significand = significand &* smallPowers[found] &+ Self.value(word, digits: found)
      fraction &+= found
      stop &+= found
    } while found == 8 && fraction < 24
    if digits &+ fraction > 19 { return .none }
    let value = conversion.double(significand: significand, exponent: -fraction)
    return Quick(value: isNegative ? -value : value, stop: stop, hasMark: true)
  }

  /// Eight bytes, each changed so that a digit is its value.
  @inline(__always)
  private static func digitWord(_ bytes: Span<UInt8>, at position: Int) -> UInt64 {
    bytes.word(at: position) ^ 0x3030_3030_3030_3030
  }

  /// How many of the first bytes are digits: a carry out of a byte can only change those after
  /// the first that is none.
  @inline(__always)
  private static func digitCount(_ word: UInt64) -> Int {
    let others = ((word &+ 0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080
    return others.trailingZeroBitCount &>> 3
  }

  /// The number that the first 1 to 8 digits stand for: neighbours are joined to pairs, pairs to
  /// fours, fours to the whole.
  @inline(__always)
  private static func value(_ word: UInt64, digits: Int) -> UInt64 {
    let digits = word &<< UInt64(64 &- 8 &* digits)
    let pairs = digits &* 10 &+ digits &>> 8
    let mask: UInt64 = 0x0000_00FF_0000_00FF
    let high = (pairs & mask) &* 0x000F_4240_0000_0064
    let low = (pairs &>> 16 & mask) &* 0x0000_2710_0000_0001
    return (high &+ low) &>> 32
  }
}
