import Foundation
import LinearAlgebra
import Statistics
import TestSupport
import Testing

@Suite struct `Firth regression` {
  @Test(.tags(.reference), arguments: FirthReference.cases)
  func `estimates agree with 80-bit arithmetic and brglm2`(_ reference: FirthReference) throws {
    let expected = try reference.expected().firth
    let rows = try reference.rows()
    let result = try FirthRegression().fit(rows)
    #expect(result.fit.summary.status == .converged)
    for (j, coefficient) in result.fit.coefficients.enumerated() {
      expectClose(coefficient.value, expected.coefficients[j], relativeTolerance: 1e-10)
      expectClose(
        coefficient.standardError ?? .nan,
        expected.standardErrors[j],
        relativeTolerance: 1e-10
      )
      expectClose(
        result.logistfStandardErrors[j] ?? .nan,
        expected.standardErrorsLogistfConvention[j],
        relativeTolerance: 1e-10
      )
    }
    // The reference leaves the binomial coefficients out, which a maximum likelihood fit has too.
    let plain = try LogisticRegression().fit(rows)
    let penalty = result.penalizedLogLikelihood - result.fit.logLikelihood
    let kernel = bernoulliLogLikelihood(rows, result.fit.values)
    expectClose(
      kernel + penalty,
      expected.penalisedLogLikelihoodWithoutBinomialCoefficients,
      relativeTolerance: 1e-12
    )
    #expect(result.fit.logLikelihood < plain.logLikelihood)
    expectClose(result.fit.nullDeviance, plain.nullDeviance, relativeTolerance: 1e-12)
  }

  /// Log-likelihood of the trials, one by one.
  private func bernoulliLogLikelihood(_ rows: DenseRows, _ values: [Double]) -> Double {
    let predictor = rows.design * values
    return predictor.indices.map { i in
      let share = rows.response[i]
      let loss = LogisticLoss(predictor[i] + rows.offsets[i])
      let entropy =
        share > 0 && share < 1
        ? 2 * (share * log(share) + (1 - share) * log(1 - share)) : 0
      return rows.weights[i] * -(loss.deviance(share) - entropy) / 2
    }.compensatedSum
  }

  @Test(.tags(.reference), arguments: FirthReference.cases)
  func `the corrected intercept and its errors agree with 80-bit arithmetic`(
    _ reference: FirthReference
  ) throws {
    let expected = try reference.expected().firth
    let rows = try reference.rows()
    let result = try FirthRegression(correctsIntercept: true).fit(rows)
    expectClose(result.fit.values[0], expected.flicIntercept, relativeTolerance: 1e-10)
    for j in 1..<rows.columnCount {
      expectClose(result.fit.values[j], expected.coefficients[j], relativeTolerance: 1e-10)
    }
    for (j, coefficient) in result.fit.coefficients.enumerated() {
      expectClose(
        coefficient.standardError ?? .nan,
        expected.flicStandardErrors[j],
        relativeTolerance: 1e-10
      )
    }
    expectClose(
      result.interceptBeforeCorrection ?? .nan,
      expected.coefficients[0],
      relativeTolerance: 1e-10
    )
    // What the correction is for: predictions add up to the successes.
    let predictor = rows.design * result.fit.values
    let sum = predictor.indices.map {
      rows.weights[$0] * LogisticLoss.probability(predictor[$0] + rows.offsets[$0])
    }.compensatedSum
    expectClose(sum, result.fit.eventCount, relativeTolerance: 1e-12)
    expectClose(
      result.fit.logLikelihood,
      try FirthRegression().fit(rows).fit.logLikelihood,
      absoluteTolerance: 1
    )
  }

  /// A published fit on data that is beside the project.
  struct Published: Sendable, CustomTestStringConvertible {
    let name: String
    let data: String
    let outcome: String
    let columns: [(String, String?)]
    var testDescription: String { name }

