internal import Datasets
internal import Forecasting
internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Decomposition by local regression")
struct MSTLTests {
  struct Reference: Decodable {
    let series: [String: Series]
    let several: Several

    struct Series: Decodable {
      let plain: Parts
      let robust: Parts
      let mstl: Parts
    }

    struct Parts: Decodable {
      let seasonal: [Double]
      let trend: [Double]
    }

    struct Several: Decodable {
      let values: [Double]
      let plain: Seasons
      let robust: Seasons
    }

    struct Seasons: Decodable {
      let seasonal: [[Double]]
      let trend: [Double]
    }
  }

  static func reference() throws -> Reference {
    let url = Repository.fixtures.appending(path: "mstl_reference.json")
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
  }

  /// Equal within a billionth of the largest value: the file has twelve digits.
  func expectEqual(_ found: [Double], _ expected: [Double], of values: [Double], _ label: String) {
    let tolerance = 1e-9 * (values.map(abs).max() ?? 0)
    #expect(found.count == expected.count, "\(label)")
    for (found, expected) in zip(found, expected) {
      expectClose(found, expected, absoluteTolerance: tolerance, label)
    }
  }

  @Test("season and trend are those of R's stl, robust or not", .tags(.reference))
  func single() throws {
    let reference = try Self.reference()
    for series in try ForecastFixtures.series() {
      let expected = try #require(reference.series[series.id])
      let values = series.values
      // The script says why robust decompositions are of an odd number of values.
      let odd = Array(values.suffix((values.count - 1) / 2 * 2 + 1))
      for (values, window, isRobust, parts) in [
        (values, 11, false, expected.plain), (odd, 7, true, expected.robust),
      ] {
        let stl = STL(period: 12, seasonalWindow: window, isRobust: isRobust)
        let found = stl.components(of: values)
        let label = "\(series.id) \(window)"
        expectEqual(found.seasonal, parts.seasonal, of: values, "\(label) season")
        expectEqual(found.trend, parts.trend, of: values, "\(label) trend")
      }
      let whole = MSTL().components(of: values)
      expectEqual(whole.seasonal[0], expected.mstl.seasonal, of: values, "\(series.id) mstl")
      expectEqual(whole.trend, expected.mstl.trend, of: values, "\(series.id) mstl")
    }
  }

  @Test("two seasons are those of R's mstl, robust or not", .tags(.reference))
  func several() throws {
    let expected = try Self.reference().several
    for (isRobust, parts) in [(false, expected.plain), (true, expected.robust)] {
      let found = MSTL(periods: [15, 6], isRobust: isRobust).components(of: expected.values)
      for season in 0..<2 {
        let label = "season \(season)"
        expectEqual(found.seasonal[season], parts.seasonal[season], of: expected.values, label)
      }
      expectEqual(found.trend, parts.trend, of: expected.values, "trend")
      for t in expected.values.indices {
        let sum =
          found.seasonal[0][t] + found.seasonal[1][t] + found.trend[t] + found.remainder[t]
        expectClose(sum, expected.values[t], absoluteTolerance: 1e-10)
      }
    }
  }

  @Test("a level and a fixed season are told apart to rounding")
  func exact() {
    let season = [5.0, 1, -3, 2, 0, 7, -6, -2, 4, -8, 1, -1]
    let values = (0..<84).map { 40 + season[$0 % 12] }
    let found = STL(period: 12, seasonalWindow: 11).components(of: values)
    for t in values.indices {
      expectClose(found.seasonal[t], season[t % 12], absoluteTolerance: 1e-10)
      expectClose(found.trend[t], 40, absoluteTolerance: 1e-10)
    }
  }

  @Test("a robust decomposition leaves an outlier in the remainder")
  func robust() {
    var values = (0..<96).map { month -> Double in
      let season = 10 * Double((month * 5) % 12)
      return 100 + season + Double((month * 7) % 3)
    }
    let clean = STL(period: 12, seasonalWindow: 11, isRobust: true).components(of: values)
    values[50] += 400
    let found = STL(period: 12, seasonalWindow: 11, isRobust: true).components(of: values)
    for t in values.indices where t != 50 {
      expectClose(found.seasonal[t], clean.seasonal[t], absoluteTolerance: 1.5)
    }
    #expect(found.remainder[50] > 395)
  }

  @Test("the forecast is that of the series without its season, plus the last year's season")
  func forecast() throws {
    for seed: UInt64 in [1, 2, 3] {
      let series = ForecastFixtures.simulated(count: 100, seed: seed)
      let season = MSTL().components(of: series.values).seasonal[0]
      let adjusted = TimeSeries(
        id: "adjusted",
        start: series.start,
        values: zip(series.values, season).map { $0 - $1 }
      )
      let inner = try ETS(forms: ETSForm.nonseasonal).fit(to: adjusted).forecast(horizon: 30)
      let fitted = try SeasonalTrendSmoothing().fit(to: series)
      let forecast = fitted.forecast(horizon: 30)
      for step in 0..<30 {
        let expected = inner.median[step] + season[88 + step % 12]
        expectClose(forecast.median[step], expected, relativeTolerance: 1e-12, "seed \(seed)")
      }
      let errors = try #require(fitted.oneStepErrors(of: series.values))
      let own = try ETS(forms: ETSForm.nonseasonal).fit(to: adjusted)
      #expect(errors == own.oneStepErrors(of: adjusted.values), "seed \(seed)")
      let carried = fitted.extended(by: [510, 520, 530, 540])
      #expect(carried.oneStepErrors(of: series.values + [510, 520, 530, 540])?.count == 104)
      // The season goes on from the month after the newer ones.
      let newer = zip([510, 520, 530, 540], season[88...]).map { $0 - $1 }
      let smoothed = own.extended(by: newer).forecast(horizon: 14).median
      let later = carried.forecast(horizon: 14).median
      for step in 0..<14 {
        let expected = smoothed[step] + season[88 + (step + 4) % 12]
        expectClose(later[step], expected, relativeTolerance: 1e-12, "seed \(seed)")
      }
    }
  }
}
