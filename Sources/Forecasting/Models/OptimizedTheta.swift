package import Datasets
internal import RealModule
internal import Statistics

/// The Theta method with its weight of the straight line estimated.
///
/// Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler (2016, Int. J. Forecasting 32:1151), the
/// optimised Theta model as a state-space model: with the line A + B t through the series,
///
/// ```
/// y_t = l_{t-1} + w ((1-α)^{t-1} A + (1 - (1-α)^t) / α · B) + e_t,   w = 1 - 1/θ
/// l_t = α y_t + (1-α) l_{t-1}
/// ```
/// For given α the errors are linear in l₀ and w, which are solved for; what remains is a search
/// over α in [0.1, 0.99]; w is held in [0, 1]. A season that passes the test is taken out first, as
/// for ``Theta``. The variance h months ahead is `σ²(1 + (h-1) α²)`.
package struct OptimizedTheta: ForecastModel {
  /// An optimised Theta model.
  package init() {}

  package func fit(to series: TimeSeries) throws(ForecastingError) -> FittedOptimizedTheta {
    try check(series, required: 6)
    let (adjustment, values) = SeasonalAdjustment.adjust(series.values)
    let problem = OptimizedThetaProblem(values)
    let minimum = brentMinimum(from: 0.1, to: 0.99, scan: 10, tolerance: 1e-6) { alpha in
      problem.solve(alpha).sumOfSquares
    }
    let alpha = minimum.point[0]
    let solution = problem.solve(alpha)
    return FittedOptimizedTheta(
      adjustment: adjustment,
      alpha: alpha,
      weight: solution.weight,
      level: problem.lastLevel(alpha, firstLevel: solution.firstLevel),
      intercept: problem.line.intercept,
      slope: problem.line.slope,
      // Alpha, the first level, the weight and the line's slope are estimated.
      variance: solution.sumOfSquares / Double(values.count - 4 - adjustment.degreesOfFreedom),
      isNonnegative: series.values.allSatisfy { $0 >= 0 },
      observationCount: values.count,
      converged: minimum.converged
    )
  }
}

/// The least-squares problem of one series, as a function of α.
struct OptimizedThetaProblem {
  let values: [Double]
  let line: TrendLine

  init(_ values: [Double]) {
    self.values = values
    line = TrendLine(values)
  }

  /// Best first level and weight for an α.
  struct Solution {
    var firstLevel: Double
    var weight: Double
    var sumOfSquares: Double
  }

  func solve(_ alpha: Double) -> Solution {
    // e_t = d_t - l₀ u_t - w g_t with d from l₀ = w = 0. Values are taken from the first one, which
    // keeps the sums from cancelling.
    let origin = values[0]
    let decay = 1 - alpha
    var level = 0.0
    var u = 1.0
    var (uu, ug, gg, ud, gd, dd) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for value in values {
      let next = u * decay
      let g = u * line.intercept + (1 - next) / alpha * line.slope
      let d = value - origin - level
      uu += u * u
      ug += u * g
      gg += g * g
      ud += u * d
      gd += g * d
      dd += d * d
      level += alpha * d
      u = next
    }
    let determinant = uu * gg - ug * ug
    var weight = determinant > uu * gg * 1e-12 ? (uu * gd - ug * ud) / determinant : 0
    weight = min(max(weight, 0), 1)
    let first = (ud - weight * ug) / uu
    let squares =
      dd - 2 * first * ud - 2 * weight * gd + first * first * uu + 2 * first * weight * ug
      + weight * weight * gg
    return Solution(
      firstLevel: origin + first,
      weight: weight,
      sumOfSquares: max(squares, 0)
    )
  }

  func lastLevel(_ alpha: Double, firstLevel: Double) -> Double {
    var level = firstLevel
    for value in values { level += alpha * (value - level) }
    return level
  }
}

/// A fitted optimised Theta model.
package struct FittedOptimizedTheta: FittedForecastModel {
  let adjustment: SeasonalAdjustment
  let alpha: Double
  let weight: Double
  let level: Double
  let intercept: Double
  let slope: Double
  let variance: Double
  let isNonnegative: Bool
  let observationCount: Int
  let converged: Bool

  package var summary: FitSummary {
    FitSummary(
      form: adjustment.kind == .none
        ? "optimised Theta" : "optimised Theta, \(adjustment.kind.rawValue) season",
      observationCount: observationCount,
      parameters: [.init("alpha", alpha), .init("weight", weight)],
      residualVariance: variance,
      converged: converged
    )
  }

  package func forecast(horizon: Int) -> Forecast {
    precondition(horizon >= 1, "no month to forecast")
    let decay = Double.pow(1 - alpha, observationCount)
    let next = decay * intercept + (1 - decay * (1 - alpha)) / alpha * slope
    return Forecast(
      steps: (0..<horizon).map { step in
        let normal = Normal(
          mean: level + weight * (next + Double(step) * slope),
          standardDeviation: .sqrt(variance * (1 + Double(step) * alpha * alpha))
        )
        let restored = adjustment.restored(.normal(normal), step: step)
        return isNonnegative ? restored.rectified : restored
      }
    )
  }

  /// Season and line go on, the level is smoothed on.
  package func extended(by values: [Double]) -> FittedOptimizedTheta {
    var level = level
    for (step, value) in values.enumerated() {
      level += alpha * (adjustment.removed(value, step: step) - level)
    }
    return FittedOptimizedTheta(
      adjustment: adjustment.advanced(by: values.count),
      alpha: alpha,
      weight: weight,
      level: level,
      intercept: intercept,
      slope: slope,
      variance: variance,
      isNonnegative: isNonnegative && values.allSatisfy { $0 >= 0 },
      observationCount: observationCount + values.count,
      converged: converged
    )
  }
}

extension FittedOptimizedTheta {
  /// The errors of the recursion, with the season put back into its predictions.
  package func oneStepErrors(of values: [Double]) -> [Double]? {
    guard values.count == observationCount else { return nil }
    let adjusted = SeasonalAdjustment.adjust(values).values
    var level = OptimizedThetaProblem(adjusted).solve(alpha).firstLevel
    var decay = 1.0
    return adjusted.indices.map { t in
      let next = decay * (1 - alpha)
      let prediction = level + weight * (decay * intercept + (1 - next) / alpha * slope)
      level += alpha * (adjusted[t] - level)
      decay = next
      return values[t] - adjustment.restored(prediction, at: t, of: values.count)
    }
  }
}

extension ForecastModelDescriptor {
  /// ``OptimizedTheta``.
  package static let optimizedTheta = ForecastModelDescriptor(
    name: "otm",
    summary: "the Theta method with the weight of its line estimated",
    model: OptimizedTheta()
  )
}
