import Foundation
import LinearAlgebra
import Statistics
import TestSupport
import Testing

/// The expected values of `firth_reference.json`, with the rows they belong to.
struct FirthReference: Sendable, CustomTestStringConvertible {
  static let cases = ["birthwt", "esoph", "mtcars"].map(FirthReference.init)

  let name: String
  let testDescription: String

  init(_ name: String) {
    self.name = name
    testDescription = name
  }

  struct Expected: Decodable {
    let data: String
    let successes: String
    let failures: String?
    let offset: String?
    let columns: [[String?]]
    let terms: [String]
    let firth: Firth
    let maximumLikelihood: Profiles

    struct Firth: Decodable {
      let coefficients: [Double]
      let standardErrors: [Double]
      let standardErrorsLogistfConvention: [Double]
      let penalisedLogLikelihoodWithoutBinomialCoefficients: Double
      let profileCi95: [[Double]]
      let profileStatistic: [Double]
      let profileP: [Double]
      let flicIntercept: Double
      let flicStandardErrors: [Double]
    }

    struct Profiles: Decodable {
      let infinite: String?
      let profileCi95: [[Double?]]
      let profileStatistic: [Double]
      let profileP: [Double]
    }
  }

  func expected() throws -> Expected {
    let text = try Data(contentsOf: Repository.fixtures.appending(path: "firth_reference.json"))
    // Beside the cases the file holds descriptions.
    guard let object = try JSONSerialization.jsonObject(with: text) as? [String: Any],
      let entry = object[name]
    else { throw CocoaError(.coderValueNotFound) }
    let data = try JSONSerialization.data(withJSONObject: entry)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Expected.self, from: data)
  }

  func rows() throws -> DenseRows {
    let expected = try expected()
    let table = try Table(Repository.fixtures.appending(path: expected.data))
    let features = try expected.columns.map { column in
      try table.column(column.first.flatMap { $0 } ?? "", equalTo: column.last.flatMap { $0 })
    }
    let successes = try table.column(expected.successes)
    let trials = try expected.failures.map { zip(successes, try table.column($0)).map { $0 + $1 } }
    return DenseRows(
      design: .design(features),
      response: trials.map { zip(successes, $0).map { $0 / $1 } } ?? successes,
      weights: trials,
      offsets: try expected.offset.map { try table.column($0) },
      interceptColumn: 0
    )
  }
}

/// A CSV file of a fixture: no quoted separators, no missing values.
struct Table {
  private let header: [Substring]
  private let rows: [[Substring]]

  init(_ url: URL) throws {
    let lines = try String(contentsOf: url, encoding: .utf8).replacing("\"", with: "")
      .replacing("\r\n", with: "\n").split(separator: "\n")
    header = lines[0].split(separator: ",")
    rows = lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
  }

  /// The numbers of a column, or 1 where its text is that of a level and 0 elsewhere.
  func column(_ name: String, equalTo level: String? = nil) throws -> [Double] {
    let index = try #require(header.firstIndex { $0 == name }, "no column \(name)")
    guard let level else { return try rows.map { try #require(Double($0[index])) } }
    return rows.map { $0[index] == level ? 1 : 0 }
  }
}

extension Matrix<Double> {
  /// A design of a column of ones and the given columns.
  static func design(_ features: [[Double]]) -> Matrix {
    let count = features.first?.count ?? 0
    return Matrix(
      Array(repeating: 1, count: count) + features.flatMap { $0 },
      rows: count,
      columns: features.count + 1
    )
  }
}

/// Rows of 0 and 1 outcomes with standard normal columns of growing scale, drawn with a seed.
func drawnRows(seed: UInt64, count: Int, slopes: [Double]) -> DenseRows {
  var generator = SeededGenerator(seed: seed)
  var features = Array(repeating: [Double](), count: slopes.count)
  var response: [Double] = []
  for _ in 0..<count {
    var predictor = -0.5
    for j in slopes.indices {
      let z = generator.normal()
      features[j].append(z * Double(j + 1) + 10)
      predictor += z * slopes[j]
    }
    response.append(generator.uniform() < LogisticLoss.probability(predictor) ? 1 : 0)
  }
  return DenseRows(design: .design(features), response: response, interceptColumn: 0)
}
