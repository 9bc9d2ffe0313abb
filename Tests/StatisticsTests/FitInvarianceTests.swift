import LinearAlgebra
import Statistics
import TestSupport
import Testing

/// What a fit must not depend on.
@Suite(.tags(.property)) struct `A fit does not depend on` {
  private static let seeds: [UInt64] = [1, 2, 3]

  private struct Table {
    var design: Matrix<Double>
    var response: [Double]
    var weights: [Double]

    var rows: DenseRows {
      DenseRows(design: design, response: response, weights: weights, interceptColumn: 0)
    }

    /// Rows in another order, or some of them more than once.
    func taking(_ order: [Int]) -> Table {
      Table(
        design: design[order, Array(0..<design.columns)],
        response: order.map { response[$0] },
        weights: order.map { weights[$0] }
      )
    }
  }

  private static func table(_ seed: UInt64, rows n: Int = 1500) -> Table {
    var random = SeededGenerator(seed: seed)
    var design = Matrix<Double>.zeros(rows: n, columns: 5)
    var response: [Double] = []
    for i in 0..<n {
      design[i, 0] = 1
      design[i, 1] = 2000 + 10 * random.normal()
      design[i, 2] = random.normal()
      design[i, 3] = random.uniform() < 0.2 ? 1 : 0
      design[i, 4] = 1e-4 * random.uniform() + 1e-5 * design[i, 2]
      let predictor = 0.05 * (design[i, 1] - 2000) - 0.8 * design[i, 2] + design[i, 3] - 0.5
      response.append(random.uniform() < LogisticLoss.probability(predictor) ? 1 : 0)
    }
    let weights = (0..<n).map { _ in 1 + (2 * random.uniform()).rounded(.down) }
    return Table(design: design, response: response, weights: weights)
  }

  private static func shuffled(_ count: Int, _ random: inout SeededGenerator) -> [Int] {
    var order = Array(0..<count)
    for i in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(i, Int(random.uniform() * Double(i + 1)))
    }
    return order
  }

  @Test(arguments: seeds) func `the order of the rows`(_ seed: UInt64) throws {
    let table = Self.table(seed)
    var random = SeededGenerator(seed: seed + 100)
    let fit = try LogisticRegression().fit(table.rows)
    for _ in 0..<3 {
      let order = Self.shuffled(table.response.count, &random)
      let other = try LogisticRegression().fit(table.taking(order).rows)
      for (a, b) in zip(fit.coefficients, other.coefficients) {
        let error = try #require(a.standardError)
        expectClose(b.value, a.value, absoluteTolerance: 1e-10 * error)
      }
    }
  }

  @Test(arguments: seeds) func `whether equal rows are written out or weighted`(_ seed: UInt64)
    throws
  {
    let table = Self.table(seed)
    let order = table.weights.indices.flatMap { row in
      Array(repeating: row, count: Int(table.weights[row]))
    }
    var written = table.taking(order)
    written.weights = Array(repeating: 1, count: order.count)
    let fit = try LogisticRegression().fit(table.rows)
    let other = try LogisticRegression().fit(written.rows)
    for (a, b) in zip(fit.coefficients, other.coefficients) {
      let error = try #require(a.standardError)
      expectClose(b.value, a.value, absoluteTolerance: 1e-10 * error)
      expectClose(b.standardError ?? .nan, error, relativeTolerance: 1e-10)
    }
    expectClose(other.deviance, fit.deviance, relativeTolerance: 1e-12)
    #expect(other.weightSum == fit.weightSum)
  }

  @Test(arguments: seeds, [1e-7, 0.3, 1e9]) func `the unit of a column`(
    _ seed: UInt64,
    factor: Double
  ) throws {
    let table = Self.table(seed)
    var scaled = table
    for i in 0..<table.design.rows { scaled.design[i, 1] *= factor }
    let fit = try LogisticRegression().fit(table.rows)
    let other = try LogisticRegression().fit(scaled.rows)
    let errors = try fit.coefficients.map { try #require($0.standardError) }
    for j in 0..<5 {
      let expected = j == 1 ? fit.values[j] / factor : fit.values[j]
      let error = j == 1 ? errors[j] / factor : errors[j]
      expectClose(other.values[j], expected, absoluteTolerance: 1e-9 * error)
      expectClose(other.coefficients[j].standardError ?? .nan, error, relativeTolerance: 1e-9)
    }
  }

  @Test(arguments: seeds) func `a column that others give, in what it fits`(_ seed: UInt64) throws {
    let table = Self.table(seed)
    var aliased = table
    aliased.design = .zeros(rows: table.design.rows, columns: 6)
    for i in 0..<table.design.rows {
      for j in 0..<5 { aliased.design[i, j] = table.design[i, j] }
      aliased.design[i, 5] = 3 * table.design[i, 2] - table.design[i, 3] + 7
    }
    let fit = try LogisticRegression().fit(table.rows)
    let other = try LogisticRegression().fit(aliased.rows)
    guard case .aliased = other.coefficients[5].status else {
      Issue.record("column 5 is not named as aliased")
      return
    }
    #expect(other.degreesOfFreedom == 5)
    for i in 0..<table.design.rows {
      let a = zip(table.design.row(i), fit.values).reduce(0) { $0 + $1.0 * $1.1 }
      let b = zip(aliased.design.row(i), other.values).reduce(0) { $0 + $1.0 * $1.1 }
      expectClose(b, a, absoluteTolerance: 1e-9)
    }
  }
}
