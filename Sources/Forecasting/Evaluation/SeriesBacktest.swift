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
  }

  /// Fewest months a model is shown: two seasons, so that a scale and a season exist.
  package static let leastTraining = 2 * seasonalPeriod

  /// Forecasts a series from past dates.
  ///
  /// Each origin's model sees only the months before it.
  ///
  /// - Parameters:
  ///   - series: monthly values; NaN where missing. Missing months are not judged.
  ///   - model: the model.
  ///   - pooled: the model with what the panel before each origin taught it, the last origin first;
  ///     empty for a model that looks at one series only.
  ///   - origins: the past dates.
  ///   - levels: levels of the intervals to judge, in (0, 1).
  package init(
    of series: TimeSeries,
    by model: ForecastModelDescriptor,
    pooled: [ForecastModelDescriptor] = [],
    origins: RollingOrigins,
    levels: [Double]
  ) {
    id = series.id
    self.model = model.name
    hasTooLargeValues = series.hasTooLargeValues
    guard !hasTooLargeValues else {
      self.origins = []
      return
    }
    let first = series.values.firstIndex(where: \.isFinite) ?? series.count
    self.origins =
      origins
      .trainingCounts(months: series.count, leastTraining: first + Self.leastTraining)
      .compactMap { count in
        let place = (series.count - origins.horizon - count) / origins.step
        return Self.origin(
          of: series,
          at: count,
          by: place < pooled.count ? pooled[place] : model,
          horizon: origins.horizon,
          levels: levels
        )
      }
  }

  private static func origin(
    of series: TimeSeries,
    at count: Int,
    by model: ForecastModelDescriptor,
    horizon: Int,
    levels: [Double]
  ) -> Origin? {
    let training = series.prefix(count)
    let result = SeriesForecast(of: training, by: model, horizon: horizon)
    guard let forecast = result.forecast else { return nil }
    return Origin(
      start: training.end,
      outcome: ForecastOutcome(
        training: training.values,
        season: seasonalPeriod,
        actual: Array(series.values[count..<count + horizon]),
        mean: forecast.mean,
        median: forecast.median,
        intervals: levels.map {
          let interval = forecast.interval(level: $0)
          return .init(level: $0, lower: interval.lower, upper: interval.upper)
        }
      ),
      status: result.status
    )
  }

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

  private init(id: String, model: String, origins: [Origin], hasTooLargeValues: Bool) {
    self.hasTooLargeValues = hasTooLargeValues
    self.id = id
    self.model = model
    self.origins = origins
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
