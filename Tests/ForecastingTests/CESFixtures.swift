internal import Forecasting
internal import Foundation
internal import TestSupport

/// Values of plain formulas with the parameters of statsforecast, from `regenerate/ces_reference.py`.
struct CESFixtures: Decodable {
  let horizon: Int
  let series: [String: [String: ComplexSmoothing]]
  let stability: [Stability]

  struct ComplexSmoothing: Decodable {
    let parameters: [Double]
    let level: [Double]
    let seasons: [[Double]]
    let sse: Double
    let mean: [Double]
    let errorWeights: [Double]

    /// The states before the first month.
    var state: CESState {
      CESState(
        level: level.isEmpty ? .zero : SIMD2(level[0], level[1]),
        seasons: seasons.map { SIMD2($0[0], $0[1]) }
      )
    }
  }

  struct Stability: Decodable {
    let form: String
    let parameters: [Double]
    let radius: Double
    let growth: Double
    let seasonGrowth: Double
  }

  /// Forms by statsforecast's letters.
  static let forms: [(letter: String, form: CESForm)] = [
    ("N", .none), ("S", .simple), ("P", .partial), ("F", .full),
  ]

  static func parameters(_ values: [Double]) -> CESParameters {
    CESParameters(alpha: SIMD2(values[0], values[1]), beta: SIMD2(values[2], values[3]))
  }

  static func reference() throws -> CESFixtures {
    let url = Repository.fixtures.appending(path: "ces_reference.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(CESFixtures.self, from: Data(contentsOf: url))
  }
}
