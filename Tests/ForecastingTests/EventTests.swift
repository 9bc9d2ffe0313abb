internal import Datasets
internal import Forecasting
internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

@Suite("Events")
struct EventTests {
  private static let start = Month(year: 2012, month: 1)
  private static let closures = SeriesEvent(
    name: "closures",
    kind: .span,
    first: Month(year: 2016, month: 3),
    last: Month(year: 2016, month: 5)
  )

  /// Eight seasonal years with noise.
  private static func series(id: String = "milan", seed: UInt64 = 5) -> TimeSeries {
    var generator = SeededGenerator(seed: seed)
    return TimeSeries(
      id: id,
      start: start,
      values: (0..<96).map { t in
        200 + Double([0, 3, 8, 20, 12, 7, -5, -30, 4, 6, -2, -18][t % 12])
          + 2 * generator.normal()
      }
    )
  }

  /// The series with some months changed.
  private static func changed(_ series: TimeSeries, _ change: (Month) -> Double) -> TimeSeries {
    TimeSeries(
      id: series.id,
      start: series.start,
      values: series.values.indices.map {
        series.values[$0] + change(series.start.advanced(by: $0))
      }
    )
  }

  private static func told(
    _ model: ForecastModelDescriptor,
    _ event: SeriesEvent
  ) -> ForecastModelDescriptor {
    model.told(KnownMonths(events: [event]))
  }

  @Test(
    "what the months of a span hold does not move the forecast",
    arguments: ["auto", "ets", "arima", "theta", "seasonal_naive"]
  )
  func blind(name: String) throws {
    let model = Self.told(try #require(ForecastModelCatalog[name]), Self.closures)
    let plain = Self.series()
    let hit = Self.changed(plain) {
      Self.closures.first <= $0 && $0 <= Self.closures.last ? -120 : 0
    }
    let expected = try #require(SeriesFit(of: plain, by: model).forecast(horizon: 12).forecast)
    let found = try #require(SeriesFit(of: hit, by: model).forecast(horizon: 12).forecast)
    let plainModel = try #require(ForecastModelCatalog[name])
    let untold = try #require(SeriesFit(of: hit, by: plainModel).forecast(horizon: 12).forecast)
    for step in 0..<12 {
      // ARIMA's search ends where a step gains less than 1e-7 of the likelihood.
      expectClose(found.median[step], expected.median[step], relativeTolerance: 1e-4, name)
    }
    #expect(untold.quantile(0.9) != found.quantile(0.9))
  }

  @Test("the status says how many months of which event were left out")
  func status() throws {
    var values = Self.series().values
    values[20] = .nan
    let series = TimeSeries(id: "milan", start: Self.start, values: values)
    let fit = SeriesFit(of: series, by: Self.told(.ets, Self.closures))
    let status = fit.forecast(horizon: 1).status
    #expect(status.description == "1 month missing and interpolated; 3 months of closures left out")
    #expect(!status.isOK)
    let arima = SeriesFit(of: Self.series(), by: Self.told(.arima, Self.closures))
    #expect(arima.forecast(horizon: 1).status.isOK)
  }

  @Test("what takes the place of a model that is told leaves the event's months out too")
  func fallback() throws {
    let smoothing = try #require(ForecastModelCatalog["smoothing"])
    let months = (first: 46, last: 55)  // nine months, the fifth to the seventh of closures
    func part(_ change: Double) -> TimeSeries {
      let whole = Self.changed(Self.series()) {
        Self.closures.first <= $0 && $0 <= Self.closures.last ? change : 0
      }
      return TimeSeries(
        id: whole.id,
        start: whole.start.advanced(by: months.first),
        values: Array(whole.values[months.first..<months.last])
      )
    }
    let result = SeriesFit(of: part(-120), by: Self.told(.arima, Self.closures))
    #expect(result.model == "smoothing")
    #expect(
      result.forecast(horizon: 1).status.description
        == "fallback: 9 months where 13 are needed; 3 months of closures left out"
    )
    let gaps = SeriesFit(of: part(.nan), by: smoothing)
    let expected = try #require(gaps.forecast(horizon: 6).forecast)
    #expect(result.forecast(horizon: 6).forecast == expected)
    let untold = SeriesFit(of: part(-120), by: smoothing).forecast(horizon: 6).forecast
    #expect(untold != expected)
  }

