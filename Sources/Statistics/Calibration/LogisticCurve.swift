/// A straight line on the logit scale, `logit q = intercept + slope · logit p`.
///
/// Probabilities of 0 and 1 are moved inside by 1e-15 first.
package struct LogisticCurve: CalibrationCurve {
  /// On the logit scale.
  package let intercept: Double
  /// Above 0; below 1 where the probabilities were too extreme.
  package let slope: Double

  /// A curve with given parameters.
  ///
  /// - Throws: `notIncreasing` unless the slope is above 0; `notConverged` for an intercept or
  ///   slope that is not finite.
  package init(intercept: Double, slope: Double) throws(CalibrationError) {
    guard intercept.isFinite, slope.isFinite else { throw .notConverged }
    guard slope > 0 else { throw .notIncreasing }
    self.intercept = intercept
    self.slope = slope
  }

  /// The corrected probability.
  package func callAsFunction(_ probability: Double) -> Double {
    LogisticLoss.probability(intercept + slope * insideLogit(probability))
  }

  private enum CodingKeys: String, CodingKey {
    case intercept
    case slope
  }

  /// Decodes and checks both parameters.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      intercept: container.decode(Double.self, forKey: .intercept),
      slope: container.decode(Double.self, forKey: .slope)
    )
  }
}

extension CalibrationMethod {
  /// Logistic regression of the outcome on the logit of the probability (Cox 1958, Biometrika
  /// 45:562), the form of Platt's scaling for models that give probabilities.
  ///
  /// Agrees with R's `glm` to 1e-9. Throws `tooFewDistinctProbabilities`, `separated`,
  /// `notIncreasing`, `notConverged`.
  package static let platt = CalibrationMethod(
    name: "platt",
    summary: "intercept and slope on the logit scale",
    minimumEvents: 20
  ) { sample throws(CalibrationError) in
    try LogisticCurve(sample, response: sample.outcomes)
  }

  /// Platt's scaling with his smoothed targets (Platt 1999, *Advances in Large Margin
  /// Classifiers*): successes count as (N₊ + 1) / (N₊ + 2), failures as 1 / (N₋ + 2).
  ///
  /// For small samples: the estimates are finite even where the probabilities separate the
  /// outcomes. Agrees with R's `glm` on the smoothed targets to 1e-9.
  package static let smoothedPlatt = CalibrationMethod(
    name: "platt_smoothed",
    summary: "platt with smoothed targets, for few cases",
    minimumEvents: 10
  ) { sample throws(CalibrationError) in
    let events = sample.support.eventCount
    let success = (events + 1) / (events + 2)
    let failure = 1 / (sample.support.weightSum - events + 2)
    return try LogisticCurve(
      sample,
      response: sample.outcomes.map { $0 * success + (1 - $0) * failure }
    )
  }
}

extension LogisticCurve {
  fileprivate init(_ sample: CalibrationSample, response: [Double]) throws(CalibrationError) {
    try sample.require(distinctProbabilities: 2)
    let fit = try CalibrationRegression(
      columns: [sample.probabilities.map { insideLogit($0) }],
      response: response,
      weights: sample.weights
    )
    try self.init(intercept: fit.intercept, slope: fit.slopes[0])
  }
}
