internal import Datasets
internal import Forecasting
internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Exponential smoothing")
struct ETSTests {
  /// Forms by R's names.
  static let forms: [(name: String, form: ETSForm)] = [
    ("ANN", ETSForm(trend: .none, isSeasonal: false)),
    ("AAN", ETSForm(trend: .additive, isSeasonal: false)),
    ("AAdN", ETSForm(trend: .damped, isSeasonal: false)),
    ("ANA", ETSForm(trend: .none, isSeasonal: true)),
    ("AAA", ETSForm(trend: .additive, isSeasonal: true)),
    ("AAdA", ETSForm(trend: .damped, isSeasonal: true)),
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

  @Test("the form chosen is the one of smallest criterion")
  func choice() throws {
    for series in try ForecastFixtures.series() {
      let chosen = try ETS().fit(to: series)
      for (_, form) in Self.forms {
        let single = try ETS(forms: [form]).fit(to: series)
        #expect(single.aicc >= chosen.aicc, "\(series.id)")
      }
    }
  }

  @Test("a model of the logarithms forecasts log-normally and carries the Jacobian")
  func logarithms() throws {
    let series = try #require(try ForecastFixtures.series().first { $0.id == "AirPassengers" })
    let original = try ETS().fit(to: series)
    let automatic = try ETS(scale: .automatic).fit(to: series)
    // The season of the air passengers grows with their level: R's ets takes a multiplicative form.
    #expect(automatic.isLogarithmic)
    #expect(automatic.aicc < original.aicc - 50)
    let forecast = automatic.forecast(horizon: 3)
    for step in forecast.steps { #expect(step.mean > step.median) }
    let logged = TimeSeries(
      id: "log",
      start: series.start,
      values: series.values.map { log($0) }
    )
    let ofLogarithms = try ETS(forms: [automatic.form]).fit(to: logged)
    let jacobian = logged.values.reduce(0, +)
    expectClose(
      automatic.logLikelihood,
      ofLogarithms.logLikelihood - jacobian,
      absoluteTolerance: 1e-6
    )
    expectClose(
      forecast.median[2],
      exp(ofLogarithms.forecast(horizon: 3).median[2]),
      relativeTolerance: 1e-9
    )
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
}
