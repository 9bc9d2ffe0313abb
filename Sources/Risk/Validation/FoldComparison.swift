internal import Statistics

/// Models and rivals on the rows of a fold, as a list of statistics for the bootstrap to vary.
struct FoldComparison: Sendable {
  /// A score of the rows.
  struct Scorer: Sendable {
    let name: String
    let kind: RiskValidation.ScoreKind
    let ranking: RankedOutcomes
    let probabilities: [Double]?
    /// Of a model's probabilities; `nil` for rivals, whose calibration is not judged.
    let calibration: ResampledCalibration?

    init(
      name: String,
      kind: RiskValidation.ScoreKind,
      ranking: RankedOutcomes,
      probabilities: [Double]?,
      outcomes: [Bool]
    ) {
      self.name = name
      self.kind = kind
      self.ranking = ranking
      self.probabilities = probabilities
      calibration =
        kind == .model
        ? probabilities.map { ResampledCalibration(probabilities: $0, outcomes: outcomes) } : nil
    }
  }

  let capacities: [Int]
  let outcomes: [Bool]
  /// The first is the model that the others are compared with.
  let scorers: [Scorer]

  /// The statistics in a fixed order: see `scores`, which takes them apart again.
  func statistics(weights: [Double]?) -> [Double] {
    var values: [Double] = []
    var first: Numbers?
    for scorer in scorers {
      let numbers = Numbers(scorer, self, weights)
      values += [numbers.auc, numbers.averagePrecision]
      if let brier = numbers.brier { values.append(brier) }
      values += numbers.calibration
      for top in numbers.tops {
        // Beyond a list of the same length drawn by lot.
        values += [top.precision, top.recall, top.lift, top.found * (1 - 1 / top.lift)]
      }
      guard let model = first else {
        first = numbers
        continue
      }
      values += [model.auc - numbers.auc, model.averagePrecision - numbers.averagePrecision]
      if let own = model.brier, let brier = numbers.brier { values.append(own - brier) }
      values += zip(model.tops, numbers.tops).map { $0.found - $1.found }
    }
    return values
  }

  /// The numbers of one scorer.
  private struct Numbers {
    let auc: Double
    let averagePrecision: Double
    let brier: Double?
    let calibration: [Double]
    let tops: [TopMetrics]

    init(_ scorer: Scorer, _ comparison: FoldComparison, _ weights: [Double]?) {
      let ranks = scorer.ranking.metrics(
        capacities: scorer.kind == .baseRate ? [] : comparison.capacities,
        weights: weights
      )
      auc = ranks.auc
      averagePrecision = ranks.averagePrecision
      tops = ranks.top
      if let line = scorer.calibration {
        let estimates = weights.map { line.estimates(weights: $0) } ?? line.estimates
        brier = estimates.brier
        calibration = [estimates.slope, estimates.intercept, estimates.interceptInTheLarge]
        return
      }
      brier = scorer.probabilities.map {
        Calibration.brierScore(
          probabilities: $0,
          outcomes: comparison.outcomes,
          weights: weights
        )
      }
      calibration = []
    }
  }

  /// The scores with their intervals.
  func scores(intervals: [BootstrapInterval?]) -> [RiskValidation.Score] {
    let values = statistics(weights: nil)
    var position = 0
    func next() -> RiskValidation.Estimate {
      defer { position += 1 }
      let interval = intervals.isEmpty ? nil : intervals[position]
      return .init(value: values[position], lower: interval?.lower, upper: interval?.upper)
    }
    return scorers.enumerated().map { index, scorer in
      let auc = next()
      let averagePrecision = next()
      let probability = scorer.probabilities.map { probabilities in
        let isModel = scorer.kind == .model
        return RiskValidation.ProbabilityMetrics(
          brier: next(),
          brierParts: brierParts(probabilities),
          calibrationSlope: isModel ? next() : nil,
          calibrationIntercept: isModel ? next() : nil,
          calibrationInTheLarge: isModel ? next() : nil
        )
      }
      let tops = scorer.kind == .baseRate ? [] : capacities.map { top($0, scorer, next) }
      let difference =
        index == 0
        ? nil
        : RiskValidation.Difference(
          auc: next(),
          averagePrecision: next(),
          brier: scorer.probabilities == nil ? nil : next(),
          found: tops.map { _ in next() }
        )
      return RiskValidation.Score(
        name: scorer.name,
        kind: scorer.kind,
        auc: auc,
        averagePrecision: averagePrecision,
        probability: probability,
        top: tops,
        difference: difference
      )
    }
  }

  private func top(
    _ capacity: Int,
    _ scorer: Scorer,
    _ next: () -> RiskValidation.Estimate
  ) -> RiskValidation.Top {
    let top = scorer.ranking.top(capacity)
    return RiskValidation.Top(
      capacity: capacity,
      precision: next(),
      recall: next(),
      lift: next(),
      net: next(),
      found: Int(top.found),
      tie: top.tie,
      overlap: scorer.ranking.overlap(with: scorers[0].ranking, first: capacity)
    )
  }

  private func brierParts(_ probabilities: [Double]) -> BrierDecomposition? {
    // Probabilities and outcomes are in range: nothing else can be wrong with them.
    guard
      let sample = try? CalibrationSample(probabilities: probabilities, outcomes: outcomes)
    else { return nil }
    return ReliabilityBins(sample, binning: .equalCount(10)).brier
  }
}
