internal import Datasets
internal import Forecasting
internal import TestSupport
internal import Testing

@Suite("Forecast of any series")
struct SeriesForecastTests {
  @Test("a series under two years falls back and says how many months are needed")
  func short() {
    let series = ForecastFixtures.simulated(count: 15, seed: 1)
    let result = SeriesForecast(of: series, by: .auto, horizon: 6)
    #expect(result.model == "smoothing")
    #expect(result.status.shortfall?.required == 24)
    #expect(result.status.shortfall?.found == 15)
    #expect(result.status.description == "fallback: 15 months where 24 are needed")
  }

  @Test("a single month goes on without intervals")
  func single() {
    let series = TimeSeries(id: "one", start: Month(year: 2024, month: 2), values: [12])
    let result = SeriesForecast(of: series, by: .auto, horizon: 3)
    #expect(result.forecast?.median == [12, 12, 12])
    #expect(!result.status.hasIntervals)
  }

  @Test("a series without any value has no forecast and says so")
  func empty() {
    let series = TimeSeries(
      id: "empty",
      start: Month(year: 2024, month: 2),
      values: [.nan, .nan]
    )
    let result = SeriesForecast(of: series, by: .auto, horizon: 3)
    #expect(result.forecast == nil && result.model == nil)
    #expect(result.start == Month(year: 2024, month: 4))
    #expect(result.status.description == "no forecast: the series has no value")
  }

  @Test("values too large are not taken for missing ones", arguments: [1, 60])
  func tooLarge(_ count: Int) {
    var series = ForecastFixtures.simulated(count: 60, seed: 4)
    series = TimeSeries(
      id: "large",
      start: series.start,
      values: Array(repeating: -1e300, count: count) + series.values.dropFirst(count)
    )
    let result = SeriesForecast(of: series, by: .auto, horizon: 3)
    #expect(result.forecast == nil && result.model == nil)
    #expect(result.start == series.end)
    #expect(result.status.description == "no forecast: values too large")
    #expect(!result.status.isOK)
  }

  @Test("a constant series is certain and marked")
  func constant() {
    let series = TimeSeries(
      id: "flat",
      start: Month(year: 2020, month: 1),
      values: Array(repeating: 4, count: 40)
    )
    let result = SeriesForecast(of: series, by: .auto, horizon: 5)
    #expect(result.forecast?.quantile(0.99) == [4, 4, 4, 4, 4])
    #expect(result.status.description == "constant")
  }

  @Test("missing months inside are filled along the season and counted")
  func gaps() throws {
    let complete = TimeSeries(
      id: "season",
      start: Month(year: 2015, month: 1),
      values: (0..<96).map { 100 + 20 * Double(($0 * 5) % 12) }
    )
    var values = complete.values
    for index in [13, 40, 41, 77] { values[index] = .nan }
    let series = TimeSeries(id: "season", start: complete.start, values: values)
    let result = SeriesForecast(of: series, by: .seasonalNaive, horizon: 12)
    #expect(result.status.interpolatedMonths == 4)
    let forecast = try #require(result.forecast)
    // Month 96 repeats month 84, ..., and all of those were observed but none of the filled.
    for step in 0..<12 {
      expectClose(forecast.median[step], complete.values[84 + step], absoluteTolerance: 1e-9)
    }
    let theta = try #require(SeriesForecast(of: series, by: .theta, horizon: 12).forecast)
    let whole = try Theta().fit(to: complete).forecast(horizon: 12)
    for step in 0..<12 {
      expectClose(theta.median[step], whole.median[step], relativeTolerance: 0.02)
    }
  }

  @Test("months without a value at the end lengthen the way, not the answer")
  func trailing() throws {
    let complete = ForecastFixtures.simulated(count: 60, seed: 2)
    let series = TimeSeries(
      id: "late",
      start: complete.start,
      values: complete.values + [.nan, .nan]
    )
    let result = SeriesForecast(of: series, by: .ets, horizon: 4)
    let longer = SeriesForecast(of: complete, by: .ets, horizon: 6)
    #expect(result.start == complete.start.advanced(by: 62))
    #expect(result.status.missingLastMonths == 2)
    #expect(try #require(result.forecast).median == longer.forecast?.median.suffix(4))
  }

