internal import Datasets
internal import Forecasting
internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Complex exponential smoothing")
struct CESTests {
  @Test(
    "with the same parameters and states, likelihood, forecasts and variances are the formulas'",
    .tags(.reference)
  )
  func recursion() throws {
    let reference = try CESFixtures.reference()
    for series in try ForecastFixtures.series() {
      for (letter, form) in CESFixtures.forms {
        let expected = try #require(reference.series[series.id]?[letter])
        let dynamics = CESDynamics(
          form: form,
          parameters: CESFixtures.parameters(expected.parameters)
        )
        let label = "\(series.id) \(form)"
        var state = expected.state
        let errors = dynamics.errors(of: series.values, &state)
        let squares = errors.reduce(0) { $0 + $1 * $1 }
        expectClose(squares, expected.sse, relativeTolerance: 1e-9, label)
        for step in 0..<reference.horizon {
          let mean = dynamics.prediction(state)
          expectClose(mean, expected.mean[step], relativeTolerance: 1e-9, label)
          dynamics.advance(&state, error: 0)
        }
        let weights = dynamics.errorWeights(count: reference.horizon - 1)
        for step in weights.indices {
          let weight = expected.errorWeights[step]
          expectClose(weights[step], weight, absoluteTolerance: 1e-9, label)
        }
      }
    }
  }

  @Test("the initial states are those of three runs, row by row", .tags(.reference))
  func backcasting() throws {
    let reference = try CESFixtures.reference()
    for series in try ForecastFixtures.series() {
      for (letter, form) in CESFixtures.forms {
        let expected = try #require(reference.series[series.id]?[letter])
        let backcast = CESBackcast(values: series.values, form: form)
        let parameters = CESFixtures.parameters(expected.parameters)
        let found = backcast.initialState(parameters)
        let label = "\(series.id) \(form)"
        // States cancel from the size of the values.
        let tolerance = 1e-9 * (series.values.map(abs).max() ?? 0)
        let state = expected.state
        for part in 0..<2 {
          expectClose(found.level[part], state.level[part], absoluteTolerance: tolerance, label)
          for month in state.seasons.indices {
            expectClose(
              found.seasons[month][part],
              state.seasons[month][part],
              absoluteTolerance: tolerance,
              label
            )
          }
        }
        let squares = backcast.sumOfSquares(parameters)
        expectClose(squares, expected.sse, relativeTolerance: 1e-8, label)
      }
    }
  }

  @Test("every form fits at least as well as statsforecast's search", .tags(.reference))
  func likelihood() throws {
    let reference = try CESFixtures.reference()
    var compared = 0
    for series in try ForecastFixtures.series() {
      for (letter, form) in CESFixtures.forms {
        let expected = try #require(reference.series[series.id]?[letter])
        // Statsforecast checks no stability.
        let parameters = CESFixtures.parameters(expected.parameters)
        guard parameters.isStable(form: form) else { continue }
        compared += 1
        let found = try CES(forms: [form]).fit(to: series).logLikelihood
        let theirs = -Double(series.count) / 2 * log(expected.sse)
        #expect(found >= theirs - 1e-3, "\(series.id) \(form)")
      }
    }
    #expect(compared >= 8)
  }

  @Test("stable is what the eigenvalues of the matrices say", .tags(.reference))
  func stability() throws {
    let reference = try CESFixtures.reference()
    var stable = 0
    for drawn in reference.stability {
      let form = try #require(CESFixtures.forms.first { $0.letter == drawn.form }).form
      let months = 12.0
      let isSlow =
        form == .simple
        ? drawn.growth <= pow(1.005, months)
        : drawn.growth <= 1.005 && drawn.seasonGrowth <= pow(1.005, months)
      let limit = form == .partial || form == .full ? 1.003 : 1
      let parameters = CESFixtures.parameters(drawn.parameters)
      let expected = isSlow && drawn.radius < limit
      #expect(
        parameters.isStable(form: form) == expected,
        "\(form) \(drawn.parameters) \(drawn.radius)"
      )
      stable += expected ? 1 : 0
    }
    #expect(stable > 20 && stable < reference.stability.count - 20)
  }

  @Test("the form chosen is the one of smallest criterion, and is stable")
  func choice() throws {
    for series in try ForecastFixtures.series() {
      let chosen = try CES().fit(to: series)
      #expect(chosen.parameters.isStable(form: chosen.form), "\(series.id)")
      for form in CESForm.allCases {
        #expect(try CES(forms: [form]).fit(to: series).aicc >= chosen.aicc, "\(series.id)")
      }
    }
  }

  @Test("fitted again from where it stands, a fit is as good as one from the start")
  func refitted() throws {
    for seed: UInt64 in [1, 2, 3, 4] {
      let series = ForecastFixtures.simulated(count: 120, seed: seed)
      for form in CESForm.allCases {
        let earlier = try CES(forms: [form]).fit(to: series.prefix(108))
        let again = try earlier.refitted(to: series)
        let fresh = try CES(forms: [form]).fit(to: series)
        #expect(again.form == form && again.summary.observationCount == 120)
        // The likelihood has more than one maximum: within one unit of the other search's.
        #expect(again.logLikelihood >= fresh.logLikelihood - 1, "seed \(seed) \(form)")
      }
    }
  }

  @Test("carried through newer months, a fit is its recursion through the whole series")
  func newerMonths() throws {
    for seed: UInt64 in [5, 6] {
      let series = ForecastFixtures.simulated(count: 100, seed: seed)
      for form in CESForm.allCases {
        let fitted = try CES(forms: [form]).fit(to: series.prefix(85))
        let whole = fitted.extended(by: Array(series.values[85...]))
        let errors = try #require(whole.oneStepErrors(of: series.values))
        let own = try #require(fitted.oneStepErrors(of: Array(series.values[..<85])))
        #expect(errors.count == 100 && Array(errors[..<85]) == own)
        let next = fitted.forecast(horizon: 1).median[0]
        expectClose(errors[85], series.values[85] - next, absoluteTolerance: 1e-9)
        let squares = own.reduce(0) { $0 + $1 * $1 }
        expectClose(-85 / 2 * log(squares), fitted.logLikelihood, relativeTolerance: 1e-9)
      }
    }
  }
}
