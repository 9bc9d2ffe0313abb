internal import Datasets
internal import Forecasting
internal import Statistics
internal import TestSupport
internal import Testing

@Suite("Counts learnt from a panel")
struct PooledCountsTests {
  private static let start = Month(year: 2020, month: 1)

  @Test("the regression equals the one that R's optim finds from its definition", .tags(.reference))
  func reference() throws {
    let panel = try CountFixtures.series()
    let expected = try CountFixtures.regression()
    let model = ForecastModelDescriptor.counts.pooled(over: panel)
    for (index, series) in panel.enumerated() {
      let parameters = try model.fit(to: series).summary.parameters
      // Both searches stop where the posterior density is flat.
      expectClose(parameters[0].value, expected.pooledMean[index], relativeTolerance: 2e-3)
      expectClose(parameters[1].value, expected.pooledDispersion[index], relativeTolerance: 5e-3)
      let beginning = TimeSeries(
        id: series.id,
        start: series.start,
        values: Array(series.values.prefix((index + 1) % 12))
      )
      let early = try model.fit(to: beginning).summary.parameters
      expectClose(early[0].value, expected.beginningMean[index], relativeTolerance: 2e-3)
      expectClose(early[1].value, expected.beginningDispersion[index], relativeTolerance: 5e-3)
    }
  }

  @Test("a series without history gets the panel's forecast and says so")
  func withoutHistory() throws {
    let panel = try CountFixtures.series()
    let model = ForecastModelDescriptor.counts.pooled(over: panel)
    let missing = TimeSeries(id: "new", start: Self.start, values: [.nan, .nan])
    let result = SeriesForecast(of: missing, by: model, horizon: 5)
    let forecast = try #require(result.forecast)
    #expect(forecast.horizon == 5 && result.model == "counts" && result.start == missing.end)
    #expect(
      result.status.description
        == "forecast of the panel: 0 months of its own; no value in the last 2 months"
    )
    #expect(result.status.hasIntervals && !result.status.isOK && !result.status.isFallback)
    let months = panel.flatMap(\.values)
    let level = months.reduce(0, +) / Double(months.count)
    #expect(forecast.mean[0] > level / 4 && forecast.mean[0] < level * 4)
    let short = SeriesForecast(
      of: TimeSeries(id: "short", start: Self.start, values: [0, 1]),
      by: model,
      horizon: 1
    )
    #expect(short.status.description == "forecast of the panel: 2 months of its own")
  }

  @Test("a beginning is forecast as the panel's series went on from theirs")
  func beginnings() throws {
    var generator = SeededGenerator(seed: 4)
    let panel = (0..<200).map { index in
      let values = (0..<60).map { month in
        // Means 6 and 1.
        Double(generator.index(below: month < 24 ? 13 : 3))
      }
      return TimeSeries(id: "\(index)", start: Self.start, values: values)
    }
    let model = ForecastModelDescriptor.counts.pooled(over: panel)
    func mean(_ values: [Double]) throws -> Double {
      let series = TimeSeries(id: "short", start: Self.start, values: values)
      let result = SeriesForecast(of: series, by: model, horizon: 1)
      return try #require(result.forecast).mean[0]
    }
    expectClose(try mean([.nan]), 6, relativeTolerance: 0.05)
    expectClose(try mean([6, 5, 7, 6]), 6, relativeTolerance: 0.1)
    expectClose(try mean(panel[0].values), 1, relativeTolerance: 0.3)
  }

  @Test("a series of zeros is not certain to stay at 0, but is likely to")
  func zeros() throws {
    let model = ForecastModelDescriptor.counts.pooled(over: try CountFixtures.series())
    func mean(_ months: Int) throws -> Double {
      let zeros = [Double](repeating: 0, count: months)
      let result = SeriesForecast(
        of: TimeSeries(id: "zeros", start: Self.start, values: zeros),
        by: model,
        horizon: 1
      )
      #expect(result.status.isConstant)
      return try #require(result.forecast).mean[0]
    }
    let short = try mean(14)
    let long = try mean(60)
    #expect(short > long && long > 0 && short < 1)
  }

  @Test("missing months of counts are filled with counts")
  func gaps() throws {
    let model = ForecastModelDescriptor.counts.pooled(over: try CountFixtures.series())
    let values: [Double] = (0..<30).map { $0 % 7 == 3 ? .nan : Double($0 % 4) }
    let result = SeriesForecast(
      of: TimeSeries(id: "gaps", start: Self.start, values: values),
      by: model,
      horizon: 2
    )
    #expect(result.model == "counts")
    #expect(result.status.description == "4 months missing and interpolated")
  }

  @Test("series that are no counts teach a panel nothing")
  func unusable() throws {
    let panel = try CountFixtures.series()
    let others = [
      TimeSeries(id: "fractional", start: Self.start, values: [0.5, 1, 2]),
      TimeSeries(id: "negative", start: Self.start, values: [-1, 1, 2]),
      TimeSeries(id: "empty", start: Self.start, values: []),
    ]
    let with = try ForecastModelDescriptor.counts.pooled(over: panel + others).fit(to: panel[0])
    let without = try ForecastModelDescriptor.counts.pooled(over: panel).fit(to: panel[0])
    #expect(with.forecast(horizon: 3) == without.forecast(horizon: 3))
  }

  @Test("a panel without any usable series forecasts a little, not nothing and not infinity")
  func emptyPanel() throws {
    let model = ForecastModelDescriptor.counts.pooled(over: [])
    let series = TimeSeries(id: "first", start: Self.start, values: [3, 4, 5, 4, 3, 4])
    let mean = try model.fit(to: series).forecast(horizon: 1).mean[0]
    #expect(mean > 1 && mean < 8)
  }

  @Test(
    "one series of amounts beside counts leaves the forecasts of all others near what they were"
  )
  func poisoned() throws {
    let panel = try CountFixtures.series()
    let clean = ForecastModelDescriptor.counts.pooled(over: panel)
    for size in [1e4, 1e8, 1e12] {
      let amounts = (0..<60).map { size * Double($0 % 4) }
      let poisoned = ForecastModelDescriptor.counts.pooled(
        over: panel + [TimeSeries(id: "amounts", start: Self.start, values: amounts)]
      )
      var (sum, distance) = (0.0, 0.0)
      for series in panel {
        let expected = try clean.fit(to: series).forecast(horizon: 1).mean[0]
        let found = try poisoned.fit(to: series).forecast(horizon: 1).mean[0]
        sum += expected
        distance += abs(found - expected)
      }
      #expect(distance < 0.25 * sum, "\(size): \(distance) of \(sum)")
    }
  }
}