    static let cases = [
      Published(
        name: "endometrial_firth",
        data: "endometrial.csv",
        outcome: "HG",
        columns: [("NV", nil), ("PI", nil), ("EH", nil)]
      ),
      Published(
        name: "sex2_firth",
        data: "sex2.csv",
        outcome: "case",
        columns: ["age", "oc", "vic", "vicl", "vis", "dia"].map { ($0, nil) }
      ),
      Published(
        name: "birthwt_firth",
        data: "birthwt.csv",
        outcome: "low",
        columns: [
          ("age", nil), ("lwt", nil), ("race", "2"), ("race", "3"), ("smoke", nil), ("ptl", nil),
          ("ht", nil), ("ui", nil),
        ]
      ),
    ]

    struct Expected: Decodable {
      let terms: [String]
      let coefficients: [Double]
      let standardErrors: [Double]?
      let standardErrorsLogistfConvention: [Double]?
      let penalisedLogLikelihood: Double?
      let profilePenalisedCi95: [String: [Double]]?
      let profilePenalisedP: [String: Double]?
    }

    func expected(_ folder: URL) throws -> Expected {
      let text = try Data(contentsOf: folder.appending(path: "reference/glm_expected.json"))
      let object = try JSONSerialization.jsonObject(with: text) as? [String: Any]
      let entry = try JSONSerialization.data(withJSONObject: try #require(object?[name]))
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(Expected.self, from: entry)
    }

    func rows(_ folder: URL) throws -> DenseRows {
      let table = try Table(folder.appending(path: "reference/\(data)"))
      return DenseRows(
        design: .design(try columns.map { try table.column($0.0, equalTo: $0.1) }),
        response: try table.column(outcome),
        interceptColumn: 0
      )
    }
  }

  @Test(
    .tags(.reference),
    .enabled(if: Repository.hasSharedData("reference/glm_expected.json")),
    arguments: Published.cases
  )
  func `published fits are met to the digits given`(_ published: Published) throws {
    let folder = try #require(Repository.sharedData)
    let expected = try published.expected(folder)
    let rows = try published.rows(folder)
    let result = try FirthRegression().fit(rows)
    for (j, value) in expected.coefficients.enumerated() {
      expectClose(result.fit.values[j], value, relativeTolerance: 1e-11)
    }
    for (j, error) in (expected.standardErrors ?? []).enumerated() {
      // Seven decimals are printed for some.
      expectClose(
        result.fit.coefficients[j].standardError ?? .nan,
        error,
        absoluteTolerance: 6e-8
      )
    }
    for (j, error) in (expected.standardErrorsLogistfConvention ?? []).enumerated() {
      expectClose(result.logistfStandardErrors[j] ?? .nan, error, relativeTolerance: 1e-9)
    }
    if let value = expected.penalisedLogLikelihood {
      expectClose(result.penalizedLogLikelihood, value, relativeTolerance: 1e-13)
    }
    let intervals = FirthRegression().profileIntervals(rows, fit: result)
    for (j, term) in expected.terms.enumerated() {
      if let bounds = expected.profilePenalisedCi95?[term] {
        expectClose(intervals[j].lower.value ?? .nan, bounds[0], absoluteTolerance: 5.1e-5)
        expectClose(intervals[j].upper.value ?? .nan, bounds[1], absoluteTolerance: 5.1e-5)
      }
      if let p = expected.profilePenalisedP?[term] {
        expectClose(intervals[j].pValue ?? .nan, p, absoluteTolerance: 5.1e-5)
      }
    }
  }

  @Test(.tags(.reference)) func `the intercept alone has its closed form`() throws {
    // l* = (s + ½) log μ + (n - s + ½) log(1 - μ), so that μ = (s + ½) / (n + 1).
    let rows = DenseRows(
      design: Matrix([1, 1, 1, 1, 1], rows: 5, columns: 1),
      response: [1, 0, 0, 0, 0],
      interceptColumn: 0
    )
    let result = try FirthRegression().fit(rows)
    expectClose(result.fit.values[0], log(1.5 / 4.5), relativeTolerance: 1e-13)
    let corrected = try FirthRegression(correctsIntercept: true).fit(rows)
    expectClose(corrected.fit.values[0], log(1.0 / 4), relativeTolerance: 1e-13)
  }

