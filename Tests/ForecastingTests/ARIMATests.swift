internal import Datasets
internal import Forecasting
internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

@Suite("ARIMA of given orders")
struct ARIMATests {
  @Test("twenty series have values of R, two with regressors", .tags(.reference))
  func coverage() throws {
    let cases = try ARIMAFixtures.cases()
    #expect(cases.count == 20)
    #expect(cases.count { !$0.regressors.isEmpty } == 2)
    #expect(cases.count { $0.expected.orders.hasConstant } >= 8)
  }

  @Test("at R's coefficients the likelihood is R's", .tags(.reference))
  func likelihood() throws {
    for example in try ARIMAFixtures.cases() {
      let found = try #require(example.fitOfR.logLikelihood)
      let expected = example.expected
      // Exactly that of the differenced series; R's own starts with a variance of 1e9 before the
      // first month, instead of an infinite one.
      expectClose(found, expected.loglikDifferenced, relativeTolerance: 1e-9, example.series.id)
      expectClose(found, expected.loglik, relativeTolerance: 1e-6, example.series.id)
      let aicc = try #require(example.fitOfR.aicc)
      expectClose(aicc, expected.aicc, relativeTolerance: 1e-6, example.series.id)
    }
  }

  @Test(
    "at R's coefficients forecasts, standard errors and the variance are R's",
    .tags(.reference)
  )
  func forecasts() throws {
    for example in try ARIMAFixtures.cases() {
      let fitted = example.fitOfR
      let label = example.series.id
      let expected = example.expected
      // R's variance has the squares of the months before the first difference in it, which its
      // start makes small but not 0: 4e-5 of it for co2, whose level is large beside its errors.
      let variance = try #require(fitted.summary.residualVariance)
      expectClose(variance, expected.sigma2, relativeTolerance: 5e-5, label)
      let forecast = fitted.forecast(horizon: example.horizon)
      for step in 0..<example.horizon {
        guard case .normal(let normal) = unrectified(forecast.steps[step]) else {
          Issue.record("\(label) is not normal")
          return
        }
        expectClose(normal.mean, expected.mean[step], relativeTolerance: 1e-6, label)
        expectClose(
          normal.standardDeviation / variance.squareRoot(),
          expected.se[step] / expected.sigma2.squareRoot(),
          relativeTolerance: 1e-6,
          label
        )
      }
    }
  }

  private func unrectified(_ distribution: ForecastDistribution) -> ForecastDistribution {
    if case .rectifiedNormal(let normal) = distribution { return .normal(normal) }
    return distribution
  }

  @Test("a fit reaches the largest likelihood that R finds from four starts", .tags(.reference))
  func maximum() throws {
    for example in try ARIMAFixtures.cases() {
      let model = ARIMA(orders: example.expected.orders, regressors: example.regressors)
      let fitted = try model.fit(to: example.series)
      let best =
        example.expected.maximum
        + (example.expected.loglikDifferenced - example.expected.loglik)
      let found = try #require(fitted.logLikelihood)
      // A seasonal moving average of -1 is followed to -0.99999.
      let isInvertible = example.expected.coefficients.hasRootsOutside(radius: 1.00001)
      #expect(found >= best - (isInvertible ? 1e-5 : 0.03), "\(example.series.id)")
      #expect(fitted.summary.converged, "\(example.series.id)")
    }
  }

