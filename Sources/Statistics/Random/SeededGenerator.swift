/// A seeded generator of random bits, the same on every machine and in every version.
///
/// xoshiro256++ with its state filled by SplitMix64, as Blackman and Vigna (2021, ACM Trans. Math.
/// Softw. 47:36) advise. Streams for parallel work come from ``init(seed:stream:)``: each block of
/// work takes its own stream by its index, never the generator of its thread.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// A generator for a seed and the number of a stream.
  ///
  /// - Parameters:
  ///   - seed: any number.
  ///   - stream: any number; different streams of a seed are independent for all purposes here.
  package init(seed: UInt64, stream: UInt64 = 0) {
    var mixer = seed
    let first = Self.mix(&mixer)
    mixer = first ^ (stream &* 0xD134_2543_DE82_EF95 &+ 0x2545_F491_4F6C_DD1D)
    state = (Self.mix(&mixer), Self.mix(&mixer), Self.mix(&mixer), Self.mix(&mixer))
  }

  private static func mix(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The next 64 random bits.
  package mutating func next() -> UInt64 {
    let sum = state.0 &+ state.3
    let result = ((sum << 23) | (sum >> 41)) &+ state.0
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = (state.3 << 45) | (state.3 >> 19)
    return result
  }

  /// A number of the uniform distribution on (0, 1), both ends excluded.
  package mutating func uniform() -> Double {
    (Double(next() >> 11) + 0.5) * 0x1p-53
  }

  /// An index of `0..<count`, each with the same probability (Lemire 2019, without bias).
  package mutating func index(below count: Int) -> Int {
    precondition(count > 0, "no index to choose from")
    let range = UInt64(count)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// A number of the standard normal distribution, by inversion.
  package mutating func normal() -> Double {
    Normal.standard.quantile(uniform())
  }
}
