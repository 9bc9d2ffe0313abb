internal import Datasets
internal import Forecasting
internal import Foundation
internal import TestSupport

/// Twenty series with R's exponential smoothing, Theta and Croston values, from
/// `regenerate/ets_reference.R`.
struct ETSFixtures: Decodable {
  /// Months ahead of the means and standard deviations, from 1.
  let steps: [Int]
  let series: [String: Values]
  let demands: [Demand]

  struct Values: Decodable {
    /// By R's short name of the form, as `MAdM`.
    let ets: [String: Fit]
    let theta: Theta
  }

  struct Fit: Decodable {
    let loglik: Double
    let aicc: Double
    let sigma2: Double
    let parameters: Parameters
    let first: State
    let last: State
    /// Of every tenth month from the first.
    let fitted: [Double]
    let mean: [Double]
    let sd: [Double]
  }

  struct Parameters: Decodable {
    let alpha: Double
    let beta: Double
    let gamma: Double
    let phi: Double
  }

  struct State: Decodable {
    let level: Double
    let slope: Double
    let seasons: [Double]
  }

  struct Theta: Decodable {
    let alpha: Double
    let level: Double
    let mean: [Double]
  }

  struct Demand: Decodable {
    let values: [Double]
    let forecast: Double
  }

  static func read() throws -> ETSFixtures {
    let url = Repository.fixtures.appending(path: "ets_reference.json")
    return try JSONDecoder().decode(ETSFixtures.self, from: Data(contentsOf: url))
  }

  static func seriesList() throws -> [TimeSeries] {
    try ForecastFixtures.readLong(Repository.fixtures.appending(path: "ets_series.csv"))
  }
}

extension ETSForm {
  /// As R writes it, `MAdM`.
  var shortName: String { error.rawValue + trend.rawValue + season.rawValue }
}
