package import LinearAlgebra

/// A fitted logistic regression: estimates, their covariance, and how the fit went.
///
/// Terms follow StatsAPI's definitions. It holds no row of the data.
package struct LogisticFit: Sendable, Equatable, Codable {
  /// One a design column, in the order of the columns.
  package let coefficients: [Coefficient]
  /// Covariance of the coefficients, the inverse of the information at the final coefficients.
  ///
  /// p × p; rows and columns of aliased and infinite coefficients are zero. `nil` for a penalised fit,
  /// where older files have zeros.
  package let covariance: Matrix<Double>?
  /// Number of rows of positive weight.
  package let observationCount: Int
  /// Sum of the weights: the number of trials.
  package let weightSum: Double
  /// Weighted number of successes.
  package let eventCount: Double
  /// Twice the distance of the log-likelihood to that of the saturated model.
  package let deviance: Double
  /// Deviance of the model with the intercept (and offset) alone; with the offset alone when the
  /// design has no intercept.
  package let nullDeviance: Double
  /// Log-likelihood at the estimates, with the binomial coefficients of grouped rows.
  package let logLikelihood: Double
  /// How the iterations went.
  package let summary: FitSummary
  /// What shrank the estimates; `nil` for maximum likelihood and Firth's.
  package internal(set) var penalization: Penalization? = nil

  /// An estimate of the linear predictor's slope for one design column.
  package struct Coefficient: Sendable, Equatable, Codable {
    /// The finite value used for prediction; 0 for an aliased column.
    package let value: Double
    /// Standard error; `nil` for aliased, infinite and penalised coefficients.
    package let standardError: Double?
    /// What the value means.
    package let status: Status

    /// What an estimate means.
    package enum Status: Sendable, Equatable {
      /// The maximum likelihood estimate.
      case estimated
      /// Left out: the column is a combination of others (indices and coefficients).
      case aliased([AliasTerm])
      /// The likelihood grows without bound in this direction; `value` is where the fit stopped.
      case infinite(isPositive: Bool)
    }
  }

  /// One part of the combination that gives an aliased column.
  package struct AliasTerm: Sendable, Equatable, Codable {
    /// Index of the design column.
    package let column: Int
    /// Its factor in the combination.
    package let coefficient: Double

    /// A column and its factor.
    package init(column: Int, coefficient: Double) {
      self.column = column
      self.coefficient = coefficient
    }
  }

  /// Number of estimated coefficients; of a penalised fit, of those that are not zero.
  ///
  /// That number has the mean of the degrees of freedom of a lasso (Zou, Hastie and Tibshirani
  /// 2007, Ann. Stat. 35:2173); squares in the penalty leave fewer.
  package var degreesOfFreedom: Int {
    if penalization != nil { return coefficients.count { $0.value != 0 } }
    return coefficients.count {
      if case .aliased = $0.status { return false }
      return true
    }
  }

  /// Rows minus estimated coefficients.
  package var residualDegreesOfFreedom: Int { observationCount - degreesOfFreedom }

  /// Akaike's criterion, -2 log L + 2 k; without meaning where ``hasInformationCriteria`` is false.
  package var aic: Double { -2 * logLikelihood + 2 * Double(degreesOfFreedom) }

  /// False for penalties with squares, where the degrees of freedom are no count of coefficients.
  package var hasInformationCriteria: Bool { penalization.map { $0.l1Ratio == 1 } ?? true }

  /// The values used for prediction, one a design column.
  package var values: [Double] { coefficients.map(\.value) }
}

/// How the iterations of a fit went.
package struct FitSummary: Sendable, Equatable, Codable {
  /// Where they ended.
  package let status: Status
  /// Newton steps taken.
  package let iterations: Int
  /// Times a step was halved because the deviance had risen.
  package let halvings: Int
  /// Deviance after each step, the starting one first.
  package let devianceTrace: [Double]
  /// Newton decrement g'H⁻¹g before the last step: twice the gain in log-likelihood it promised;
  /// `nil` when there was no step.
  package let newtonDecrement: Double?
  /// Reciprocal condition number of the information, scaled to a unit diagonal, in the 1-norm; 0
  /// where there is none.
  package let reciprocalCondition: Double

  /// Where the iterations of a fit ended.
  package enum Status: String, Sendable, Codable {
    /// The estimates have settled.
    case converged
    /// The number of iterations was used up.
    case maximumIterations
    /// No fraction of the step lowered the deviance.
    case stalledLineSearch
    /// Some estimates are infinite.
    case separated
  }
}
