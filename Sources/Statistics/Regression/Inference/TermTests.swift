internal import LinearAlgebra

/// Tests of the terms of a logistic fit, each of one or more design columns.
package enum TermTests {
  /// What a test of one term gave.
  package enum Outcome: Sendable, Equatable {
    /// The statistic, its degrees of freedom and its p-value.
    case tested(FitStatistics.TestResult)
    /// There is no such test for the term.
    case untestable(Reason)
  }

  /// Why a term has no test.
  package enum Reason: String, Sendable, Codable {
    /// None of its columns adds to the others.
    case aliased
    /// Some of its coefficients are infinite, so that a Wald statistic does not exist; the
    /// likelihood-ratio test does.
    case infinite
    /// The covariance of its coefficients is singular, as that of clusters is when there are fewer
    /// clusters than coefficients.
    case singularCovariance
    /// The model without the term has not converged.
    case notConverged
  }

  /// Likelihood-ratio test of each term: the model against the model without it.
  ///
  /// Each refit starts at the coefficients of the whole model. Agrees with R's
  /// `drop1(test = "LRT")` to 1e-8. Infinite estimates do not hinder: the likelihood has its limit.
  ///
  /// - Parameters:
  ///   - rows: the rows that were fitted.
  ///   - terms: design columns of each term; the intercept is no term.
  ///   - fit: the maximum likelihood fit of all columns.
  ///   - regression: fits the smaller models.
  /// - Returns: one outcome a term.
  /// - Throws: as ``LogisticRegression/fit(_:columns:start:)``.
  /// - Complexity: a fit of p less the term's columns for each term.
  package static func likelihoodRatio(
    _ rows: some RowBlocks,
    terms: [Range<Int>],
    fit: LogisticFit,
    regression: LogisticRegression
  ) throws(StatisticsError) -> [Outcome] {
    var outcomes: [Outcome] = []
    for term in terms {
      let others = (0..<rows.columnCount).filter { !term.contains($0) }
      var start = fit.values
      for column in term { start[column] = 0 }
      let reduced = try regression.fit(rows, columns: others, start: start)
      // A column left out because it is aliased with the term's comes back without them.
      let used = others.count {
        if case .aliased = reduced.coefficients[$0].status { return false }
        return true
      }
      let freedom = fit.degreesOfFreedom - used
      switch reduced.summary.status {
      case .maximumIterations, .stalledLineSearch:
        outcomes.append(.untestable(.notConverged))
      case .converged, .separated:
        outcomes.append(
          freedom > 0
            ? .tested(
              .init(
                // Rounding may put equal deviances in the wrong order.
                statistic: max(reduced.deviance - fit.deviance, 0),
                degreesOfFreedom: freedom
              )
            )
            : .untestable(.aliased)
        )
      }
    }
    return outcomes
  }

  /// Wald test of each term: that all its coefficients are zero.
  ///
  /// ```
  /// W = b' V⁻¹ b
  /// ```
  ///
  /// As `waldtest` of R's lmtest, and `(b / se)²` for a single coefficient.
  ///
  /// - Parameters:
  ///   - terms: design columns of each term.
  ///   - fit: the fit.
  ///   - covariance: p × p covariance V of the coefficients; that of the model when `nil`, or a
  ///     robust one.
  /// - Returns: one outcome a term.
  package static func wald(
    terms: [Range<Int>],
    fit: LogisticFit,
    covariance: RobustCovariance? = nil
  ) -> [Outcome] {
    guard let matrix = covariance?.matrix ?? fit.covariance else {
      return terms.map { _ in .untestable(.singularCovariance) }
    }
    return terms.map { term in
      var columns: [Int] = []
      for column in term {
        switch fit.coefficients[column].status {
        case .estimated: columns.append(column)
        case .infinite: return .untestable(.infinite)
        case .aliased: continue
        }
      }
      guard !columns.isEmpty else { return .untestable(.aliased) }
      guard let statistic = quadratic(matrix[columns, columns], columns.map { fit.values[$0] })
      else {
        return .untestable(.singularCovariance)
      }
      return .tested(.init(statistic: statistic, degreesOfFreedom: columns.count))
    }
  }

  /// Smallest share of its variance that a coefficient may have left given those before it.
  private static let singularity = 1e-12

  /// `b' V⁻¹ b`; `nil` when V is singular.
  private static func quadratic(_ matrix: Matrix<Double>, _ values: [Double]) -> Double? {
    // A unit diagonal makes the factorisation, and the test for singularity, free of units.
    let scale = matrix.diagonal.map { 1 / $0.squareRoot() }
    guard scale.allSatisfy(\.isFinite) else { return nil }
    var scaled = matrix
    for j in 0..<matrix.columns {
      for i in 0..<matrix.rows { scaled[i, j] *= scale[i] * scale[j] }
    }
    // No factor at all means singular too.
    guard let cholesky = try? Cholesky(scaled),
      cholesky.lower.diagonal.allSatisfy({ $0 * $0 > singularity })
    else { return nil }
    let b = zip(values, scale).map { $0 * $1 }
    return b.innerProduct(cholesky.solve(b))
  }
}
