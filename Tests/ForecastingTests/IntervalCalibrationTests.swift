internal import Datasets
internal import Forecasting
internal import Statistics
internal import TestSupport
internal import Testing

@Suite("Calibration of intervals")
struct IntervalCalibrationTests {
  /// A random walk whose steps have heavy tails: ten times as wide in one month of twelve.
  static func walk(seed: UInt64, count: Int = 120) -> TimeSeries {
    var generator = SeededGenerator(seed: seed)
    var level = 1000.0
    let values = (0..<count).map { _ -> Double in
      let uniform = Double.random(in: 1e-9..<1, using: &generator)
      let isWide = Double.random(in: 0..<1, using: &generator) < 1.0 / 12
      level += Normal.standard.quantile(uniform) * (isWide ? 10 : 1)
      return level
    }
    return TimeSeries(id: "walk \(seed)", start: Month(year: 2012, month: 3), values: values)
  }

  static func coverage(
    _ intervals: IntervalSource,
    of series: [TimeSeries],
    level: Double
  ) -> Double {
    let backtests = RollingBacktest(
      series,
      by: .naive,
      origins: RollingOrigins(horizon: 6, count: 1),
      levels: [level],
      intervals: intervals,
      threads: 2
    ).backtests
    let shares = backtests.compactMap { $0.value(of: .coverage(level)) }
    return shares.reduce(0, +) / Double(shares.count)
  }

  @Test("a panel whose errors have heavy tails gets narrower centres and wider tails")
  func heavyTails() {
    let series = (1...600).map { Self.walk(seed: $0) }
    for (level, own) in [(0.5, 0.63...1), (0.98, 0...0.972)] {
      let before = Self.coverage(.model, of: series, level: level)
      let after = Self.coverage(.calibrated, of: series, level: level)
      #expect(own.contains(before), "\(level): \(before)")
      // At most two thirds of the way, less what 600 series of six months leave to chance.
      #expect(abs(after - level) < 0.6 * abs(before - level) + 0.005, "\(level): \(after)")
    }
  }

  @Test("the factors are those of the formula", .tags(.reference))
  func formula() throws {
    // 99 series with the errors 1/50, 2/50, ..., so that the p-th of 100 is at 2 p.
    let errors = (1...99).map { HeldBackErrors(byStep: [[Double($0) / 50]]) }
    let calibration = try #require(IntervalCalibration(errors))
    #expect(calibration.seriesCount == 99)
    let normal = ForecastDistribution.normal(Normal(mean: 7, standardDeviation: 3))
    let result = calibration.calibrated(Forecast(steps: [normal, normal])).steps
    #expect(result[0] == result[1])
    for probability in [0.75, 0.9, 0.95] {
      let z = Normal.standard.quantile(probability)
      let trust = 45 + 0.5 * 99
      let factor = (99 * 2 * probability / z + trust) / (99 + trust)
      expectClose(
        result[0].quantile(probability),
        7 + 3 * factor * z,
        relativeTolerance: 1e-12,
        "\(probability)"
      )
    }
    #expect(result[0].median == 7)
    // No error is below the median: as narrow as is believed.
    #expect(result[0].quantile(0.1) > 7 - 3 * 1.2816 * 0.9)
  }

  @Test("one series, or none with months to hold back, keeps the model's intervals")
  func single() throws {
    let series = Self.walk(seed: 4)
    func upper(_ intervals: IntervalSource, _ series: TimeSeries) throws -> Double {
      let fit = PanelFit([series], by: .naive, intervals: intervals, threads: 1)
      return try #require(fit.forecast(horizon: 3, threads: 1)[0].forecast).quantile(0.95)[2]
        - series.values[series.count - 1]
    }
    expectClose(
      try upper(.calibrated, series),
      try upper(.model, series),
      relativeTolerance: 0.05,
      "one series"
    )
    let short = series.prefix(3)
    #expect(PanelFit([short], by: .naive, intervals: .calibrated, threads: 1).calibration == nil)
    #expect(try upper(.calibrated, short) == upper(.model, short))
  }

  @Test("quantiles rise, and probabilities are their inverse; in other units too")
  func stretched() throws {
    let errors = (1...200).map { seed -> HeldBackErrors in
      let value = Normal.standard.quantile((Double(seed) - 0.5) / 200)
      return HeldBackErrors(byStep: [[value * abs(value), value], [3 * value]])
    }
    let calibration = try #require(IntervalCalibration(errors))
    let base = ForecastDistribution.rectifiedNormal(Normal(mean: 2, standardDeviation: 1.5))
    for step in calibration.calibrated(Forecast(steps: [base, base, base])).steps {
      let quantiles = (1...999).map { step.quantile(Double($0) / 1000) }
      #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(quantiles[0] == 0)
      for probability in [0.3, 0.5, 0.8, 0.97] {
        expectClose(
          step.cumulative(step.quantile(probability)),
          probability,
          relativeTolerance: 1e-9,
          "\(probability)"
        )
      }
      #expect(step.scaled(by: 4).quantile(0.9) == 4 * step.quantile(0.9))
      // The mean of max(0, X) of a distribution around 2.
      #expect(step.mean > 2 && step.mean < 2.6 && step.variance > 1)
    }
  }

  @Test("errors of a forecast that holds are in units of its own spread", .tags(.reference))
  func units() throws {
    // Changes of 1 or -1: the forecast h months ahead has the standard deviation √h.
    let values = (0..<40).map { Double($0 % 2) + 10 }
    let series = TimeSeries(id: "steps", start: Month(year: 2015, month: 1), values: values)
    let fitted = try Naive().fit(to: series.prefix(30))
    let errors = HeldBackErrors(of: values, heldBack: 10, by: fitted)
    // From months 29, 32, 35 and 38, which are 11, 10, 11 and 10.
    let expected: [[Double]] = [
      [-1, 1, -1, 1], [0], [-1 / 3.0.squareRoot(), 1 / 3.0.squareRoot()],
    ]
    #expect(errors.byStep.count == 10)
    for step in [0, 2] {
      #expect(errors.byStep[step].count == [4, 0, 3][step])
      for (found, value) in zip(errors.byStep[step], expected[step]) {
        expectClose(found, value, relativeTolerance: 1e-12, "step \(step)")
      }
    }
    #expect(errors.byStep[1].allSatisfy { $0 == 0 })
  }
}
