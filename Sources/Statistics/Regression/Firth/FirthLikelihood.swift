internal import LinearAlgebra
internal import RealModule

/// Firth's penalised log-likelihood of some rows, in the coefficients of standardised columns.
///
/// ```
/// l*(β) = l(β) + ½ log det I(β),   I = X'WX,   W = diag(w μ (1 - μ))
/// ```
///
/// with the score `X'[w (y - μ) + h (½ - μ)]`, h the diagonal of W½ X I⁻¹ X' W½. A row of weight w
/// has the leverage of w rows, so that frequencies and trials count as repeated rows do. The
/// determinant is that of the standardised columns, which differs by a constant from that of the
/// columns as given.
struct FirthLikelihood<Rows: RowBlocks>: LikelihoodSurface {
  let logistic: KeptLikelihood<Rows>

  var hasExactHessian: Bool { false }
  var isConcave: Bool { false }

  func point(at coefficients: [Double]) -> LikelihoodPoint? {
    guard let plain = logistic.point(at: coefficients),
      // The likelihood is 0 where the information is singular, which the caller learns by `nil`.
      let factor = try? Cholesky(plain.information)
    else { return nil }
    let leverage = pass(at: coefficients, factor, augmented: false)
    return LikelihoodPoint(
      logLikelihood: plain.logLikelihood + factor.logDeterminant / 2,
      rounding: plain.rounding + determinantRounding(plain.information, factor),
      score: zip(plain.score, leverage.score).map { $0 + $1 },
      information: plain.information
    )
  }

  /// About the rounding error of ½ log det: that of the pivots, which keep as many digits less as
  /// they are smaller than the diagonal elements they come from.
  private func determinantRounding(_ information: Matrix<Double>, _ factor: Cholesky) -> Double {
    let lower = factor.lower
    var sum = 0.0
    for j in 0..<factor.order { sum += information[j, j] / (lower[j, j] * lower[j, j]) }
    return sum * .ulpOfOne
  }

  /// The information with weights (w + h) μ (1 - μ); `nil` where that without h is singular.
  func augmentedInformation(at coefficients: [Double]) -> Matrix<Double>? {
    guard let plain = logistic.point(at: coefficients),
      let factor = try? Cholesky(plain.information)
    else { return nil }
    let whitened = pass(at: coefficients, factor, augmented: true).whitened
    let lower = factor.lower
    var result = (lower * whitened).multiplied(by: lower, transposingOther: true)
    result.symmetrizeFromLower()
    return result
  }

  private func pass(
    at coefficients: [Double],
    _ factor: Cholesky,
    augmented: Bool
  ) -> LeveragePass {
    LeveragePass(
      logistic.rows,
      moments: logistic.moments,
      kept: logistic.kept,
      coefficients: coefficients,
      factor: factor,
      augmented: augmented,
      threads: logistic.threads
    )
  }
}
