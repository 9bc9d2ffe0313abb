internal import LinearAlgebra

/// The logistic log-likelihood of some rows, in the coefficients of the standardised kept columns.
///
/// The constant left out is the log-likelihood of the saturated model. The only place of the
/// profile and Firth code that knows how a pass over the rows is made. The information must be
/// one computed in double precision: the penalty of Firth's likelihood is its determinant.
struct KeptLikelihood<Rows: RowBlocks>: LikelihoodSurface {
  let rows: Rows
  let moments: ColumnMoments
  /// The columns in the model, ascending.
  let kept: [Int]
  let threads: Int
  private let plan: PassPlan
  private let saturatedLoss: Double

  init(rows: Rows, moments: ColumnMoments, kept: [Int], threads: Int) {
    self.rows = rows
    self.moments = moments
    self.kept = kept
    self.threads = threads
    plan = PassPlan(rows.layout, rowCount: rows.rowCount)
    saturatedLoss = OutcomeTotals(rows, threads: threads).saturatedLoss
  }

  var hasExactHessian: Bool { true }
  var isConcave: Bool { true }

  func point(at coefficients: [Double]) -> LikelihoodPoint? {
    var all = [Double](repeating: 0, count: rows.columnCount)
    for (column, value) in zip(kept, coefficients) { all[column] = value }
    let pass = LogisticPass(
      rows,
      .hessian,
      plan: plan,
      at: PassPoint(plan, coefficients: all, center: moments.center, scale: moments.scale),
      threads: threads
    )
    guard pass.loss.isFinite, pass.hessian.isFinite else { return nil }
    return LikelihoodPoint(
      logLikelihood: saturatedLoss - pass.loss,
      // Sums are compensated: what is left is the error of the terms.
      rounding: 2e-15 * pass.loss,
      score: kept.map { pass.gradient[$0] },
      information: pass.hessian[kept, kept]
    )
  }
}
