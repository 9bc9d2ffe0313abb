package import Datasets
internal import RealModule
internal import Statistics

/// The classic Theta method, exactly as the benchmark code of the M4 competition computes it.
///
/// Assimakopoulos and Nikolopoulos (2000, Int. J. Forecasting 16:521). A season that passes the
/// test is divided out (``SeasonalAdjustment``); the straight line through the series by least
/// squares is its theta-0 line, twice the series less that line its theta-2 line; the forecast is
/// the mean of the line, extended, and of simple exponential smoothing of the theta-2 line (`ses`
/// of R: smoothing parameter and first level by maximum likelihood). Where no value is negative,
/// negative forecasts are set to 0.
///
/// Intervals: the error of the mean is half of that of the smoothing, so the variance h months
/// ahead is `σ²(1 + (h-1) α²)`, as for the smoothing with drift that the method amounts to (Hyndman
/// and Billah 2003, Int. J. Forecasting 19:287).
package struct Theta: ForecastModel {
  /// The classic Theta method.
  package init() {}

  package func fit(to series: TimeSeries) throws(ForecastingError) -> FittedTheta {
    try check(series, required: 6)
    let lines = Lines(series.values)
    let fit = ETSEstimation(values: lines.curved).fits([ETSForm()])[0]
    return fitted(lines, fit, isNonnegative: series.values.allSatisfy { $0 >= 0 })
  }

  /// The method with given smoothing instead of an estimated one.
  ///
  /// - Parameters:
  ///   - series: consecutive months, all values finite.
  ///   - alpha: of the smoothing, in (0, 1).
  ///   - firstLevel: level before the first month of the series without its season; that of the
  ///     theta-2 line is as far above or below the line as this, twice.
  /// - Returns: the fitted method.
  /// - Throws: as ``fit(to:)``.
  package func fit(
    to series: TimeSeries,
    alpha: Double,
    firstLevel: Double
  ) throws(ForecastingError) -> FittedTheta {
    try check(series, required: 6)
    let lines = Lines(series.values)
    let fit = ETSEstimation(values: lines.curved).fit(
      ETSForm(),
      with: ETSParameters(alpha: alpha),
      ETSState(level: 2 * firstLevel - lines.straight[1], slope: 0, seasons: [])
    )
    return fitted(lines, fit, isNonnegative: series.values.allSatisfy { $0 >= 0 })
  }

  /// The season, and the theta-0 and theta-2 lines of what is left without it.
  private struct Lines {
    let adjustment: SeasonalAdjustment
    let straight: TrendLine
    let curved: [Double]

    init(_ series: [Double]) {
      let (adjustment, values) = SeasonalAdjustment.adjust(series)
      let line = TrendLine(values)
      self.adjustment = adjustment
      straight = line
      curved = values.indices.map { 2 * values[$0] - line[$0 + 1] }
    }
  }

  private func fitted(
    _ lines: Lines,
    _ fit: ETSEstimation.Fit,
    isNonnegative: Bool
  ) -> FittedTheta {
    let count = lines.curved.count
    return FittedTheta(
      adjustment: lines.adjustment,
      intercept: lines.straight.intercept,
      slope: lines.straight.slope,
      level: fit.lastState.level,
      alpha: fit.parameters.alpha,
      // Alpha, the first level and the two coefficients of the line are estimated.
      variance: fit.sumOfSquares / 4 / Double(count - 4 - lines.adjustment.degreesOfFreedom),
      isNonnegative: isNonnegative,
      observationCount: count,
      converged: fit.converged
    )
  }
}

/// The straight line through a series by least squares, at 1 for the first month.
struct TrendLine {
  let intercept: Double
  let slope: Double

  init(_ values: [Double]) {
    let count = Double(values.count)
    let middle = (count + 1) / 2
    var mean = 0.0
    for value in values { mean += value / count }
    var product = 0.0
    for t in values.indices { product += (Double(t + 1) - middle) * (values[t] - mean) }
    // Σ (t - middle)² = n (n² - 1) / 12
    let squares = count * (count * count - 1) / 12
    slope = squares > 0 ? product / squares : 0
    intercept = mean - slope * middle
  }

  subscript(month: Int) -> Double { intercept + slope * Double(month) }
}

/// A fitted classic Theta method.
package struct FittedTheta: FittedForecastModel {
  let adjustment: SeasonalAdjustment
  let intercept: Double
  let slope: Double
  let level: Double
  let alpha: Double
  let variance: Double
  let isNonnegative: Bool
  let observationCount: Int
  let converged: Bool

  package var summary: FitSummary {
    FitSummary(
      form: adjustment.kind == .none ? "Theta" : "Theta, \(adjustment.kind.rawValue) season",
      observationCount: observationCount,
      parameters: [.init("alpha", alpha), .init("slope", slope / 2)],
      residualVariance: variance,
      converged: converged
    )
  }

  package func forecast(horizon: Int) -> Forecast {
    precondition(horizon >= 1, "no month to forecast")
    return Forecast(
      steps: (0..<horizon).map { step in
        let line = intercept + slope * Double(observationCount + step + 1)
        let normal = Normal(
          mean: (level + line) / 2,
          standardDeviation: .sqrt(variance * (1 + Double(step) * alpha * alpha))
        )
        let restored = adjustment.restored(.normal(normal), step: step)
        return isNonnegative ? restored.rectified : restored
      }
    )
  }

  /// Season and line go on, the level is smoothed on.
  package func extended(by values: [Double]) -> FittedTheta {
    var level = level
    for (step, value) in values.enumerated() {
      let line = intercept + slope * Double(observationCount + step + 1)
      level += alpha * (2 * adjustment.removed(value, step: step) - line - level)
    }
    return FittedTheta(
      adjustment: adjustment.advanced(by: values.count),
      intercept: intercept,
      slope: slope,
      level: level,
      alpha: alpha,
      variance: variance,
      isNonnegative: isNonnegative && values.allSatisfy { $0 >= 0 },
      observationCount: observationCount + values.count,
      converged: converged
    )
  }

  /// The errors of the mean of line and smoothing, with the season put back; the smoothing starts from
  /// the level that is best for its α, which is that of maximum likelihood.
  package func oneStepErrors(of values: [Double]) -> [Double]? {
    let count = values.count
    guard count == observationCount else { return nil }
    let line = (1...count).map { intercept + slope * Double($0) }
    let curved = values.indices.map {
      2 * adjustment.removed(values[$0], at: $0, of: count) - line[$0]
    }
    let smoothing = ThetaRegression(values: curved, lines: curved.map { _ in .zero })
    var level = smoothing.solve(alpha, weight: 0).firstLevel
    return values.indices.map { t in
      let prediction = (level + line[t]) / 2
      level += alpha * (curved[t] - level)
      return values[t] - adjustment.restored(prediction, at: t, of: count)
    }
  }
}

extension ForecastModelDescriptor {
  /// ``Theta``.
  package static let theta = ForecastModelDescriptor(
    name: "theta",
    summary: "the classic Theta method as in the M4 competition",
    model: Theta()
  )
}
