internal import Datasets
internal import Forecasting
internal import Foundation
internal import TestSupport
internal import Testing

extension ForecastModelDescriptor: CustomTestStringConvertible {
  /// Name in the catalogue.
  public var testDescription: String { name }
}

@Suite("Every model of the catalogue", .tags(.conformance))
struct ForecastModelConformanceTests {
  static let seeds: [UInt64] = [1, 2, 3]

  /// A simulated series, of whole numbers for models of counts.
  static func simulated(
    for model: ForecastModelDescriptor,
    count: Int,
    seed: UInt64
  ) -> TimeSeries {
    let series = ForecastFixtures.simulated(count: count, seed: seed)
    guard model.model.domain == .counts else { return series }
    return TimeSeries(
      id: series.id,
      start: series.start,
      values: series.values.map { ($0 / 100).rounded() }
    )
  }

  @Test("names are distinct and found", arguments: ForecastModelCatalog.all)
  func catalogue(_ model: ForecastModelDescriptor) {
    #expect(ForecastModelCatalog.names.count { $0 == model.name } == 1)
    #expect(ForecastModelCatalog[model.name]?.name == model.name)
    #expect(ForecastModelCatalog["\(model.name)?"] == nil)
  }

  @Test("a series too short is refused with the months needed", arguments: ForecastModelCatalog.all)
  func refusesShort(_ model: ForecastModelDescriptor) throws {
    let whole = Self.simulated(for: model, count: 60, seed: 9)
    for count in 0...60 {
      do {
        let fitted = try model.fit(to: whole.prefix(count))
        #expect(count >= 2)
        #expect(fitted.forecast(horizon: 1).horizon == 1)
        return
      } catch .tooShort(let required, let found) {
        #expect(found == count && required > count)
      } catch { Issue.record("\(error)") }
    }
    Issue.record("60 months are refused")
  }

  @Test("a value that is not finite is refused with its place", arguments: ForecastModelCatalog.all)
  func refusesNotFinite(_ model: ForecastModelDescriptor) throws {
    for bad in [Double.nan, .infinity, -.infinity] {
      var values = Self.simulated(for: model, count: 60, seed: 4).values
      values[17] = bad
      let series = TimeSeries(id: "bad", start: Month(year: 2010, month: 1), values: values)
      #expect(throws: ForecastingError.notFinite(index: 17)) { try model.fit(to: series) }
    }
  }

  @Test(
    "as many months as asked, quantiles finite and in order",
    arguments: ForecastModelCatalog.all
  )
  func quantiles(_ model: ForecastModelDescriptor) throws {
    for seed in Self.seeds {
      let fitted = try model.fit(to: Self.simulated(for: model, count: 75, seed: seed))
      for horizon in [1, 13, 40] {
        let forecast = fitted.forecast(horizon: horizon)
        #expect(forecast.horizon == horizon)
        let probabilities = [0.001, 0.025, 0.1, 0.5, 0.9, 0.975, 0.999]
        let quantiles = probabilities.map { forecast.quantile($0) }
        for step in 0..<horizon {
          let values = quantiles.map { $0[step] }
          #expect(values.allSatisfy { $0.isFinite }, "seed \(seed)")
          #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 }, "seed \(seed)")
          #expect(forecast.mean[step].isFinite)
          // The smallest value with this probability, also where values are whole numbers.
          let reached = quantiles[4][step]
          #expect(forecast.steps[step].cumulative(reached) >= 0.9 - 1e-6)
          #expect(forecast.steps[step].cumulative(reached - 1e-6 * abs(reached)) <= 0.9)
        }
      }
    }
  }

  @Test("saved and loaded, a fit gives the same forecast", arguments: ForecastModelCatalog.all)
  func coding(_ model: ForecastModelDescriptor) throws {
    for seed in Self.seeds {
      let fitted = try model.fit(to: Self.simulated(for: model, count: 80, seed: seed))
      let data = try JSONEncoder().encode(fitted)
      let loaded = try JSONDecoder().decode(model.fittedType, from: data)
      #expect(loaded.forecast(horizon: 24) == fitted.forecast(horizon: 24), "seed \(seed)")
      #expect(loaded.summary == fitted.summary)
    }
  }

