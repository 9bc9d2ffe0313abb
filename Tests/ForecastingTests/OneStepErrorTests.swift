internal import Datasets
internal import Forecasting
internal import TestSupport
internal import Testing

@Suite("One-step errors")
struct OneStepErrorTests {
  @Test("of the naive methods they are the changes, and their mean square is the variance")
  func naive() throws {
    for series in try ForecastFixtures.series() {
      for (name, lag) in [("naive", 1), ("seasonal_naive", 12)] {
        let fit = try #require(ForecastModelCatalog[name]).fit(to: series)
        let errors = try #require(fit.oneStepErrors(of: series.values))
        var squares = 0.0
        for t in lag..<series.count {
          #expect(errors[t] == series.values[t] - series.values[t - lag])
          squares += errors[t] * errors[t]
        }
        // Backwards where nothing precedes.
        for t in 0..<lag { #expect(errors[t] == -errors[t + lag]) }
        let variance = try #require(fit.summary.residualVariance)
        expectClose(squares / Double(series.count - lag), variance, relativeTolerance: 1e-12)
      }
    }
  }

  @Test("a year and a month of a seasonal naive method: the months without other year have none")
  func shortSeasonalNaive() throws {
    let series = TimeSeries(
      id: "short",
      start: Month(year: 2020, month: 1),
      values: (0..<13).map { Double($0 * $0) }
    )
    let fit = try ForecastModelDescriptor.seasonalNaive.fit(to: series)
    let errors = try #require(fit.oneStepErrors(of: series.values))
    #expect(errors == [-144] + [Double](repeating: 0, count: 11) + [144])
  }

  @Test("of Theta without season their sum of squares is that of its variance", .tags(.property))
  func theta() throws {
    for seed in [UInt64(1), 2, 3] {
      let simulated = ForecastFixtures.simulated(count: 30, seed: seed)
      let series = TimeSeries(
        id: simulated.id,
        start: simulated.start,
        values: simulated.values.enumerated().map { $1 + 3 * Double($0) }
      )
      let fit = try Theta().fit(to: series)
      try #require(fit.summary.form == "Theta", "seed \(seed)")
      let errors = try #require(fit.oneStepErrors(of: series.values))
      let squares = errors.reduce(0) { $0 + $1 * $1 }
      // Alpha, the first level and the two coefficients of the line are estimated.
      let variance = try #require(fit.summary.residualVariance)
      expectClose(squares / 26, variance, relativeTolerance: 1e-6, "seed \(seed)")
      // Carried on, the fit knows the newer months too.
      let newer = fit.extended(by: [500])
      #expect(newer.oneStepErrors(of: series.values) == nil)
      #expect(newer.oneStepErrors(of: series.values + [500])?.count == 31)
    }
  }

  @Test(
    "of Croston's family they are the distances from the forecasts of the months before",
    arguments: ["croston", "sba", "tsb"]
  )
  func intermittent(_ name: String) throws {
    let values: [Double] = [0, 0, 3, 0, 1, 0, 0, 0, 4, 2, 0, 0, 1, 0, 0, 6, 0, 0, 0, 2]
    let start = Month(year: 2020, month: 1)
    let model = try #require(ForecastModelCatalog[name])
    let whole = TimeSeries(id: name, start: start, values: values)
    let errors = try #require(model.fit(to: whole).oneStepErrors(of: values))
    // No demand before the third month: compared with the mean of all.
    let mean = values.reduce(0, +) / Double(values.count)
    for t in 0...2 { expectClose(errors[t], values[t] - mean, relativeTolerance: 1e-12) }
    for t in 3..<values.count {
      let before = try model.fit(to: whole.prefix(t)).forecast(horizon: 1).mean[0]
      expectClose(errors[t], values[t] - before, absoluteTolerance: 1e-12, "\(t)")
    }
  }

  @Test("of smoothing in periods they start after the first whole one")
  func periods() throws {
    // A demand every second month: periods of two, each adding up to 4.
    let values = (0..<24).map { $0 % 2 == 0 ? 0.0 : 4 }
    let series = TimeSeries(id: "even", start: Month(year: 2020, month: 1), values: values)
    let fit = try #require(ForecastModelCatalog["adida"]).fit(to: series)
    let errors = try #require(fit.oneStepErrors(of: values))
    #expect(errors == values.map { $0 - 2 })
  }

  @Test("of counts they are the distances from the predicted means")
  func counts() throws {
    let values = (0..<60).map { Double(($0 * 7 + $0 / 5) % 4) }
    let series = TimeSeries(id: "counts", start: Month(year: 2018, month: 1), values: values)
    let model = ForecastModelDescriptor.counts.pooled(over: [series])
    let errors = try #require(model.fit(to: series).oneStepErrors(of: values))
    for t in [0, 1, 12, 40, 59] {
      let before = try model.fit(to: series.prefix(t)).forecast(horizon: 1).mean[0]
      expectClose(errors[t], values[t] - before, absoluteTolerance: 1e-12, "\(t)")
    }
  }
}
