internal import Datasets
internal import Forecasting
internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

@Suite("Exponential smoothing")
struct ETSTests {
  /// Forms by R's names.
  static let forms: [(name: String, form: ETSForm)] = [
    ("ANN", ETSForm()),
    ("AAN", ETSForm(trend: .additive)),
    ("AAdN", ETSForm(trend: .damped)),
    ("ANA", ETSForm(season: .additive)),
    ("AAA", ETSForm(trend: .additive, season: .additive)),
    ("AAdA", ETSForm(trend: .damped, season: .additive)),
  ]

  @Test(
    "every form reaches the largest likelihood there is, which R's ets may miss",
    .tags(.reference)
  )
  func likelihood() throws {
    let reference = try ForecastFixtures.reference()
    for series in try ForecastFixtures.series() {
      for (name, form) in Self.forms {
        guard let expected = reference.series[series.id]?.ets[name] else { continue }
        let summary = try ETS(forms: [form]).fit(to: series).summary
        let found = try #require(summary.logLikelihood)
        let label = "\(series.id) \(name)"
        #expect(found >= expected.loglik - 1e-4, "\(label)")
        // The maximum by a search from eight to twelve starts in R, which ends within 2e-3 of it
        // and missed it once by 1.1.
        #expect(found >= expected.maximum - 2e-3, "\(label)")
        #expect(found <= expected.maximum + 2, "\(label)")
      }
    }
  }

  @Test(
    "where the likelihoods agree, so do the criterion, the variance and the forecasts",
    .tags(.reference)
  )
  func agreement() throws {
    let reference = try ForecastFixtures.reference()
    var compared = 0
    for series in try ForecastFixtures.series() {
      for (name, form) in Self.forms {
        guard let expected = reference.series[series.id]?.ets[name] else { continue }
        let fitted = try ETS(forms: [form]).fit(to: series)
        let summary = fitted.summary
        guard try #require(summary.logLikelihood) < expected.loglik + 0.02 else { continue }
        compared += 1
        let label = "\(series.id) \(name)"
        // 0.02 in the log-likelihood is 0.04 in the criterion and 0.1 % in the variance.
        expectClose(try #require(summary.aicc), expected.aicc, absoluteTolerance: 0.05, label)
        expectClose(
          try #require(summary.residualVariance),
          expected.sigma2,
          relativeTolerance: 2e-3,
          label
        )
        let forecast = fitted.forecast(horizon: reference.horizon)
        let lower = forecast.interval(level: 0.8).lower
        let upper = forecast.interval(level: 0.95).upper
        for step in 0..<reference.horizon {
          // A flat likelihood leaves the parameters free within a few hundredths of the interval.
          let width = expected.upper95[step] - expected.mean[step]
          expectClose(
            forecast.median[step],
            expected.mean[step],
            absoluteTolerance: 0.12 * width,
            label
          )
          expectClose(upper[step], expected.upper95[step], absoluteTolerance: 0.12 * width, label)
          if expected.lower80[step] > 0 {
            expectClose(lower[step], expected.lower80[step], absoluteTolerance: 0.12 * width, label)
          }
        }
      }
    }
    #expect(compared >= 5)
  }

  @Test("the form chosen is the one of smallest criterion, but for unstable ones")
  func choice() throws {
    for series in try ForecastFixtures.series() {
      let chosen = try ETS().fit(to: series)
      for form in ETSForm.all {
        let single = try ETS(forms: [form]).fit(to: series)
        #expect(single.aicc >= chosen.aicc - 1e-6, "\(series.id) \(form.name)")
      }
    }
  }

  @Test("the season of the air passengers grows with their level")
  func multiplicativeSeason() throws {
    let series = try #require(try ForecastFixtures.series().first { $0.id == "AirPassengers" })
    #expect(try ETS().fit(to: series).form.season == .multiplicative)
  }

  @Test("a multiplicative form is not for values at or below 0")
  func domain() throws {
    var values = ForecastFixtures.simulated(count: 60, seed: 2).values
    values[30] = 0
    let series = TimeSeries(id: "zero", start: Month(year: 2015, month: 1), values: values)
    #expect(try !ETS().fit(to: series).form.isMultiplicative)
    #expect(throws: ForecastingError.outside(.nonnegative, index: 30)) {
      try ETS(forms: ETSForm.multiplicative).fit(to: series)
    }
  }