  @Test(
    "a fit keeps states, not the series: its size does not grow",
    arguments: ForecastModelCatalog.all
  )
  func size(_ model: ForecastModelDescriptor) throws {
    func size(_ count: Int) throws -> Int {
      let series = Self.simulated(for: model, count: count, seed: 5)
      return try JSONEncoder().encode(model.fit(to: series)).count
    }
    // The default combination keeps more or fewer parts; a series of 600 months is 10 kB.
    #expect(try size(600) < size(60) + 5000)
  }

  @Test(
    "carried through newer months, in one step or in several, a fit forecasts what follows them",
    arguments: ForecastModelCatalog.all
  )
  func newerMonths(_ model: ForecastModelDescriptor) throws {
    for seed in Self.seeds {
      let series = Self.simulated(for: model, count: 110, seed: seed)
      let fitted = try model.fit(to: series.prefix(84))
      let newer = Array(series.values[84...])
      let whole = fitted.extended(by: newer)
      var stepwise = fitted
      for value in newer { stepwise = stepwise.extended(by: [value]) }
      #expect(stepwise.forecast(horizon: 24) == whole.forecast(horizon: 24), "seed \(seed)")
      #expect(whole.summary.observationCount == 110)
      #expect(fitted.extended(by: []).forecast(horizon: 3) == fitted.forecast(horizon: 3))
      // A level ten times as high is followed within the season's noise.
      let high = fitted.extended(by: [Double](repeating: 10 * series.values[83] + 50, count: 72))
      #expect(high.forecast(horizon: 12).mean[0] > fitted.forecast(horizon: 12).mean[0])
    }
  }

  @Test(
    "one-step errors: one a month, finite, as large as the fit says, in the units of the series",
    arguments: ForecastModelCatalog.all
  )
  func oneStepErrors(_ model: ForecastModelDescriptor) throws {
    for seed in Self.seeds {
      let series = Self.simulated(for: model, count: 90, seed: seed)
      let fitted = try model.fit(to: series)
      let errors = try #require(fitted.oneStepErrors(of: series.values))
      #expect(errors.count == 90 && errors.allSatisfy { $0.isFinite }, "seed \(seed)")
      #expect(fitted.oneStepErrors(of: Array(series.values.dropLast())) == nil)
      let size = (errors.reduce(0) { $0 + $1 * $1 } / 90).squareRoot()
      // The decile of the next month; naive2's and Theta's variances count a season divided out.
      let month = fitted.forecast(horizon: 1).steps[0]
      let spread = (month.quantile(0.9) - month.quantile(0.1)) / 2.563
      #expect(size > 0 && size < 2.5 * spread, "seed \(seed): \(size), \(spread)")
      // The distributions of demand and counts are wider: they are round the mean of all months.
      if model.model.domain == .real {
        #expect(size > 0.4 * spread, "seed \(seed): \(size), \(spread)")
      }
      guard model.model.domain != .counts else { continue }
      let scaled = TimeSeries(
        id: series.id,
        start: series.start,
        values: series.values.map { $0 * 1e3 }
      )
      let others = try #require(model.fit(to: scaled).oneStepErrors(of: scaled.values))
      for (other, error) in zip(others, errors) {
        expectClose(other, 1e3 * error, absoluteTolerance: 1e3 * 0.02 * size, "seed \(seed)")
      }
    }
  }

  @Test("the same fit twice gives the same bits", arguments: ForecastModelCatalog.all)
  func determinism(_ model: ForecastModelDescriptor) throws {
    let series = Self.simulated(for: model, count: 90, seed: 6)
    let first = try model.fit(to: series).forecast(horizon: 24)
    let second = try model.fit(to: series).forecast(horizon: 24)
    #expect(first == second)
  }

  @Test(
    "in other units the forecast is the same in those units",
    arguments: ForecastModelCatalog.all.filter { $0.model.domain != .counts }
  )
  func scaling(_ model: ForecastModelDescriptor) throws {
    for seed in Self.seeds {
      let series = Self.simulated(for: model, count: 96, seed: seed)
      let forecast = try model.fit(to: series).forecast(horizon: 18)
      let upper = forecast.interval(level: 0.95).upper
      for factor in [1e-6, 1e3, 1e9] {
        let scaled = TimeSeries(
          id: "scaled",
          start: series.start,
          values: series.values.map { $0 * factor }
        )
        let result = try model.fit(to: scaled).forecast(horizon: 18)
        for step in 0..<18 {
          // The search for the parameters ends at a tolerance, so not to the last bits.
          expectClose(
            result.median[step],
            forecast.median[step] * factor,
            relativeTolerance: 1e-3,
            "seed \(seed)"
          )
          expectClose(
            result.interval(level: 0.95).upper[step],
            upper[step] * factor,
            relativeTolerance: 1e-3,
            "seed \(seed)"
          )
        }
      }
    }
  }

