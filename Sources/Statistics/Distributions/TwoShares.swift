internal import RealModule

/// Comparison of the shares of two independent groups.
package struct TwoShares: Sendable, Equatable {
  /// Rows of the first group, at least 0.
  package let firstCount: Int
  /// Positive rows among them.
  package let firstPositives: Int
  /// Rows of the second group.
  package let secondCount: Int
  /// Positive rows among them.
  package let secondPositives: Int

  /// Counts of two groups.
  package init(firstCount: Int, firstPositives: Int, secondCount: Int, secondPositives: Int) {
    precondition((0...firstCount).contains(firstPositives), "more positives than rows")
    precondition((0...secondCount).contains(secondPositives), "more positives than rows")
    self.firstCount = firstCount
    self.firstPositives = firstPositives
    self.secondCount = secondCount
    self.secondPositives = secondPositives
  }

  /// Share of the first group; `nil` without rows.
  package var firstShare: Double? { Self.share(firstPositives, firstCount) }
  /// Share of the second group; `nil` without rows.
  package var secondShare: Double? { Self.share(secondPositives, secondCount) }

  /// First share minus second; `nil` where a group has no row.
  package var difference: Double? {
    guard let firstShare, let secondShare else { return nil }
    return firstShare - secondShare
  }

  /// Standard error of the difference (Neyman 1923): `√(s₁²/n₁ + s₂²/n₂)` with sample variances;
  /// `nil` where a group has fewer than two rows.
  package var standardError: Double? {
    guard firstCount > 1, secondCount > 1, let p = firstShare, let q = secondShare else {
      return nil
    }
    // s² = n p (1 - p) / (n - 1)
    return Double.sqrt(p * (1 - p) / Double(firstCount - 1) + q * (1 - q) / Double(secondCount - 1))
  }

  /// Newcombe's interval of the difference from Wilson's of the shares (1998, Statistics in
  /// Medicine 17:873, method 10), which holds in small groups and within [-1, 1]; `nil` where a
  /// group has no row.
  package func interval(level: Double) -> (lower: Double, upper: Double)? {
    guard let p = firstShare, let q = secondShare, let difference else { return nil }
    let first = wilsonInterval(successes: firstPositives, trials: firstCount, level: level)
    let second = wilsonInterval(successes: secondPositives, trials: secondCount, level: level)
    func length(_ a: Double, _ b: Double) -> Double { Double.sqrt(a * a + b * b) }
    return (
      difference - length(p - first.lower, second.upper - q),
      difference + length(first.upper - p, q - second.lower)
    )
  }

  private static func share(_ positives: Int, _ count: Int) -> Double? {
    count > 0 ? Double(positives) / Double(count) : nil
  }
}

/// Power of the comparison of two shares.
///
/// The two-sided test on the pooled variance, with both groups' own variances under the alternative
/// (Fleiss, Levin and Paik 2003, chapter 4, without continuity correction). With groups of the same
/// size it is R's `power.prop.test(strict = TRUE)`.
package struct SharePower: Sendable, Equatable {
  /// Share in the first group, strictly between 0 and 1.
  package let first: Double
  /// Share in the second group, likewise.
  package let second: Double

  /// Two shares to tell apart.
  package init(first: Double, second: Double) {
    precondition((0...1).contains(first) && (0...1).contains(second), "shares are in [0, 1]")
    self.first = first
    self.second = second
  }

  /// Probability that the difference is found.
  ///
  /// - Parameters:
  ///   - firstCount: rows of the first group, above 0; need not be whole.
  ///   - secondCount: rows of the second group.
  ///   - level: confidence, such as 0.95: one minus the size of the test.
  /// - Returns: in [0, 1].
  package func power(firstCount: Double, secondCount: Double, level: Double) -> Double {
    let total = firstCount + secondCount
    let pooled = (firstCount * first + secondCount * second) / total
    let null = Double.sqrt(pooled * (1 - pooled) * (1 / firstCount + 1 / secondCount))
    let own = Double.sqrt(first * (1 - first) / firstCount + second * (1 - second) / secondCount)
    guard own > 0 else { return first == second ? 1 - level : 1 }
    let cut = Normal.standard.quantile(0.5 + level / 2) * null
    let gap = abs(first - second)
    return Normal.standard.cumulative((gap - cut) / own)
      + Normal.standard.cumulative((-gap - cut) / own)
  }

  /// Smallest fall of the second share that is found with some probability.
  ///
  /// - Parameters:
  ///   - share: share without the effect, strictly between 0 and 1.
  ///   - treatedCount: rows with the effect.
  ///   - controlCount: rows without it.
  ///   - level: confidence of the test.
  ///   - power: probability of finding it.
  /// - Returns: in (0, share]; `nil` where not even a fall to 0 is found so often.
  package static func detectableFall(
    from share: Double,
    treatedCount: Double,
    controlCount: Double,
    level: Double,
    power: Double
  ) -> Double? {
    func found(_ fall: Double) -> Double {
      SharePower(first: share - fall, second: share)
        .power(firstCount: treatedCount, secondCount: controlCount, level: level)
    }
    guard found(share) >= power else { return nil }
    var (low, high) = (0.0, share)
    // Sixty halvings are below the spacing of doubles.
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if found(middle) >= power { high = middle } else { low = middle }
    }
    return high
  }

  /// Rows of both groups together that find the difference with some probability.
  ///
  /// - Parameters:
  ///   - firstShare: share of the rows in the first group, strictly between 0 and 1.
  ///   - level: confidence of the test.
  ///   - power: probability of finding it, below 1.
  /// - Returns: a number, not rounded; `nil` for equal shares.
  package func count(firstShare: Double, level: Double, power: Double) -> Double? {
    guard first != second else { return nil }
    func found(_ count: Double) -> Double {
      self.power(
        firstCount: count * firstShare,
        secondCount: count * (1 - firstShare),
        level: level
      )
    }
    var high = 4.0
    while found(high) < power, high < 1e15 { high *= 2 }
    var low = high / 2
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if found(middle) >= power { high = middle } else { low = middle }
    }
    return high
  }
}
