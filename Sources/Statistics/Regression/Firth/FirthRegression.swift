internal import LinearAlgebra
internal import RealModule

/// Logistic regression by Firth's penalised likelihood.
///
/// ```
/// l*(β) = l(β) + ½ log det I(β)
/// ```
///
/// The penalty, Jeffreys' prior, takes away the bias of order 1/n (Firth 1993, Biometrika 80:27)
/// and keeps all estimates finite under separation (Heinze and Schemper 2002, Statistics in
/// Medicine 21:2409). Agrees with 40-digit arithmetic to 1e-9 relative, with R's brglm2 and logistf
/// to their tolerance.
package struct FirthRegression: Sendable {
  /// Largest number of steps.
  package let maximumIterations: Int
  /// Largest number of workers.
  package let threads: Int
  /// True to replace the intercept so that the mean prediction is the observed share.
  package let correctsIntercept: Bool

  /// A regression still to be fitted.
  ///
  /// - Parameters:
  ///   - maximumIterations: at least 1.
  ///   - threads: largest number of workers, at least 1; results do not depend on it.
  ///   - correctsIntercept: true for FLIC (Puhr et al. 2017, Statistics in Medicine 36:2302): the
  ///     intercept is re-estimated by maximum likelihood with the rest of the linear predictor as
  ///     offset. Needs a column of ones.
  package init(
    maximumIterations: Int = 100,
    threads: Int = 1,
    correctsIntercept: Bool = false
  ) {
    self.maximumIterations = maximumIterations
    self.threads = threads
    self.correctsIntercept = correctsIntercept
  }

  /// Fits the model.
  ///
  /// Weights count as trials, or as repeated rows, in the penalty too. Aliased columns are left out
  /// and named in the result, the later of two. A fit that has not converged does not throw: see
  /// ``LogisticFit/summary`` of ``FirthFit/fit``, whose deviance trace is that of the penalised
  /// likelihood, `-2 l*` up to a constant.
  ///
  /// - Parameter rows: n rows of p columns; numbers must be finite. With a column of ones where the
  ///   intercept is to be corrected.
  /// - Returns: the fit.
  /// - Throws: `tooFewObservations` without a row of positive weight; `degenerateOutcome` when all
  ///   outcomes are equal; `notFinite` when a design value is.
  /// - Complexity: 2 n p² flops and p² memory a worker for each step.
  package func fit(_ rows: some RowBlocks) throws(StatisticsError) -> FirthFit {
    precondition(
      !correctsIntercept || rows.interceptColumn != nil,
      "only a model with an intercept can have it corrected"
    )
    let outcome = OutcomeTotals(rows, threads: threads)
    guard outcome.observationCount > 0 else {
      throw .tooFewObservations(required: 1, found: 0)
    }
    guard outcome.eventCount > 0, outcome.eventCount < outcome.weightSum else {
      throw .degenerateOutcome
    }
    let intercept = rows.interceptColumn
    let moments = ColumnMoments(rows, threads: threads)
    var start = [Double](repeating: 0, count: rows.columnCount)
    if let intercept {
      start[intercept] = LogisticLoss.logit(outcome.eventCount / outcome.weightSum)
    }
    let all = likelihood(rows, moments, Array(start.indices)).logistic
    guard let first = all.point(at: start) else { throw .notFinite(index: 0) }
    let ordered: OrderedCholesky
    do throws(LinearAlgebraError) {
      ordered = try OrderedCholesky(first.information, tolerance: LogisticRegression.aliasTolerance)
    } catch {
      throw .notFinite(index: 0)
    }
    let kept = ordered.independent
    let surface = likelihood(rows, moments, kept)
    let found = LikelihoodMaximum(
      of: surface,
      from: kept.map { start[$0] },
      along: FeasibleDirections(count: kept.count),
      maximumIterations: maximumIterations
    )
    // The columns kept were found independent at these very coefficients.
    guard let found else { throw .notFinite(index: 0) }
    return result(
      found,
      surface: surface,
      ordered: ordered,
      intercept: intercept,
      outcome: outcome,
      nullDeviance: try nullDeviance(rows, moments, start: start, hasOffset: outcome.hasOffset)
    )
  }

  func likelihood<Rows: RowBlocks>(
    _ rows: Rows,
    _ moments: ColumnMoments,
    _ kept: [Int]
  ) -> FirthLikelihood<Rows> {
    FirthLikelihood(
      logistic: KeptLikelihood(rows: rows, moments: moments, kept: kept, threads: threads)
    )
  }

  /// Deviance of the intercept alone by maximum likelihood, as for the fit without a penalty.
  private func nullDeviance(
    _ rows: some RowBlocks,
    _ moments: ColumnMoments,
    start: [Double],
    hasOffset: Bool
  ) throws(StatisticsError) -> Double {
    let kept = rows.interceptColumn.map { [$0] } ?? []
    let maximum = LikelihoodMaximum(
      of: likelihood(rows, moments, kept).logistic,
      from: kept.map { start[$0] },
      along: FeasibleDirections(count: hasOffset ? kept.count : 0),
      maximumIterations: maximumIterations
    )
    guard let maximum else { throw .notFinite(index: 0) }
    return -2 * maximum.point.logLikelihood
  }
}
