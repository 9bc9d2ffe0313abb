internal import Datasets
internal import Forecasting
internal import Statistics
internal import TestSupport
internal import Testing

@Suite("The default model")
struct AutomaticModelTests {
  private static let start = Month(year: 2016, month: 1)

  private static func series(_ id: String, _ values: [Double]) -> TimeSeries {
    TimeSeries(id: id, start: start, values: values)
  }

  /// Counts of which a share of the months has none.
  private static func counts(_ id: Int, months: Int, demandEvery interval: Int) -> TimeSeries {
    var generator = SeededGenerator(seed: UInt64(id))
    return series(
      "counts \(id)",
      (0..<months).map { month in
        (month + id).isMultiple(of: interval) ? Double(1 + generator.index(below: 4)) : 0
      }
    )
  }

  private static func fits(_ panel: [TimeSeries]) -> PanelFit {
    PanelFit(panel, by: .auto.pooled(over: panel), intervals: .calibrated, threads: 1)
  }

  private static func form(_ fit: SeriesFit) -> String? { fit.fitted?.summary.form }

  private static let counted = "negative binomial"

  @Test(
    "a series is forecast by what its own zeros say",
    arguments: [
      ("a demand every third month", counts(1, months: 60, demandEvery: 3).values, true),
      ("a demand in each month", counts(2, months: 60, demandEvery: 1).values, false),
      ("three of four months, intervals of 1.33", (0..<60).map { $0 % 4 == 0 ? 0 : 2 }, true),
      ("four of five months, intervals of 1.25", (0..<60).map { $0 % 5 == 0 ? 0 : 2 }, false),
      ("as many zeros, but no whole numbers", (0..<60).map { $0 % 3 == 0 ? 2.5 : 0 }, false),
      ("as many zeros, one value below 0", [-1] + (0..<59).map { $0 % 3 == 0 ? 2 : 0 }, false),
      (
        "three years without, then two years of months that all have",
        (0..<60).map { $0 < 36 ? 0 : Double(200 + $0 % 7) }, false
      ),
      (
        "missing months say nothing",
        (0..<60).map { $0 % 2 == 0 ? .nan : Double(3 + $0 % 5) }, false
      ),
    ] as [(String, [Double], Bool)]
  )
  func choice(_ name: String, _ values: [Double], _ isCounted: Bool) {
    let other = Self.counts(7, months: 48, demandEvery: 4)
    let dense = (0..<3).map { ForecastFixtures.simulated(count: 60, seed: UInt64($0 + 1)) }
    let fits = Self.fits([Self.series("s", values), other] + dense)
    #expect((Self.form(fits.fits[0]) == Self.counted) == isCounted)
    #expect(Self.form(fits.fits[1]) == Self.counted)
    #expect(fits.fits[0].model == "auto")
  }

  @Test("intermittent series leave the forecasts of the others as they are")
  func others() throws {
    let dense = (0..<3).map { ForecastFixtures.simulated(count: 60, seed: UInt64($0 + 1)) }
    let alone = Self.fits(dense).forecast(horizon: 6, threads: 1)
    let counts = (0..<9).map { Self.counts($0, months: 50, demandEvery: 2 + $0 % 3) }
    let together = Self.fits(counts + dense).forecast(horizon: 6, threads: 2)
    for (one, other) in zip(alone, together.suffix(3)) {
      #expect(try #require(one.forecast).steps == #require(other.forecast).steps)
    }
    let own = ForecastModelDescriptor.counts.pooled(over: counts)
    for (series, forecast) in zip(counts, together) {
      let expected = try own.fit(to: series).forecast(horizon: 6)
      #expect(try #require(forecast.forecast).steps == expected.steps)
    }
  }

  @Test("beginnings and series without a value follow the panel where most of it is intermittent")
  func beginnings() throws {
    let counts = (0..<9).map { Self.counts($0, months: 50, demandEvery: 2 + $0 % 3) }
    let dense = (0..<10).map { ForecastFixtures.simulated(count: 60, seed: UInt64($0 + 1)) }
    let short = [[4], [2, 3], [.nan]].enumerated().map { Self.series("short \($0)", $1) }
    let zeros = Self.series("zeros", [Double](repeating: 0, count: 40))
    let sparse = Self.fits(counts + short + [zeros]).forecast(horizon: 3, threads: 1)
    for result in sparse.suffix(4) {
      #expect(result.summary?.form == Self.counted)
      let mean = try #require(result.forecast).mean[0]
      #expect(mean > 0 && mean < 4)
    }
    let filled = Self.fits(counts + dense + short + [zeros]).forecast(horizon: 3, threads: 1)
    for result in filled.suffix(4).prefix(2) {
      #expect(result.status.isFallback && result.summary?.form != Self.counted)
    }
    #expect(filled[filled.count - 2].forecast == nil)
    let alone = Self.fits([zeros]).forecast(horizon: 3, threads: 1)
    #expect(alone[0].forecast?.mean == [0, 0, 0] && alone[0].status.isConstant)
  }

  @Test("one-step errors of counts are distances from the forecasts of the months before")
  func errors() throws {
    let panel = (0..<6).map { Self.counts($0, months: 40, demandEvery: 2 + $0 % 3) }
    let model = ForecastModelDescriptor.auto.pooled(over: panel)
    let fitted = try model.fit(to: panel[0])
    let values = panel[0].values
    let errors = try #require(fitted.oneStepErrors(of: values))
    #expect(errors.count == values.count)
    for month in [25, 31, 39] {
      let before = try ForecastModelDescriptor.counts.pooled(over: panel)
        .fit(to: panel[0].prefix(month))
      expectClose(
        errors[month],
        values[month] - before.forecast(horizon: 1).mean[0],
        relativeTolerance: 1e-12
      )
    }
  }
}