  @Test(.tags(.reference)) func `a two-by-two table has half a count added to each cell`() throws {
    // Firth's estimate of a saturated model: Haldane and Anscombe's correction.
    let rows = DenseRows(
      design: Matrix([1, 1, 0, 1], rows: 2, columns: 2),
      response: [3.0 / 10, 0],
      weights: [10, 8],
      interceptColumn: 0
    )
    let result = try FirthRegression().fit(rows)
    expectClose(result.fit.values[0], log(3.5 / 7.5), relativeTolerance: 1e-12)
    expectClose(result.fit.values[1], log(0.5 / 8.5) - log(3.5 / 7.5), relativeTolerance: 1e-12)
  }

  @Test func `outcomes that are all equal are refused`() {
    let design = Matrix([1.0, 1, 1, 1, 2, 3], rows: 3, columns: 2)
    let rows = DenseRows(design: design, response: [0, 0, 0], interceptColumn: 0)
    #expect(throws: StatisticsError.degenerateOutcome) { try FirthRegression().fit(rows) }
  }

  @Test func `no rows and infinite numbers are refused`() {
    let none = DenseRows(
      design: .zeros(rows: 0, columns: 2),
      response: [],
      interceptColumn: 0
    )
    #expect(throws: StatisticsError.tooFewObservations(required: 1, found: 0)) {
      try FirthRegression().fit(none)
    }
    let infinite = DenseRows(
      design: Matrix([1, 1, 1, 1, .infinity, 3], rows: 3, columns: 2),
      response: [1, 0, 1],
      interceptColumn: 0
    )
    #expect(throws: StatisticsError.notFinite(index: 0)) { try FirthRegression().fit(infinite) }
  }

  @Test func `correcting an intercept that is not there stops the program`() async {
    await #expect(processExitsWith: .failure) {
      let rows = DenseRows(
        design: Matrix([1.0, 2, 3], rows: 3, columns: 1),
        response: [1, 0, 1],
        interceptColumn: nil
      )
      _ = try FirthRegression(correctsIntercept: true).fit(rows)
    }
  }

  @Test func `a model without an intercept is fitted`() throws {
    let rows = DenseRows(
      design: Matrix([1.0, -1, 2, 1, -2, 3], rows: 6, columns: 1),
      response: [1, 0, 1, 0, 1, 1],
      interceptColumn: nil
    )
    let result = try FirthRegression().fit(rows)
    #expect(result.fit.summary.status == .converged)
    // Without an intercept 0 has the likelihood of even chances.
    expectClose(result.fit.nullDeviance, 12 * log(2), relativeTolerance: 1e-13)
    let interval = try #require(FirthRegression().profileIntervals(rows, fit: result).first)
    #expect((interval.lower.value ?? .nan) < result.fit.values[0])
    #expect((interval.upper.value ?? .nan) > result.fit.values[0])
  }

  @Test func `an aliased column is left out and named`() throws {
    let rows = try FirthReference("birthwt").rows()
    let plain = try FirthRegression().fit(rows)
    let features = (1..<rows.columnCount).map { Array(rows.design.column($0)) }
    let sum = zip(features[0], features[1]).map { 2 * $0 - $1 + 3 }
    let more = DenseRows(
      design: .design(features + [sum]),
      response: rows.response,
      interceptColumn: 0
    )
    let result = try FirthRegression().fit(more)
    #expect(
      result.fit.coefficients[9].status
        == .aliased([
          .init(column: 0, coefficient: 3), .init(column: 1, coefficient: 2),
          .init(column: 2, coefficient: -1),
        ])
    )
    #expect(result.logistfStandardErrors[9] == nil)
    expectClose(result.fit.values[2], plain.fit.values[2], relativeTolerance: 1e-10)
    expectClose(
      result.penalizedLogLikelihood,
      plain.penalizedLogLikelihood,
      relativeTolerance: 1e-12
    )
    let intervals = FirthRegression().profileIntervals(more, fit: result, columns: [9, 5])
    #expect(intervals.map(\.column) == [5])
  }

  @Test func `a fit survives its way through JSON`() throws {
    let rows = try FirthReference("mtcars").rows()
    let result = try FirthRegression(correctsIntercept: true).fit(rows)
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(FirthFit.self, from: data) == result)
  }
}
