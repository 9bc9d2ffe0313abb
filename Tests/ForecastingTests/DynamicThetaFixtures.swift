internal import Foundation
internal import TestSupport

/// What statsforecast finds, from `regenerate/dynamic_theta_reference.py`.
struct DynamicThetaFixtures: Decodable {
  let horizon: Int
  let series: [String: Series]

  struct Series: Decodable {
    let alpha: Double
    let firstLevel: Double
    let theta: Double
    let level: Double
    let intercept: Double
    let slope: Double
    let errors: [Double]
    let sse: Double
    let mean: [Double]
    let seasonal: Bool
    let seasonalSse: Double
    let seasonalMean: [Double]
  }

  static func reference() throws -> DynamicThetaFixtures {
    let url = Repository.fixtures.appending(path: "dynamic_theta_reference.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(DynamicThetaFixtures.self, from: Data(contentsOf: url))
  }
}
