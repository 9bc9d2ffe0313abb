internal import Statistics

/// Compares what scores do in groups of people.
package struct FairnessAuditor: Sendable {
  /// Groups, limits and what is too few to judge.
  package let audit: RiskSpecification.Audit
  /// Numbers of rows that can be contacted.
  package let capacities: [Int]
  /// Bootstrap replicates.
  package let replicates: Int
  /// Seed of the bootstrap.
  package let seed: UInt64
  /// Largest number of workers; results do not depend on it.
  package let threads: Int

  /// An auditor.
  package init(
    _ audit: RiskSpecification.Audit,
    capacities: [Int],
    replicates: Int,
    seed: UInt64,
    threads: Int
  ) {
    self.audit = audit
    self.capacities = capacities
    self.replicates = replicates
    self.seed = seed
    self.threads = threads
  }

  /// A score of each row.
  package struct Score: Sendable {
    /// What it is called.
    package let name: String
    /// What rows are ranked by; higher is riskier.
    package let ranking: [Double]
    /// Probabilities; `nil` for a score that is none.
    package let probabilities: [Double]?

    /// A score of each row of a sample.
    package init(name: String, ranking: [Double], probabilities: [Double]?) {
      self.name = name
      self.ranking = ranking
      self.probabilities = probabilities
    }
  }

  /// Audits scores.
  ///
  /// Intervals are percentiles of a bootstrap of persons, the list being drawn up anew, at the same
  /// capacity, in each replicate.
  ///
  /// - Parameters:
  ///   - scores: at least one.
  ///   - sample: the rows.
  ///   - other: place of the score whose measures are compared with the first's, group by group.
  /// - Returns: every measure of every group with the interval at 95 %.
  /// - Complexity: replicates times scores times rows.
  package func audit(
    _ scores: [Score],
    _ sample: FairnessSample,
    comparing other: Int? = nil
  ) -> FairnessAudit {
    let tallies = GroupTallies(sample, capacities: capacities)
    let bootstrap = ClusterBootstrap(
      clusters: sample.persons,
      replicates: replicates,
      seed: seed
    )
    let plans = scores.map { score in
      LinePlan(
        tallies: tallies,
        ranked: RankedOutcomes(
          scores: score.ranking,
          outcomes: sample.outcomes,
          tieKeys: sample.tieKeys
        ),
        probabilities: score.probabilities
      )
    }
    let audits = zip(scores, plans).map { score, plan in
      let intervals = bootstrap.intervals(level: 0.95, threads: threads) { weights in
        plan.statistics(weights)
      }
      return FairnessAudit.Score(
        name: score.name,
        auc: plan.ranked.auc(),
        top: capacities.map { plan.ranked.top($0) },
        lines: lines(plan, intervals),
        calibrations: calibrations(score, sample, tallies)
      )
    }
    let totals = tallies.totals(probabilities: nil, weights: nil)
    return FairnessAudit(
      groups: tallies.groups.enumerated().map { place, group in
        let column = sample.columns[group.column]
        return .init(
          column: column.name,
          level: column.levels[group.level],
          isReference: column.reference == group.level,
          rows: Int(totals[place].rows),
          positives: Int(totals[place].positives),
          unknownOutcomes: column.unknown[group.level]
        )
      },
      rows: sample.outcomes.count,
      positives: sample.outcomes.count { $0 },
      unknownOutcomes: sample.unknownOutcomes,
      capacities: capacities,
      scores: audits,
      changes: other.map { changes(from: plans[0], to: plans[$0], bootstrap) } ?? [],
      replicates: replicates
    )
  }

  /// What another score changes in recall and selection rate, with the same people in each
  /// replicate.
  private func changes(
    from first: LinePlan,
    to second: LinePlan,
    _ bootstrap: ClusterBootstrap
  ) -> [FairnessAudit.Change] {
    let places = first.keys.indices.filter {
      FairnessAudit.Change.measures.contains(first.keys[$0].measure)
    }
    @Sendable func changes(_ weights: [Double]?) -> [Double] {
      let (before, after) = (first.values(weights), second.values(weights))
      return places.map { after[$0] - before[$0] }
    }
    let values = changes(nil)
    let intervals = bootstrap.intervals(level: 0.95, threads: threads) { changes($0) }
    return places.enumerated().compactMap { place, line in
      let key = first.keys[line]
      guard let capacity = key.capacity else { return nil }
      let value = values[place].isFinite ? values[place] : nil
      return FairnessAudit.Change(
        group: key.group,
        capacity: capacities[capacity],
        measure: key.measure,
        value: value,
        interval: value.flatMap { _ in intervals.isEmpty ? nil : intervals[place] }
      )
    }
  }

  private func lines(
    _ plan: LinePlan,
    _ intervals: [BootstrapInterval?]
  ) -> [FairnessAudit.Line] {
    let statistics = plan.statistics(nil)
    let tallies = plan.tallies(nil)
    return plan.keys.enumerated().map { place, key in
      let own = tallies[key.capacity ?? 0][key.group]
      let reference = plan.reference(of: key.group)
      let other = tallies[key.capacity ?? 0][reference]
      let (count, of) = own.parts(of: key.measure)
      func number(_ offset: Int) -> Double? {
        let value = statistics[3 * place + offset]
        return value.isFinite ? value : nil
      }
      func interval(_ offset: Int) -> BootstrapInterval? {
        number(offset).flatMap { _ in intervals[3 * place + offset] }
      }
      let isSmall =
        own.support(of: key.measure) < audit.smallest
        || other.support(of: key.measure) < audit.smallest
      let limits = audit.limits.filter { $0.measure == key.measure && key.group != reference }
      var broken: [RiskSpecification.Audit.Limit] = []
      if !isSmall, let value = own.value(of: key.measure),
        let beside = other.value(of: key.measure)
      {
        broken = limits.filter { !$0.holds(value, beside: beside) }
      }
      return FairnessAudit.Line(
        group: key.group,
        capacity: key.capacity.map { capacities[$0] },
        measure: key.measure,
        count: count,
        of: of,
        support: own.support(of: key.measure),
        value: number(0),
        interval: interval(0),
        ratio: number(1),
        ratioInterval: interval(1),
        difference: number(2),
        differenceInterval: interval(2),
        isSmall: isSmall,
        broken: broken,
        notJudged: isSmall ? limits : []
      )
    }
  }

  private func calibrations(
    _ score: Score,
    _ sample: FairnessSample,
    _ tallies: GroupTallies
  ) -> [Calibration?] {
    guard let probabilities = score.probabilities else {
      return tallies.groups.map { _ in nil }
    }
    return tallies.groups.map { group in
      let codes = sample.columns[group.column].codes
      let rows = codes.indices.filter { codes[$0] == group.level }
      let positives = rows.count { sample.outcomes[$0] }
      guard min(positives, rows.count - positives) >= audit.smallest else { return nil }
      // Both outcomes are there; what else can fail leaves the group without a calibration.
      return try? Calibration(
        probabilities: rows.map { probabilities[$0] },
        outcomes: rows.map { sample.outcomes[$0] }
      )
    }
  }
}

