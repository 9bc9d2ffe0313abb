extension LogisticFit {
  /// What shrank the estimates of a penalised fit.
  package struct Penalization: Sendable, Equatable, Codable {
    /// Share of the absolute values: 1 for the lasso, 0 for the ridge.
    package let l1Ratio: Double
    /// Strength, as in ``ElasticNetPenalty``.
    package let lambda: Double
  }

  /// A penalised fit in the form of one by maximum likelihood: no standard errors, no
  /// covariance, and likelihoods without the penalty.
  ///
  /// - Parameters:
  ///   - fit: the fit; where it is not the minimum the summary says so, and columns without penalty
  ///     count as infinite when they were found to be separated.
  ///   - rows: the rows that were fitted.
  ///   - threads: largest number of workers.
  /// - Complexity: a pass over the outcomes.
  package init(_ fit: PenalizedFit, rows: some RowBlocks, threads: Int = 1) {
    let outcome = OutcomeTotals(rows, threads: threads)
    let p = fit.coefficients.count
    let factors = fit.penalty.normalizedFactors(columns: p, intercept: fit.interceptColumn)
    let isSeparated = fit.trouble == .separated
    self.init(
      coefficients: fit.coefficients.enumerated().map { column, value in
        let isFree = factors[column] == 0 && column != fit.interceptColumn && value != 0
        return Coefficient(
          value: value,
          standardError: nil,
          status: isSeparated && isFree ? .infinite(isPositive: value > 0) : .estimated
        )
      },
      covariance: nil,
      observationCount: fit.observationCount,
      weightSum: fit.weightSum,
      eventCount: fit.eventCount,
      deviance: fit.deviance,
      nullDeviance: fit.nullDeviance,
      logLikelihood: outcome.saturatedLogLikelihood - fit.deviance / 2,
      summary: FitSummary(
        status: FitSummary.Status(fit.trouble),
        iterations: fit.passes,
        halvings: 0,
        devianceTrace: [fit.deviance],
        newtonDecrement: nil,
        reciprocalCondition: 0
      ),
      penalization: Penalization(l1Ratio: fit.penalty.l1Ratio, lambda: fit.lambda)
    )
  }

  /// A fit by a penalised likelihood, without what holds for maximum likelihood alone.
  init(_ fit: LogisticFit, coefficients: [Coefficient], penalization: Penalization) {
    self.init(
      coefficients: coefficients,
      covariance: nil,
      observationCount: fit.observationCount,
      weightSum: fit.weightSum,
      eventCount: fit.eventCount,
      deviance: fit.deviance,
      nullDeviance: fit.nullDeviance,
      logLikelihood: fit.logLikelihood,
      summary: fit.summary,
      penalization: penalization
    )
  }
}

extension FitSummary.Status {
  fileprivate init(_ trouble: PenalizedPath.Trouble?) {
    switch trouble {
    case nil: self = .converged
    case .maximumPasses: self = .maximumIterations
    case .stalledLineSearch, .notFinite: self = .stalledLineSearch
    case .separated: self = .separated
    }
  }
}