  @Test("a multiplicative form whose spread explodes is refused")
  func explosion() throws {
    // Relative errors of about 1 around a level that follows every one of them.
    let values = (0..<80).map { t in
      100 * exp(1.5 * sin(Double(t * t) * 0.7) + 1.2 * cos(Double(t) * 1.9))
    }
    let series = TimeSeries(id: "wild", start: Month(year: 2015, month: 1), values: values)
    let wild = ETSForm(error: .multiplicative)
    let largest = values.max() ?? 0
    let refused = FittedETS(
      form: wild,
      parameters: ETSParameters(alpha: 0.9),
      initialState: ETSState(level: 100, slope: 0, seasons: []),
      values: values
    )
    #expect(refused.forecast(horizon: 24).interval(level: 0.95).upper[23] > 10 * largest)
    let upper = try ETS().fit(to: series).forecast(horizon: 24).interval(level: 0.95).upper
    #expect(upper.allSatisfy { $0 < 4 * largest })
  }

  @Test("carried through newer months, a fit equals the same parameters from the first month on")
  func extended() throws {
    for seed in UInt64(1)...3 {
      let series = ForecastFixtures.simulated(count: 110, seed: seed)
      for form in ETSForm.all {
        let fitted = try ETS(forms: [form]).fit(to: series.prefix(77))
        let whole = FittedETS(
          form: form,
          parameters: fitted.parameters,
          initialState: fitted.initialState,
          values: series.values
        )
        let carried = fitted.extended(by: Array(series.values[77...]))
        let label = "\(form.name), seed \(seed)"
        for step in 0..<24 {
          expectClose(
            carried.forecast(horizon: 24).mean[step],
            whole.forecast(horizon: 24).mean[step],
            relativeTolerance: 1e-9,
            label
          )
        }
        let errors = try #require(carried.oneStepErrors(of: series.values))
        let next = fitted.forecast(horizon: 1)
        expectClose(errors[77], series.values[77] - next.mean[0], absoluteTolerance: 1e-6, label)
      }
    }
  }

  @Test("a fit made again from a shorter one is as good as a fit from the start")
  func refitted() throws {
    for series in try ForecastFixtures.series() {
      for form in ETSForm.all {
        let shorter = try ETS(forms: [form]).fit(to: series.prefix(series.count - 6))
        let again = try shorter.refitted(to: series)
        let fresh = try ETS(forms: [form]).fit(to: series)
        #expect(again.form == form)
        // One search instead of several may stay at a maximum that was the best before.
        #expect(again.logLikelihood >= fresh.logLikelihood - 2, "\(series.id) \(form.name)")
        #expect(again.logLikelihood <= fresh.logLikelihood + 2, "\(series.id) \(form.name)")
      }
    }
  }

  @Test("with additive errors a shifted series has the shifted forecasts")
  func shift() throws {
    let additive = ETS(forms: ETSForm.nonseasonal + ETSForm.seasonal)
    for seed in UInt64(1)...3 {
      let series = ForecastFixtures.simulated(count: 90, seed: seed)
      let shifted = TimeSeries(
        id: "shifted",
        start: series.start,
        values: series.values.map { $0 + 1e5 }
      )
      let forecast = try additive.fit(to: series).forecast(horizon: 12).median
      let result = try additive.fit(to: shifted).forecast(horizon: 12).median
      for step in 0..<12 {
        expectClose(result[step] - 1e5, forecast[step], relativeTolerance: 1e-3, "seed \(seed)")
      }
    }
  }

  @Test("an exact line is followed without a crash and with next to no variance")
  func exactLine() throws {
    let series = TimeSeries(
      id: "line",
      start: Month(year: 2020, month: 1),
      values: (0..<60).map { 100 + 3 * Double($0) }
    )
    let forecast = try ETS().fit(to: series).forecast(horizon: 24)
    expectClose(forecast.median[23], 100 + 3 * 83, relativeTolerance: 1e-6)
  }

  @Test(
    "fifty years ahead nothing explodes, of series that fall from one huge month",
    .tags(.property),
    arguments: ["ets", "ets_average", "mstl"]
  )
  func longHorizon(_ name: String) throws {
    let model = try #require(ForecastModelCatalog[name])
    var generator = SeededGenerator(seed: 77)
    for count in [5, 6, 25, 36] {
      for kind in 0..<4 {
        let values = (0..<count).map { t -> Double in
          switch kind {
          case 0: t == 0 ? 1e12 : 1
          case 1: exp(3 * generator.normal())
          case 2: exp(-0.4 * Double(t))
          default: t % 12 == 0 ? 1e6 : 1e-6
          }
        }
        let series = TimeSeries(id: "s", start: Month(year: 2015, month: 1), values: values)
        let largest = values.max() ?? 0
        let result = SeriesForecast(of: series, by: model, horizon: 600)
        let forecast = try #require(result.forecast)
        // Standard deviations of two years are held below the largest value, later ones below a
        // hundred times that.
        for mean in forecast.mean {
          #expect(abs(mean) <= 125 * largest, "\(count) months of kind \(kind): \(mean)")
        }
      }
    }
  }
}