/// Sums over the rows of each group.
private struct GroupTallies: Sendable {
  let sample: FairnessSample
  let capacities: [Int]
  /// Column and level of each group.
  let groups: [(column: Int, level: Int)]
  /// First group of each column.
  let starts: [Int]

  init(_ sample: FairnessSample, capacities: [Int]) {
    self.sample = sample
    self.capacities = capacities
    var groups: [(column: Int, level: Int)] = []
    var starts: [Int] = []
    for (place, column) in sample.columns.enumerated() {
      starts.append(groups.count)
      groups += column.levels.indices.map { (column: place, level: $0) }
    }
    self.groups = groups
    self.starts = starts
  }

  /// Rows, positives and expected positives of each group.
  func totals(probabilities: [Double]?, weights: [Double]?) -> [FairnessTally] {
    var tallies = [FairnessTally](repeating: FairnessTally(), count: groups.count)
    for row in sample.outcomes.indices {
      let weight = weights?[row] ?? 1
      guard weight > 0 else { continue }
      let positive = sample.outcomes[row] ? weight : 0
      let expected = (probabilities?[row] ?? .nan) * weight
      for (column, start) in zip(sample.columns, starts) {
        let group = start + column.codes[row]
        tallies[group].rows += weight
        tallies[group].positives += positive
        tallies[group].expected += expected
      }
    }
    return tallies
  }

