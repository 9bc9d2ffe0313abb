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

  /// Name in files, such as `mase` or `coverage_95`.
  package let name: String
  /// Which values are better.
  package let direction: Direction
  /// The best value where ``direction`` asks for one; 0 for errors.
  package let target: Double
  /// The metric of one series' forecast; `nil` where the series has no scale, no known month or
  /// no interval of the level.
  package let value: @Sendable (ForecastOutcome) -> Double?

  /// The metrics of a backtest.
  ///
  /// - Parameter levels: levels of the intervals, in (0, 1).
  /// - Returns: MASE, sMAPE and RMSSE, then coverage and MSIS of each level.
  package static func standard(levels: [Double]) -> [ForecastMetric] {
    [mase, smape, rmsse] + levels.flatMap { [coverage($0), msis($0)] }
  }

  /// Mean absolute error of the median, divided by the mean absolute seasonal difference of the
  /// training part (Hyndman and Koehler 2006).
  package static let mase = ForecastMetric(
    name: "mase",
    direction: .lowerIsBetter,
    target: 0
  ) { outcome in
    guard let scale = outcome.seasonalScale else { return nil }
    return outcome.meanOverMonths { abs(outcome.actual[$0] - outcome.median[$0]) / scale }
  }

  /// Mean of 200 |y - f| / (|y| + |f|) of the median, from 0 to 200; 0 where both are 0.
  package static let smape = ForecastMetric(
    name: "smape",
    direction: .lowerIsBetter,
    target: 0
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
    target: 0
  ) { outcome in
    guard let scale = outcome.squaredScale else { return nil }
    let squares = outcome.meanOverMonths { month in
      let error = outcome.actual[month] - outcome.mean[month]
      return error * error
    }
    return squares.map { .sqrt($0 / scale) }
  }

  /// Share of months inside the interval of a level, both ends included.
  package static func coverage(_ level: Double) -> ForecastMetric {
    ForecastMetric(
      name: "coverage_\(percent(level))",
      direction: .closerToTargetIsBetter,
      target: level
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
      target: 0
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
