package import Datasets
package import Statistics

/// A series forecast from several past dates by one model, and how the forecasts came out.
package struct SeriesBacktest: Sendable {
  /// Name of the series.
  package let id: String
  /// Name in the catalogue of the model asked for.
  package let model: String
  /// One judged forecast an origin, oldest first; empty when the series is too short for any or has
  /// values too large.
  package let origins: [Origin]
  /// True when a value is above 1e100 in size, so that nothing is forecast or judged.
  package let hasTooLargeValues: Bool

  /// A forecast from one past date.
  package struct Origin: Sendable {
    /// First month that was forecast.
    package let start: Month
    /// The forecast and what came true.
    package let outcome: ForecastOutcome
    /// How the forecast came about.
    package let status: ForecastStatus

    init(start: Month, outcome: ForecastOutcome, status: ForecastStatus) {
      self.start = start
      self.outcome = outcome
      self.status = status
    }

    /// Judges a forecast.
    ///
    /// - Parameters:
    ///   - result: made from the months before its start; `nil` when it has no distributions.
    ///   - series: the series with the months that came true.
    ///   - levels: levels of the intervals to judge, in (0, 1).
    init?(_ result: SeriesForecast, of series: TimeSeries, levels: [Double]) {
      guard let forecast = result.forecast else { return nil }
      let count = series.start.distance(to: result.start)
      start = result.start
      status = result.status
      let actual = Array(series.values[count..<count + forecast.horizon])
      func loss(_ probabilities: [Double]) -> ForecastOutcome.QuantileLoss {
        .init(actual: actual, quantiles: probabilities.map { ($0, forecast.quantile($0)) })
      }
      outcome = ForecastOutcome(
        training: Array(series.values[..<count]),
        season: seasonalPeriod,
        actual: actual,
        mean: forecast.mean,
        median: forecast.median,
        intervals: levels.map {
          let interval = forecast.interval(level: $0)
          return .init(level: $0, lower: interval.lower, upper: interval.upper)
        },
        levelLoss: loss(ForecastMetric.probabilities(levels: levels)),
        percentileLoss: loss(ForecastMetric.percentiles)
      )
    }
  }

  /// Fewest months a model is shown: two seasons, so that a scale and a season exist.
  package static let leastTraining = 2 * seasonalPeriod

  /// The same forecasts judged in one month ahead only, from 0.
  package func month(_ step: Int) -> SeriesBacktest {
    SeriesBacktest(
      id: id,
      model: model,
      origins: origins.map {
        Origin(start: $0.start, outcome: $0.outcome.month(step), status: $0.status)
      },
      hasTooLargeValues: hasTooLargeValues
    )
  }

  /// A metric of the series: the mean over the origins where it exists, or `nil`.
  package func value(of metric: ForecastMetric) -> Double? {
    var sum = 0.0
    var count = 0.0
    for origin in origins {
      guard let value = metric.value(origin.outcome) else { continue }
      sum += value
      count += 1
    }
    return count > 0 ? sum / count : nil
  }
}
