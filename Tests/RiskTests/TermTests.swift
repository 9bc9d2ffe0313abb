import Datasets
import Foundation
import Risk
import Statistics
import TestSupport
import Testing

/// Splines, interactions and weights, beside R's `glm` with the columns of `ns`, `bs` and `:`.
@Suite(.tags(.reference)) struct `Terms give the fits of R` {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let file: String
    let target: String
    let features: [RiskSpecification.Feature]
    var interactions: [RiskSpecification.Interaction] = []
    var weights: RiskSpecification.Weights?
    var testDescription: String { name }
  }

  private static let race = RiskSpecification.Feature(column: "race", kind: .categorical(.init()))
  private static let cases = [
    Case(
      name: "natural_spline",
      file: "pima.csv",
      target: "type",
      features: [
        .init(column: "age", kind: .spline(.init(knots: .count(3)))),
        .init(column: "glu", kind: .numeric),
      ]
    ),
    Case(
      name: "b_spline",
      file: "pima.csv",
      target: "type",
      features: [
        .init(column: "glu", kind: .spline(.init(knots: .positions([100, 140]), basis: .b))),
        .init(column: "age", kind: .numeric),
      ]
    ),
    Case(
      name: "categories",
      file: "birthwt.csv",
      target: "low",
      features: [race, .init(column: "visits", kind: .categorical(.init()))],
      interactions: [.init("race", "visits")]
    ),
    Case(
      name: "slopes",
      file: "birthwt.csv",
      target: "low",
      features: [.init(column: "lwt", kind: .numeric), race],
      interactions: [.init("lwt", "race")]
    ),
    Case(
      name: "product",
      file: "birthwt.csv",
      target: "low",
      features: [.init(column: "age", kind: .numeric), .init(column: "lwt", kind: .numeric)],
      interactions: [.init("age", "lwt")]
    ),
    Case(
      name: "sampling",
      file: "birthwt.csv",
      target: "low",
      features: [.init(column: "age", kind: .numeric), race],
      weights: .sampling(column: "weight")
    ),
  ]

  struct Reference: Decodable {
    let terms: [String]
    let coefficients: [Double]
    let standardErrors: [Double]
    let deviance: Double
    let points: [String: [Value]]
    let probabilities: [Double]

    enum Value: Decodable {
      case number(Double)
      case text(String)

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Double.self) {
          self = .number(number)
        } else {
          self = .text(try container.decode(String.self))
        }
      }
    }

    private enum CodingKeys: String, CodingKey {
      case terms, coefficients, deviance, points, probabilities
      case standardErrors = "standard_errors"
    }
  }

  /// A fixture of numbers, with the two columns that the script adds.
  private static func table(_ file: String) throws -> Dataset {
    let text = try String(contentsOf: Repository.fixtures.appending(path: file), encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    let header = try #require(lines.first)
    var columns = header.enumerated().map { place, name in
      Column(name: name, values: .numbers(lines.dropFirst().map { Double($0[place]) ?? .nan }))
    }
    if let ftv = columns.first(where: { $0.name == "ftv" }), case .numbers(let values) = ftv.values
    {
      columns.append(Column(name: "visits", values: .numbers(values.map { min($0, 2) })))
      let weights = values.indices.map { 1 + Double(($0 + 1) % 5) / 4 }
      columns.append(Column(name: "weight", values: .numbers(weights)))
    }
    return Dataset(source: file, columns: columns)
  }

  private static func reference(_ name: String) throws -> Reference {
    let url = Repository.fixtures.appending(path: "risk_terms_reference.json")
    let all = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
    )
    let own = try JSONSerialization.data(withJSONObject: try #require(all[name]))
    return try JSONDecoder().decode(Reference.self, from: own)
  }

  @Test(arguments: cases) func `estimates, standard errors and deviance`(example: Case) throws {
    let reference = try Self.reference(example.name)
    let model = try Self.fit(example)
    #expect(model.terms == reference.terms)
    for (place, coefficient) in model.fit.coefficients.enumerated() {
      let error = reference.standardErrors[place]
      // R stops where the deviance moves by less than 1e-15 of itself.
      expectClose(
        coefficient.value,
        reference.coefficients[place],
        absoluteTolerance: 1e-7 * error,
        model.terms[place]
      )
      expectClose(coefficient.standardError ?? .nan, error, relativeTolerance: 1e-7)
    }
    expectClose(model.fit.deviance, reference.deviance, relativeTolerance: 1e-11)
    #expect(
      model.fit.residualDegreesOfFreedom == (example.file == "pima.csv" ? 200 : 189)
        - model.terms.count
    )
  }

  @Test(arguments: cases) func `probabilities of other rows, beyond the knots too`(
    example: Case
  ) throws {
    let reference = try Self.reference(example.name)
    let model = try Self.fit(example)
    let columns = reference.points.keys.sorted().map { name in
      let values = (reference.points[name] ?? []).map { value in
        switch value {
        case .number(let number): number
        case .text(let text): Double(text) ?? .nan
        }
      }
      return Column(name: name, values: .numbers(values))
    }
    let points = Dataset(source: "points", columns: columns)
    let found = model.probabilities(try model.encode(points))
    #expect(found.count == reference.probabilities.count)
    for (p, expected) in zip(found, reference.probabilities) {
      expectClose(p, expected, relativeTolerance: 1e-7)
    }
    // A stored model is the same model.
    let stored = try JSONDecoder().decode(RiskModel.self, from: JSONEncoder().encode(model))
    #expect(stored == model)
    #expect(stored.probabilities(try stored.encode(points)) == found)
  }

  private static func fit(_ example: Case) throws -> RiskModel {
    try RiskModel(
      fitting: RiskSpecification(
        name: example.name,
        target: .binary(column: example.target, positive: "1"),
        weights: example.weights,
        features: example.features,
        interactions: example.interactions
      ),
      to: table(example.file),
      asOf: [],
      threads: 2
    )
  }
}