  @Test(
    "a value outside the model's domain is refused with its place",
    arguments: ForecastModelCatalog.all.filter { $0.model.domain != .real }
  )
  func refusesOutsideDomain(_ model: ForecastModelDescriptor) throws {
    var values = [Double](repeating: 2, count: 40)
    values[31] = -1
    let start = Month(year: 2015, month: 1)
    #expect(throws: ForecastingError.outside(model.model.domain, index: 31)) {
      try model.fit(to: TimeSeries(id: "negative", start: start, values: values))
    }
    values[31] = 2.5
    let fractional = TimeSeries(id: "fractional", start: start, values: values)
    if model.model.domain == .counts {
      #expect(throws: ForecastingError.outside(.counts, index: 31)) {
        try model.fit(to: fractional)
      }
      let result = SeriesForecast(of: fractional, by: model, horizon: 3)
      #expect(result.status.description == "fallback: not all values are counts")
      #expect(result.model == "smoothing" && result.forecast != nil)
    } else {
      #expect(try model.fit(to: fractional).forecast(horizon: 1).mean[0] > 1)
    }
  }

  @Test("where no value is negative, no forecast is", arguments: ForecastModelCatalog.all)
  func nonnegative(_ model: ForecastModelDescriptor) throws {
    let values = (0..<60).map { max(0, 40 - Double($0)) + Double($0 % 7) }
    let series = TimeSeries(id: "falling", start: Month(year: 2015, month: 1), values: values)
    let forecast = try model.fit(to: series).forecast(horizon: 36)
    #expect(forecast.quantile(0.01).allSatisfy { $0 >= 0 })
    #expect(forecast.mean.allSatisfy { $0 >= 0 })
  }

  @Test("any series gets a forecast or a reason", arguments: ForecastModelCatalog.all)
  func anySeries(_ model: ForecastModelDescriptor) throws {
    let start = Month(year: 2019, month: 11)
    let cases: [(name: String, values: [Double])] = [
      ("empty", []), ("one", [5]), ("two", [5, 6]), ("three", [5, 6, 9]),
      ("zeros", .init(repeating: 0, count: 50)),
      ("constant", .init(repeating: 7.1, count: 50)), ("short constant", [3, 3, 3]),
      ("missing", .init(repeating: .nan, count: 30)),
      ("one spike", (0..<50).map { $0 == 20 ? 1000 : 0 }),
      ("too large", (0..<50).map { 1e200 * Double($0 % 12 + 1) }),
      ("huge", (0..<50).map { 1e99 * Double($0 % 12 + 1) / 12 }),
      ("tiny", (0..<50).map { 1e-200 * Double($0 % 12 + 1) }),
      ("negative", (0..<50).map { -Double($0) * 3 - Double($0 % 5) }),
      ("alternating", (0..<50).map { $0 % 2 == 0 ? 1 : -1 }),
      ("infinite inside", (0..<50).map { $0 == 9 ? .infinity : Double($0 % 12) }),
      ("gaps", (0..<70).map { $0 % 5 == 3 ? .nan : 100 + Double($0 % 12) }),
    ]
    for (name, values) in cases {
      let series = TimeSeries(id: name, start: start, values: values)
      let result = SeriesForecast(of: series, by: model, horizon: 14)
      #expect(result.start == series.end, "\(name)")
      guard values.contains(where: { abs($0) <= 1e100 }) else {
        #expect(result.forecast == nil && result.model == nil && !result.status.isOK)
        continue
      }
      let forecast = try #require(result.forecast, "\(name)")
      #expect(forecast.horizon == 14)
      let interval = forecast.interval(level: 0.95)
      for step in 0..<14 {
        #expect(forecast.median[step].isFinite, "\(name)")
        #expect(forecast.mean[step].isFinite, "\(name)")
        #expect(interval.lower[step] <= interval.upper[step], "\(name)")
      }
    }
  }
}
