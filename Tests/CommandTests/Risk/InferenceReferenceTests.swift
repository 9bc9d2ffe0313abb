import Foundation
import TestSupport
import Testing

/// Firth's estimates, profile intervals, robust errors and tests by commands, beside R's and those
/// of high-precision arithmetic.
@Suite(.tags(.reference, .endToEnd)) struct `Estimators and inference by commands` {
  private static let births = """
    target: {column: low, positive: 1}
    features:
      - {column: age, kind: numeric}
      - {column: lwt, kind: numeric}
      - {column: race, kind: categorical}
      - {column: smoke, kind: numeric}
      - {column: ptl, kind: numeric}
      - {column: ht, kind: numeric}
      - {column: ui, kind: numeric}
    """

  /// A model trained by the command, with the rows of its table and the printed result.
  private struct Trained {
    let status: Int32
    let errorOutput: String
    let result: [String: Any]
    let rows: [[String]]

    init(_ specification: String, data: String, allow: String = "few-events") throws {
      let folder = try TemporaryFolder()
      let file = try folder.write("name: test\n" + specification + "\n", to: "spec.yaml")
      let model = folder.path("model")
      let run = try VedettaCommand.run([
        "risk", "train", "--spec", file, "--out", model, "--allow", allow, "--json",
        "--data", Repository.fixtures.appending(path: data).path,
        "--registry", folder.path("registry"),
      ])
      status = run.status
      errorOutput = run.errorOutput
      result =
        run.output.isEmpty
        ? [:]
        : try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any] ?? [:]
      let printed = try VedettaCommand.run([
        "risk", "coefficients", "--model", model, "--format", "csv",
      ])
      rows = printed.output.split(separator: "\n").dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    }

    func number(_ row: Int, _ column: Int) -> Double { Double(rows[row][column]) ?? .nan }
  }

  private static func reference(_ file: String, _ name: String) throws -> [String: Any] {
    let data = try Data(contentsOf: Repository.fixtures.appending(path: file))
    let all = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    return try #require(all[name] as? [String: Any])
  }

  @Test func `Firth's estimates with profile intervals and tests`() throws {
    let firth = try #require(
      Self.reference("firth_reference.json", "birthwt")["firth"] as? [String: Any]
    )
    let coefficients = try #require(firth["coefficients"] as? [Double])
    let errors = try #require(firth["standard_errors"] as? [Double])
    let intervals = try #require(firth["profile_ci_95"] as? [[Double]])
    let p = try #require(firth["profile_p"] as? [Double])
    let trained = try Trained(Self.births + "\nestimator: firth", data: "birthwt.csv")
    #expect(trained.status == 0, "\(trained.errorOutput)")
    #expect(
      trained.result["estimator"] as? String
        == "Firth's penalised likelihood; likelihood-ratio tests and 95 % profile intervals"
    )
    try #require(trained.rows.count == coefficients.count)
    for row in coefficients.indices {
      expectClose(trained.number(row, 1), coefficients[row], absoluteTolerance: 1e-8 * errors[row])
      expectClose(trained.number(row, 2), errors[row], relativeTolerance: 1e-8)
      expectClose(trained.number(row, 4), p[row], relativeTolerance: 1e-6)
      // Bounds are found to 1e-8 of the log-likelihood.
      expectClose(trained.number(row, 6), exp(intervals[row][0]), relativeTolerance: 1e-6)
      expectClose(trained.number(row, 7), exp(intervals[row][1]), relativeTolerance: 1e-6)
    }
    let corrected = try Trained(Self.births + "\nestimator: flic", data: "birthwt.csv")
    let intercept = try #require(firth["flic_intercept"] as? Double)
    expectClose(corrected.number(0, 1), intercept, relativeTolerance: 1e-8)
  }

  @Test func `profile intervals of maximum likelihood`() throws {
    let likelihood = try #require(
      Self.reference("firth_reference.json", "birthwt")["maximum_likelihood"] as? [String: Any]
    )
    let intervals = try #require(likelihood["profile_ci_95"] as? [[Double]])
    let statistics = try #require(likelihood["profile_statistic"] as? [Double])
    let trained = try Trained(
      Self.births + "\ninference: {intervals: profile}",
      data: "birthwt.csv"
    )
    try #require(trained.rows.count == intervals.count)
    for (row, bounds) in intervals.enumerated() {
      expectClose(trained.number(row, 6), exp(bounds[0]), relativeTolerance: 1e-6)
      expectClose(trained.number(row, 7), exp(bounds[1]), relativeTolerance: 1e-6)
      let z = trained.number(row, 3)
      expectClose(z * z, statistics[row], relativeTolerance: 1e-6)
      #expect(z.sign == trained.number(row, 1).sign)
    }
  }

  @Test(arguments: ["hc0", "hc1", "hc2", "hc3"])
  func `robust standard errors, named in every table`(covariance: String) throws {
    let reference = try Self.reference("inference_reference.json", "birthwt")
    let matrix = try #require(reference[covariance] as? [Double])
    let trained = try Trained(
      Self.births + "\ninference: {covariance: \(covariance)}",
      data: "birthwt.csv"
    )
    try #require(trained.rows.count == 9 && matrix.count == 81)
    for row in 0..<9 {
      expectClose(trained.number(row, 2), matrix[10 * row].squareRoot(), relativeTolerance: 1e-8)
    }
    let name = try #require(trained.result["estimator"] as? String)
    #expect(name.contains("robust standard errors (\(covariance.uppercased()))"), "\(name)")
  }

  @Test func `standard errors of clusters`() throws {
    let reference = try Self.reference("inference_reference.json", "infert_strata")
    let matrix = try #require(reference["cr0_adjusted"] as? [Double])
    let trained = try Trained(
      """
      target: {column: case, positive: 1}
      features:
        - {column: spontaneous, kind: numeric}
        - {column: induced, kind: numeric}
        - {column: age, kind: numeric}
      cluster: stratum
      """,
      data: "infert.csv"
    )
    try #require(trained.rows.count == 4 && matrix.count == 16)
    for row in 0..<4 {
      expectClose(trained.number(row, 2), matrix[5 * row].squareRoot(), relativeTolerance: 1e-8)
    }
    let name = try #require(trained.result["estimator"] as? String)
    #expect(name.contains("cluster-robust standard errors (CR0 G/(G-1), 83 values of stratum)"))
  }

  @Test func `likelihood-ratio tests of whole terms`() throws {
    // R 4.2.2, drop1(glm(low ~ age + lwt + factor(race) + smoke + ptl + ht + ui), test = "LRT").
    let trained = try Trained(
      Self.births + "\ninference: {tests: likelihood_ratio}",
      data: "birthwt.csv"
    )
    let tests = try #require(trained.result["termTests"] as? [[String: Any]])
    let names = tests.compactMap { $0["term"] as? String }
    #expect(names == ["age", "lwt", "race", "smoke", "ptl", "ht", "ui"])
    let statistics = tests.compactMap { $0["statistic"] as? Double }
    let expected = [
      0.55863599364215588, 5.38072296230987490, 7.34410501487960232, 5.48866792128077918,
      2.52111274293230281, 7.38432803894582435, 2.67950874267921790,
    ]
    for (found, value) in zip(statistics, expected) {
      expectClose(found, value, relativeTolerance: 1e-8)
    }
    #expect(tests.compactMap { $0["df"] as? Int } == [1, 1, 2, 1, 1, 1, 1])
  }

  @Test func `the rows of the largest influence are named by their lines`() throws {
    let reference = try Self.reference("inference_reference.json", "birthwt")
    let distances = try #require(reference["cooks_distance"] as? [Double])
    let leverages = try #require(reference["leverage"] as? [Double])
    let trained = try Trained(Self.births + "\ninference: {influence: 3}", data: "birthwt.csv")
    let found = try #require(trained.result["influence"] as? [[String: Any]])
    let largest = distances.indices.sorted { distances[$0] > distances[$1] }.prefix(3)
    #expect(found.compactMap { $0["line"] as? Int } == largest.map { $0 + 2 })
    for (row, values) in zip(largest, found) {
      let distance = values["cooksDistance"] as? Double ?? .nan
      expectClose(distance, distances[row], relativeTolerance: 1e-8)
      expectClose(values["leverage"] as? Double ?? .nan, leverages[row], relativeTolerance: 1e-8)
    }
  }

  @Test(arguments: [
    ("cluster: age\nestimator: firth", "Firth's estimates have no covariance"),
    ("inference: {covariance: cluster}", "a key cluster"),
    ("inference: {covariance: hc3, intervals: profile}", "expected wald"),
    ("inference: {level: 95}", "from 0"),
    ("inference: {covariance: hc3}\nestimator: firth", "expected model"),
    ("estimator: bayes", "maximum_likelihood, firth, flic"),
  ])
  func `what does not go together is refused in a sentence`(
    addition: String,
    words: String
  ) throws {
    let trained = try Trained(Self.births + "\n" + addition, data: "birthwt.csv")
    #expect(trained.status == 2)
    #expect(trained.errorOutput.contains(words), "\(trained.errorOutput)")
  }
}
