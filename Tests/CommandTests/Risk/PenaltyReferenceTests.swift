import Foundation
import TestSupport
import Testing

/// Penalised models by commands, beside glmnet and an independent minimiser.
@Suite(.tags(.reference, .endToEnd)) struct `Penalised models by commands agree with glmnet` {
  /// Paths of glmnet 4.1.6 at `thresh = 1e-20`; `regenerate/penalized_reference.R`.
  private static func fixture(_ name: String) throws -> [String: Any] {
    let url = Repository.fixtures.appending(path: "penalized_reference.json")
    let models = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
    return try #require(models?[name] as? [String: Any])
  }

  struct Example: CustomTestStringConvertible, Sendable {
    let name: String
    let penalty: String
    /// Where the fit at one lambda is compared, from 0; glmnet has converged best in the middle.
    let steps = [3, 9, 14]
    var testDescription: String { name }
  }

  static let examples = [
    Example(name: "elastic net", penalty: "kind: elastic_net, l1_ratio: 0.5"),
    Example(name: "ridge", penalty: "kind: ridge"),
    Example(
      name: "elastic net with factors",
      penalty: "kind: elastic_net, l1_ratio: 0.3, factors: "
        + "{age: 1, lwt: 0, race: 2, smoke: 0.5, ptl: 1, ht: 1, ui: 0}"
    ),
  ]

  @Test(arguments: examples) func `coefficients and deviance of a lambda`(_ example: Example) throws
  {
    let files = try PenaltyFiles()
    let expected = try Self.fixture(example.name)
    let lambdas = try #require(expected["lambda"] as? [Double])
    let ratios = try #require(expected["deviance_ratio"] as? [Double])
    let coefficients = try #require(expected["coefficients"] as? [[Double]])
    for step in example.steps {
      let fit = try files.document(
        "train",
        PenaltyFiles.plain + "penalty: {\(example.penalty), lambda: \(lambdas[step])}\n"
      )
      let deviance = try #require(fit["deviance"] as? Double)
      let null = try #require(fit["nullDeviance"] as? Double)
      expectClose(1 - deviance / null, ratios[step], absoluteTolerance: 1e-8, "lambda \(step)")
      let rows = try files.coefficients().dropFirst()
      #expect(rows.count == coefficients[step].count)
      for (row, value) in zip(rows, coefficients[step]) {
        expectClose(
          Double(row[1]) ?? .nan,
          value,
          relativeTolerance: 1e-8,
          absoluteTolerance: 1e-9,
          row[0]
        )
        #expect(row[2...4].allSatisfy(\.isEmpty) && row[6...7].allSatisfy(\.isEmpty), "\(row)")
      }
    }
  }

  private static let sharedFile = "reference/glm_expected.json"

  @Test(.enabled(if: Repository.hasSharedData(sharedFile)), arguments: ["1", "0.5", "0"])
  func `a published elastic net is reproduced`(_ ratio: String) throws {
    let shared = try #require(Repository.sharedData)
    let models =
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: shared.appending(path: Self.sharedFile))
      ) as? [String: Any]
    let fit = try #require(models?["birthwt_elastic_net_alpha_\(ratio)"] as? [String: Any])
    let files = try PenaltyFiles(data: shared.appending(path: "reference/birthwt.csv"))
    let kind = ["0": "ridge", "1": "lasso"][ratio] ?? "elastic_net, l1_ratio: \(ratio)"
    let lambda = try #require(fit["lambda_"] as? Double)
    _ = try files.document(
      "train",
      PenaltyFiles.plain + "penalty: {kind: \(kind), lambda: \(lambda)}\n"
    )
    let rows = try files.coefficients().dropFirst()
    let terms = try #require(fit["terms"] as? [String])
    let values = try #require(fit["coefficients"] as? [Double])
    #expect(terms.count == rows.count)
    for (term, value) in zip(terms, values) {
      let row = try #require(rows.first { $0[0] == term })
      expectClose(Double(row[1]) ?? .nan, value, relativeTolerance: 1e-8, term)
    }
  }

  @Test func `a path of 100 lambdas begins and ends where glmnet's does`() throws {
    let files = try PenaltyFiles()
    let expected = try Self.fixture("elastic net")
    let lambdas = try #require(expected["lambda"] as? [Double])
    let coefficients = try #require(expected["coefficients"] as? [[Double]])
    let path = try files.path(PenaltyFiles.plain + "penalty: {kind: elastic_net}\n")
    let table =
      try files.document(
        "train",
        PenaltyFiles.plain + "penalty: {kind: elastic_net, lambda: 0.02}\n"
      )["coefficients"] as? [[String: Any]]
    #expect(
      path.header
        == ["lambda", "degrees_of_freedom", "deviance_ratio"]
        + (table ?? []).compactMap { $0["term"] as? String }
    )
    #expect(path.rows.count == 100)
    let first = try #require(path.rows.first)
    let last = try #require(path.rows.last)
    // The fixture has 25 lambdas between the same ends.
    expectClose(first[0], lambdas[0], relativeTolerance: 1e-10)
    expectClose(last[0], lambdas[24], relativeTolerance: 1e-10)
    #expect(first[1] == 0 && abs(first[2]) < 1e-12 && first.dropFirst(4).allSatisfy { $0 == 0 })
    #expect(last[1] == 8)
    for (found, value) in zip(last.dropFirst(3), coefficients[24]) {
      expectClose(found, value, relativeTolerance: 1e-6)
    }
    #expect(zip(path.rows, path.rows.dropFirst()).allSatisfy { $0[0] > $1[0] && $0[2] < $1[2] })
  }
}
