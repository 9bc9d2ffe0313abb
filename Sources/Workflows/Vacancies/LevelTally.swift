internal import Datasets
internal import Forecasting
internal import Statistics

/// Sums from which the scores of a level are made.
struct LevelTally {
  private let levels: [Double]
  private var loss = 0.0
  private var size = 0.0
  private var scaledErrors = 0.0
  private var scaledCount = 0.0
  private var inside: [Double]
  private var intervalScores: [Double]
  private var months = 0.0

  init(levels: [Double]) {
    self.levels = levels
    inside = levels.map { _ in 0 }
    intervalScores = inside
  }

  init(summing parts: [LevelTally]) {
    self.init(levels: parts[0].levels)
    for part in parts {
      loss += part.loss
      size += part.size
      scaledErrors += part.scaledErrors
      scaledCount += part.scaledCount
      months += part.months
      for place in inside.indices {
        inside[place] += part.inside[place]
        intervalScores[place] += part.intervalScores[place]
      }
    }
  }

  /// Pooled quantile loss over the size of the values; 0 where all are 0 and met.
  var scrps: Double { size > 0 ? loss / size : loss }
  var mase: Double? { scaledCount > 0 ? scaledErrors / scaledCount : nil }
  var coverage: [Double] { inside.map { months > 0 ? $0 / months : 0 } }
  var coverageGap: [Double] { zip(coverage, levels).map { abs($0 - $1) } }
  /// Mean scaled interval score of each level; empty without any scale.
  var msis: [Double] { scaledCount > 0 ? intervalScores.map { $0 / scaledCount } : [] }

  mutating func add(_ forecast: CoherentForecast, _ series: TimeSeries, at start: Month) {
    guard let distributions = forecast.distributions else { return }
    let first = series.start.distance(to: start)
    let actual = distributions.steps.indices.map { step in
      series.values.indices.contains(first + step) ? series.values[first + step] : .nan
    }
    for (value, step) in zip(actual, distributions.steps) where value.isFinite {
      size += abs(value)
      months += 1
      for τ in ForecastMetric.percentiles {
        let error = value - step.quantile(τ)
        loss += 2 * max(τ * error, (τ - 1) * error) / Double(ForecastMetric.percentiles.count)
      }
    }
    let intervals = levels.map { distributions.interval(level: $0) }
    for (place, interval) in intervals.enumerated() {
      for (month, value) in actual.enumerated()
      where value >= interval.lower[month] && value <= interval.upper[month] {
        inside[place] += 1
      }
    }
    let median = distributions.median
    let outcome = ForecastOutcome(
      training: Array(series.values.prefix(max(0, first))),
      season: seasonalPeriod,
      actual: actual,
      mean: median,
      median: median,
      intervals: intervals.map { .init(level: $0.level, lower: $0.lower, upper: $0.upper) }
    )
    guard let value = ForecastMetric.mase.value(outcome) else { return }
    scaledErrors += value
    scaledCount += 1
    for (place, level) in levels.enumerated() {
      intervalScores[place] += ForecastMetric.msis(level).value(outcome) ?? 0
    }
  }
}