  @Test("the regression finds a simulated level shift and the effect of working days")
  func regression() throws {
    let cases = try ARIMAFixtures.cases()
    for (id, truth) in [("level shift", 6.0), ("working days", 2.5)] {
      let example = try #require(cases.first { $0.series.id == id })
      let model = ARIMA(orders: example.expected.orders, regressors: example.regressors)
      let found = try #require(
        model.fit(to: example.series).summary.parameters.first { $0.name == "x0" }
      )
      expectClose(found.value, truth, absoluteTolerance: 0.6, id)
    }
  }

  @Test("a regressor that repeats another gets no coefficient and changes nothing")
  func aliased() throws {
    let example = try #require(try ARIMAFixtures.cases().first { $0.series.id == "level shift" })
    let shift = example.regressors[0]
    let start = example.series.start
    let twice = ARIMARegressor(
      name: "again",
      .numbers(
        start: start,
        values: shift[start..<start.advanced(by: example.expected.regressors[0].count)]
          .map { 3 * $0 }
      )
    )
    let one = try ARIMA(orders: example.expected.orders, regressors: [shift]).fit(
      to: example.series
    )
    let two = try ARIMA(orders: example.expected.orders, regressors: [shift, twice])
      .fit(to: example.series)
    #expect(two.summary.parameters.map(\.name) == one.summary.parameters.map(\.name))
    expectClose(
      two.forecast(horizon: 12).median[11],
      one.forecast(horizon: 12).median[11],
      relativeTolerance: 1e-9
    )
    #expect(two.logLikelihood == one.logLikelihood)
  }

  @Test("a level is 0 before its month and 1 from it on, a pulse is 1 in it")
  func rules() {
    let month = Month(year: 2020, month: 2)
    let months = month.advanced(by: -3)..<month.advanced(by: 2)
    #expect(ARIMARegressor(name: "level", .level(month: month))[months] == [0, 0, 0, 1, 1])
    #expect(ARIMARegressor(name: "pulse", .pulse(month: month))[months] == [0, 0, 0, 1, 0])
  }

  @Test("carried through newer months, a fit is the one of the whole series")
  func carriedOn() throws {
    for example in try ARIMAFixtures.cases() {
      let count = example.series.count - 17
      let orders = example.expected.orders
      func fit(_ series: TimeSeries) -> FittedARIMA {
        FittedARIMA(
          orders,
          example.expected.coefficients,
          regressors: example.regressors,
          regressionCoefficients: example.expected.regression,
          to: series
        )
      }
      let part = fit(example.series.prefix(count))
      let carried = part.extended(by: Array(example.series.values[count...]))
      let whole = fit(example.series)
      // One variance, of the part; the forecasts are compared by the rest.
      let ratio = (part.residualVariance / whole.residualVariance).squareRoot()
      let found = carried.forecast(horizon: 14)
      let expected = whole.forecast(horizon: 14)
      for step in 0..<14 {
        guard case .normal(let left) = unrectified(found.steps[step]),
          case .normal(let right) = unrectified(expected.steps[step])
        else { continue }
        let id = example.series.id
        expectClose(left.mean, right.mean, absoluteTolerance: 1e-9 * right.standardDeviation, id)
        expectClose(
          left.standardDeviation,
          right.standardDeviation * ratio,
          relativeTolerance: 1e-9,
          id
        )
      }
      #expect(part.extended(by: []).forecast(horizon: 3) == part.forecast(horizon: 3))
    }
  }

  @Test("fitted again to its own series, nothing changes; to a longer one, the orders stay")
  func refit() throws {
    for example in try ARIMAFixtures.cases() {
      let model = ARIMA(orders: example.expected.orders, regressors: example.regressors)
      let fitted = try model.fit(to: example.series)
      let again = try fitted.refitted(to: example.series)
      expectClose(
        try #require(again.logLikelihood),
        try #require(fitted.logLikelihood),
        absoluteTolerance: 1e-6,
        example.series.id
      )
      let shorter = try fitted.refitted(to: example.series.prefix(example.series.count - 6))
      let fresh = try model.fit(to: example.series.prefix(example.series.count - 6))
      #expect(shorter.orders == fitted.orders)
      #expect(
        try #require(shorter.logLikelihood) >= #require(fresh.logLikelihood) - 1e-4,
        "\(example.series.id)"
      )
    }
    let short = ForecastFixtures.simulated(count: 20, seed: 1)
    let seasonal = ARIMAOrders(0, 1, 1, 0, 1, 1)
    let whole = try ARIMA(orders: seasonal).fit(to: ForecastFixtures.simulated(count: 90, seed: 1))
    #expect(throws: ForecastingError.tooShort(required: 18, found: 17)) {
      try whole.refitted(to: short.prefix(17))
    }
  }

  @Test("one-step errors are those of forecasts a month ahead")
  func errors() throws {
    let series = ForecastFixtures.simulated(count: 100, seed: 12)
    let fitted = try ARIMA(orders: ARIMAOrders(1, 1, 1, 0, 1, 1)).fit(to: series)
    let errors = try #require(fitted.oneStepErrors(of: series.values))
    #expect(errors.count == 100)
    #expect(errors[..<13].allSatisfy { $0 == 0 })
    for count in [40, 77, 99] {
      let part = FittedARIMA(fitted.orders, fitted.coefficients, to: series.prefix(count))
      let prediction = part.forecast(horizon: 1).median[0]
      expectClose(errors[count], series.values[count] - prediction, absoluteTolerance: 1e-9)
    }
  }

  @Test("orders that are none cannot be decoded")
  func badOrders() throws {
    let good = try JSONEncoder().encode(ARIMAOrders(1, 1, 1, hasConstant: true))
    #expect(
      try JSONDecoder().decode(ARIMAOrders.self, from: good).name == "ARIMA(1,1,1) with drift"
    )
    for (from, to) in [("\"ar\":1", "\"ar\":-1"), ("\"differences\":1", "\"differences\":2")] {
      let bad = String(decoding: good, as: UTF8.self).replacing(from, with: to)
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(ARIMAOrders.self, from: Data(bad.utf8))
      }
    }
  }
}
