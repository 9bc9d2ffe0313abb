package import Datasets
internal import Statistics

/// Judges a model on rows of known outcome.
package struct RiskEvaluator: Sendable {
  /// Capacities to judge at.
  package let capacities: [Int]
  /// Bootstrap replicates.
  package let replicates: Int
  /// Seed of the bootstrap.
  package let seed: UInt64
  /// Largest number of workers; results do not depend on it.
  package let threads: Int

  /// An evaluator.
  package init(capacities: [Int], replicates: Int, seed: UInt64, threads: Int) {
    self.capacities = capacities
    self.replicates = replicates
    self.seed = seed
    self.threads = threads
  }

  /// Judges a model.
  ///
  /// - Parameters:
  ///   - model: a fitted model.
  ///   - dataset: rows with target and features.
  ///   - tieKeys: settles the order of equal scores, from the text of the person's id (or of the
  ///     row number, without an id).
  ///   - rule: the rival to compare with; the model's own when `nil`.
  /// - Returns: metrics with intervals, clustered by person.
  /// - Throws: `DataProblem`.
  package func evaluate(
    _ model: RiskModel,
    on dataset: Dataset,
    tieKeys: (String) -> UInt64,
    rule: OneColumnRule? = nil
  ) throws(DataProblem) -> RiskEvaluation {
    guard case .binary = model.specification.target, model.specification.weights == nil else {
      throw DataProblem(
        .invalidValue(expected: "rows of one person each, without counts or frequencies"),
        column: "target"
      )
    }
    let outcome = try Outcome(model.specification, dataset)
    let known = outcome.knownRows.map { dataset.selecting(rows: $0) } ?? dataset
    let outcomes = outcome.response.array(count: known.rowCount).map { $0 == 1 }
    let (probabilities, ranking) = model.scores(try model.encode(known))
    let persons = try Self.persons(model.specification, known)
    let keys = persons.map { tieKeys($0) }
    let chosen = rule ?? model.rule
    let ruleScores = try chosen.map { rule throws(DataProblem) in
      try rule.scores(known, encoding: model.encoding)
    }
    let comparison = Comparison(
      capacities: capacities,
      probabilities: probabilities,
      outcomes: outcomes,
      model: RankedOutcomes(scores: ranking, outcomes: outcomes, tieKeys: keys),
      rule: ruleScores.map { RankedOutcomes(scores: $0, outcomes: outcomes, tieKeys: keys) },
      calibration: ResampledCalibration(probabilities: probabilities, outcomes: outcomes)
    )
    let bootstrap = ClusterBootstrap(
      clusters: Self.clusterNumbers(persons),
      replicates: replicates,
      seed: seed
    )
    let intervals = bootstrap.intervals(level: 0.95, threads: threads) {
      comparison.statistics(weights: $0)
    }
    return comparison.evaluation(intervals: intervals, rule: chosen, replicates: replicates)
  }

  private static func persons(
    _ specification: RiskSpecification,
    _ dataset: Dataset
  ) throws(DataProblem) -> [String] {
    guard let id = specification.id else { return (0..<dataset.rowCount).map { String($0) } }
    let column = try dataset.column(id)
    var persons: [String] = []
    for row in 0..<dataset.rowCount {
      guard let person = column.text(at: row) else {
        throw DataProblem(
          .missingValue,
          file: dataset.source,
          line: dataset.line(ofRow: row),
          column: id
        )
      }
      persons.append(person)
    }
    return persons
  }

  private static func clusterNumbers(_ persons: [String]) -> [Int] {
    var index: [String: Int] = [:]
    return persons.map { person in
      if let known = index[person] { return known }
      let next = index.count
      index[person] = next
      return next
    }
  }
}

/// Model and rule on the same rows, as a list of statistics for the bootstrap to vary.
private struct Comparison: Sendable {
  let capacities: [Int]
  let probabilities: [Double]
  let outcomes: [Bool]
  let model: RankedOutcomes
  let rule: RankedOutcomes?
  let calibration: ResampledCalibration

