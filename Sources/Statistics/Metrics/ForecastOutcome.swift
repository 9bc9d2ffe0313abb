internal import RealModule

/// A forecast beside what came true, with the scales that make errors of different series
/// comparable; what the forecast metrics are computed from.
package struct ForecastOutcome: Sendable, Equatable {
  /// What came true, one value a month; NaN where it is not known.
  package let actual: [Double]
  /// Expected values of the forecast.
  package let mean: [Double]
  /// Medians of the forecast.
  package let median: [Double]
  /// Central intervals of the forecast.
  package let intervals: [Interval]
  /// Quantile loss of each month over the deciles or levels asked for; empty when not judged.
  package let levelLoss: QuantileLoss
  /// Quantile loss of each month over the 99 percentiles; empty when not judged.
  package let percentileLoss: QuantileLoss
  /// Mean absolute difference of the training values from those a season before; `nil` when there
  /// is none or it is 0.
  package let seasonalScale: Double?
  /// Mean squared difference of the training values from those a month before; `nil` when there is
  /// none or it is 0.
  package let squaredScale: Double?

  /// The quantile losses of some months, each the mean over several quantiles.
  ///
  /// ```
  /// 2 max(τ e, (τ - 1) e),   e = y - q(τ)
  /// ```
  package struct QuantileLoss: Sendable, Equatable {
    /// One a month; NaN where what came true is not known.
    package let months: [Double]

    /// None.
    package static let none = QuantileLoss(months: [])

    /// The losses of quantiles.
    ///
    /// - Parameters:
    ///   - actual: what came true; NaN where it is not known.
    ///   - quantiles: probability in (0, 1), and one value a month; at least one.
    package init(actual: [Double], quantiles: [(probability: Double, values: [Double])]) {
      precondition(!quantiles.isEmpty, "no quantile")
      months = actual.indices.map { month in
        var sum = 0.0
        for (τ, values) in quantiles {
          let error = actual[month] - values[month]
          sum += 2 * max(τ * error, (τ - 1) * error)
        }
        return sum / Double(quantiles.count)
      }
    }

    init(months: [Double]) { self.months = months }
  }

  /// A central interval, one a month.
  package struct Interval: Sendable, Equatable {
    /// Probability of a value inside, in (0, 1).
    package let level: Double
    /// Lower ends.
    package let lower: [Double]
    /// Upper ends.
    package let upper: [Double]

    /// An interval from its ends.
    package init(level: Double, lower: [Double], upper: [Double]) {
      self.level = level
      self.lower = lower
      self.upper = upper
    }
  }

  /// An outcome.
  ///
  /// - Parameters:
  ///   - training: values that the forecast was made from, oldest first; differences with a
  ///     missing value (NaN) do not count.
  ///   - season: months in a season.
  ///   - actual: what came true; NaN where it is not known.
  ///   - mean: expected values, as many.
  ///   - median: medians, as many.
  ///   - intervals: central intervals, as many ends each.
  ///   - levelLoss: quantile losses over the levels asked for.
  ///   - percentileLoss: quantile losses over the percentiles.
  package init(
    training: [Double],
    season: Int,
    actual: [Double],
    mean: [Double],
    median: [Double],
    intervals: [Interval],
    levelLoss: QuantileLoss = .none,
    percentileLoss: QuantileLoss = .none
  ) {
    precondition(mean.count == actual.count && median.count == actual.count, "sizes differ")
    precondition(
      intervals.allSatisfy { $0.lower.count == actual.count && $0.upper.count == actual.count },
      "sizes differ"
    )
    self.actual = actual
    self.mean = mean
    self.median = median
    self.intervals = intervals
    self.levelLoss = levelLoss
    self.percentileLoss = percentileLoss
    seasonalScale = Self.meanDifference(training, lag: season) { abs($0) }
    squaredScale = Self.meanDifference(training, lag: 1) { $0 * $0 }
  }

  /// The outcome in one month only.
  ///
  /// - Parameter month: index into the months.
  /// - Returns: an outcome of one month with the same scales.
  package func month(_ month: Int) -> ForecastOutcome {
    ForecastOutcome(self, month: month)
  }

  private init(_ outcome: ForecastOutcome, month: Int) {
    actual = [outcome.actual[month]]
    mean = [outcome.mean[month]]
    median = [outcome.median[month]]
    intervals = outcome.intervals.map {
      Interval(level: $0.level, lower: [$0.lower[month]], upper: [$0.upper[month]])
    }
    levelLoss = Self.month(month, outcome.levelLoss)
    percentileLoss = Self.month(month, outcome.percentileLoss)
    seasonalScale = outcome.seasonalScale
    squaredScale = outcome.squaredScale
  }

  private static func month(_ month: Int, _ loss: QuantileLoss) -> QuantileLoss {
    loss.months.isEmpty ? .none : QuantileLoss(months: [loss.months[month]])
  }

  /// Sum of a quantile loss and of the sizes of what came true, over the months that are known;
  /// `nil` when the loss was not judged.
  func pooled(_ loss: QuantileLoss) -> ForecastMetric.Ratio? {
    guard !loss.months.isEmpty else { return nil }
    var result = ForecastMetric.Ratio(numerator: 0, denominator: 0)
    for (value, month) in zip(actual, loss.months) where value.isFinite {
      result.numerator += month
      result.denominator += abs(value)
    }
    return result
  }

  private static func meanDifference(
    _ values: [Double],
    lag: Int,
    _ size: (Double) -> Double
  ) -> Double? {
    var sum = 0.0
    var count = 0.0
    for t in stride(from: lag, to: values.count, by: 1) {
      let difference = values[t] - values[t - lag]
      guard difference.isFinite else { continue }
      sum += size(difference)
      count += 1
    }
    return sum > 0 ? sum / count : nil
  }

  /// Mean of a loss over the months that are known, or `nil` when none is.
  func meanOverMonths(_ loss: (Int) -> Double) -> Double? {
    var sum = 0.0
    var count = 0.0
    for month in actual.indices where actual[month].isFinite {
      sum += loss(month)
      count += 1
    }
    return count > 0 ? sum / count : nil
  }

  /// The interval of a level, or `nil` when the forecast has none.
  func interval(_ level: Double) -> Interval? {
    intervals.first { abs($0.level - level) < 1e-9 }
  }
}
