/// Whole places shared among groups in proportion to their weights.
package enum Apportionment {
  /// A group that takes part.
  package struct Claim: Sendable, Equatable {
    /// What its places are proportional to, at least 0.
    package let weight: Int
    /// Least places, at least 0.
    package let minimum: Int
    /// Most places, at least the least.
    package let maximum: Int

    /// A group that takes part.
    package init(weight: Int, minimum: Int = 0, maximum: Int = .max) {
      precondition(weight >= 0 && minimum >= 0 && maximum >= minimum, "no such claim")
      self.weight = weight
      self.minimum = minimum
      self.maximum = maximum
    }
  }

  /// Shares places by largest remainder (Hamilton's method) within bounds.
  ///
  /// Group g is due `places × weight / sum of weights`. Groups due less than their least get it, or
  /// those due more than their most, whichever moves more places, and the rest is shared again
  /// among the others; at the end each gets the whole part of its due, and the places left over go
  /// to the largest remainders, of equal ones to the larger weight, then to the earlier group. All
  /// in whole numbers, so that no rounding decides.
  ///
  /// - Parameters:
  ///   - places: from the sum of the least to the sum of the most.
  ///   - claims: the groups; equal weights count where all are 0.
  /// - Returns: places of each group, within its bounds, `places` in sum. Of two groups with equal
  ///   bounds the one of larger weight never has fewer.
  /// - Complexity: g² for g groups.
  package static func share(_ places: Int, among claims: [Claim]) -> [Int] {
    var result = claims.map(\.minimum)
    var free = Array(claims.indices)
    var left = places
    while !free.isEmpty {
      let isWeightless = free.allSatisfy { claims[$0].weight == 0 }
      let weights = free.map { Int128(isWeightless ? 1 : claims[$0].weight) }
      let sum = weights.reduce(0, +)
      // What is due, times the sum of the weights.
      let due = weights.map { Int128(left) * $0 }
      let lacks = free.indices.map { max(0, Int128(claims[free[$0]].minimum) * sum - due[$0]) }
      let excesses = free.indices.map { max(0, due[$0] - Int128(claims[free[$0]].maximum) * sum) }
      let (lack, excess) = (lacks.reduce(0, +), excesses.reduce(0, +))
      guard lack > 0 || excess > 0 else {
        var whole = due.map { Int($0 / sum) }
        let order = free.indices.sorted { a, b in
          let (first, second) = (due[a] % sum, due[b] % sum)
          if first != second { return first > second }
          if weights[a] != weights[b] { return weights[a] > weights[b] }
          return a < b
        }
        for index in order.prefix(left - whole.reduce(0, +)) { whole[index] += 1 }
        for (index, group) in free.enumerated() { result[group] = whole[index] }
        break
      }
      for (index, group) in free.enumerated() where (lack >= excess ? lacks : excesses)[index] > 0 {
        result[group] = lack >= excess ? claims[group].minimum : claims[group].maximum
        left -= result[group]
      }
      free = free.enumerated().filter { (lack >= excess ? lacks : excesses)[$0.offset] == 0 }
        .map(\.element)
    }
    precondition(result.reduce(0, +) == places, "places outside the bounds of the groups")
    return result
  }
}
