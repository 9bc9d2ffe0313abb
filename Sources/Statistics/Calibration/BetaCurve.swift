internal import RealModule

/// Beta calibration, `logit q = intercept + a ln p - b ln(1 - p)`.
///
/// Kull, Silva Filho and Flach (2017, AISTATS, PMLR 54:623): the curve for probabilities that are
/// beta distributed in either class. With a = b it is a straight line on the logit scale; unlike
/// that, it can bend probabilities that are good at one end only. Probabilities of 0 and 1 are
/// moved inside by 1e-15 first.
package struct BetaCurve: CalibrationCurve {
  /// Exponent of p, at least 0.
  package let a: Double
  /// Exponent of 1 / (1 - p), at least 0.
  package let b: Double
  /// On the logit scale.
  package let intercept: Double

  /// A curve with given parameters.
  ///
  /// - Throws: `notIncreasing` when an exponent is negative or both are 0; `notConverged` for a
  ///   parameter that is not finite.
  package init(a: Double, b: Double, intercept: Double) throws(CalibrationError) {
    guard a.isFinite, b.isFinite, intercept.isFinite else { throw .notConverged }
    guard a >= 0, b >= 0, a + b > 0 else { throw .notIncreasing }
    self.a = a
    self.b = b
    self.intercept = intercept
  }

  /// The corrected probability.
  package func callAsFunction(_ probability: Double) -> Double {
    let p = insideProbability(probability)
    return LogisticLoss.probability(intercept + a * .log(p) - b * .log(onePlus: -p))
  }

  private enum CodingKeys: String, CodingKey {
    case a
    case b
    case intercept
  }

  /// Decodes and checks the parameters.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      a: container.decode(Double.self, forKey: .a),
      b: container.decode(Double.self, forKey: .b),
      intercept: container.decode(Double.self, forKey: .intercept)
    )
  }
}

extension CalibrationMethod {
  /// Beta calibration with three parameters.
  ///
  /// A negative exponent is set to 0 and the rest fitted again, as in the paper; should both be
  /// negative, the better of the two fits with one exponent that is not. This is the maximum of the
  /// likelihood under the constraint. Agrees with R's `glm` on the same columns to 1e-9, and with
  /// the authors' package betacal 1.1.0 as far as that converges (about 1e-3). Throws
  /// `tooFewDistinctProbabilities`, `separated`, `notIncreasing`, `notConverged`.
  package static let beta = CalibrationMethod(
    name: "beta",
    summary: "a curve that may bend differently at either end",
    minimumEvents: 30
  ) { sample throws(CalibrationError) in
    try sample.require(distinctProbabilities: 3)
    let inside = sample.probabilities.map { insideProbability($0) }
    let low = inside.map { Double.log($0) }
    let high = inside.map { -Double.log(onePlus: -$0) }
    func fit(_ columns: [[Double]]) throws(CalibrationError) -> CalibrationRegression {
      try CalibrationRegression(
        columns: columns,
        response: sample.outcomes,
        weights: sample.weights
      )
    }
    let both = try fit([low, high])
    switch (both.slopes[0] < 0, both.slopes[1] < 0) {
    case (false, false):
      return try BetaCurve(a: both.slopes[0], b: both.slopes[1], intercept: both.intercept)
    case (true, false):
      let rest = try fit([high])
      return try BetaCurve(a: 0, b: rest.slopes[0], intercept: rest.intercept)
    case (false, true):
      let rest = try fit([low])
      return try BetaCurve(a: rest.slopes[0], b: 0, intercept: rest.intercept)
    case (true, true):
      let first = try fit([low])
      let second = try fit([high])
      let takesFirst =
        first.slopes[0] > 0 && (second.slopes[0] <= 0 || first.deviance <= second.deviance)
      return takesFirst
        ? try BetaCurve(a: first.slopes[0], b: 0, intercept: first.intercept)
        : try BetaCurve(a: 0, b: second.slopes[0], intercept: second.intercept)
    }
  }
}
