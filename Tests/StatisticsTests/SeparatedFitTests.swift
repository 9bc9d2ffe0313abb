import LinearAlgebra
import Statistics
import TestSupport
import Testing

@Suite struct `Separated fits have an exact limit` {
  private static func limit(_ rows: DenseRows) throws -> SeparatedFit<DenseRows>? {
    let regression = LogisticRegression()
    return try SeparatedFit(
      regression.fit(rows),
      rows: rows,
      proof: SeparationProof(rows),
      regression: regression
    )
  }

  @Test(.tags(.reference), .enabled(if: Repository.hasSharedData("reference/endometrial.csv")))
  func `the finite part of the endometrial fit is the published one`() throws {
    let rows = try sharedTable("endometrial").rows("HG", ["NV", "PI", "EH"])
    let limit = try #require(try Self.limit(rows)).fit
    let expected = [4.30452, .nan, -0.04218, -2.90261]
    let errors = [1.63730, .nan, 0.04433, 0.84555]
    for j in [0, 2, 3] {
      expectClose(limit.coefficients[j].value, expected[j], absoluteTolerance: 5e-6)
      let error = try #require(limit.coefficients[j].standardError)
      expectClose(error, errors[j], absoluteTolerance: 5e-6)
      #expect(limit.coefficients[j].status == .estimated)
    }
    #expect(limit.coefficients[1].status == .infinite(isPositive: true))
    #expect(limit.coefficients[1].standardError == nil)
    expectClose(limit.deviance, 55.393, absoluteTolerance: 5e-4)
    expectClose(limit.logLikelihood, -55.393 / 2, absoluteTolerance: 5e-4)
    #expect(limit.summary.status == .separated && limit.observationCount == 79)
  }

  @Test(.tags(.property), arguments: [UInt64(3), 4, 5])
  func `the limit is that of larger and larger values of the infinite coefficient`(
    seed: UInt64
  ) throws {
    // Rows with a flag are all successes; the flagged rows' predictor is offset by 40, which is
    // the limit but for 1e-17, and the flag itself left out.
    var generator = SeededGenerator(seed: seed)
    var design: [[Double]] = []
    var response: [Double] = []
    for i in 0..<300 {
      let flag = i % 10 == 0 ? 1.0 : 0
      let x = generator.normal() + flag
      design.append([1, x, flag, generator.normal()])
      let chance = LogisticLoss.probability(0.8 * x - 0.3)
      response.append(flag == 1 || generator.uniform() < chance ? 1 : 0)
    }
    let limit = try #require(
      try Self.limit(denseRows(design, response, interceptColumn: 0)),
      "seed \(seed)"
    )
    let reduced = DenseRows(
      design: denseRows(design.map { [$0[0], $0[1], $0[3]] }, response, interceptColumn: 0).design,
      response: response,
      offsets: design.map { 40 * $0[2] },
      interceptColumn: 0
    )
    let fit = try LogisticRegression().fit(reduced)
    for (a, b) in [(0, 0), (1, 1), (3, 2)] {
      expectClose(
        limit.fit.coefficients[a].value,
        fit.coefficients[b].value,
        relativeTolerance: 1e-9,
        "seed \(seed)"
      )
      expectClose(
        limit.fit.coefficients[a].standardError ?? .nan,
        fit.coefficients[b].standardError ?? .nan,
        relativeTolerance: 1e-9,
        "seed \(seed)"
      )
    }
    expectClose(limit.fit.deviance, fit.deviance, relativeTolerance: 1e-11, "seed \(seed)")
    // Predictions of separated rows are as good as their outcomes.
    for (x, y) in zip(design, response) where x[2] == 1 {
      let predictor = zip(x, limit.fit.values).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(LogisticLoss.probability(predictor) - y) < 1e-12, "seed \(seed)")
    }
    // The robust covariance is that of the flagless model, but for the count of coefficients.
    for estimator in [RobustCovariance.Estimator.hc0, .hc1, .hc3] {
      let robust = try #require(try limit.robustCovariance(estimator))
      let expected = try RobustCovariance(reduced, fit: fit, estimator: estimator)
      let factor = estimator == .hc1 ? (300.0 - 3) / (300 - 4) : 1
      for (a, b) in [(0, 0), (1, 1), (3, 2)] {
        expectClose(
          robust.matrix[a, a],
          expected.matrix[b, b] * factor,
          relativeTolerance: 1e-8,
          "seed \(seed) \(estimator)"
        )
      }
      #expect(robust.matrix[2, 2] == 0 && robust.observationCount == 300)
    }
  }

  @Test func `complete separation leaves no finite coefficient and no deviance`() throws {
    let rows = denseRows(
      (1...6).map { [1, Double($0)] },
      [0, 0, 0, 1, 1, 1],
      interceptColumn: 0
    )
    let limit = try #require(try Self.limit(rows))
    #expect(limit.overlappingFit == nil && limit.fit.deviance == 0)
    #expect(
      limit.fit.coefficients.map(\.status)
        == [.infinite(isPositive: false), .infinite(isPositive: true)]
    )
    // The evenest direction crosses zero half-way.
    expectClose(-limit.fit.values[0] / limit.fit.values[1], 3.5, relativeTolerance: 1e-9)
  }

  @Test func `a fit without separation has no limit to look for`() throws {
    let rows = denseRows((0..<6).map { [1, Double($0)] }, [0, 1, 0, 1, 0, 1], interceptColumn: 0)
    #expect(try Self.limit(rows) == nil)
  }

  @Test func `values of 0/1 columns with one outcome are found`() {
    // Columns: intercept, two levels of a category, a yes/no, a number.
    let rows = denseRows(
      [
        [1, 0, 0, 1, 3], [1, 0, 0, 0, 4], [1, 1, 0, 0, 1], [1, 1, 0, 1, 0], [1, 0, 1, 0, 2],
        [1, 0, 1, 0, 2],
      ],
      [1, 1, 0, 1, 0, 0],
      interceptColumn: 0
    )
    #expect(
      OneOutcomeTally(rows).columns == [
        OneOutcomeColumn(column: 2, value: 1, isPositive: false, rowCount: 2),
        OneOutcomeColumn(column: 3, value: 1, isPositive: true, rowCount: 2),
      ]
    )
  }

  @Test func `rows of both outcomes and rows without weight are tallied as such`() {
    let rows = denseRows(
      [[1, 1], [1, 1], [1, 0], [1, 0], [1, 0]],
      [0.5, 1, 0, 0, 1],
      weights: [4, 1, 1, 1, 0],
      interceptColumn: 0
    )
    #expect(
      OneOutcomeTally(rows).columns
        == [OneOutcomeColumn(column: 1, value: 0, isPositive: false, rowCount: 2)]
    )
  }
}
