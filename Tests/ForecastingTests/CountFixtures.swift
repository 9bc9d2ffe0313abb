internal import Datasets
internal import Foundation
internal import TestSupport

/// Series of counts, with what R and statsforecast make of them.
enum CountFixtures {
  /// From `regenerate/counts_reference.R`.
  struct Regression: Decodable {
    let croston: [Double]
    let pooledMean: [Double]
    let pooledDispersion: [Double]
    let beginningMean: [Double]
    let beginningDispersion: [Double]
  }

  /// From `regenerate/intermittent_reference.py`.
  struct Intermittent: Decodable {
    let croston: [Double]
    let sba: [Double]
    let tsb: [Double]
    let adida: [Double]
    let imapa: [Double]
  }

  static func series() throws -> [TimeSeries] {
    try ForecastFixtures.readLong(Repository.fixtures.appending(path: "counts_series.csv"))
  }

  static func regression() throws -> Regression { try read("counts_reference.json") }

  static func intermittent() throws -> Intermittent { try read("intermittent_reference.json") }

  private static func read<Value: Decodable>(_ name: String) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(
      Value.self,
      from: Data(contentsOf: Repository.fixtures.appending(path: name))
    )
  }
}
