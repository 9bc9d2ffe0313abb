import Foundation
import LinearAlgebra
import Statistics
import TestSupport
import Testing

/// Fits with what R gives for them.
struct InferenceCase: CustomTestStringConvertible, Sendable {
  let name: String
  let rows: DenseRows
  let clusters: [Int32]
  /// Terms in the order of the reference's tests.
  let terms: [Range<Int>]
  let expected: [String: [Double]]
  var testDescription: String { name }

  func values(_ key: String) -> [Double] { expected[key] ?? [] }
  func value(_ key: String) -> Double { expected[key]?.first ?? .nan }

  static let all: [InferenceCase] = {
    let url = Repository.fixtures
    guard let data = try? Data(contentsOf: url.appending(path: "inference_reference.json")),
      let json = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let birthwt = try? NumberTable(url.appending(path: "birthwt.csv")),
      let menarche = try? NumberTable(url.appending(path: "menarche.csv")),
      let infert = try? NumberTable(url.appending(path: "infert.csv"))
    else { return [] }
    func make(
      _ name: String,
      _ rows: DenseRows,
      _ clusters: [Double],
      _ terms: [Range<Int>]
    ) -> InferenceCase {
      InferenceCase(
        name: name,
        rows: rows,
        clusters: clusters.map { Int32($0) },
        terms: terms,
        expected: (json[name] as? [String: Any] ?? [:]).compactMapValues { $0 as? [Double] }
      )
    }
    let low = ["age", "lwt", "race_black", "race_other", "smoke", "ptl", "ht", "ui"]
    let weights = birthwt["age"].map { 1 + $0.truncatingRemainder(dividingBy: 4) / 2 }
    let trials = zip(menarche["reached"], menarche["not_yet"]).map { $0 + $1 }
    let columns = (1...8).map { $0..<($0 + 1) }
    return [
      make("birthwt", birthwt.rows("low", low), birthwt["race"], columns + [3..<5]),
      make(
        "birthwt_weighted",
        birthwt.rows("low", low, weights: weights),
        zip(birthwt["ptl"], birthwt["race"]).map { $0 + 4 * $1 },
        columns + [3..<5]
      ),
      make(
        "menarche_grouped",
        menarche.rows(
          response: zip(menarche["reached"], trials).map { $0 / $1 },
          ["Age"],
          weights: trials
        ),
        (1...trials.count).map { Double($0 / 3) },
        [1..<2]
      ),
      make(
        "infert_strata",
        infert.rows("case", ["spontaneous", "induced", "age"]),
        infert["stratum"],
        [1..<2, 2..<3, 3..<4]
      ),
    ]
  }()
}

