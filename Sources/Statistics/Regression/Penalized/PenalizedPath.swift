/// The fits of a penalised logistic regression for a sequence of lambdas.
///
/// It holds no row of the data. Standard errors and p-values are not given: those of maximum
/// likelihood do not hold for penalised estimates.
package struct PenalizedPath: Sendable, Equatable {
  /// The penalty.
  package let penalty: ElasticNetPenalty
  /// One a lambda solved, the largest first.
  package let steps: [Step]
  /// How the path ended.
  package let ending: Ending
  /// Number of rows of positive weight.
  package let observationCount: Int
  /// Sum of the weights: the number of trials.
  package let weightSum: Double
  /// Weighted number of successes.
  package let eventCount: Double
  /// Deviance of the model with the intercept (and offset) alone; with the offset alone when the
  /// design has no intercept.
  package let nullDeviance: Double
  /// Index of the column of ones, which is not penalised.
  package let interceptColumn: Int?
  /// Where the iterations stopped for the lambda that could not be solved; `nil` without trouble.
  package let unsolved: Step?
  /// Passes over the rows that took a gradient.
  package let gradientPasses: Int
  /// Passes over the rows that took a Hessian.
  package let hessianPasses: Int

  /// The fit for one lambda.
  package struct Step: Sendable, Equatable {
    /// Strength of the penalty.
    package let lambda: Double
    /// One a design column, on the scale of the data.
    package let coefficients: [Double]
    /// Number of coefficients that are not zero, the intercept aside.
    package let degreesOfFreedom: Int
    /// Twice the distance of the log-likelihood to that of the saturated model.
    package let deviance: Double
    /// Share of the null deviance that is explained.
    package let devianceRatio: Double
    /// Passes over the rows for the gradient.
    package let passes: Int
  }

  /// How a path ended.
  package enum Ending: Sendable, Equatable {
    /// All lambdas are solved.
    case complete
    /// The next lambdas would hardly change the fit, and were asked to be left out then.
    case stoppedEarly
    /// This lambda could not be solved, so it and those after it are missing.
    case trouble(Trouble, lambda: Double)
  }

  /// Why a lambda could not be solved.
  package enum Trouble: String, Sendable, Codable {
    /// The passes allowed were used up.
    case maximumPasses
    /// No fraction of the step lowered the objective.
    case stalledLineSearch
    /// A coefficient without a penalty grows without bound.
    case separated
    /// A number overflowed.
    case notFinite
  }

  /// The lambdas solved, in descending order.
  package var lambdas: [Double] { steps.map(\.lambda) }
}
