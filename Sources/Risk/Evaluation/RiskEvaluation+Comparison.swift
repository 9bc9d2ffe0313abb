internal import Statistics

extension RiskEvaluation {
  /// The figures of a model and its rivals on the same rows.
  ///
  /// - Parameters:
  ///   - comparison: the model, then the rule if there is one, then the others.
  ///   - intervals: of its statistics.
  ///   - chosen: the rule.
  ///   - leakage: features that look as if they knew the outcome.
  ///   - replicates: bootstrap replicates behind the intervals.
  init(
    _ comparison: FoldComparison,
    intervals: [BootstrapInterval?],
    rule chosen: OneColumnRule?,
    leakage: [LeakageAlarm],
    replicates: Int
  ) {
    let scores = comparison.scores(intervals: intervals)
    let model = comparison.scorers[0]
    let probabilities = model.probabilities ?? []
    rows = model.ranking.count
    positives = model.ranking.positiveCount
    let rate = model.ranking.baseRate
    baseRate = rate
    self.model = ScoreMetrics(scores[0], gain: Self.gain(model.ranking))
    rule = chosen.map {
      RuleMetrics($0, scores[1], gain: Self.gain(comparison.scorers[1].ranking))
    }
    baseline = BaselineMetrics(auc: 0.5, averagePrecision: rate, brier: rate * (1 - rate))
    difference = chosen.flatMap { _ in
      scores[1].difference.map {
        DifferenceMetrics(auc: $0.auc, averagePrecision: $0.averagePrecision, found: $0.found)
      }
    }
    self.scores = scores
    rivalWins = RiskValidation.RivalWin.all(in: scores, fold: nil)
    calibrationBins = Calibration.equalExpectedBins(
      probabilities: probabilities,
      outcomes: comparison.outcomes,
      count: 8
    )
    scoreCounts = ScoreCount.all(probabilities, comparison.outcomes)
    self.leakage = leakage
    self.replicates = replicates
  }

  private static func gain(_ ranking: RankedOutcomes) -> [GainPoint] {
    ranking.gainCurve(points: 100).map { .init(contacted: $0.contacted, found: $0.found) }
  }
}

extension RiskEvaluation.ScoreMetrics {
  fileprivate init(_ score: RiskValidation.Score, gain: [RiskEvaluation.GainPoint]) {
    guard let probability = score.probability, let slope = probability.calibrationSlope,
      let intercept = probability.calibrationIntercept,
      let inTheLarge = probability.calibrationInTheLarge
    else { preconditionFailure("a model without probabilities") }
    auc = score.auc
    averagePrecision = score.averagePrecision
    brier = probability.brier
    calibrationSlope = slope
    calibrationIntercept = intercept
    calibrationInTheLarge = inTheLarge
    top = score.top.map(RiskEvaluation.TopEstimate.init)
    self.gain = gain
    brierParts = probability.brierParts
  }
}

extension RiskEvaluation.RuleMetrics {
  fileprivate init(
    _ rule: OneColumnRule,
    _ score: RiskValidation.Score,
    gain: [RiskEvaluation.GainPoint]
  ) {
    self.rule = rule
    auc = score.auc
    averagePrecision = score.averagePrecision
    top = score.top.map(RiskEvaluation.TopEstimate.init)
    self.gain = gain
  }
}

extension RiskEvaluation.TopEstimate {
  fileprivate init(_ top: RiskValidation.Top) {
    capacity = top.capacity
    precision = top.precision
    recall = top.recall
    lift = top.lift
    found = top.found
    tie = top.tie
  }
}

extension RiskEvaluation.ScoreCount {
  /// Rows by probability, in forty ranges of equal width.
  fileprivate static func all(_ probabilities: [Double], _ outcomes: [Bool]) -> [Self] {
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
}
