internal import Datasets
internal import Forecasting
internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Combination of models")
struct ForecastCombinationTests {
  static let cheap = ["naive", "seasonal_naive", "dotm", "theta"]

  static func quantiles(
    _ names: [String],
    _ series: TimeSeries,
    _ probability: Double
  ) throws -> [[Double]] {
    try names.map { name in
      let descriptor = try #require(ForecastModelCatalog[name])
      return try descriptor.fit(to: series).forecast(horizon: 12).quantile(probability)
    }
  }

  @Test("quantiles lie between the members' and are the formula's", .tags(.reference))
  func formula() throws {
    for seed in 1...3 {
      let series = ForecastFixtures.simulated(count: 96, seed: UInt64(seed))
      let fitted = try ForecastCombination(members: Self.cheap).fit(to: series)
      let weights = fitted.summary.parameters.map(\.value)
      expectClose(weights.reduce(0, +), 1, relativeTolerance: 1e-12, "seed \(seed)")
      for probability in [0.05, 0.5, 0.9] {
        let members = try Self.quantiles(Self.cheap, series, probability)
        let combined = fitted.forecast(horizon: 12).quantile(probability)
        for step in 0..<12 {
          let values = members.map { $0[step] }
          let sorted = values.sorted()
          let mean = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 }
          let expected = ((sorted[1] + sorted[2]) / 2 + mean) / 2
          expectClose(combined[step], expected, relativeTolerance: 1e-9, "seed \(seed)")
        }
      }
    }
  }

  @Test("a member that errs more on the months held back weighs less, in proportion")
  func weights() throws {
    // A season without noise: repeating the year is exact but for the trend, the last value is not.
    let values = (0..<96).map { month -> Double in
      let season = Double((month * 5) % 12)
      return 100 + 30 * season + Double(month) / 2
    }
    let series = TimeSeries(id: "season", start: Month(year: 2012, month: 1), values: values)
    let fitted = try ForecastCombination(members: ["naive", "seasonal_naive"]).fit(to: series)
    let weights = fitted.summary.parameters.map(\.value)
    // Held back: 24 months, from origins three months apart.
    func error(_ name: String) throws -> Double {
      let descriptor = try #require(ForecastModelCatalog[name])
      var sum = 0.0
      var months = 0.0
      for shown in stride(from: 0, to: 24, by: 3) {
        let median = try descriptor.fit(to: series.prefix(72 + shown)).forecast(horizon: 24 - shown)
          .median
        for (step, value) in median.enumerated() {
          sum += abs(values[72 + shown + step] - value)
          months += 1
        }
      }
      return sum / months
    }
    let (naive, seasonal) = (try error("naive"), try error("seasonal_naive"))
    #expect(seasonal < naive / 10)
    expectClose(weights[0] / weights[1], seasonal / naive, relativeTolerance: 1e-9, "ratio")
  }

  @Test("a series too short to hold months back has equal weights and no errors of its own")
  func short() throws {
    let series = ForecastFixtures.simulated(count: 27, seed: 3)
    let fitted = try ForecastCombination(members: Self.cheap).fit(to: series)
    #expect(fitted.summary.parameters.map(\.value) == [0.25, 0.25, 0.25, 0.25])
    #expect(fitted.heldBackErrors == nil)
    let longer = ForecastFixtures.simulated(count: 60, seed: 3)
    let errors = try #require(
      ForecastCombination(members: Self.cheap).fit(to: longer).heldBackErrors
    )
    #expect(errors.byStep.count == 15 && errors.byStep[0].count == 5)
  }

  @Test("averaged smoothing forms have Akaike weights", .tags(.reference))
  func akaike() throws {
    let series = ForecastFixtures.simulated(count: 84, seed: 2)
    let average = try ETSAverage().fit(to: series)
    let single = ETSForm.all.compactMap { form -> (name: String, aicc: Double)? in
      guard let summary = try? ETS(forms: [form]).fit(to: series).summary, let aicc = summary.aicc
      else { return nil }
      return (form.name, aicc)
    }
    let smallest = single.map(\.aicc).min() ?? 0
    var aicc: [String: Double] = [:]
    for fit in single { aicc[fit.name] = fit.aicc - smallest }
    let parts = average.summary.parameters
    #expect(parts.count > 1)
    for part in parts {
      let difference = try #require(aicc[part.name])
      let leading = try #require(parts.first { aicc[$0.name] == 0 })
      expectClose(
        part.value / leading.value,
        exp(-difference / 2),
        relativeTolerance: 1e-6,
        part.name
      )
    }
    let summary = average.summary
    #expect(
      summary.form
        == "\(parts.count) forms led by \(single.first { $0.aicc == smallest }?.name ?? "")"
    )
  }

  @Test("fitted again in the same forms, the combination is weighed again")
  func refitted() throws {
    let series = ForecastFixtures.simulated(count: 90, seed: 5)
    let fitted = try ForecastCombination(members: Self.cheap).fit(to: series.prefix(78))
    let again = try fitted.refitted(to: series)
    let anew = try ForecastCombination(members: Self.cheap).fit(to: series)
    #expect(again.summary == anew.summary)
    #expect(again.forecast(horizon: 6) == anew.forecast(horizon: 6))
    #expect(again.summary.parameters != fitted.summary.parameters)
  }
}