  @Test("carried through newer months, known ones are passed over and missing ones forecast")
  func newerMonths() throws {
    let series = ForecastFixtures.simulated(count: 100, seed: 12)
    let fit = SeriesFit(of: series.prefix(80), by: .ets)
    let carried = fit.extended(through: series)
    #expect(carried.end == series.end)
    let model = try #require(fit.fitted)
    let whole = model.extended(by: Array(series.values[80...]))
    #expect(carried.forecast(horizon: 12).forecast == whole.forecast(horizon: 12))
    let newer = TimeSeries(
      id: series.id,
      start: series.start.advanced(by: 80),
      values: Array(series.values[80...])
    )
    #expect(
      fit.extended(through: newer).forecast(horizon: 12).forecast == whole.forecast(horizon: 12)
    )
    var gapped = newer.values
    gapped[4] = .nan
    gapped[19] = .nan
    let gaps = fit.extended(
      through: TimeSeries(id: series.id, start: newer.start, values: gapped)
    )
    #expect(
      gaps.forecast(horizon: 2).status.description
        == "1 month missing and interpolated; no value in the last 1 month"
    )
    let before = model.extended(by: Array(newer.values[..<4]))
    let filled = before.extended(
      by: [before.forecast(horizon: 1).mean[0]] + newer.values[5..<19]
    )
    #expect(
      gaps.forecast(horizon: 2).forecast?.median == Array(filled.forecast(horizon: 3).median[1...])
    )
    #expect(fit.extended(through: series.prefix(70)).end == fit.end)
  }

  @Test("the status tells rows that were left out and an end after the panel's")
  func flaws() {
    let complete = ForecastFixtures.simulated(count: 60, seed: 3)
    let series = TimeSeries(
      id: "flawed",
      start: complete.start,
      values: complete.values,
      flaws: [
        SeriesFlaw(.contradictedMonth, count: 1, line: 7),
        SeriesFlaw(.remoteMonth, count: 3, line: 9),
      ]
    )
    let end = series.end.advanced(by: -4)
    let result = SeriesForecast(of: series, by: .naive, horizon: 2, panelEnd: end)
    #expect(
      result.status.description
        == "ends 4 months after the panel; 1 month with two values taken as missing (line 7); "
        + "3 months over ten years from all others left out (first on line 9)"
    )
    #expect(!result.status.isOK && result.forecast != nil)
  }

  @Test("a saved series whose newer months its model is not made for is fitted now, and says so")
  func unsuitableNewerMonths() throws {
    let start = Month(year: 2020, month: 1)
    func series(_ values: [Double]) -> TimeSeries {
      TimeSeries(id: "a", start: start, values: values)
    }
    let counts = (0..<40).map { Double($0 % 3) }
    let saved = PanelFit([series(counts)], by: .croston, intervals: .model, threads: 1)
    func carried(_ newer: [Double]) throws -> SeriesForecast {
      try #require(
        saved.extended(through: [series(counts + newer)], threads: 1)
          .forecast(horizon: 1, threads: 1).first
      )
    }
    #expect(try carried([2, 0]).status.isOK)
    let negative = try carried([2, -1])
    #expect(negative.model == "smoothing")
    #expect(
      negative.status.description == "fallback: values below 0; fitted now, not by the saved panel"
    )
    #expect(try carried([2, 1e300]).status.description == "no forecast: values too large")
    let empty = PanelFit([series([.nan])], by: .croston, intervals: .model, threads: 1)
    let born = try #require(
      empty.extended(through: [series(counts)], threads: 1).forecast(horizon: 1, threads: 1).first
    )
    #expect(born.model == "croston" && born.status.isFittedNow)
  }
}
