/// A penalised logistic regression for one lambda.
///
/// It holds no row of the data and can be saved. There are no standard errors and no p-values:
/// those of maximum likelihood do not hold for penalised estimates.
package struct PenalizedFit: Sendable, Equatable, Codable {
  /// The penalty: l1 ratio and relative factors as given.
  package let penalty: ElasticNetPenalty
  /// Strength of the penalty.
  package let lambda: Double
  /// One a design column, on the scale of the data.
  package let coefficients: [Double]
  /// Index of the column of ones, which is not penalised.
  package let interceptColumn: Int?
  /// Number of coefficients that are not zero, the intercept aside.
  package let degreesOfFreedom: Int
  /// Number of rows of positive weight.
  package let observationCount: Int
  /// Sum of the weights: the number of trials.
  package let weightSum: Double
  /// Weighted number of successes.
  package let eventCount: Double
  /// Twice the distance of the log-likelihood to that of the saturated model; the penalty is not
  /// in it.
  package let deviance: Double
  /// Deviance of the model with the intercept (and offset) alone; with the offset alone when the
  /// design has no intercept.
  package let nullDeviance: Double
  /// Passes over the rows for the gradient.
  package let passes: Int
  /// Why the coefficients are not the minimum; `nil` when they are.
  package let trouble: PenalizedPath.Trouble?

  /// Share of the null deviance that is explained.
  package var devianceRatio: Double { 1 - deviance / nullDeviance }
}

extension PenalizedPath {
  /// The fit at the solved lambda nearest to one, on the log scale.
  ///
  /// - Returns: `nil` when no lambda was solved.
  package func fit(nearest lambda: Double) -> PenalizedFit? {
    let distance = { (other: Double) in
      other == lambda ? 0 : abs(other - lambda) / max(min(other, lambda), .leastNormalMagnitude)
    }
    guard let step = steps.min(by: { distance($0.lambda) < distance($1.lambda) }) else {
      return nil
    }
    return fit(step, trouble: nil)
  }

  func fit(_ step: Step, trouble: Trouble?) -> PenalizedFit {
    PenalizedFit(
      penalty: penalty,
      lambda: step.lambda,
      coefficients: step.coefficients,
      interceptColumn: interceptColumn,
      degreesOfFreedom: step.degreesOfFreedom,
      observationCount: observationCount,
      weightSum: weightSum,
      eventCount: eventCount,
      deviance: step.deviance,
      nullDeviance: nullDeviance,
      passes: step.passes,
      trouble: trouble
    )
  }
}
