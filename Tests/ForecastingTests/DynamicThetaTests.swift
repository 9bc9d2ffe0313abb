internal import Datasets
internal import Forecasting
internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

@Suite("Dynamic Theta")
struct DynamicThetaTests {
  @Test(
    "with statsforecast's parameters, errors, states and forecasts are its own",
    .tags(.reference)
  )
  func recursion() throws {
    let reference = try DynamicThetaFixtures.reference()
    for series in try ForecastFixtures.series() {
      let expected = try #require(reference.series[series.id])
      let weight = 1 - 1 / expected.theta
      var state = DynamicThetaState(firstLevel: expected.firstLevel)
      for (month, value) in series.values.enumerated() {
        if month >= 3 {
          let error = value - state.prediction(alpha: expected.alpha, weight: weight)
          // Rounding of the values, of which the error is a difference.
          let tolerance = 1e-10 * abs(value)
          expectClose(error, expected.errors[month - 3], absoluteTolerance: tolerance, series.id)
        }
        state.advance(by: value, alpha: expected.alpha)
      }
      expectClose(state.level, expected.level, relativeTolerance: 1e-9, series.id)
      expectClose(state.intercept, expected.intercept, relativeTolerance: 1e-9, series.id)
      expectClose(state.slope, expected.slope, relativeTolerance: 1e-8, series.id)
      for step in 0..<reference.horizon {
        let mean = state.prediction(alpha: expected.alpha, weight: weight)
        expectClose(mean, expected.mean[step], relativeTolerance: 1e-9, series.id)
        state.advance(by: mean, alpha: expected.alpha)
      }
    }
  }

  @Test("no search over all three parameters finds smaller errors", .tags(.reference))
  func minimum() throws {
    let reference = try DynamicThetaFixtures.reference()
    for series in try ForecastFixtures.series() {
      let expected = try #require(reference.series[series.id])
      let variance = try #require(try DynamicTheta().fit(to: series).summary.residualVariance)
      // Three months are not judged, three parameters and eleven free seasons estimated.
      let squares = variance * Double(series.count - 6 - (expected.seasonal ? 11 : 0))
      #expect(squares <= expected.seasonalSse * (1 + 1e-9), "\(series.id)")
      #expect(squares >= expected.seasonalSse * 0.9, "\(series.id)")
    }
  }

  @Test("where both searches end at the same errors, so do the forecasts", .tags(.reference))
  func season() throws {
    let reference = try DynamicThetaFixtures.reference()
    var compared = 0
    for series in try ForecastFixtures.series() {
      let expected = try #require(reference.series[series.id])
      let fitted = try DynamicTheta().fit(to: series)
      let variance = try #require(fitted.summary.residualVariance)
      let squares = variance * Double(series.count - 6 - (expected.seasonal ? 11 : 0))
      guard squares > expected.seasonalSse * 0.999 else { continue }
      compared += 1
      let forecast = fitted.forecast(horizon: reference.horizon)
      let interval = forecast.interval(level: 0.95)
      for step in 0..<reference.horizon {
        // A thousandth in the errors leaves the parameters free within a fraction of the interval.
        expectClose(
          forecast.median[step],
          expected.seasonalMean[step],
          absoluteTolerance: 0.05 * (interval.upper[step] - interval.lower[step]),
          series.id
        )
      }
    }
    #expect(compared >= 3)
  }

  @Test("estimated θ fits at least as well as θ = 2, which halves the line")
  func standard() throws {
    for seed: UInt64 in [3, 4, 5, 6] {
      let series = ForecastFixtures.simulated(count: 90, seed: seed)
      let free = try DynamicTheta().fit(to: series)
      let standard = try DynamicTheta(theta: 2).fit(to: series)
      #expect(standard.summary.parameters[1].value == 0.5)
      let season = free.summary.form.contains("season") ? 11.0 : 0
      let squares = try #require(free.summary.residualVariance) * (84 - season)
      let ofStandard = try #require(standard.summary.residualVariance) * (85 - season)
      #expect(squares <= ofStandard * (1 + 1e-9), "seed \(seed)")
    }
  }

  @Test("the interval's variance is that of simulated paths")
  func variance() throws {
    let series = try #require(try ForecastFixtures.series().first { $0.id == "trees" })
    let fitted = try DynamicTheta(theta: 5).fit(to: series)
    let forecast = fitted.forecast(horizon: 12)
    let deviation = try #require(fitted.summary.residualVariance).squareRoot()
    // The standard error of a simulated deviation is 1 / √(2 · 5,000) = 1 %.
    var generator = SeededGenerator(seed: 7)
    let paths = 5_000
    var sums = [Double](repeating: 0, count: 12)
    for _ in 0..<paths {
      var path = fitted
      for step in 0..<12 {
        let mean = path.forecast(horizon: 1).mean(ofNormal: 0)
        let value = mean + deviation * generator.normal()
        let distance = value - forecast.mean(ofNormal: step)
        sums[step] += distance * distance
        path = path.extended(by: [value])
      }
    }
    for step in 0..<12 {
      let expected = forecast.standardDeviation(ofNormal: step)
      expectClose((sums[step] / Double(paths)).squareRoot(), expected, relativeTolerance: 0.04)
    }
  }

  @Test("errors of the judged months give the residual variance; newer months go on")
  func errors() throws {
    for seed: UInt64 in [1, 2] {
      let series = ForecastFixtures.simulated(count: 96, seed: seed)
      let fitted = try DynamicTheta().fit(to: series.prefix(80))
      let errors = try #require(fitted.oneStepErrors(of: Array(series.values[..<80])))
      let next = fitted.forecast(horizon: 1).median[0]
      let whole = fitted.extended(by: Array(series.values[80...]))
      let longer = try #require(whole.oneStepErrors(of: series.values))
      #expect(longer.count == 96 && errors.count == 80)
      for month in 0..<80 {
        expectClose(longer[month], errors[month], absoluteTolerance: 1e-9, "seed \(seed)")
      }
      expectClose(longer[80], series.values[80] - next, absoluteTolerance: 1e-9, "seed \(seed)")
    }
  }
}

extension Forecast {
  /// The mean before values below 0 were replaced.
  fileprivate func mean(ofNormal step: Int) -> Double {
    switch steps[step] {
    case .normal(let normal), .rectifiedNormal(let normal): normal.mean
    default: .nan
    }
  }

  /// The standard deviation before values below 0 were replaced.
  fileprivate func standardDeviation(ofNormal step: Int) -> Double {
    switch steps[step] {
    case .normal(let normal), .rectifiedNormal(let normal): normal.standardDeviation
    default: .nan
    }
  }
}
