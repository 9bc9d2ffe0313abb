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
/// Least squares over α in [0.1, 0.99], l₀ and w in [0, 1] by ``ThetaRegression``. A season that
/// passes the test is taken out first, as for ``Theta``. The variance h months ahead is
/// `σ²(1 + (h-1) α²)`.
package struct OptimizedTheta: ForecastModel {
  /// An optimised Theta model.
  package init() {}

  package func fit(to series: TimeSeries) throws(ForecastingError) -> FittedOptimizedTheta {
    try check(series, required: 6)
    let (adjustment, values) = SeasonalAdjustment.adjust(series.values)
    let line = TrendLine(values)
    let best = line.regression(values).solution()
    return FittedOptimizedTheta(
      adjustment: adjustment,
      alpha: best.alpha,
      weight: best.weight,
      level: values.reduce(best.firstLevel) { $0 + best.alpha * ($1 - $0) },
      intercept: line.intercept,
      slope: line.slope,
      // Alpha, the first level, the weight and the line's slope are estimated.
      variance: best.sumOfSquares / Double(values.count - 4 - adjustment.degreesOfFreedom),
      isNonnegative: series.values.allSatisfy { $0 >= 0 },
      observationCount: values.count,
      converged: best.converged
    )
  }
}

extension TrendLine {
  /// The Theta regression with this line for all months.
  func regression(_ values: [Double]) -> ThetaRegression {
    let line = SIMD2(intercept, slope)
    return ThetaRegression(
      values: values,
      lines: Array(repeating: line, count: values.count)
    )
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
    var level = TrendLine(adjusted).regression(adjusted).solve(alpha).firstLevel
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
