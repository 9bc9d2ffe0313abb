internal import RealModule

/// A measure of how good forecasts are: a value with its name and direction.
///
/// To add a metric: one `static` member and its name in ``standard(levels:)``.
package struct ForecastMetric: Sendable {
  /// Which values are better.
  package enum Direction: String, Codable, Sendable {
    /// Errors.
    case lowerIsBetter
    /// Values that should be at a number, such as a coverage at its level.
    case closerToTargetIsBetter
  }

  /// How the values of several forecasts become one.
  package enum Pooling: Sendable {
    /// Mean over the series of their means over the origins.
    case series
    /// Mean over all months of all series and origins.
    case months
    /// Sum of the numerators over the sum of the denominators, over all series and origins.
    case ratio(@Sendable (ForecastOutcome) -> Ratio?)
  }

  /// Two sums, whose quotient is a metric.
  package struct Ratio: Sendable, Equatable {
    /// Sum of losses.
    package var numerator: Double
    /// Sum of sizes.
    package var denominator: Double

    /// Two sums.
    package init(numerator: Double, denominator: Double) {
      self.numerator = numerator
      self.denominator = denominator
    }

    /// The quotient; `nil` without size.
    package var value: Double? { denominator > 0 ? numerator / denominator : nil }
  }

  /// Name in files, such as `mase` or `coverage_95`.
  package let name: String
  /// Which values are better.
  package let direction: Direction
  /// The best value where ``direction`` asks for one; 0 for errors.
  package let target: Double
  /// How the values of several forecasts become one.
  package let pooling: Pooling
  /// The metric of one series' forecast; `nil` where the series has no scale, no known month or
  /// no interval of the level.
  package let value: @Sendable (ForecastOutcome) -> Double?

  /// The metrics of a backtest.
  ///
  /// - Parameter levels: levels of the intervals, in (0, 1).
  /// - Returns: MASE, sMAPE, RMSSE, weighted quantile loss and scaled CRPS, then coverage and MSIS of
  ///   each level.
  package static func standard(levels: [Double]) -> [ForecastMetric] {
    [mase, smape, rmsse, weightedQuantileLoss, scaledCRPS]
      + levels.flatMap { [coverage($0), msis($0)] }
  }

  /// Probabilities of the scaled CRPS: the 99 percentiles.
  package static let percentiles = (1...99).map { Double($0) / 100 }

  /// Probabilities of the weighted quantile loss: the ends of the intervals and the median.
  ///
  /// - Parameter levels: levels of the intervals, in (0, 1).
  /// - Returns: ascending; .1, .2, ... .9 for the levels .2, .4, .6 and .8.
  package static func probabilities(levels: [Double]) -> [Double] {
    ([0.5] + levels.flatMap { [(1 - $0) / 2, (1 + $0) / 2] }).sorted()
  }

  /// Mean absolute error of the median, divided by the mean absolute seasonal difference of the
  /// training part (Hyndman and Koehler 2006).
  package static let mase = ForecastMetric(
    name: "mase",
    direction: .lowerIsBetter,
    target: 0,
    pooling: .series
  ) { outcome in
    guard let scale = outcome.seasonalScale else { return nil }
    return outcome.meanOverMonths { abs(outcome.actual[$0] - outcome.median[$0]) / scale }
  }

  /// Mean of 200 |y - f| / (|y| + |f|) of the median, from 0 to 200; 0 where both are 0.
  package static let smape = ForecastMetric(
    name: "smape",
    direction: .lowerIsBetter,
    target: 0,
    pooling: .series
  ) { outcome in
    outcome.meanOverMonths { month in
      let size = abs(outcome.actual[month]) + abs(outcome.median[month])
      return size > 0 ? 200 * abs(outcome.actual[month] - outcome.median[month]) / size : 0
    }
  }

  /// Root of the mean squared error of the mean over the mean squared monthly difference of the
  /// training part (M5 competition).
  package static let rmsse = ForecastMetric(
    name: "rmsse",
    direction: .lowerIsBetter,
    target: 0,
    pooling: .series
  ) { outcome in
    guard let scale = outcome.squaredScale else { return nil }
    let squares = outcome.meanOverMonths { month in
      let error = outcome.actual[month] - outcome.mean[month]
      return error * error
    }
    return squares.map { .sqrt($0 / scale) }
  }

  /// Quantile loss at the ends of the intervals and the median, over the sum of the sizes.
  ///
  /// ```
  /// Σ 2 max(τ e, (τ - 1) e) / number of τ / Σ |y|,   e = y - q(τ)
  /// ```
  /// with both sums over all series, origins and months.
  package static let weightedQuantileLoss = ratio("wql") { $0.pooled($0.levelLoss) }

  /// The quantile loss at the 99 percentiles, pooled as ``weightedQuantileLoss``: an approximation of
  /// the continuous ranked probability score over the mean size.
  package static let scaledCRPS = ratio("scrps") { $0.pooled($0.percentileLoss) }

  private static func ratio(
    _ name: String,
    _ sums: @escaping @Sendable (ForecastOutcome) -> Ratio?
  ) -> ForecastMetric {
    ForecastMetric(
      name: name,
      direction: .lowerIsBetter,
      target: 0,
      pooling: .ratio(sums)
    ) { outcome in
      sums(outcome)?.value
    }
  }

  /// Share of months inside the interval of a level, both ends included.
  package static func coverage(_ level: Double) -> ForecastMetric {
    ForecastMetric(
      name: "coverage_\(percent(level))",
      direction: .closerToTargetIsBetter,
      target: level,
      pooling: .months
    ) { outcome in
      guard let interval = outcome.interval(level) else { return nil }
      return outcome.meanOverMonths { month in
        let value = outcome.actual[month]
        return value >= interval.lower[month] && value <= interval.upper[month] ? 1 : 0
      }
    }
  }

  /// Mean scaled interval score (Gneiting and Raftery 2007; M4 competition).
  ///
  /// ```
  /// mean[(u - l) + (2/a)(l - y) 1{y < l} + (2/a)(y - u) 1{y > u}] / scale,   a = 1 - level
  /// ```
  /// Without the scale it is Winkler's score.
  package static func msis(_ level: Double) -> ForecastMetric {
    ForecastMetric(
      name: "msis_\(percent(level))",
      direction: .lowerIsBetter,
      target: 0,
      pooling: .series
    ) { outcome in
      guard let scale = outcome.seasonalScale, let interval = outcome.interval(level) else {
        return nil
      }
      return outcome.meanOverMonths { month in
        let value = outcome.actual[month]
        let (lower, upper) = (interval.lower[month], interval.upper[month])
        let outside = max(lower - value, 0) + max(value - upper, 0)
        return (upper - lower + 2 / (1 - level) * outside) / scale
      }
    }
  }

  /// A level as it stands in names: 95 for 0.95, 99.5 for 0.995.
  package static func percent(_ level: Double) -> String {
    let percent = (level * 1e6).rounded() / 1e4
    return Int(exactly: percent).map(String.init) ?? String(percent)
  }
}

/// The overall weighted average of the M4 competition: the mean of the ratios of MASE and sMAPE to
/// those of Naive2, each averaged over all series first.
///
/// - Parameters:
///   - mase: mean MASE of the method.
///   - smape: mean sMAPE of the method.
///   - naive2: mean MASE and mean sMAPE of Naive2 on the same series, above 0.
/// - Returns: below 1 when the method is better than Naive2.
package func overallWeightedAverage(
  mase: Double,
  smape: Double,
  naive2: (mase: Double, smape: Double)
) -> Double {
  (mase / naive2.mase + smape / naive2.smape) / 2
}
