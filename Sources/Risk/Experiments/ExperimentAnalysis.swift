package import Statistics

/// What a treatment did, overall and where the risk was low and high.
package struct ExperimentAnalysis: Sendable, Equatable {
  /// All people.
  package let overall: Effect
  /// Bands of equal numbers of people, the lowest risk first; empty without scores.
  package let bands: [Band]
  /// Whether the effects of the bands differ by more than chance; `nil` where fewer than two have
  /// one.
  package let bandHeterogeneity: Heterogeneity?
  /// Values of the column of subgroups, in order; empty without one.
  package let subgroups: [Subgroup]
  /// Whether their effects differ by more than chance.
  package let subgroupHeterogeneity: Heterogeneity?
  /// What treating a share of the people, the riskiest first, does; `nil` without scores.
  package let uplift: UpliftCurve?

  /// What a treatment did in some people: share with the outcome, treated minus controls.
  package struct Effect: Sendable, Equatable {
    /// The known outcomes, the treated first.
    package let shares: TwoShares
    /// Treated people whose outcome is not known.
    package let unknownTreated: Int
    /// Controls whose outcome is not known.
    package let unknownControls: Int
  }

  /// People of similar risk.
  package struct Band: Sendable, Equatable {
    /// Number, from 1, the lowest risk.
    package let number: Int
    /// Lowest score.
    package let lowest: Double
    /// Highest score.
    package let highest: Double
    /// The effect.
    package let effect: Effect
  }

  /// People of one value of a column.
  package struct Subgroup: Sendable, Equatable {
    /// The value; `nil` for empty cells.
    package let level: String?
    /// The effect.
    package let effect: Effect
  }

  /// Cochran's test that some effects are equal (1954, Biometrics 10:417).
  package struct Heterogeneity: Sendable, Equatable {
    /// `Σ (dᵢ - d̄)² / sᵢ²`, d̄ weighted by 1 / sᵢ².
    package let statistic: Double
    /// Number of effects minus one.
    package let degreesOfFreedom: Int
    /// Probability of at least that if they are equal.
    package let pValue: Double

    /// The test of some effects; `nil` where fewer than two have a standard error above 0.
    init?(_ effects: [Effect]) {
      let known = effects.compactMap { effect -> (value: Double, weight: Double)? in
        guard let value = effect.shares.difference, let error = effect.shares.standardError,
          error > 0
        else { return nil }
        return (value, 1 / (error * error))
      }
      guard known.count > 1 else { return nil }
      let weights = known.reduce(0) { $0 + $1.weight }
      let mean = known.reduce(0) { $0 + $1.weight * $1.value } / weights
      statistic = known.reduce(0) { $0 + $1.weight * ($1.value - mean) * ($1.value - mean) }
      degreesOfFreedom = known.count - 1
      pValue = ChiSquared(degreesOfFreedom: Double(known.count - 1)).upperTail(statistic)
    }
  }

  /// Analyses an experiment.
  ///
  /// Effects have standard errors and intervals by ``Statistics/TwoShares``; those of the curve are
  /// percentiles of a bootstrap of people.
  ///
  /// - Parameters:
  ///   - sample: people of both arms.
  ///   - count: number of bands of risk, at least 1.
  ///   - replicates: bootstrap replicates of the uplift curve, at least 2.
  ///   - seed: of the bootstrap.
  ///   - threads: largest number of workers; results do not depend on it.
  package init(
    _ sample: ExperimentSample,
    bands count: Int,
    replicates: Int,
    seed: UInt64,
    threads: Int
  ) {
    overall = Self.effect(sample, Array(0..<sample.count))
    if let scores = sample.scores {
      let codes = ExperimentSample.bands(scores, count: count)
      bands = (1...count).compactMap { number in
        let rows = codes.indices.filter { codes[$0] == number }
        // Many equal scores can leave a band without people.
        guard let first = rows.first else { return nil }
        var (lowest, highest) = (scores[first], scores[first])
        for row in rows {
          if scores[row] < lowest { lowest = scores[row] }
          if scores[row] > highest { highest = scores[row] }
        }
        return Band(
          number: number,
          lowest: lowest,
          highest: highest,
          effect: Self.effect(sample, rows)
        )
      }
      uplift = UpliftCurve(sample, replicates: replicates, seed: seed, threads: threads)
    } else {
      bands = []
      uplift = nil
    }
    bandHeterogeneity = Heterogeneity(bands.map(\.effect))
    subgroups = Self.subgroups(sample)
    subgroupHeterogeneity = Heterogeneity(subgroups.map(\.effect))
  }

  private static func subgroups(_ sample: ExperimentSample) -> [Subgroup] {
    guard let column = sample.subgroups else { return [] }
    let levels = Set(column.compactMap(\.self)).sorted { left, right in
      if let a = Double(left), let b = Double(right), a != b { return a < b }
      return left < right
    }
    let all: [String?] = levels + (column.contains(nil) ? [nil] : [])
    return all.map { level in
      Subgroup(
        level: level,
        effect: effect(sample, column.indices.filter { column[$0] == level })
      )
    }
  }

  private static func effect(_ sample: ExperimentSample, _ rows: [Int]) -> Effect {
    var counts = [0, 0]
    var positives = [0, 0]
    var unknown = [0, 0]
    for row in rows {
      let arm = sample.isTreated[row] ? 0 : 1
      guard let outcome = sample.outcomes[row] else {
        unknown[arm] += 1
        continue
      }
      counts[arm] += 1
      positives[arm] += outcome ? 1 : 0
    }
    return Effect(
      shares: TwoShares(
        firstCount: counts[0],
        firstPositives: positives[0],
        secondCount: counts[1],
        secondPositives: positives[1]
      ),
      unknownTreated: unknown[0],
      unknownControls: unknown[1]
    )
  }
}
