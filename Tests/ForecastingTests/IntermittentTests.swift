internal import Datasets
internal import Forecasting
internal import TestSupport
internal import Testing

@Suite("Models of intermittent demand")
struct IntermittentTests {
  private static func mean(_ model: ForecastModelDescriptor, _ series: TimeSeries) throws -> Double
  {
    try model.fit(to: series).forecast(horizon: 1).mean[0]
  }

  @Test("Croston's method equals R's croston", .tags(.reference))
  func croston() throws {
    for (series, expected) in zip(
      try CountFixtures.series(),
      try CountFixtures.regression().croston
    ) {
      expectClose(try Self.mean(.croston, series), expected, relativeTolerance: 1e-12, series.id)
    }
  }

  @Test("Croston's method equals R's croston on twenty more series", .tags(.reference))
  func crostonOnTwenty() throws {
    let demands = try ETSFixtures.read().demands
    #expect(demands.count == 20)
    for (index, demand) in demands.enumerated() {
      let series = TimeSeries(
        id: "demand \(index + 1)",
        start: Month(year: 2015, month: 1),
        values: demand.values
      )
      let mean = try Self.mean(.croston, series)
      expectClose(mean, demand.forecast, relativeTolerance: 1e-10, series.id)
    }
  }

  @Test("Croston, SBA and TSB equal statsforecast's", .tags(.reference))
  func closedForms() throws {
    let expected = try CountFixtures.intermittent()
    for (index, series) in try CountFixtures.series().enumerated() {
      for (model, value) in [
        (ForecastModelDescriptor.croston, expected.croston[index]),
        (.sba, expected.sba[index]), (.tsb, expected.tsb[index]),
      ] {
        let label = "\(series.id) \(model.name)"
        expectClose(try Self.mean(model, series), value, relativeTolerance: 1e-12, label)
      }
    }
  }

  @Test("ADIDA and IMAPA equal statsforecast's", .tags(.reference))
  func aggregation() throws {
    let expected = try CountFixtures.intermittent()
    for (index, series) in try CountFixtures.series().enumerated() {
      for (model, value) in [
        (ForecastModelDescriptor.adida, expected.adida[index]), (.imapa, expected.imapa[index]),
      ] {
        let label = "\(series.id) \(model.name)"
        // Both searches for α stop at a tolerance.
        expectClose(try Self.mean(model, series), value, relativeTolerance: 1e-4, label)
      }
    }
  }

  @Test(
    "quantiles are whole numbers where the values are, and are not forced to be elsewhere",
    arguments: [ForecastModelDescriptor.croston, .sba, .tsb, .adida, .imapa]
  )
  func quantiles(_ model: ForecastModelDescriptor) throws {
    let start = Month(year: 2020, month: 1)
    let values = (0..<40).map { $0 % 3 == 0 ? Double($0 % 7) : 0 }
    let counts = TimeSeries(id: "counts", start: start, values: values)
    let amounts = TimeSeries(id: "amounts", start: start, values: values.map { $0 * 1.37 })
    for probability in [0.1, 0.5, 0.8, 0.95] {
      let count = try model.fit(to: counts).forecast(horizon: 2).quantile(probability)[1]
      #expect(count == count.rounded())
    }
    let amount = try model.fit(to: amounts).forecast(horizon: 2)
    #expect(amount.quantile(0.8)[0] != amount.quantile(0.8)[0].rounded())
    expectClose(
      amount.mean[0],
      try Self.mean(model, counts) * 1.37,
      relativeTolerance: 1e-6
    )
  }

  @Test(
    "without any demand nothing is forecast",
    arguments: [ForecastModelDescriptor.croston, .sba, .tsb, .adida, .imapa]
  )
  func zeros(_ model: ForecastModelDescriptor) throws {
    let series = TimeSeries(
      id: "zeros",
      start: Month(year: 2020, month: 1),
      values: [Double](repeating: 0, count: 30)
    )
    let forecast = try model.fit(to: series).forecast(horizon: 3)
    #expect(forecast.mean == [0, 0, 0] && forecast.quantile(0.99) == [0, 0, 0])
  }

  @Test(
    "carried through newer months, a rate is that of the whole series",
    arguments: [ForecastModelDescriptor.croston, .sba, .tsb, .counts]
  )
  func newerMonths(_ model: ForecastModelDescriptor) throws {
    let values = (0..<90).map { month -> Double in
      let isDemand = month % 7 == 2 || month % 7 == 5
      return isDemand ? Double(month % 5 + 1) : 0
    }
    let whole = TimeSeries(id: "whole", start: Month(year: 2012, month: 1), values: values)
    let model = model.pooled(over: [whole.prefix(60)])
    let carried = try model.fit(to: whole.prefix(60)).extended(by: Array(values[60...]))
    let fitted = try model.fit(to: whole)
    #expect(carried.forecast(horizon: 2) == fitted.forecast(horizon: 2))
    #expect(carried.summary == fitted.summary)
  }
}
