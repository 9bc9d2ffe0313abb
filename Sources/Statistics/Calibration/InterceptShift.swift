/// The shift of all logits that makes the mean probability equal to a rate.
///
/// This is the maximum likelihood intercept with the slope held at 1 when the rate is that of the
/// outcomes of the same rows.
struct InterceptShift: Sendable, Equatable {
  /// To be added to each logit.
  let value: Double
  /// Sum of `weight · μ (1 - μ)` at the shifted probabilities: the information of the shift.
  let information: Double

  /// Finds the shift by Newton's method inside a bracket that halves when a step leaves it.
  ///
  /// The mean is increasing in the shift, so the root is the only one; found to the last bits.
  ///
  /// - Parameters:
  ///   - logits: n finite numbers, at least one.
  ///   - weights: n numbers above 0.
  ///   - rate: strictly between 0 and 1.
  init(logits: [Double], weights: [Double], rate: Double) {
    let total = weights.compensatedSum
    let target = LogisticLoss.logit(rate)
    // A shift that moves every logit above (below) the target has a mean above (below) the rate.
    var lower = target - (logits.max() ?? 0)
    var upper = target - (logits.min() ?? 0)
    var shift = target - LogisticLoss.logit(Self.mean(logits, weights, total, shift: 0).rate)
    if !(shift > lower && shift < upper) { shift = lower + (upper - lower) / 2 }
    for _ in 0..<200 {
      let current = Self.mean(logits, weights, total, shift: shift)
      let excess = current.rate - rate
      if excess == 0 { break }
      if excess > 0 { upper = shift } else { lower = shift }
      var next = shift - excess * total / current.information
      if !(next > lower && next < upper) { next = lower + (upper - lower) / 2 }
      let move = abs(next - shift)
      shift = next
      if move <= 2 * shift.ulp { break }
    }
    value = shift
    information = Self.mean(logits, weights, total, shift: shift).information
  }

  private static func mean(
    _ logits: [Double],
    _ weights: [Double],
    _ total: Double,
    shift: Double
  ) -> (rate: Double, information: Double) {
    var sum = CompensatedSum()
    var information = CompensatedSum()
    for (logit, weight) in zip(logits, weights) {
      let loss = LogisticLoss(logit + shift)
      sum.add(weight * loss.probability)
      information.add(weight * loss.weight)
    }
    return (sum.value / total, information.value)
  }
}

extension CalibrationMethod {
  /// Recalibration in the large: all logits shifted by the same, so that the mean probability is
  /// the rate observed; for a base rate that has drifted, with few new outcomes.
  ///
  /// The intercept of R's `glm(y ~ offset(qlogis(p)))`, to 1e-12.
  package static let inTheLarge = CalibrationMethod(
    name: "in_the_large",
    summary: "one shift of all logits to the rate observed",
    minimumEvents: 10
  ) { sample throws(CalibrationError) in
    let shift = InterceptShift(
      logits: sample.probabilities.map { insideLogit($0) },
      weights: sample.weights,
      rate: sample.support.eventCount / sample.support.weightSum
    )
    return try LogisticCurve(intercept: shift.value, slope: 1)
  }
}

extension CalibrationMap {
  /// The shift of all logits after which the probabilities have a stated mean; no outcome needed.
  ///
  /// For a population whose rate is known from elsewhere, such as official statistics.
  ///
  /// - Parameters:
  ///   - probabilities: n numbers in [0, 1] that the model gives the population, at least one.
  ///   - weights: n weights, at least 0; 1 each when `nil`.
  ///   - rate: mean wanted, strictly between 0 and 1.
  /// - Returns: a map of one stage, without support.
  /// - Throws: `invalidBaseRate`; `invalidProbability` and `invalidWeight` with the row; `noRows`.
  package static func shifting(
    _ probabilities: [Double],
    weights: [Double]? = nil,
    toBaseRate rate: Double
  ) throws(CalibrationError) -> CalibrationMap {
    guard rate > 0, rate < 1 else { throw .invalidBaseRate(rate) }
    // An outcome of the rate itself for every row: the shift is the same.
    let sample = try CalibrationSample(
      probabilities: probabilities,
      outcomes: Array(repeating: rate, count: probabilities.count),
      weights: weights
    )
    let shift = InterceptShift(
      logits: sample.probabilities.map { insideLogit($0) },
      weights: sample.weights,
      rate: rate
    )
    return try stated(shift: shift.value)
  }

  /// The shift from one base rate to another by Bayes' theorem: `logit(new) - logit(old)`.
  ///
  /// For a model fitted on rows where positives were drawn more often than in the population
  /// (prior correction: King and Zeng 2001, Political Analysis 9:137).
  ///
  /// - Parameters:
  ///   - old: share of positives among the rows the model was fitted on, strictly inside (0, 1).
  ///   - new: share in the population, strictly inside (0, 1).
  /// - Returns: a map of one stage, without support.
  /// - Throws: `invalidBaseRate`.
  package static func shifting(
    fromBaseRate old: Double,
    toBaseRate new: Double
  ) throws(CalibrationError) -> CalibrationMap {
    for rate in [old, new] where !(rate > 0 && rate < 1) { throw .invalidBaseRate(rate) }
    return try stated(shift: LogisticLoss.logit(new) - LogisticLoss.logit(old))
  }

  private static func stated(shift: Double) throws(CalibrationError) -> CalibrationMap {
    CalibrationMap(stages: [
      .init(
        method: CalibrationMethod.inTheLarge.name,
        curve: try LogisticCurve(intercept: shift, slope: 1),
        support: nil
      )
    ])
  }
}
