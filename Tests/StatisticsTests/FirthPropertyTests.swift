import LinearAlgebra
import Statistics
import TestSupport
import Testing

@Suite struct `Laws of Firth regression` {
  private static let rows = drawnRows(seed: 11, count: 300, slopes: [0.8, -0.4, 0.2])

  private func repeated(_ rows: DenseRows) -> DenseRows {
    let features = (1..<rows.columnCount).map { j in
      Array(rows.design.column(j)) + Array(rows.design.column(j))
    }
    return DenseRows(
      design: .design(features),
      response: rows.response + rows.response,
      interceptColumn: 0
    )
  }

  @Test(.tags(.property)) func `rows given twice equal weights of two`() throws {
    let rows = Self.rows
    let heavy = DenseRows(
      design: rows.design,
      response: rows.response,
      weights: Array(repeating: 2, count: rows.rowCount),
      interceptColumn: 0
    )
    let left = try FirthRegression(correctsIntercept: true).fit(repeated(rows))
    let right = try FirthRegression(correctsIntercept: true).fit(heavy)
    for j in 0..<rows.columnCount {
      let (a, b) = (left.fit.coefficients[j], right.fit.coefficients[j])
      expectClose(a.value, b.value, relativeTolerance: 1e-10, "seed 11")
      expectClose(a.standardError ?? .nan, b.standardError ?? 0, relativeTolerance: 1e-10)
      expectClose(
        left.logistfStandardErrors[j] ?? .nan,
        right.logistfStandardErrors[j] ?? 0,
        relativeTolerance: 1e-10
      )
    }
    expectClose(left.fit.deviance, right.fit.deviance, relativeTolerance: 1e-12)
    expectClose(left.penalizedLogLikelihood, right.penalizedLogLikelihood, relativeTolerance: 1e-12)
  }

  @Test(.tags(.property), arguments: [1e-6, 1e6])
  func `scaling a column scales its coefficient and its interval`(factor: Double) throws {
    let rows = Self.rows
    var design = rows.design
    for i in 0..<rows.rowCount { design[i, 2] *= factor }
    let scaled = DenseRows(design: design, response: rows.response, interceptColumn: 0)
    let before = try FirthRegression().fit(rows)
    let after = try FirthRegression().fit(scaled)
    expectClose(after.fit.values[2] * factor, before.fit.values[2], relativeTolerance: 1e-10)
    expectClose(after.fit.values[0], before.fit.values[0], relativeTolerance: 1e-10)
    let intervals = [(rows, before), (scaled, after)].map {
      FirthRegression().profileIntervals($0.0, fit: $0.1, columns: [2])[0]
    }
    for bound in [\ProfileInterval.lower, \ProfileInterval.upper] {
      expectClose(
        (intervals[1][keyPath: bound].value ?? .nan) * factor,
        intervals[0][keyPath: bound].value ?? .nan,
        relativeTolerance: 1e-7
      )
    }
  }

  @Test(.tags(.property)) func `any number of threads gives the same bits`() throws {
    let rows = drawnRows(seed: 12, count: 2500, slopes: [0.3, 0.2, -0.5])
    let one = try FirthRegression(threads: 1, correctsIntercept: true).fit(rows)
    let two = try FirthRegression(threads: 2, correctsIntercept: true).fit(rows)
    #expect(one == two, "seed 12")
    let left = FirthRegression(threads: 1).profileIntervals(rows, fit: one, columns: [1])
    let right = FirthRegression(threads: 2).profileIntervals(rows, fit: two, columns: [1])
    #expect(left == right, "seed 12")
  }

  @Test(.tags(.property), arguments: 1...5)
  func `a single slope shrinks towards 0`(seed: UInt64) throws {
    let rows = drawnRows(seed: seed, count: 60, slopes: [1])
    let likelihood = try LogisticRegression().fit(rows)
    let firth = try FirthRegression().fit(rows)
    #expect(likelihood.summary.status == .converged)
    #expect(abs(firth.fit.values[1]) < abs(likelihood.values[1]), "seed \(seed)")
    #expect(firth.fit.values[1] * likelihood.values[1] > 0, "seed \(seed)")
  }