@Suite(.tags(.reference)) struct `Inference agrees with R` {
  @Test func `all cases of the fixture are there`() {
    #expect(InferenceCase.all.map { $0.expected.isEmpty } == [false, false, false, false])
  }

  @Test(arguments: InferenceCase.all, RobustCovariance.Estimator.allCases)
  func `robust covariances are those of sandwich`(
    example: InferenceCase,
    estimator: RobustCovariance.Estimator
  ) throws {
    let fit = try LogisticRegression().fit(example.rows)
    let robust = try RobustCovariance(
      example.rows,
      fit: fit,
      estimator: estimator,
      clusters: estimator.usesClusters ? example.clusters : nil
    )
    let expected = example.values(estimator.rawValue)
    let p = fit.coefficients.count
    try #require(expected.count == p * p)
    for i in 0..<p {
      for j in 0..<p {
        // Relative to the standard errors: covariances near zero have no digits of their own.
        let size = (expected[i + i * p] * expected[j + j * p]).squareRoot()
        expectClose(
          robust.matrix[i, j],
          expected[i + j * p],
          absoluteTolerance: 1e-8 * size,
          "\(estimator.name) \(i) \(j)"
        )
      }
    }
    #expect(robust.saturatedRowCount == 0)
    #expect(
      robust.clusterCount == (estimator.usesClusters ? Set(example.clusters).count : nil)
    )
  }

  @Test(arguments: InferenceCase.all) func `leverage and Cook's distance`(
    example: InferenceCase
  ) throws {
    let fit = try LogisticRegression().fit(example.rows)
    let influence = RowInfluence.ofAll(example.rows, fit: fit)
    #expect(influence.map(\.row) == Array(0..<example.rows.rowCount))
    for (row, (leverage, distance)) in zip(
      influence,
      zip(example.values("leverage"), example.values("cooks_distance"))
    ) {
      expectClose(row.leverage, leverage, relativeTolerance: 1e-9)
      expectClose(row.cooksDistance, distance, relativeTolerance: 1e-9, absoluteTolerance: 1e-15)
    }
    let top = RowInfluence.largest(5, by: .cooksDistance, example.rows, fit: fit, threads: 2)
    let order = influence.sorted {
      ($1.cooksDistance, $0.row) < ($0.cooksDistance, $1.row)
    }
    #expect(top == Array(order.prefix(5)))
  }

  @Test(arguments: InferenceCase.all) func `tests of terms`(example: InferenceCase) throws {
    let regression = LogisticRegression()
    let fit = try regression.fit(example.rows)
    let robust = try RobustCovariance(example.rows, fit: fit, estimator: .hc3)
    let outcomes = [
      "drop1": try TermTests.likelihoodRatio(
        example.rows,
        terms: example.terms,
        fit: fit,
        regression: regression
      ),
      "wald": TermTests.wald(terms: example.terms, fit: fit),
      "wald_hc3": TermTests.wald(terms: example.terms, fit: fit, covariance: robust),
    ]
    for key in ["drop1", "wald", "wald_hc3"] {
      let expected = example.values(key)
      try #require(expected.count == 3 * example.terms.count)
      for (k, outcome) in (outcomes[key] ?? []).enumerated() {
        guard case .tested(let test) = outcome else {
          Issue.record("\(key) \(k): \(outcome)")
          continue
        }
        expectClose(test.statistic, expected[3 * k], relativeTolerance: 1e-8, key)
        #expect(Double(test.degreesOfFreedom) == expected[3 * k + 1])
        // A relative error of the statistic is magnified by it in the tail.
        expectClose(
          test.pValue,
          expected[3 * k + 2],
          relativeTolerance: 1e-8 * max(1, test.statistic),
          key
        )
      }
    }
  }

  @Test(arguments: InferenceCase.all) func `statistics of the fit`(example: InferenceCase) throws {
    let fit = try LogisticRegression().fit(example.rows)
    let statistics = FitStatistics(example.rows, fit: fit)
    expectClose(statistics.mcFadden, example.value("mcfadden"), relativeTolerance: 1e-10)
    expectClose(statistics.coxSnell, example.value("cox_snell"), relativeTolerance: 1e-10)
    expectClose(statistics.nagelkerke, example.value("nagelkerke"), relativeTolerance: 1e-10)
    expectClose(statistics.tjur, example.value("tjur"), relativeTolerance: 1e-10)
    // R rounds weights that are not whole before it computes a likelihood.
    if example.name != "birthwt_weighted" {
      expectClose(statistics.aic, example.value("aic"), relativeTolerance: 1e-10)
      expectClose(statistics.bic, example.value("bic"), relativeTolerance: 1e-10)
    }
    let test = try #require(statistics.likelihoodRatio)
    let expected = example.values("lr")
    expectClose(test.statistic, expected[0], relativeTolerance: 1e-10)
    #expect(Double(test.degreesOfFreedom) == expected[1])
    expectClose(test.pValue, expected[2], relativeTolerance: 1e-9)
  }

  @Test(.enabled(if: Repository.hasSharedData("reference/admit.csv")))
  func `published values of the admission data`() throws {
    let table = try sharedTable("admit")
    let rows = table.rows("admit", ["gre", "gpa", "rank=2", "rank=3", "rank=4"])
    let regression = LogisticRegression()
    let fit = try regression.fit(rows)
    let errors = try RobustCovariance(rows, fit: fit, estimator: .hc0).standardErrors(of: fit)
    let expected = [1.136665, 0.001101309, 0.3447042, 0.3140753, 0.3440948, 0.415534]
    // As many digits as were printed.
    for (error, value) in zip(errors, expected) {
      expectClose(error ?? .nan, value, relativeTolerance: 1e-6)
    }
    let corrected = try RobustCovariance(rows, fit: fit, estimator: .hc1).standardErrors(of: fit)
    expectClose(corrected[0] ?? .nan, 1.145288, relativeTolerance: 1e-6)
    let outcomes = try TermTests.likelihoodRatio(
      rows,
      terms: [1..<2, 2..<3, 3..<6],
      fit: fit,
      regression: regression
    )
    let tests = outcomes.compactMap { outcome -> FitStatistics.TestResult? in
      if case .tested(let test) = outcome { test } else { nil }
    }
    #expect(tests.map(\.degreesOfFreedom) == [1, 1, 3])
    for (test, (statistic, p, digit)) in zip(
      tests,
      [(4.357759, 0.036841, 5e-7), (6.014295, 0.014190, 5e-7), (21.826489, 7.0885e-05, 5e-10)]
    ) {
      expectClose(test.statistic, statistic, absoluteTolerance: 5e-7)
      expectClose(test.pValue, p, absoluteTolerance: digit)
    }
    let statistics = FitStatistics(rows, fit: fit)
    expectClose(statistics.aic, 470.5174925, absoluteTolerance: 1e-7)
    expectClose(statistics.bic, 494.4662798, absoluteTolerance: 1e-7)
  }
}
