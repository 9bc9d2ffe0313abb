import Datasets
import Reporting
import TestSupport
import Testing

@Suite("Changes of level and small cells")
struct LevelChangeTests {
  @Test("a change is measured against the same month of the last observed year")
  func change() throws {
    // 2024-01 ... 2025-12 with values 1 ... 24; forecasts are 100, 101, ...
    let series = ForecastSeries(
      title: "S",
      history: TimeSeries(
        id: "S",
        start: Month(year: 2024, month: 1),
        values: (1...24).map(Double.init)
      ),
      mean: (0..<24).map { 100 + Double($0) },
      median: (0..<24).map { 100 + Double($0) },
      bands: [
        ForecastBand(
          level: 0.8,
          lower: Array(repeating: 12, count: 24),
          upper: Array(repeating: 36, count: 24)
        )
      ]
    )
    // June 2026 (6 ahead) against June 2025, the 18th value.
    let half = try #require(LevelChange(of: series, monthsAhead: 6, level: 0.8))
    expectClose(half.change, 105.0 / 18 - 1, relativeTolerance: 1e-12)
    // 12 and 24 months ahead are Decembers: against December 2025, the 24th value.
    let year = try #require(LevelChange(of: series, monthsAhead: 12, level: 0.8))
    expectClose(year.change, 111.0 / 24 - 1, relativeTolerance: 1e-12)
    expectClose(year.lower, -0.5, relativeTolerance: 1e-12)
    expectClose(year.upper, 0.5, relativeTolerance: 1e-12)
    let two = try #require(LevelChange(of: series, monthsAhead: 24, level: nil))
    expectClose(two.change, 123.0 / 24 - 1, relativeTolerance: 1e-12)
    #expect(two.lower.isNaN)
    #expect(LevelChange(of: series, monthsAhead: 25, level: 0.8) == nil)
    #expect(LevelChange(of: series, monthsAhead: 0, level: 0.8) == nil)
  }

  @Test("numbers of people under 5 are hidden, and shares that would tell them")
  func smallCells() {
    let it = Language.italian
    #expect((0...6).map { SmallCells.count($0, it) } == ["0", "<5", "<5", "<5", "<5", "5", "6"])
    #expect(SmallCells.share(of: 4, in: 100, it) == "n.p.")
    #expect(SmallCells.share(of: 97, in: 100, it) == "n.p.")
    #expect(SmallCells.share(of: 0, in: 100, it) == "0,0%")
    #expect(SmallCells.share(of: 5, in: 100, it) == "5,0%")
    #expect(SmallCells.share(of: 0, in: 0, it) == "–")
  }
}
