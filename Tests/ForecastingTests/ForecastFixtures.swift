internal import Datasets
internal import Foundation
internal import TestSupport

/// Series and values of R, from `regenerate/forecast_reference.R`.
enum ForecastFixtures {
  struct Reference: Decodable {
    let horizon: Int
    let series: [String: Series]
    let metrics: Metrics
  }

  struct Series: Decodable {
    let seasonal: Bool
    let nextYear: [Double]
    let ets: [String: ETSValues]
    let naive: Values
    let seasonalNaive: Values
    let naive2: Values
    let theta: Values
    let otm: OTM
  }

  struct ETSValues: Decodable {
    let loglik: Double
    let maximum: Double
    let aicc: Double
    let sigma2: Double
    let parameters: [Double]
    let mean: [Double]
    let lower80: [Double]
    let upper95: [Double]
  }

  struct Values: Decodable {
    let mean: [Double]
    let upper95: [Double]?
    let alpha: Double?
    let loglik: Double?
  }

  struct OTM: Decodable {
    let sse: Double
    let alpha: Double
    let weight: Double
    let mean: [Double]
  }

  struct Metrics: Decodable {
    let training: [Double]
    let actual: [Double]
    let median: [Double]
    let mean: [Double]
    let lower: [Double]
    let upper: [Double]
    let mase: Double
    let smape: Double
    let rmsse: Double
    let coverage95: Double
    let msis95: Double
  }

  static func reference() throws -> Reference {
    let url = Repository.fixtures.appending(path: "forecast_reference.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Reference.self, from: Data(contentsOf: url))
  }

  /// The series the reference values belong to, in the order of the file.
  static func series() throws -> [TimeSeries] {
    try readLong(Repository.fixtures.appending(path: "forecast_series.csv"))
  }

  /// Plain long files `unique_id,ds,y`, without quotes, sorted by month within a series.
  static func readLong(_ url: URL) throws -> [TimeSeries] {
    var ids: [String] = []
    var starts: [String: Month] = [:]
    var values: [String: [Double]] = [:]
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",")
      let id = String(cells[0])
      if starts[id] == nil {
        ids.append(id)
        starts[id] = MonthFormat.iso.month(String(cells[1]))
      }
      values[id, default: []].append(Double(cells[2]) ?? .nan)
    }
    return ids.compactMap { id in
      starts[id].map { TimeSeries(id: id, start: $0, values: values[id] ?? []) }
    }
  }

  /// A seasonal series with a trend and noise, all values well above 0.
  static func simulated(count: Int, seed: UInt64, level: Double = 500) -> TimeSeries {
    var state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493
    func noise() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(UInt32.max) - 0.25
    }
    let season = (0..<12).map { _ in 60 * noise() }
    var walk = level
    let values = (0..<count).map { t -> Double in
      walk += 0.4 + 6 * noise()
      return walk + season[t % 12] + 10 * noise()
    }
    return TimeSeries(id: "simulated \(seed)", start: Month(year: 2010, month: 4), values: values)
  }
}
