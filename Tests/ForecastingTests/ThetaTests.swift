internal import Datasets
internal import Forecasting
internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Naive and Theta models")
struct ThetaTests {
  @Test("classic Theta equals the M4 benchmark's definition computed in R", .tags(.reference))
  func theta() throws {
    let reference = try ForecastFixtures.reference()
    for series in try ForecastFixtures.series() {
      let expected = try #require(reference.series[series.id]).theta
      let fitted = try Theta().fit(to: series)
      let median = fitted.forecast(horizon: reference.horizon).median
      // R's ses stops within about 1e-4 of the best smoothing parameter.
      for step in median.indices {
        expectClose(median[step], expected.mean[step], relativeTolerance: 1e-4, series.id)
      }
      let alpha = try #require(fitted.summary.parameters.first).value
      expectClose(alpha, try #require(expected.alpha), absoluteTolerance: 2e-3, series.id)
    }
  }

  @Test("with R's smoothing the classic Theta method equals R's thetaf", .tags(.reference))
  func thetaf() throws {
    let reference = try ETSFixtures.read()
    let list = try ETSFixtures.seriesList()
    #expect(list.count == 20)
    for series in list {
      let expected = try #require(reference.series[series.id]).theta
      let median = try Theta().fit(to: series, alpha: expected.alpha, firstLevel: expected.level)
        .forecast(horizon: try #require(reference.steps.last)).median
      for (index, step) in reference.steps.enumerated() {
        expectClose(
          median[step - 1],
          max(0, expected.mean[index]),
          relativeTolerance: 1e-6,
          series.id
        )
      }
    }
  }

  @Test("optimised Theta is at least as good as a search over all parameters", .tags(.reference))
  func optimizedTheta() throws {
    let reference = try ForecastFixtures.reference()
    for series in try ForecastFixtures.series() {
      let expected = try #require(reference.series[series.id]).otm
      let fitted = try OptimizedTheta().fit(to: series)
      let lost = 4.0 + ((reference.series[series.id]?.seasonal ?? false) ? 11 : 0)
      let squares =
        try #require(fitted.summary.residualVariance) * (Double(series.count) - lost)
      #expect(squares <= expected.sse * (1 + 1e-6), "\(series.id)")
      guard squares >= expected.sse * (1 - 1e-4) else { continue }
      let median = fitted.forecast(horizon: reference.horizon).median
      for step in median.indices {
        expectClose(median[step], expected.mean[step], relativeTolerance: 2e-3, series.id)
      }
    }
  }

  @Test("naive models equal R's naive and snaive, intervals included", .tags(.reference))
  func naive() throws {
    let reference = try ForecastFixtures.reference()
    for series in try ForecastFixtures.series() {
      let expected = try #require(reference.series[series.id])
      for (model, values) in [
        (ForecastModelDescriptor.naive, expected.naive),
        (.seasonalNaive, expected.seasonalNaive),
        (.naive2, expected.naive2),
      ] {
        let forecast = try model.fit(to: series).forecast(horizon: reference.horizon)
        for step in 0..<reference.horizon {
          let label = "\(series.id) \(model.name)"
          expectClose(forecast.median[step], values.mean[step], relativeTolerance: 1e-12, label)
          if let upper = values.upper95?[step] {
            expectClose(
              forecast.interval(level: 0.95).upper[step],
              upper,
              relativeTolerance: 1e-9,
              label
            )
          }
        }
      }
    }
  }
}
