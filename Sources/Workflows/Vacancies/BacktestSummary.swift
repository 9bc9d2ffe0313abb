internal import Forecasting
internal import Statistics

/// How a model did in a backtest, over all series.
package struct BacktestSummary: Codable, Sendable, Equatable {
  /// Name of the model.
  package let model: String
  /// Series with at least one origin.
  package let seriesCount: Int
  /// Forecasts judged: series times origins.
  package let forecastCount: Int
  /// Forecasts for which another model stood in.
  package let fallbackCount: Int
  /// The metrics, in the catalogue's order.
  package let metrics: [MetricValue]
  /// Overall weighted average of the M4 competition, below 1 when better than Naive2.
  ///
  /// `nil` when no series has a scale or Naive2 makes no error.
  package let owa: Double?
  /// The metrics by month ahead.
  package let steps: [Step]

  /// A metric over all series.
  package struct MetricValue: Codable, Sendable, Equatable {
    /// Name, such as `mase`.
    package let name: String
    /// `lowerIsBetter`, or `closerToTargetIsBetter`.
    package let direction: String
    /// The best value.
    package let target: Double
    /// Mean over the series of their means over the origins; `nil` when no series has a value.
    ///
    /// Coverages and quantile losses are pooled over series, origins and months.
    package let value: Double?
    /// Distance of a coverage from its level; `nil` for other metrics.
    package let gap: Double?
    /// Series without a value, because they have no scale.
    package let leftOut: Int
  }

  /// The metrics of one month ahead.
  package struct Step: Codable, Sendable, Equatable {
    /// Months ahead, from 1.
    package let step: Int
    /// Value by metric, in the order of ``BacktestSummary/metrics``.
    package let values: [Double?]
  }

  /// The value of a metric by its name.
  package func value(_ name: String) -> Double? {
    metrics.first { $0.name == name }?.value
  }

  /// Summarises the backtests of one model.
  ///
  /// - Parameters:
  ///   - backtests: one a series.
  ///   - naive2: those of Naive2, for the same series.
  ///   - metrics: what to compute.
  ///   - horizon: months ahead.
  init(
    _ backtests: [SeriesBacktest],
    naive2: [SeriesBacktest],
    metrics: [ForecastMetric],
    horizon: Int
  ) {
    let judged = backtests.filter { !$0.origins.isEmpty }
    model = backtests.first?.model ?? ""
    seriesCount = judged.count
    forecastCount = judged.reduce(0) { $0 + $1.origins.count }
    fallbackCount = judged.reduce(0) { sum, backtest in
      sum + backtest.origins.count { $0.status.isFallback }
    }
    self.metrics = metrics.map { metric in
      let values = judged.map { $0.value(of: metric) }
      let value = Self.pooled(judged, metric)
      return MetricValue(
        name: metric.name,
        direction: metric.direction.rawValue,
        target: metric.target,
        value: value,
        gap: metric.direction == .closerToTargetIsBetter
          ? value.map { abs($0 - metric.target) } : nil,
        leftOut: values.count { $0 == nil }
      )
    }
    owa = Self.overallWeightedAverage(backtests, naive2)
    steps = (0..<horizon).map { step in
      let months = judged.map { $0.month(step) }
      return Step(
        step: step + 1,
        values: metrics.map { Self.pooled(months, $0) }
      )
    }
  }

  private static func mean(_ values: [Double?]) -> Double? {
    var sum = 0.0
    var count = 0.0
    for case .some(let value) in values {
      sum += value
      count += 1
    }
    return count > 0 ? sum / count : nil
  }

  /// A metric over all series and origins, as it is pooled.
  private static func pooled(_ backtests: [SeriesBacktest], _ metric: ForecastMetric) -> Double? {
    var sum = ForecastMetric.Ratio(numerator: 0, denominator: 0)
    switch metric.pooling {
    case .series: return mean(backtests.map { $0.value(of: metric) })
    case .months:
      for origin in backtests.lazy.flatMap(\.origins) {
        guard let value = metric.value(origin.outcome) else { continue }
        let months = Double(origin.outcome.actual.count { $0.isFinite })
        sum.numerator += value * months
        sum.denominator += months
      }
    case .ratio(let ratio):
      for origin in backtests.lazy.flatMap(\.origins) {
        guard let own = ratio(origin.outcome) else { continue }
        sum.numerator += own.numerator
        sum.denominator += own.denominator
      }
    }
    return sum.value
  }

  /// Over the series that have a scale, so that both of its metrics exist.
  private static func overallWeightedAverage(
    _ backtests: [SeriesBacktest],
    _ naive2: [SeriesBacktest]
  ) -> Double? {
    var own = (mase: 0.0, smape: 0.0)
    var base = (mase: 0.0, smape: 0.0)
    for (left, right) in zip(backtests, naive2) {
      guard let mase = left.value(of: .mase), let smape = left.value(of: .smape),
        let baseMASE = right.value(of: .mase), let baseSMAPE = right.value(of: .smape)
      else { continue }
      own = (own.mase + mase, own.smape + smape)
      base = (base.mase + baseMASE, base.smape + baseSMAPE)
    }
    guard base.mase > 0, base.smape > 0 else { return nil }
    return Statistics.overallWeightedAverage(mase: own.mase, smape: own.smape, naive2: base)
  }
}