  @Test(
    "held-back months of an event do not widen the calibrated intervals",
    arguments: ["arima", "ets"]
  )
  func calibration(name: String) throws {
    let model = Self.told(try #require(ForecastModelCatalog[name]), Self.closures)
    // The closures are among the last two years.
    let panel = (0..<12).map { Self.series(id: "\($0)", seed: $0 + 1).prefix(66) }
    func width(_ series: [TimeSeries]) throws -> Double {
      let fit = PanelFit(series, by: model, intervals: .calibrated, threads: 2)
      let forecast = try #require(fit.forecast(horizon: 3, threads: 1)[0].forecast)
      let interval = forecast.interval(level: 0.95)
      return interval.upper[2] - interval.lower[2]
    }
    let hit = panel.map {
      Self.changed($0) {
        Self.closures.first <= $0 && $0 <= Self.closures.last ? -120 : 0
      }
    }
    // As in the search of ARIMA above.
    expectClose(try width(hit), try width(panel), relativeTolerance: 1e-3, name)
  }

  @Test(
    "a saved panel does not see newer months of its events",
    arguments: ["auto", "arima", "ets", "theta"]
  )
  func newer(name: String) throws {
    let known = KnownMonths(events: [Self.closures], calendar: .milan)
    let model = try #require(ForecastModelCatalog[name]).told(known)
    let first = Self.start.distance(to: Self.closures.first)
    func series(_ change: Double) -> TimeSeries {
      Self.changed(Self.series()) {
        Self.closures.first <= $0 && $0 <= Self.closures.last ? change : 0
      }
    }
    let fit = PanelFit([series(0).prefix(first)], by: model, intervals: .model, threads: 1)
    let saved = try JSONDecoder().decode(PanelFit.self, from: JSONEncoder().encode(fit))
    #expect(saved.known == known)
    // Through the first two months of closures, all of them, and the months after them.
    for (count, left) in [(first + 2, 2), (first + 3, 3), (96, 3)] {
      let carried = saved.extended(through: [series(-120).prefix(count)], threads: 1).fits[0]
      let gaps = fit.fits[0].extended(through: series(.nan).prefix(count))
      let result = carried.forecast(horizon: 12)
      #expect(result.forecast == gaps.forecast(horizon: 12).forecast)
      #expect(result.start == Self.start.advanced(by: count))
      #expect(result.status.description == "\(left) months of closures left out")
      #expect(carried.fitted?.summary.parameters == fit.fits[0].fitted?.summary.parameters)
      // In two steps, the second from within the closures.
      let half = saved.extended(through: [series(-120).prefix(first + 1)], threads: 1)
      let whole = half.extended(through: [series(-120).prefix(count)], threads: 1)
      let steps = whole.fits[0].forecast(horizon: 12)
      #expect(steps.forecast == result.forecast && steps.status == result.status)
    }
    let hit = series(-120).prefix(first + 3)
    let seen = saved.fits[0].extended(through: hit).forecast(horizon: 12)
    let carried = saved.fits[0].extended(through: hit, knowing: known).forecast(horizon: 12)
    #expect(seen.forecast != carried.forecast)
  }

  @Test("a saved panel keeps the calendar for any newer month and no month of the series")
  func savedCalendar() throws {
    let known = KnownMonths(calendar: .milan)
    let whole = Self.changed(Self.series()) { 30 * Double(MilanCalendar.workingDays(in: $0)) }
    let model = ForecastModelDescriptor.arima.told(known)
    let fit = PanelFit([whole.prefix(60)], by: model, intervals: .model, threads: 1)
    let bytes = try JSONEncoder().encode(fit)
    let saved = try JSONDecoder().decode(PanelFit.self, from: bytes)
    #expect(bytes.count < 4000, "\(bytes.count)")
    let carried = saved.extended(through: [whole], threads: 1).forecast(horizon: 24, threads: 1)[0]
    let median = try #require(carried.forecast).median
    // 30 a working day, estimated within about one, and up to three days between two years.
    let start = carried.start
    for step in 0..<12 {
      let (first, second) = (start.advanced(by: step), start.advanced(by: step + 12))
      let days = MilanCalendar.workingDays(in: second) - MilanCalendar.workingDays(in: first)
      expectClose(median[step + 12] - median[step], 30 * Double(days), absoluteTolerance: 6)
    }
  }

  @Test("a saved event with months of another kind is refused")
  func corrupted() throws {
    let text = #"{"name":"a","kind":"pulse","first":"2020-03","last":"2020-05"}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(SeriesEvent.self, from: Data(text.utf8))
    }
  }

  @Test("an event in the last months is left out and not called missing")
  func lastMonths() throws {
    let event = SeriesEvent(name: "strike", kind: .pulse, first: Self.start.advanced(by: 95))
    let result = SeriesFit(of: Self.series(), by: Self.told(.ets, event)).forecast(horizon: 3)
    #expect(result.status.description == "1 month of strike left out")
    #expect(result.start == Self.start.advanced(by: 96))
    #expect(result.forecast?.horizon == 3)
  }

  @Test("a series that has only months of the event is forecast from them")
  func nothingElse() {
    let series = TimeSeries(id: "new", start: Self.closures.first, values: [5, 6, 7])
    let result = SeriesFit(of: series, by: Self.told(.ets, Self.closures)).forecast(horizon: 2)
    #expect(result.forecast != nil)
    #expect(result.status.leftOut.isEmpty)
  }