  @Test(.tags(.property)) func `no perturbation raises the penalised likelihood`() throws {
    let rows = Self.rows
    let result = try FirthRegression().fit(rows)
    let highest = try penalized(rows, result.fit.values)
    expectClose(highest, result.penalizedLogLikelihood, relativeTolerance: 1e-12)
    for (j, coefficient) in result.fit.coefficients.enumerated() {
      for change in [-1e-3, 1e-3] {
        var values = result.fit.values
        values[j] += change * (coefficient.standardError ?? .nan)
        #expect(try penalized(rows, values) < highest)
      }
    }
  }

  /// The penalised log-likelihood by its definition, on the columns as given.
  private func penalized(_ rows: DenseRows, _ values: [Double]) throws -> Double {
    let predictor = rows.design * values
    var logLikelihood = CompensatedSum()
    var weighted = rows.design
    for i in predictor.indices {
      let loss = LogisticLoss(predictor[i])
      logLikelihood.add(-loss.deviance(rows.response[i]) / 2)
      for j in 0..<rows.columnCount { weighted[i, j] *= loss.weight.squareRoot() }
    }
    return try logLikelihood.value + Cholesky(weighted.crossproduct).logDeterminant / 2
  }

  @Test func `complete separation leaves every estimate and interval finite`() throws {
    let design = Matrix([1.0, 1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6], rows: 6, columns: 2)
    let rows = DenseRows(design: design, response: [0, 0, 0, 1, 1, 1], interceptColumn: 0)
    let result = try FirthRegression().fit(rows)
    #expect(result.fit.summary.status == .converged)
    #expect(result.fit.coefficients.allSatisfy { $0.status == .estimated })
    #expect(result.fit.values[1] > 0 && result.fit.values[1] < 10)
    // By symmetry the two outcomes are equally likely half way between.
    expectClose(result.fit.values[0], -3.5 * result.fit.values[1], relativeTolerance: 1e-10)
    for interval in FirthRegression().profileIntervals(rows, fit: result) {
      let (lower, upper) = (interval.lower.value ?? .nan, interval.upper.value ?? .nan)
      #expect(lower < result.fit.values[interval.column])
      #expect(upper > result.fit.values[interval.column])
    }
  }

  @Test(.tags(.property)) func `a column far from 0 does not disturb the fit`() throws {
    let rows = Self.rows
    var design = rows.design
    for i in 0..<rows.rowCount { design[i, 1] += 1e6 }
    let moved = DenseRows(design: design, response: rows.response, interceptColumn: 0)
    let before = try FirthRegression().fit(rows)
    let after = try FirthRegression().fit(moved)
    expectClose(after.fit.values[1], before.fit.values[1], relativeTolerance: 1e-8)
    expectClose(
      after.penalizedLogLikelihood,
      before.penalizedLogLikelihood,
      relativeTolerance: 1e-10
    )
    let wide = FirthRegression().profileIntervals(moved, fit: after, columns: [0])[0]
    #expect((wide.lower.value ?? .nan) < after.fit.values[0])
    #expect((wide.upper.value ?? .nan) > after.fit.values[0])
  }

  @Test(.tags(.property), arguments: 1...10)
  func `nearly dependent columns leave the fit and its intervals whole`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let first = (0..<30).map { _ in 2000 + (generator.normal() * 5).rounded() }
    let second = first.map { $0 + 0.01 * generator.normal() }
    let response = first.map { _ in generator.uniform() < 0.4 ? 1.0 : 0 }
    let rows = DenseRows(
      design: .design([first, second]),
      response: response,
      interceptColumn: 0
    )
    let result = try FirthRegression().fit(rows)
    #expect(result.fit.summary.status == .converged, "seed \(seed)")
    for interval in FirthRegression().profileIntervals(rows, fit: result) {
      let value = result.fit.values[interval.column]
      #expect((interval.lower.value ?? .nan) < value, "seed \(seed)")
      #expect((interval.upper.value ?? .nan) > value, "seed \(seed)")
    }
  }
}
