internal import Statistics

/// The least-squares problem of a Theta model with given lines, as a function of α.
///
/// ```
/// y_t = l_{t-1} + w ((1-α)^{t-1} A_{t-1} + (1 - (1-α)^t) / α · B_{t-1}) + e_t
/// l_t = α y_t + (1-α) l_{t-1}
/// ```
/// The lines A + B t are those of the data alone: fixed, or of the months before. Smoothing the
/// values from l₀ = 0 gives levels S_{t-1}; starting from l₀ adds (1-α)^{t-1} l₀ to them. So
///
/// ```
/// e_t = (y_t - S_{t-1}) - (1-α)^{t-1} l₀ - w g_t,   g_t = (1-α)^{t-1} A_{t-1} + (1-(1-α)^t)/α B_{t-1}
/// ```
/// is linear in l₀ and w: for a given α both are solved for by two normal equations, and what
/// remains is a search in one dimension.
struct ThetaRegression {
  private let values: [Double]
  /// A_{t-1} and B_{t-1}, the line before each month.
  private let lines: [SIMD2<Double>]
  /// Index of the first month whose error counts.
  private let firstJudged: Int

  /// A problem.
  ///
  /// - Parameters:
  ///   - values: the series without season.
  ///   - lines: intercept and slope of the line before each month.
  ///   - firstJudged: index of the first month whose error counts.
  init(values: [Double], lines: [SIMD2<Double>], firstJudged: Int = 0) {
    precondition(values.count == lines.count && firstJudged < values.count, "lines without values")
    self.values = values
    self.lines = lines
    self.firstJudged = firstJudged
  }

  /// Best first level and weight for an α.
  struct Solution {
    var alpha: Double
    var firstLevel: Double
    /// w = 1 - 1/θ, in [0, 1].
    var weight: Double
    var sumOfSquares: Double
    var converged = true
  }

  /// The best α in [0.1, 0.99], the bounds of the paper.
  ///
  /// - Parameter weight: the weight where it is not estimated.
  /// - Returns: its solution.
  func solution(weight: Double? = nil) -> Solution {
    let minimum = brentMinimum(from: 0.1, to: 0.99, scan: 10, tolerance: 1e-6) { alpha in
      solve(alpha, weight: weight).sumOfSquares
    }
    var best = solve(minimum.point[0], weight: weight)
    best.converged = minimum.converged
    return best
  }

  /// The solution for an α.
  ///
  /// - Parameters:
  ///   - alpha: in (0, 1).
  ///   - given: the weight where it is not estimated.
  /// - Returns: the best first level and weight, with their errors.
  func solve(_ alpha: Double, weight given: Double? = nil) -> Solution {
    // Values are taken from the first one, which keeps the sums from cancelling.
    let values = values.span
    let lines = lines.span
    let origin = values[0]
    let decay = 1 - alpha
    var level = 0.0
    var u = 1.0
    var (uu, ug, gg, ud, gd, dd) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for t in values.indices {
      let next = u * decay
      let d = values[t] - origin - level
      if t >= firstJudged {
        let g = u * lines[t].x + (1 - next) / alpha * lines[t].y
        uu += u * u
        ug += u * g
        gg += g * g
        ud += u * d
        gd += g * d
        dd += d * d
      }
      level += alpha * d
      u = next
    }
    let determinant = uu * gg - ug * ug
    let free = determinant > uu * gg * 1e-12 ? (uu * gd - ug * ud) / determinant : 0
    let weight = given ?? min(max(free, 0), 1)
    let first = (ud - weight * ug) / uu
    let squares =
      dd - 2 * first * ud - 2 * weight * gd + first * first * uu + 2 * first * weight * ug
      + weight * weight * gg
    return Solution(
      alpha: alpha,
      firstLevel: origin + first,
      weight: weight,
      sumOfSquares: max(squares, 0)
    )
  }
}
