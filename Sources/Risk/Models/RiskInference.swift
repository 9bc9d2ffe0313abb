package import LinearAlgebra
package import Statistics

/// What is said of a model's estimates beside their values, as the specification asks.
package struct RiskInference: Sendable, Equatable, Codable {
  /// Standard error of each coefficient, by the covariance asked for; `nil` for aliased and infinite
  /// ones.
  package let standardErrors: [Double?]
  /// The covariance of scores; `nil` when the standard errors are the model's.
  package let robust: Robust?
  /// Profile likelihood intervals with their tests, of the coefficients that have one; `nil` when
  /// intervals are Wald's.
  package let profiles: [ProfileInterval]?
  /// Tests of whole terms, in the order of the encoding's; empty when none were asked for.
  package let termTests: [TermTest]
  /// What Firth's estimates have beside; `nil` for maximum likelihood.
  package let firth: Firth?

  /// A covariance made of the scores of rows or clusters.
  package struct Robust: Sendable, Equatable, Codable {
    /// What it is made of.
    package let estimator: RobustCovariance.Estimator
    /// p × p; rows and columns of aliased and infinite coefficients are zero.
    package let covariance: Matrix<Double>
    /// Number of clusters; `nil` without.
    package let clusterCount: Int?
    /// Rows of leverage 1, whose part in the variance is not known.
    package let saturatedRowCount: Int
  }

  /// The test of a whole term.
  package struct TermTest: Sendable, Equatable, Codable {
    /// What is tested: `column`, or `a:b`.
    package let term: String
    /// Statistic, degrees of freedom and p-value; `nil` when there is none.
    package let result: FitStatistics.TestResult?
    /// Why there is none.
    package let reason: TermTests.Reason?
  }

  /// What Firth's estimates have beside.
  package struct Firth: Sendable, Equatable, Codable {
    /// Largest penalised log-likelihood.
    package let penalizedLogLikelihood: Double
    /// Standard errors as R's logistf gives them; `nil` for aliased columns.
    package let logistfStandardErrors: [Double?]
    /// The intercept before it was put right; `nil` where it was not.
    package let interceptBeforeCorrection: Double?
  }
}

/// Why some estimates are infinite.
package struct RiskSeparation: Sendable, Equatable, Codable {
  /// Whether all rows are predicted perfectly in the limit, or some.
  package let kind: SeparationProof.Kind
  /// Values all of whose rows have one outcome, those of categories first.
  package let levels: [OneOutcomeLevel]
}
