import Risk
import Statistics
import TestSupport
import Testing

@Suite("Places by largest remainder")
struct ApportionmentTests {
  private typealias Claim = Apportionment.Claim

  @Test("Hamilton's apportionment of ten seats is the textbook's")
  func textbook() {
    // Quotas 4.7, 1.6, 1.58, 1.2, 0.92 of ten seats: the remainders .92, .7, .6 round up.
    let votes = [47_000, 16_000, 15_800, 12_000, 9_200]
    #expect(Apportionment.share(10, among: votes.map { Claim(weight: $0) }) == [5, 2, 1, 1, 1])
  }

  @Test("a group that cannot fill its places leaves them to the others")
  func bounded() {
    let claims = [
      Claim(weight: 90, maximum: 3), Claim(weight: 5), Claim(weight: 5, minimum: 4),
    ]
    #expect(Apportionment.share(10, among: claims) == [3, 3, 4])
    #expect(Apportionment.share(3, among: [Claim(weight: 0), Claim(weight: 0)]) == [2, 1])
    #expect(Apportionment.share(0, among: []) == [])
  }

  @Test("places are exact in sum, within bounds, and grow with the weight", .tags(.property))
  func laws() {
    for seed in 1...2000 as ClosedRange<UInt64> {
      var random = SplitMix(seed)
      let count = 1 + random.below(9)
      let minimum = random.below(4)
      let isBounded = random.below(2) == 0
      let claims = (0..<count).map { _ in
        let weight = random.below(4) == 0 ? random.below(5) : random.below(100_000)
        return isBounded
          ? Claim(weight: weight, minimum: minimum, maximum: minimum + 40)
          : Claim(weight: weight, minimum: random.below(6), maximum: 6 + random.below(60))
      }
      let least = claims.map(\.minimum).reduce(0, +)
      let most = claims.map(\.maximum).reduce(0, +)
      let places = least + random.below(most - least + 1)
      let shared = Apportionment.share(places, among: claims)
      #expect(shared.reduce(0, +) == places, "seed \(seed)")
      for (claim, given) in zip(claims, shared) {
        #expect((claim.minimum...claim.maximum).contains(given), "seed \(seed)")
      }
      guard isBounded else { continue }
      for a in claims.indices {
        for b in claims.indices where claims[a].weight > claims[b].weight {
          #expect(shared[a] >= shared[b], "seed \(seed)")
        }
      }
    }
  }
}

/// Seeded whole numbers (SplitMix64) for the laws of this folder.
struct SplitMix {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
