internal import Statistics

/// The penalty of a model, as it was used: no row of the data, sums over folds at most.
package struct RiskPenalty: Sendable, Equatable, Codable {
  /// Share of the absolute values: 1 for the lasso, 0 for the ridge.
  package let l1Ratio: Double
  /// Strength.
  package let lambda: Double
  /// Relative strength for each design column, before they are scaled to sum to the number of
  /// columns; 0 for the intercept.
  package let factors: [Double]
  /// How lambda was chosen; `nil` where it was given.
  package let validation: Validation?

  /// A cross-validation.
  package struct Validation: Sendable, Equatable, Codable {
    /// Number of folds held out.
    package let folds: Int
    /// True when each fold is an as-of date, predicted from those before it.
    package let isTemporal: Bool
    /// True when the rows of a person are held out together.
    package let keepsPersons: Bool
    /// Which lambda was taken.
    package let rule: RiskSpecification.Penalty.Rule
    /// Lambda of the smallest mean deviance.
    package let minimum: Double
    /// Largest lambda within one standard error of that.
    package let oneStandardError: Double
    /// One a lambda, the largest first.
    package let table: [Row]

    /// How well a lambda predicts rows it was not fitted on.
    package struct Row: Sendable, Equatable, Codable {
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

extension RiskPenalty.Validation {
  /// What is kept of a cross-validation; `nil` without a lambda solved for every fold.
  init?(_ result: CrossValidation, _ penalty: RiskSpecification.Penalty, _ folds: RiskFolds) {
    guard let minimum = result.best(), let oneStandardError = result.oneStandardError() else {
      return nil
    }
    self.folds = folds.heldOutCount
    isTemporal = folds.folds.isTemporal
    keepsPersons = folds.keepsPersons
    rule = penalty.rule
    self.minimum = minimum.lambda
    self.oneStandardError = oneStandardError.lambda
    table = zip(result.path.steps, result.scores).map { step, score in
      Row(
        lambda: score.lambda,
        degreesOfFreedom: step.degreesOfFreedom,
        deviance: score.deviance.mean,
        standardError: score.deviance.standardError,
        auc: score.auc?.mean
      )
    }
  }

  /// The lambda that the rule takes.
  var chosen: Double {
    switch rule {
    case .minimum: minimum
    case .oneStandardError: oneStandardError
    }
  }
}

extension RiskSpecification.Penalty {
  /// The penalty on the design columns of an encoding.
  func elasticNet(_ encoding: Encoding) -> ElasticNetPenalty {
    ElasticNetPenalty(
      l1Ratio: l1Ratio,
      factors: [0]
        + encoding.terms.flatMap { term in
          Array(repeating: factor(of: term.name), count: term.columnNames.count)
        }
    )
  }
}
