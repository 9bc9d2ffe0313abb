internal import LinearAlgebra
internal import RealModule

/// Bounds and tests of a contrast of coefficients by profile likelihood.
///
/// A bound is sought by Venzon and Moolgavkar's iteration (1988, Applied Statistics 37:87): Newton
/// steps on "the score is a multiple of the contrast, the log-likelihood is at the limit". Where it
/// does not settle, the profile itself is climbed point by point and its root bracketed (see
/// `ProfileLikelihood+Search.swift`), which also tells an infinite bound.
struct ProfileLikelihood<Surface: LikelihoodSurface>: Sendable {
  let surface: Surface
  /// The coefficients of the maximum.
  let maximum: [Double]
  /// The likelihood there.
  let top: LikelihoodPoint
  /// False when some estimates are infinite, so that `maximum` is only where the fit stopped.
  let isAttained: Bool
  /// Fall of twice the log-likelihood from the maximum to the limit.
  let fall: Double

  /// Distance from the limit, in log-likelihood, at which a bound is found.
  ///
  /// Its error, in standard errors, is about as large. A fit of separated data is itself 1e-8 below the
  /// supremum.
  var tolerance: Double { (isAttained ? 1e-10 : 1e-8) + 10 * top.rounding }

  /// Log-likelihood at a bound.
  var limit: Double { top.logLikelihood - fall / 2 }

  /// A profile around a maximum; `nil` when the likelihood cannot be computed there.
  ///
  /// - Parameters:
  ///   - surface: the likelihood.
  ///   - maximum: the coefficients of its maximum.
  ///   - isAttained: false when some estimates are infinite.
  ///   - level: confidence level, in (0, 1).
  init?(_ surface: Surface, maximum: [Double], isAttained: Bool, level: Double) {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    guard let top = surface.point(at: maximum) else { return nil }
    self.surface = surface
    self.maximum = maximum
    self.top = top
    self.isAttained = isAttained
    let quantile = Normal.standard.quantile((1 + level) / 2)
    fall = quantile * quantile
  }

  /// The bound of a contrast on one side.
  ///
  /// - Parameters:
  ///   - contrast: a factor for each coefficient.
  ///   - sign: 1 for the upper bound, -1 for the lower one.
  ///   - unit: change of the contrast that moves no linear predictor by more than 1.
  /// - Returns: the bound, infinite or missing where the search says so.
  func bound(of contrast: [Double], sign: Double, unit: Double) -> ProfileBound {
    if isAttained, let value = iterated(contrast, sign) { return .finite(value) }
    return searched(contrast, sign, unit)
  }

  /// Likelihood-ratio statistic of "the contrast is 0"; `nil` when the maximum under it was not
  /// found.
  func statistic(of contrast: [Double]) -> Double? {
    let start = ProfilePlace(
      value: dot(contrast, maximum),
      coefficients: maximum,
      point: top
    )
    guard let zero = place(at: 0, from: start, contrast) else { return nil }
    return max(2 * (top.logLikelihood - zero.point.logLikelihood), 0)
  }

  /// Contrast at the bound by Venzon and Moolgavkar's iteration; `nil` when it does not settle.
  private func iterated(_ contrast: [Double], _ sign: Double) -> Double? {
    // The information may be singular at a maximum at the edge of the numbers: then no start.
    guard let first = try? Cholesky(top.information) else { return nil }
    let direction = first.solve(contrast)
    let width = sign * (fall / dot(contrast, direction)).squareRoot()
    var coefficients = zip(maximum, direction).map { $0 + width * $1 }
    guard var point = surface.point(at: coefficients) else { return nil }
    var correction = HessianCorrection(dimension: coefficients.count)
    for _ in 0..<Self.iterationLimit {
      guard let factor = correction.factor(point.information) else { return nil }
      let newton = factor.solve(point.score)
      let direction = factor.solve(contrast)
      // The multiplier that puts the quadratic model of the log-likelihood on the limit; where it
      // nowhere gets there, the step goes to the model's maximum.
      let room = 2 * (point.logLikelihood - limit) + dot(point.score, newton)
      let multiplier = -sign * (max(room, 0) / dot(contrast, direction)).squareRoot()
      var step = zip(newton, direction).map { $0 - multiplier * $1 }
      let size = dot(point.score, step) - multiplier * dot(contrast, step)
      if room > 0, size < Self.settledSize, abs(point.logLikelihood - limit) < tolerance {
        let value = dot(contrast, coefficients) + dot(contrast, step)
        return sign * (value - dot(contrast, maximum)) > 0 ? value : nil
      }
      // Twice the fall is farther than the bound lies from any place that is worth going on from.
      if size > 2 * fall { step = step.map { $0 * (2 * fall / size).squareRoot() } }
      let moved = zip(coefficients, step).map { $0 + $1 }
      guard let next = surface.point(at: moved) else { return nil }
      if !surface.hasExactHessian {
        correction.learn(
          step: step,
          scoreDrop: zip(point.score, next.score).map { $0 - $1 },
          before: point.information,
          after: next.information
        )
      }
      coefficients = moved
      point = next
    }
    return nil
  }

  /// Enough for a penalised likelihood of a few dozen rows; others need 3 to 8.
  private static var iterationLimit: Int { 30 }
  /// Squared length of the last step, in standard errors: its own square is the error left.
  private static var settledSize: Double { 1e-10 }
}
