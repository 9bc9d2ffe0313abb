extension RiskSpecification {
  /// How the coefficients are estimated.
  package enum Estimator: String, Sendable, Codable, CaseIterable {
    /// Maximum likelihood, as R's `glm`.
    case maximumLikelihood = "maximum_likelihood"
    /// Firth's penalised likelihood, as R's `logistf`: finite whatever the data are, and less biased
    /// in small samples.
    case firth
    /// The same with the intercept put right, so that probabilities have the mean of the outcomes.
    case flic
  }

  /// What is said of the estimates beside their values.
  package struct Inference: Sendable, Equatable, Codable {
    /// What standard errors are made of.
    package var covariance: Covariance
    /// What intervals and p-values are made of.
    package var intervals: Intervals
    /// Tests of whole terms.
    package var tests: Tests
    /// Confidence level of the intervals, in (0, 1).
    package var level: Double
    /// How many of the rows of the largest influence are named; 0 for none.
    package var influence: Int

    /// What is said of the estimates.
    package init(
      covariance: Covariance = .model,
      intervals: Intervals = .wald,
      tests: Tests = .none,
      level: Double = 0.95,
      influence: Int = 0
    ) {
      self.covariance = covariance
      self.intervals = intervals
      self.tests = tests
      self.level = level
      self.influence = influence
    }
  }

  /// What standard errors are made of.
  package enum Covariance: String, Sendable, Codable, CaseIterable {
    /// The information of the likelihood.
    case model
    /// Scores of rows, which holds without the model's variance.
    case hc0
    /// The same, times n / (n - p).
    case hc1
    /// The same, each row by its leverage.
    case hc2
    /// The same, each row by the square of its leverage: for small samples.
    case hc3
    /// Scores of clusters, such as persons with several rows.
    case cluster
  }

  /// What intervals and p-values are made of.
  package enum Intervals: String, Sendable, Codable, CaseIterable {
    /// Estimate and standard error.
    case wald
    /// The likelihood itself: better in small samples and for large effects.
    case profile
  }

  /// Tests of whole terms.
  package enum Tests: String, Sendable, Codable, CaseIterable {
    /// None.
    case none
    /// All coefficients of a term are 0, by the covariance.
    case wald
    /// The model against the model without the term.
    case likelihoodRatio = "likelihood_ratio"
  }
}
