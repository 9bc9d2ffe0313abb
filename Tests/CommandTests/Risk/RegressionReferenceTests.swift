import Foundation
import TestSupport
import Testing

/// Logistic fits by commands, beside what R and high-precision arithmetic give.
@Suite(.tags(.reference, .endToEnd)) struct `Fits by commands agree with the references` {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let data: URL
    let specification: String
    let terms: [String]
    let coefficients: [Double?]
    let standardErrors: [Double?]
    let deviance: Double?
    let logLikelihood: Double?
    var testDescription: String { name }
  }

  /// The fits of the committed fixtures.
  static let fixtures: [Case] = {
    guard
      let models = json(Repository.fixtures.appending(path: "glm_reference.json")) as? [String: Any]
    else { return [] }
    return models.keys.filter { !$0.hasPrefix("_") }.sorted().compactMap { name in
      guard let model = models[name] as? [String: Any],
        let file = model["data"] as? String,
        let features = model["features"] as? [[String: Any]]
      else { return nil }
      let lines = features.map { feature -> String in
        let reference = (feature["reference"] as? String).map { ", reference: \"\($0)\"" } ?? ""
        return
          "  - {column: \(feature["column"] ?? ""), kind: \(feature["kind"] ?? "")\(reference)}"
      }
      let target =
        (model["target"] as? String).map { "{column: \($0)}" }
        ?? "{successes: \(model["successes"] ?? ""), failures: \(model["failures"] ?? "")}"
      return Case(
        name: name,
        data: Repository.fixtures.appending(path: file),
        specification: "name: \(name)\ntarget: \(target)\nfeatures:\n"
          + lines.joined(separator: "\n") + "\n",
        terms: model["terms"] as? [String] ?? [],
        coefficients: numbers(model["coefficients"]),
        standardErrors: numbers(model["standard_errors"]),
        deviance: model["deviance"] as? Double,
        logLikelihood: model["log_likelihood"] as? Double
      )
    }
  }()

  /// The four fits of the data beside the checkout.
  static let shared: [Case] = {
    guard Repository.hasSharedData("reference/glm_expected.json"),
      let folder = Repository.sharedData?.appending(path: "reference"),
      let models = json(folder.appending(path: "glm_expected.json")) as? [String: Any]
    else { return [] }
    let features = [
      "mtcars": ("am", ["wt", "hp"]),
      "birthwt": ("low", ["age", "lwt", "race", "smoke", "ptl", "ht", "ui"]),
      "spector": ("GRADE", ["GPA", "TUCE", "PSI"]),
      "admit": ("admit", ["gre", "gpa", "rank"]),
    ]
    return features.keys.sorted().compactMap { name in
      guard let (target, columns) = features[name], let model = models[name] as? [String: Any]
      else { return nil }
      let lines = columns.map { column in
        let kind = ["race", "rank"].contains(column) ? "categorical" : "numeric"
        return "  - {column: \(column), kind: \(kind)}"
      }
      return Case(
        name: name,
        data: folder.appending(path: "\(name).csv"),
        specification: "name: \(name)\ntarget: {column: \(target)}\nfeatures:\n"
          + lines.joined(separator: "\n") + "\n",
        terms: model["terms"] as? [String] ?? [],
        coefficients: numbers(model["coefficients"]),
        standardErrors: numbers(model["standard_errors"]),
        deviance: model["deviance"] as? Double,
        logLikelihood: model["log_likelihood"] as? Double
      )
    }
  }()

  private static func json(_ url: URL) -> Any? {
    guard let data = try? Data(contentsOf: url) else { return nil }
    return try? JSONSerialization.jsonObject(with: data)
  }

  private static func numbers(_ value: Any?) -> [Double?] {
    (value as? [Any] ?? []).map { $0 as? Double }
  }

  @Test func `all eight fits of the fixture are there`() {
    #expect(Self.fixtures.count == 8)
  }

  @Test(arguments: fixtures) func `a fixture's fit is reproduced`(example: Case) throws {
    try check(example)
  }

  @Test(.enabled(if: !shared.isEmpty), arguments: shared)
  func `a published fit is reproduced`(example: Case) throws {
    try check(example)
  }

  private func check(_ example: Case) throws {
    let folder = try TemporaryFolder()
    let specification = try folder.write(example.specification, to: "spec.yaml")
    let model = folder.path("model")
    let trained = try VedettaCommand.run([
      "risk", "train", "--spec", specification, "--data", example.data.path, "--out", model,
      "--allow", "aliasing", "--json", "--registry", folder.path("registry"),
    ])
    #expect(trained.status == 0, "\(trained.errorOutput)")
    let fit = try #require(
      try JSONSerialization.jsonObject(with: Data(trained.output.utf8)) as? [String: Any]
    )
    let printed = try VedettaCommand.run([
      "risk", "coefficients", "--model", model, "--format", "csv",
    ])
    #expect(printed.status == 0, "\(printed.errorOutput)")
    let rows = printed.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(
      rows.first
        == [
          "term", "estimate", "std_error", "z", "p_value", "odds_ratio", "or_lower", "or_upper",
          "status",
        ]
    )
    // R keeps the order of a factor's levels; here they stand in their own order.
    #expect(rows.dropFirst().map { $0[0] }.sorted() == example.terms.sorted())
    for (term, (value, error)) in zip(
      example.terms,
      zip(example.coefficients, example.standardErrors)
    ) {
      let row = try #require(rows.first { $0[0] == term })
      guard let value, let error else {
        #expect(row[1].isEmpty && row[8].hasPrefix("aliased"), "\(row)")
        continue
      }
      expectClose(Double(row[1]) ?? .nan, value, relativeTolerance: 1e-9, row[0])
      expectClose(Double(row[2]) ?? .nan, error, relativeTolerance: 1e-8, row[0])
      expectClose(Double(row[3]) ?? .nan, value / error, relativeTolerance: 1e-8, row[0])
    }
    let deviance = try #require(fit["deviance"] as? Double)
    if let expected = example.deviance {
      expectClose(deviance, expected, relativeTolerance: 1e-9, "deviance")
    } else if let logLikelihood = example.logLikelihood {
      expectClose(deviance, -2 * logLikelihood, relativeTolerance: 1e-9, "deviance")
    }
  }
}
