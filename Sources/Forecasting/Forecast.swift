/// Forecast of a series: one distribution a month.
///
/// Quantiles, intervals, means and medians are made here and nowhere else.
package struct Forecast: Codable, Equatable, Sendable {
  /// The distribution of each month ahead, the next month first.
  package let steps: [ForecastDistribution]

  /// A forecast from its distributions.
  package init(steps: [ForecastDistribution]) {
    self.steps = steps
  }

  /// Number of months.
  package var horizon: Int { steps.count }

  /// Expected value of each month; adds up over a hierarchy.
  package var mean: [Double] { steps.map(\.mean) }

  /// Median of each month: the typical month, on which absolute errors are scored.
  package var median: [Double] { steps.map(\.median) }

  /// The quantile of each month.
  ///
  /// - Parameter probability: in (0, 1).
  /// - Returns: one value a month.
  package func quantile(_ probability: Double) -> [Double] {
    precondition(probability > 0 && probability < 1, "probability outside (0, 1)")
    let place = NormalQuantile(probability)
    return steps.map { $0.quantile(place) }
  }

  /// The central interval of each month.
  ///
  /// - Parameter level: probability of a value inside, in (0, 1), such as 0.95.
  /// - Returns: the quantiles at (1 - level) / 2 and (1 + level) / 2.
  package func interval(level: Double) -> Interval {
    Interval(
      level: level,
      lower: quantile((1 - level) / 2),
      upper: quantile((1 + level) / 2)
    )
  }

  /// A central interval, one a month.
  package struct Interval: Codable, Equatable, Sendable {
    /// Probability of a value inside, in (0, 1).
    package let level: Double
    /// Lower ends.
    package let lower: [Double]
    /// Upper ends, at or above the lower.
    package let upper: [Double]

    /// An interval from its ends.
    package init(level: Double, lower: [Double], upper: [Double]) {
      precondition(lower.count == upper.count, "lower and upper ends of different number")
      self.level = level
      self.lower = lower
      self.upper = upper
    }
  }

  /// The forecast without its first months.
  package func dropFirst(_ count: Int) -> Forecast {
    Forecast(steps: Array(steps.dropFirst(count)))
  }
}
