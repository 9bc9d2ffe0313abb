internal import Datasets
internal import Forecasting
internal import Foundation
internal import TestSupport
internal import Testing

@Suite("ARIMA of chosen orders")
struct ARIMASearchTests {
  @Test("the numbers of differences are those of R's nsdiffs and ndiffs", .tags(.reference))
  func differences() throws {
    for example in try ARIMAFixtures.cases() where example.regressors.isEmpty {
      let orders = try ARIMA().fit(to: example.series).orders
      let label = example.series.id
      #expect(orders.seasonalDifferences == (example.expected.strength > 0.64 ? 1 : 0), "\(label)")
      #expect(orders.differences == example.expected.ndiffs, "\(label)")
    }
  }

  @Test("the chosen model has the smallest criterion among its neighbours")
  func choice() throws {
    for seed: UInt64 in 1...4 {
      let series = ForecastFixtures.simulated(count: 110, seed: seed)
      let chosen = try ARIMA().fit(to: series)
      let aicc = try #require(chosen.aicc)
      for change in [\ARIMAOrders.ar, \.ma, \.seasonalAR, \.seasonalMA] {
        var orders = chosen.orders
        guard orders[keyPath: change] > 0 else { continue }
        orders[keyPath: change] -= 1
        let other = try ARIMA(orders: orders).fit(to: series)
        let isAllowed = other.coefficients.hasRootsOutside(radius: 1.01)
        #expect(
          try !isAllowed || #require(other.aicc) > aicc - 0.01,
          "seed \(seed), \(chosen.orders.name), \(orders.name)"
        )
      }
    }
  }

  @Test("on R's series the chosen criterion is close to or below that of the fixture's orders")
  func criterion() throws {
    for example in try ARIMAFixtures.cases() where example.regressors.isEmpty {
      let chosen = try ARIMA().fit(to: example.series)
      let expected = example.expected.orders
      guard chosen.orders.differences == expected.differences,
        chosen.orders.seasonalDifferences == expected.seasonalDifferences
      else { continue }
      // The walk ends in a local optimum, behind models with a root within 1.01 which it avoids.
      let isAllowed = example.expected.coefficients.hasRootsOutside(radius: 1.01)
      let aicc = try #require(chosen.aicc)
      #expect(
        !isAllowed || aicc <= example.expected.aicc + 4,
        "\(example.series.id): \(chosen.orders.name) \(aicc), \(example.expected.aicc)"
      )
    }
  }

  @Test("white noise gets no terms, an exact line its drift, a repeated year itself")
  func simple() throws {
    let start = Month(year: 2012, month: 5)
    let line = TimeSeries(id: "line", start: start, values: (0..<40).map { 7 + 2.5 * Double($0) })
    let ofLine = try ARIMA().fit(to: line)
    #expect(ofLine.orders.name == "ARIMA(0,1,0) with drift")
    expectClose(ofLine.forecast(horizon: 6).median[5], 7 + 2.5 * 45, relativeTolerance: 1e-12)
    #expect(ofLine.logLikelihood == nil)
    let values = (0..<60).map { Double($0 % 12 * 7 % 5) }
    let repeated = TimeSeries(id: "year", start: start, values: values)
    let forecast = try ARIMA().fit(to: repeated).forecast(horizon: 12)
    for step in 0..<12 {
      expectClose(forecast.median[step], values[step], absoluteTolerance: 1e-9)
    }
  }

  @Test("shifted by a constant, a series has the same model and forecasts shifted alike")
  func shift() throws {
    for seed: UInt64 in 21...23 {
      let series = ForecastFixtures.simulated(count: 100, seed: seed)
      let moved = TimeSeries(id: "up", start: series.start, values: series.values.map { $0 + 4096 })
      let fitted = try ARIMA().fit(to: series)
      let other = try ARIMA().fit(to: moved)
      #expect(other.orders == fitted.orders)
      let (left, right) = (fitted.forecast(horizon: 18).median, other.forecast(horizon: 18).median)
      for step in 0..<18 {
        expectClose(right[step] - 4096, left[step], relativeTolerance: 1e-4, "seed \(seed)")
      }
    }
  }

  @Test("in units of 1e-8 and 1e8 the model is the same", arguments: [1e-8, 1e8])
  func scale(_ factor: Double) throws {
    for seed: UInt64 in 31...34 {
      let series = ForecastFixtures.simulated(count: 120, seed: seed)
      let scaled = TimeSeries(
        id: "scaled",
        start: series.start,
        values: series.values.map { $0 * factor }
      )
      let fitted = try ARIMA().fit(to: series)
      let other = try ARIMA().fit(to: scaled)
      #expect(other.orders == fitted.orders)
      expectClose(
        other.residualVariance / factor / factor,
        fitted.residualVariance,
        relativeTolerance: 1e-6
      )
    }
  }

  @Test("a walk that bends at its end is not followed out of all bounds")
  func stability() throws {
    // Twice differenced by the test, with a last month that jumps.
    var values = (0..<60).map { Double($0 * $0) / 10 }
    values[59] += 300
    let series = TimeSeries(id: "bent", start: Month(year: 2015, month: 1), values: values)
    let forecast = try ARIMA().fit(to: series).forecast(horizon: 24).median
    let top = values[59]
    #expect(forecast.allSatisfy { $0 < 3.01 * top })
  }

  @Test("a regressor joins the choice of orders and its forecast")
  func regressor() throws {
    let cases = try ARIMAFixtures.cases()
    let example = try #require(cases.first { $0.series.id == "level shift" })
    let with = try ARIMA(regressors: example.regressors).fit(to: example.series)
    let without = try ARIMA().fit(to: example.series)
    // Without its shift the series keeps to a level, with it the test of KPSS sees it wander.
    #expect(with.orders.differences == 0)
    #expect(without.orders.differences == 1)
    #expect(with.residualVariance < without.residualVariance)
  }
}
