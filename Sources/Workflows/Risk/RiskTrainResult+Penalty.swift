extension RiskTrainResult {
  /// What shrank the estimates.
  package struct Penalty: Codable, Sendable, Equatable {
    /// Share of the absolute values: 1 for the lasso, 0 for the ridge.
    package let l1Ratio: Double
    /// Strength.
    package let lambda: Double
    /// Coefficients, the intercept aside.
    package let columns: Int
    /// Those that are not zero.
    package let nonZero: Int
    /// Lambda of the smallest mean deviance; `nil` where lambda was given.
    package let minimum: Double?
    /// Largest lambda within one standard error of that; likewise.
    package let oneStandardError: Double?
    /// One a lambda, the largest first; empty where lambda was given.
    package let crossValidation: [Score]

    /// How well a lambda predicts rows it was not fitted on.
    package struct Score: Codable, Sendable, Equatable {
      /// Strength of the penalty.
      package let lambda: Double
      /// Coefficients that are not zero on all rows, the intercept aside.
      package let degreesOfFreedom: Int
      /// Mean deviance of a held-out trial.
      package let deviance: Double
      /// Its standard error over the folds; `nil` with one.
      package let standardError: Double?
      /// Mean area under the ROC curve of the held-out folds; `nil` when one has outcomes of one
      /// kind only.
      package let auc: Double?
    }
  }
}