  /// The same with who is on the list, at each capacity.
  func tallies(
    _ ranked: RankedOutcomes,
    probabilities: [Double]?,
    weights: [Double]?
  ) -> [[FairnessTally]] {
    let totals = totals(probabilities: probabilities, weights: weights)
    return capacities.map { capacity in
      var tallies = totals
      var left = Double(capacity)
      for (position, row) in ranked.order.enumerated() {
        guard left > 0 else { break }
        let taken = min(weights?[row] ?? 1, left)
        guard taken > 0 else { continue }
        left -= taken
        for (column, start) in zip(sample.columns, starts) {
          let group = start + column.codes[row]
          tallies[group].selected += taken
          if ranked.isPositive[position] { tallies[group].found += taken }
        }
      }
      return tallies
    }
  }
}

/// The lines of an audit in a fixed order, as a list of statistics for the bootstrap to vary.
private struct LinePlan: Sendable {
  let keys: [Key]
  private let groups: GroupTallies
  let ranked: RankedOutcomes
  private let probabilities: [Double]?

  /// What a line is of; `capacity` is a place among the capacities.
  struct Key: Sendable {
    let group: Int
    let capacity: Int?
    let measure: FairnessMeasure
  }

  init(tallies: GroupTallies, ranked: RankedOutcomes, probabilities: [Double]?) {
    groups = tallies
    self.ranked = ranked
    self.probabilities = probabilities
    var keys: [Key] = []
    for capacity in tallies.capacities.indices {
      for group in tallies.groups.indices {
        for measure in FairnessMeasure.allCases where measure.dependsOnCapacity {
          keys.append(Key(group: group, capacity: capacity, measure: measure))
        }
      }
    }
    for group in tallies.groups.indices {
      for measure in FairnessMeasure.allCases where !measure.dependsOnCapacity {
        if measure == .observedToExpected, probabilities == nil { continue }
        keys.append(Key(group: group, capacity: nil, measure: measure))
      }
    }
    self.keys = keys
  }

  /// The group that a group is compared with.
  func reference(of group: Int) -> Int {
    let column = groups.groups[group].column
    return groups.starts[column] + groups.sample.columns[column].reference
  }

  func tallies(_ weights: [Double]?) -> [[FairnessTally]] {
    groups.tallies(ranked, probabilities: probabilities, weights: weights)
  }

  /// The measure of each line; NaN where there is none.
  func values(_ weights: [Double]?) -> [Double] {
    let tallies = tallies(weights)
    return keys.map { tallies[$0.capacity ?? 0][$0.group].value(of: $0.measure) ?? .nan }
  }

  /// Measure, ratio and difference of each line; NaN where there is none.
  func statistics(_ weights: [Double]?) -> [Double] {
    let tallies = tallies(weights)
    return keys.flatMap { key in
      let place = key.capacity ?? 0
      let reference = reference(of: key.group)
      guard let value = tallies[place][key.group].value(of: key.measure) else {
        return [Double.nan, .nan, .nan]
      }
      guard key.group != reference,
        let beside = tallies[place][reference].value(of: key.measure)
      else { return [value, .nan, .nan] }
      return [value, beside > 0 ? value / beside : .nan, value - beside]
    }
  }
}
