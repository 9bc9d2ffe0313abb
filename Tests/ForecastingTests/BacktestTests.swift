internal import Datasets
internal import Forecasting
internal import Statistics
internal import TestSupport
internal import Testing

@Suite("Backtest")
struct BacktestTests {
  @Test("origins expand, end with the last horizon, and leave two seasons")
  func origins() {
    let origins = RollingOrigins(horizon: 12, count: 4)
    #expect(origins.trainingCounts(months: 100, leastTraining: 24) == [52, 64, 76, 88])
    #expect(origins.trainingCounts(months: 60, leastTraining: 24) == [24, 36, 48])
    #expect(origins.trainingCounts(months: 20, leastTraining: 24).isEmpty)
    let monthly = RollingOrigins(horizon: 12, count: 3, step: 1)
    #expect(monthly.trainingCounts(months: 100, leastTraining: 24) == [86, 87, 88])
  }

  @Test("steps, horizons and counts of any size give the origins that fit")
  func extremeOrigins() {
    let far = RollingOrigins(horizon: 12, count: 4, step: .max)
    #expect(far.trainingCounts(months: 100, leastTraining: 24) == [88])
    let many = RollingOrigins(horizon: 12, count: .max, step: 30)
    #expect(many.trainingCounts(months: 100, leastTraining: 24) == [28, 58, 88])
    let long = RollingOrigins(horizon: .max, count: 2)
    #expect(long.trainingCounts(months: 100, leastTraining: 24).isEmpty)
  }

  @Test("no origin's model sees a later month")
  func noLookAhead() {
    let series = ForecastFixtures.simulated(count: 84, seed: 8)
    let origins = RollingOrigins(horizon: 6, count: 3)
    var changed = series.values
    for index in 78..<84 { changed[index] += 1000 }
    let other = TimeSeries(id: series.id, start: series.start, values: changed)
    func backtest(_ series: TimeSeries) -> SeriesBacktest {
      RollingBacktest(
        [series],
        by: .auto,
        origins: origins,
        levels: [0.8],
        intervals: .calibrated,
        threads: 2
      ).backtests[0]
    }
    let first = backtest(series)
    let second = backtest(other)
    #expect(first.origins.map(\.outcome.median) == second.origins.map(\.outcome.median))
    #expect(first.origins[2].outcome.actual != second.origins[2].outcome.actual)
    #expect(first.origins.map(\.start) == [66, 72, 78].map { series.start.advanced(by: $0) })
  }

  @Test("between refits fits are carried on; at the origins of a refit nothing changes")
  func refits() {
    let series = (1...3).map { ForecastFixtures.simulated(count: 90, seed: $0) }
    func medians(_ refit: RefitPolicy) -> [[[Double]]] {
      RollingBacktest(
        series,
        by: .ets,
        origins: RollingOrigins(horizon: 6, count: 4),
        levels: [],
        intervals: .model,
        refit: refit,
        threads: 2
      ).backtests.map { $0.origins.map(\.outcome.median) }
    }
    let each = medians(RefitPolicy())
    let second = medians(RefitPolicy(every: 2))
    for (series, (left, right)) in zip(series, zip(each, second)) {
      #expect(left[0] == right[0] && left[2] == right[2])
      #expect(left[1] != right[1] && left[3] != right[3])
      let carried = SeriesFit(of: series.prefix(66), by: .ets).extended(through: series.prefix(72))
      #expect(carried.forecast(horizon: 6).forecast?.median == right[1])
    }
  }

  @Test("quantile losses are those of a sum by hand, pooled over what is known", .tags(.reference))
  func quantileLoss() throws {
    let actual = [10, 0, .nan]
    let loss = ForecastOutcome.QuantileLoss(
      actual: actual,
      quantiles: [(0.1, [8, 0, 1]), (0.5, [9, 1, 1]), (0.9, [12, 3, 1])]
    )
    // Errors 2, 1, -2 and 0, -1, -3.
    expectClose(loss.months[0], (0.4 + 1 + 0.4) / 3, relativeTolerance: 1e-15, "first")
    expectClose(loss.months[1], (0 + 1 + 0.6) / 3, relativeTolerance: 1e-15, "second")
    #expect(loss.months[2].isNaN)
    let outcome = ForecastOutcome(
      training: [],
      season: 12,
      actual: actual,
      mean: actual,
      median: actual,
      intervals: [],
      levelLoss: loss
    )
    let value = try #require(ForecastMetric.weightedQuantileLoss.value(outcome))
    expectClose(value, 3.4 / 3 / 10, relativeTolerance: 1e-14, "pooled")
    #expect(ForecastMetric.scaledCRPS.value(outcome) == nil)
    #expect(ForecastMetric.weightedQuantileLoss.value(outcome.month(1)) == nil)
    let deciles = ForecastMetric.probabilities(levels: [0.2, 0.4, 0.6, 0.8])
    for (found, tenth) in zip(deciles, 1...9) {
      expectClose(found, Double(tenth) / 10, relativeTolerance: 1e-12, "\(tenth)")
    }
  }

  @Test("the metrics equal R's accuracy() and plain formulas", .tags(.reference))
  func metrics() throws {
    let values = try ForecastFixtures.reference().metrics
    let outcome = ForecastOutcome(
      training: values.training,
      season: 12,
      actual: values.actual,
      mean: values.mean,
      median: values.median,
      intervals: [.init(level: 0.95, lower: values.lower, upper: values.upper)]
    )
    let expected = [
      "mase": values.mase, "smape": values.smape, "rmsse": values.rmsse,
      "coverage_95": values.coverage95, "msis_95": values.msis95,
    ]
    // The quantile losses have a test of their own.
    let metrics = ForecastMetric.standard(levels: [0.95]).filter {
      !["wql", "scrps"].contains($0.name)
    }
    #expect(metrics.map(\.name).sorted() == expected.keys.sorted())
    for metric in metrics {
      let value = try #require(metric.value(outcome))
      expectClose(value, try #require(expected[metric.name]), relativeTolerance: 1e-12, metric.name)
    }
  }

  @Test("a series without a scale has no scaled error, and zeros forecast as zeros no error")
  func noScale() throws {
    let outcome = ForecastOutcome(
      training: Array(repeating: 0, count: 30),
      season: 12,
      actual: [0, 0],
      mean: [0, 0],
      median: [0, 0],
      intervals: []
    )
    #expect(ForecastMetric.mase.value(outcome) == nil)
    #expect(ForecastMetric.rmsse.value(outcome) == nil)
    #expect(ForecastMetric.coverage(0.8).value(outcome) == nil)
    #expect(ForecastMetric.smape.value(outcome) == 0)
  }

  @Test("months that are not known are not judged")
  func unknownMonths() throws {
    let outcome = ForecastOutcome(
      training: (0..<30).map { Double($0) },
      season: 12,
      actual: [5, .nan],
      mean: [7, 7],
      median: [11, 99],
      intervals: [.init(level: 0.8, lower: [1, 1], upper: [5, 5])]
    )
    expectClose(
      try #require(ForecastMetric.mase.value(outcome)),
      6.0 / 12,
      relativeTolerance: 1e-15
    )
    #expect(ForecastMetric.coverage(0.8).value(outcome) == 1)
    expectClose(try #require(ForecastMetric.rmsse.value(outcome)), 2, relativeTolerance: 1e-15)
  }
}
