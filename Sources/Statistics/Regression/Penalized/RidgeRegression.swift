/// Logistic regression with a ridge penalty of one strength, by Newton's method.
///
/// The objective is that of ``PenalizedRegression`` with an l1 ratio of 0, with which it agrees to
/// 1e-8; the passes are those of ``LogisticRegression``, which use categories as they are, so that
/// many levels cost little. For the fit at one lambda; a path has its own, warm, steps.
package struct RidgeRegression: Sendable {
  /// Relative strength for each design column, as ``ElasticNetPenalty/factors``.
  package let factors: [Double]?
  /// Strength of the penalty, at least 0.
  package let lambda: Double
  /// Largest number of workers; results do not depend on it.
  package let threads: Int

  /// A regression still to be fitted.
  ///
  /// - Parameters:
  ///   - factors: p finite numbers, at least 0; the intercept's is not used. 1 each when `nil`.
  ///   - lambda: finite, at least 0.
  ///   - threads: at least 1.
  package init(factors: [Double]? = nil, lambda: Double, threads: Int = 1) {
    precondition(lambda >= 0 && lambda.isFinite, "lambda out of range")
    self.factors = factors
    self.lambda = lambda
    self.threads = threads
  }

  /// Fits the model.
  ///
  /// Constant columns get the coefficient 0. There are no standard errors; columns without penalty
  /// can be aliased or infinite, as in maximum likelihood.
  ///
  /// - Parameter rows: n rows of p columns; numbers must be finite.
  /// - Returns: the fit, with ``LogisticFit/penalization`` set.
  /// - Throws: as ``LogisticRegression/fit(_:columns:start:)``.
  package func fit(_ rows: some RowBlocks) throws(StatisticsError) -> LogisticFit {
    let outcome = OutcomeTotals(rows, threads: threads)
    guard outcome.observationCount > 0 else { throw .tooFewObservations(required: 1, found: 0) }
    let spread = TermSpread(rows, threads: threads)
    let factors = ElasticNetPenalty(l1Ratio: 0, factors: factors)
      .normalizedFactors(columns: rows.columnCount, intercept: rows.interceptColumn)
    let penalty = zip(factors, spread.variance).map { lambda * outcome.weightSum * $0 * $1 }
    let isConstant = spread.variance.indices.map { column in
      spread.variance[column] == 0 && column != rows.interceptColumn
    }
    let fit = try LogisticRegression(penalty: penalty, threads: threads).fit(
      rows,
      columns: isConstant.contains(true) ? isConstant.indices.filter { !isConstant[$0] } : nil
    )
    return LogisticFit(
      fit,
      coefficients: zip(fit.coefficients, isConstant).map { coefficient, isConstant in
        .init(
          value: coefficient.value,
          standardError: nil,
          status: isConstant ? .estimated : coefficient.status
        )
      },
      penalization: .init(l1Ratio: 0, lambda: lambda)
    )
  }
}
