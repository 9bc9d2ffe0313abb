import LinearAlgebra
import Statistics
import TestSupport
import Testing

/// The two ways to a ridge's minimum, and what is made of a penalised fit.
@Suite(.tags(.property)) struct `A ridge is the same by Newton's method and by coordinates` {
  /// Every kind of term, with weights; numbers from a formula.
  private struct Rows: RowBlocks {
    let rowCount = 700
    let layout = DesignLayout([
      .intercept, .numbers(count: 2), .levels(count: 3),
      .table(Matrix([1, 2, 4, 8, 0.5, -1, 0, 3], rows: 4, columns: 2)), .slopes(count: 2),
    ])
    var blocks: [Range<Int>] { stride(from: 0, to: 700, by: 64).map { $0..<min($0 + 64, 700) } }

    func fill(_ index: Int, into block: inout TermBlock) {
      fillOutcomes(index, into: &block)
      let capacity = block.capacity
      for (i, row) in blocks[index].enumerated() {
        block.numbers[i] = Double((row * 29) % 53) * 10 + 1000
        block.numbers[capacity + i] = row % 5 == 0 ? 0 : Double((row * row) % 31)
        block.numbers[2 * capacity + i] = Double((row * 17) % 23) - 4
        block.codes[i] = Int32((row * 3) % 7 % 4)
        block.codes[capacity + i] = Int32((row * 5) % 11 % 4)
        block.codes[2 * capacity + i] = Int32((row * 13) % 9 % 3)
      }
    }

    func fillOutcomes(_ index: Int, into block: inout TermBlock) {
      block.rows = blocks[index].count
      for (i, row) in blocks[index].enumerated() {
        block.response[i] = (row * 19) % 37 < 10 + row % 9 ? 1 : 0
        block.weights[i] = Double(row % 4)
        block.frequencies[i] = 1
        block.offsets[i] = Double(row % 3) / 5
      }
    }
  }

  private static let factors: [Double] = [7, 1, 0.5, 2, 2, 2, 1, 1, 0, 3]

  @Test(arguments: [0.001, 0.05, 2]) func `for every kind of term, weights and factors`(
    _ lambda: Double
  ) throws {
    for factors in [nil, Self.factors] {
      let newton = try RidgeRegression(factors: factors, lambda: lambda).fit(Rows())
      let coordinates = try PenalizedRegression(
        penalty: ElasticNetPenalty(l1Ratio: 0, factors: factors)
      ).fit(Rows(), lambda: lambda)
      let fit = LogisticFit(coordinates, rows: Rows())
      #expect(coordinates.trouble == nil && newton.summary.status == .converged)
      for (left, right) in zip(newton.values, coordinates.coefficients) {
        expectClose(left, right, relativeTolerance: 1e-8, absoluteTolerance: 1e-10)
      }
      expectClose(newton.deviance, fit.deviance, relativeTolerance: 1e-10)
      expectClose(newton.logLikelihood, fit.logLikelihood, relativeTolerance: 1e-10)
      expectClose(newton.nullDeviance, fit.nullDeviance, relativeTolerance: 1e-10)
      #expect(newton.degreesOfFreedom == 10 && fit.degreesOfFreedom == 10)
      #expect(newton.coefficients.allSatisfy { $0.standardError == nil })
      #expect(!newton.hasInformationCriteria)
    }
  }

  @Test func `the threads do not change a bit`() throws {
    let one = try RidgeRegression(lambda: 0.05, threads: 1).fit(Rows())
    #expect(try RidgeRegression(lambda: 0.05, threads: 2).fit(Rows()) == one)
  }

  @Test func `a constant column has the coefficient 0 both ways`() throws {
    let response: [Double] = (0..<40).map { ($0 * 7) % 10 < 4 ? 1 : 0 }
    let rows = PenalizedExamples.rows(
      [(0..<40).map { Double($0 % 6) }, Array(repeating: 3, count: 40)],
      response: response
    )
    let newton = try RidgeRegression(lambda: 0.1).fit(rows)
    let coordinates = try PenalizedRegression(penalty: .ridge).fit(rows, lambda: 0.1)
    #expect(newton.values[2] == 0 && coordinates.coefficients[2] == 0)
    #expect(newton.coefficients[2].status == .estimated)
    expectClose(newton.values[1], coordinates.coefficients[1], relativeTolerance: 1e-8)
  }

  @Test func `likelihood and degrees of freedom of a lasso of grouped rows`()
    throws
  {
    let rows = try PenalizedExamples.menarche()
    let path = try PenalizedRegression(penalty: .lasso).path(rows)
    let penalized = try #require(path.fit(nearest: path.lambdas[99]))
    let fit = LogisticFit(penalized, rows: rows)
    let free = try LogisticRegression().fit(rows)
    // Both log-likelihoods have the same binomial coefficients.
    expectClose(
      free.logLikelihood - fit.logLikelihood,
      (fit.deviance - free.deviance) / 2,
      relativeTolerance: 1e-6
    )
    #expect(fit.degreesOfFreedom == penalized.degreesOfFreedom + 1)
    let null = LogisticFit(try #require(path.fit(nearest: path.lambdas[0])), rows: rows)
    #expect(null.degreesOfFreedom == 1)
    expectClose(null.deviance, null.nullDeviance, relativeTolerance: 1e-12)
    #expect(fit.hasInformationCriteria)
  }
}
