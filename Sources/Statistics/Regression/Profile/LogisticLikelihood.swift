internal import LinearAlgebra

/// The logistic log-likelihood of some rows, in the coefficients of the standardised kept columns.
///
/// The constant left out is the log-likelihood of the saturated model. The only place of the
/// profile and Firth code that knows how a pass over the rows is made. The information must be
/// one computed in double precision: the penalty of Firth's likelihood is its determinant.
struct LogisticLikelihood<Rows: RowBlocks>: LikelihoodSurface {
  let rows: Rows
  let moments: ColumnMoments
  /// The columns in the model, ascending.
  let kept: [Int]
  let threads: Int

  var hasExactHessian: Bool { true }
  var isConcave: Bool { true }

  func point(at coefficients: [Double]) -> LikelihoodPoint? {
    let pass = LogisticPass(
      rows,
      moments: moments,
      kept: kept,
      coefficients: coefficients,
      threads: threads
    )
    guard pass.deviance.isFinite, pass.hessian.isFinite else { return nil }
    return LikelihoodPoint(
      logLikelihood: -pass.deviance / 2,
      // Sums are compensated: what is left is the error of the terms.
      rounding: 1e-15 * pass.deviance,
      score: pass.gradient,
      information: pass.hessian
    )
  }
}