  @Test("an event of some series leaves the others as they are")
  func series() throws {
    let event = SeriesEvent(
      name: "strike",
      kind: .pulse,
      first: Self.start.advanced(by: 50),
      series: ["lodi"]
    )
    for model in [ForecastModelDescriptor.ets, .arima] {
      let plain = SeriesFit(of: Self.series(), by: model).forecast(horizon: 6)
      let told = SeriesFit(of: Self.series(), by: Self.told(model, event)).forecast(horizon: 6)
      #expect(told.forecast == plain.forecast)
      #expect(told.status.isOK)
    }
    let lodi = SeriesFit(of: Self.series(id: "lodi"), by: Self.told(.arima, event))
    let names = lodi.forecast(horizon: 1).summary?.parameters.map(\.name) ?? []
    #expect(names.contains("strike 2016-03"))
  }

  @Test("a level of known month is estimated within its error")
  func level() throws {
    let event = SeriesEvent(name: "new source", kind: .level, first: Month(year: 2017, month: 1))
    let series = Self.changed(Self.series()) { $0 < event.first ? 0 : 25 }
    let fit = SeriesFit(of: series, by: Self.told(.arima, event))
    let found = try #require(
      fit.forecast(horizon: 1).summary?.parameters.first { $0.name == "new source from 2017-01" }
    )
    // Noise of 2 in the means of about 60 and 36 months, or of neighbours where it is differenced.
    expectClose(found.value, 25, absoluteTolerance: 6)
  }

  @Test("a backtest judges the months of an event and does not learn from them")
  func backtest() throws {
    let hit = Self.changed(Self.series()) {
      Self.closures.first <= $0 && $0 <= Self.closures.last ? -120 : 0
    }
    let origins = RollingOrigins(horizon: 12, count: 4)
    for refit in [RefitPolicy(), RefitPolicy(every: 2), RefitPolicy(isWarm: true)] {
      let run = RollingBacktest(
        [hit],
        by: Self.told(.ets, Self.closures),
        origins: origins,
        levels: [0.8],
        intervals: .model,
        refit: refit,
        threads: 1
      )
      let judged = run.backtests[0].origins
      #expect(judged.map(\.start.year) == [2016, 2017, 2018, 2019])
      let errors = judged.compactMap { ForecastMetric.mase.value($0.outcome) }
      try #require(errors.count == 4)
      // Three months 120 off in the first year; none is in the later ones.
      #expect(errors[0] > 3 * errors[1...].reduce(0, max))
    }
  }

  @Test("in a combination arima is told of spans, levels and the calendar as it is alone")
  func combination() throws {
    let level = SeriesEvent(name: "new source", kind: .level, first: Month(year: 2018, month: 7))
    let known = KnownMonths(events: [Self.closures, level], calendar: .milan)
    let series = Self.changed(Self.series()) {
      3 * Double(MilanCalendar.workingDays(in: $0)) + ($0 < level.first ? 0 : 40)
        - (Self.closures.first <= $0 && $0 <= Self.closures.last ? 120 : 0)
    }
    func forecast(_ model: ForecastModelDescriptor) throws -> Forecast {
      try #require(SeriesFit(of: series, by: model).forecast(horizon: 12).forecast)
    }
    let alone = try forecast(ForecastModelDescriptor.arima.told(known))
    let auto = ForecastModelDescriptor.auto.told(known)
    let left = TimeSeries(
      id: series.id,
      start: series.start,
      values: Self.changed(series) {
        Self.closures.first <= $0 && $0 <= Self.closures.last ? 70 : 0
      }.values
    )
    let single = try ForecastCombination(members: ["arima"]).told(known).fit(to: left)
    let inside = single.forecast(horizon: 12)
    for step in 0..<12 {
      // As in the search of ARIMA above.
      expectClose(inside.median[step], alone.median[step], relativeTolerance: 1e-4)
    }
    // Of four members one knows the calendar and the level; the combination moves with it.
    let spans = ForecastModelDescriptor.auto.told(KnownMonths(events: [Self.closures]))
    #expect(try forecast(auto) != forecast(spans))
    let status = SeriesFit(of: series, by: auto).forecast(horizon: 1).status
    #expect(status.description == "3 months of closures left out")
  }

  @Test("the calendar's effect is found: three more a working day")
  func calendar() throws {
    let series = Self.changed(Self.series()) { 3 * Double(MilanCalendar.workingDays(in: $0)) }
    let model = ForecastModelDescriptor.arima.told(KnownMonths(calendar: .milan))
    let fit = SeriesFit(of: series, by: model).forecast(horizon: 12)
    let found = try #require(fit.summary?.parameters.first { $0.name == "working days" })
    expectClose(found.value, 3, absoluteTolerance: 1)
  }
}
