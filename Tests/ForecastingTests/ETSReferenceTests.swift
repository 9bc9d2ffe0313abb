internal import Datasets
internal import Forecasting
internal import Statistics
internal import TestSupport
internal import Testing

@Suite("Exponential smoothing beside R's forecast::ets", .tags(.reference))
struct ETSReferenceTests {
  /// The model of R's parameters and initial state.
  private static func fitted(
    _ form: ETSForm,
    _ expected: ETSFixtures.Fit,
    _ series: TimeSeries
  ) -> FittedETS {
    FittedETS(
      form: form,
      parameters: ETSParameters(
        alpha: expected.parameters.alpha,
        beta: expected.parameters.beta,
        gamma: expected.parameters.gamma,
        phi: expected.parameters.phi
      ),
      initialState: ETSState(
        level: expected.first.level,
        slope: expected.first.slope,
        seasons: expected.first.seasons
      ),
      values: series.values
    )
  }

  @Test(
    "with R's parameters and initial states: R's likelihood, states, fitted values and forecasts",
    arguments: ETSForm.all.map(\.shortName)
  )
  func sameParameters(_ name: String) throws {
    let reference = try ETSFixtures.read()
    let form = try #require(ETSForm.all.first { $0.shortName == name })
    var compared = 0
    for series in try ETSFixtures.seriesList() {
      guard let expected = reference.series[series.id]?.ets[name] else { continue }
      let fitted = Self.fitted(form, expected, series)
      let label = "\(series.id) \(name)"
      compared += 1
      expectClose(fitted.logLikelihood, expected.loglik, relativeTolerance: 1e-6, label)
      expectClose(fitted.residualVariance, expected.sigma2, relativeTolerance: 1e-6, label)
      // States that should be 0 are as far from it as the level's last digits.
      let size = 1e-6 * abs(expected.last.level)
      expectClose(fitted.state.level, expected.last.level, absoluteTolerance: size, label)
      expectClose(fitted.state.slope, expected.last.slope, absoluteTolerance: size, label)
      #expect(fitted.state.seasons.count == expected.last.seasons.count)
      let unit = form.season == .multiplicative ? 1e-6 : size
      for (season, value) in zip(fitted.state.seasons, expected.last.seasons) {
        expectClose(season, value, absoluteTolerance: unit, label)
      }
      let errors = try #require(fitted.oneStepErrors(of: series.values))
      for (index, value) in expected.fitted.enumerated() {
        let fittedValue = series.values[10 * index] - errors[10 * index]
        expectClose(fittedValue, value, absoluteTolerance: 1e-6 * max(abs(value), 1), label)
      }
      let forecast = fitted.forecast(horizon: try #require(reference.steps.last))
      for (index, step) in reference.steps.enumerated() {
        guard case .rectifiedNormal(let normal) = forecast.steps[step - 1] else {
          Issue.record("another distribution")
          continue
        }
        let mean = expected.mean[index]
        expectClose(normal.mean, mean, absoluteTolerance: 1e-6 * max(abs(mean), 1), label)
        expectClose(normal.standardDeviation, expected.sd[index], relativeTolerance: 1e-6, label)
      }
    }
    #expect(compared == 20)
  }

  @Test("the likelihood reached is R's or more", arguments: ETSForm.all.map(\.shortName))
  func likelihood(_ name: String) throws {
    let reference = try ETSFixtures.read()
    let form = try #require(ETSForm.all.first { $0.shortName == name })
    var compared = 0
    for series in try ETSFixtures.seriesList() {
      guard let expected = reference.series[series.id]?.ets[name] else { continue }
      // R takes the modulus of a prediction below 0 in multiplicative forms; here it is refused.
      if series.id == "sunspots" && form.isMultiplicative { continue }
      compared += 1
      let found = try ETS(forms: [form]).fit(to: series).logLikelihood
      #expect(found >= expected.loglik - 1e-3, "\(series.id) \(name)")
    }
    #expect(compared >= 19)
  }
}