  /// The statistics in a fixed order: see `evaluation`, which takes them apart again.
  func statistics(weights: [Double]?) -> [Double] {
    let ranks = model.metrics(capacities: capacities, weights: weights)
    let estimates = weights.map { calibration.estimates(weights: $0) } ?? calibration.estimates
    var values = [
      ranks.auc, ranks.averagePrecision, estimates.brier, estimates.slope, estimates.intercept,
      estimates.interceptInTheLarge,
    ]
    for top in ranks.top { values += [top.precision, top.recall, top.lift] }
    guard let rule else { return values }
    let rivals = rule.metrics(capacities: capacities, weights: weights)
    values += [rivals.auc, rivals.averagePrecision]
    for top in rivals.top { values += [top.precision, top.recall, top.lift] }
    values += [ranks.auc - rivals.auc, ranks.averagePrecision - rivals.averagePrecision]
    return values + zip(ranks.top, rivals.top).map { $0.found - $1.found }
  }

  func evaluation(
    intervals: [BootstrapInterval?],
    rule chosen: OneColumnRule?,
    replicates: Int
  ) -> RiskEvaluation {
    let values = statistics(weights: nil)
    var position = 0
    func next() -> RiskEvaluation.Estimate {
      defer { position += 1 }
      let interval = intervals.isEmpty ? nil : intervals[position]
      return .init(value: values[position], lower: interval?.lower, upper: interval?.upper)
    }
    func tops(_ ranking: RankedOutcomes) -> [RiskEvaluation.TopEstimate] {
      capacities.map { capacity in
        let top = ranking.top(capacity)
        return .init(
          capacity: capacity,
          precision: next(),
          recall: next(),
          lift: next(),
          found: Int(top.found),
          tie: top.tie
        )
      }
    }
    let score = RiskEvaluation.ScoreMetrics(
      auc: next(),
      averagePrecision: next(),
      brier: next(),
      calibrationSlope: next(),
      calibrationIntercept: next(),
      calibrationInTheLarge: next(),
      top: tops(model),
      gain: Self.gain(model),
      brierParts: brierParts
    )
    var ruleMetrics: RiskEvaluation.RuleMetrics?
    var difference: RiskEvaluation.DifferenceMetrics?
    if let rule, let chosen {
      ruleMetrics = .init(
        rule: chosen,
        auc: next(),
        averagePrecision: next(),
        top: tops(rule),
        gain: Self.gain(rule)
      )
      difference = .init(
        auc: next(),
        averagePrecision: next(),
        found: capacities.map { _ in next() }
      )
    }
    let rate = model.baseRate
    return RiskEvaluation(
      rows: model.count,
      positives: model.positiveCount,
      baseRate: rate,
      model: score,
      rule: ruleMetrics,
      baseline: .init(auc: 0.5, averagePrecision: rate, brier: rate * (1 - rate)),
      difference: difference,
      calibrationBins: Calibration.equalExpectedBins(
        probabilities: probabilities,
        outcomes: outcomes,
        count: 8
      ),
      scoreCounts: scoreCounts,
      replicates: replicates
    )
  }

  /// The parts of the Brier score, over ten groups of about equal size; `nil` without rows.
  private var brierParts: BrierDecomposition? {
    // Probabilities and outcomes are in range: nothing else can be wrong with them.
    guard
      let sample = try? CalibrationSample(probabilities: probabilities, outcomes: outcomes)
    else { return nil }
    return ReliabilityBins(sample, binning: .equalCount(10)).brier
  }

  private var scoreCounts: [RiskEvaluation.ScoreCount] {
    let ranges = 40
    var counts = [Int](repeating: 0, count: ranges)
    var positives = counts
    for (probability, outcome) in zip(probabilities, outcomes) {
      let range = min(Int(probability * Double(ranges)), ranges - 1)
      counts[range] += 1
      positives[range] += outcome ? 1 : 0
    }
    return (0..<ranges).map { range in
      .init(
        lower: Double(range) / Double(ranges),
        upper: Double(range + 1) / Double(ranges),
        count: counts[range],
        positives: positives[range]
      )
    }
  }

  private static func gain(_ ranking: RankedOutcomes) -> [RiskEvaluation.GainPoint] {
    ranking.gainCurve(points: 100).map { .init(contacted: $0.contacted, found: $0.found) }
  }
}
