import LinearAlgebra
import Statistics
import TestSupport
import Testing

@Suite struct `Logistic regression` {
  /// R's mtcars: am, wt, hp.
  private static let cars: [(am: Double, wt: Double, hp: Double)] = [
    (1, 2.62, 110), (1, 2.875, 110), (1, 2.32, 93), (0, 3.215, 110), (0, 3.44, 175),
    (0, 3.46, 105), (0, 3.57, 245), (0, 3.19, 62), (0, 3.15, 95), (0, 3.44, 123),
    (0, 3.44, 123), (0, 4.07, 180), (0, 3.73, 180), (0, 3.78, 180), (0, 5.25, 205),
    (0, 5.424, 215), (0, 5.345, 230), (1, 2.2, 66), (1, 1.615, 52), (1, 1.835, 65),
    (0, 2.465, 97), (0, 3.52, 150), (0, 3.435, 150), (0, 3.84, 245), (0, 3.845, 175),
    (1, 1.935, 66), (1, 2.14, 91), (1, 1.513, 113), (1, 3.17, 264), (1, 2.77, 175),
    (1, 3.57, 335), (1, 2.78, 109),
  ]

  private static func carRows(extra: (Int) -> [Double] = { _ in [] }) -> DenseRows {
    let columns = 3 + extra(0).count
    var design = Matrix<Double>.zeros(rows: cars.count, columns: columns)
    for (i, car) in cars.enumerated() {
      for (j, value) in ([1, car.wt, car.hp] + extra(i)).enumerated() { design[i, j] = value }
    }
    return DenseRows(design: design, response: cars.map(\.am), interceptColumn: 0)
  }

  @Test(.tags(.reference)) func `mtcars agrees with 40-digit arithmetic`() throws {
    let fit = try LogisticRegression().fit(Self.carRows())
    let expected = [18.86629871720415, -8.083475182444649, 0.03625559608221661]
    let errors = [7.443558427981728, 3.068675275390592, 0.01773415433194704]
    for (coefficient, (value, error)) in zip(fit.coefficients, zip(expected, errors)) {
      expectClose(coefficient.value, value, relativeTolerance: 1e-11)
      expectClose(coefficient.standardError ?? .nan, error, relativeTolerance: 1e-10)
    }
    expectClose(fit.deviance, 10.05911047226699, relativeTolerance: 1e-12)
    expectClose(fit.nullDeviance, 43.22973327685781, relativeTolerance: 1e-12)
    #expect(fit.summary.status == .converged)
    #expect(fit.residualDegreesOfFreedom == 29)
  }

  @Test(.tags(.property)) func `the fit has the same bits for any number of threads`() throws {
    var generator = SeededGenerator(seed: 5)
    let n = 5000
    var design = Matrix<Double>.zeros(rows: n, columns: 6)
    var response = [Double]()
    for i in 0..<n {
      design[i, 0] = 1
      for j in 1..<6 { design[i, j] = generator.normal() * Double(j) + 100 }
      let predictor = (design[i, 1] - 100) * 0.7 - 1
      response.append(generator.uniform() < LogisticLoss.probability(predictor) ? 1 : 0)
    }
    let rows = DenseRows(design: design, response: response, interceptColumn: 0)
    let one = try LogisticRegression(threads: 1).fit(rows)
    let two = try LogisticRegression(threads: 2).fit(rows)
    let many = try LogisticRegression(threads: 7).fit(rows)
    #expect(one == two && one == many, "seed 5")
    expectClose(one.coefficients[1].value, 0.7, absoluteTolerance: 0.1)
  }

  @Test func `an aliased column is left out and named with its combination`() throws {
    let rows = Self.carRows { [3 * Self.cars[$0].wt - Self.cars[$0].hp + 7] }
    let fit = try LogisticRegression().fit(rows)
    let expected: [LogisticFit.AliasTerm] = [
      .init(column: 0, coefficient: 7), .init(column: 1, coefficient: 3),
      .init(column: 2, coefficient: -1),
    ]
    #expect(fit.coefficients[3].status == .aliased(expected))
    expectClose(fit.coefficients[1].value, -8.083475182444649, relativeTolerance: 1e-9)
  }

  @Test func `a constant column is aliased with the intercept`() throws {
    let fit = try LogisticRegression().fit(Self.carRows { _ in [0.1] })
    #expect(
      fit.coefficients[3].status == .aliased([.init(column: 0, coefficient: 0.1)])
    )
  }

  @Test func `a separating column is reported as infinite and the rest stays finite`() throws {
    // The last column is 1 for three manual cars alone: its estimate is +infinity.
    let rows = Self.carRows { [17, 18, 19].contains($0) ? [1] : [0] }
    let fit = try LogisticRegression().fit(rows)
    #expect(fit.summary.status == .separated)
    #expect(fit.coefficients[3].status == .infinite(isPositive: true))
    #expect(fit.coefficients[1].status == .estimated)
    #expect(fit.coefficients[3].standardError == nil)
  }

  @Test func `complete separation names the column and ends`() throws {
    let design = Matrix([1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6], rows: 6, columns: 2)
    let rows = DenseRows(design: design, response: [0, 0, 0, 1, 1, 1], interceptColumn: 0)
    let fit = try LogisticRegression().fit(rows)
    #expect(fit.summary.status == .separated)
    #expect(fit.coefficients[1].status == .infinite(isPositive: true))
  }

  @Test func `outcomes that are all equal are refused`() {
    let design = Matrix([1, 1, 1, 1, 2, 3], rows: 3, columns: 2)
    let rows = DenseRows(design: design, response: [1, 1, 1], interceptColumn: 0)
    #expect(throws: StatisticsError.degenerateOutcome) { try LogisticRegression().fit(rows) }
  }

  @Test func `rows of zero weight do not count`() throws {
    let n = Self.cars.count
    let rows = Self.carRows()
    var design = Matrix<Double>.zeros(rows: n + 1, columns: 3)
    for i in 0..<n { for j in 0..<3 { design[i, j] = rows.design[i, j] } }
    for j in 0..<3 { design[n, j] = 1e6 }
    let weighted = DenseRows(
      design: design,
      response: rows.response + [1],
      weights: Array(repeating: 1, count: n) + [0],
      interceptColumn: 0
    )
    let plain = try LogisticRegression().fit(rows)
    let fit = try LogisticRegression().fit(weighted)
    #expect(fit.observationCount == n)
    expectClose(fit.coefficients[1].value, plain.coefficients[1].value, relativeTolerance: 1e-10)
  }

  @Test(.tags(.property)) func `grouped trials give the fit of the single ones`() throws {
    // Doses and successes out of trials, spread out into rows of 0 and 1.
    let doses = [1.0, 2, 3, 4, 5]
    let trials = [10.0, 12, 9, 11, 8]
    let successes = [1.0, 3, 4, 8, 7]
    let grouped = DenseRows(
      design: Matrix(Array(repeating: 1, count: 5) + doses, rows: 5, columns: 2),
      response: zip(successes, trials).map { $0 / $1 },
      weights: trials,
      interceptColumn: 0
    )
    var dose: [Double] = []
    var outcome: [Double] = []
    for k in 0..<5 {
      for trial in 0..<Int(trials[k]) {
        dose.append(doses[k])
        outcome.append(Double(trial) < successes[k] ? 1 : 0)
      }
    }
    let single = DenseRows(
      design: Matrix(Array(repeating: 1, count: dose.count) + dose, rows: dose.count, columns: 2),
      response: outcome,
      interceptColumn: 0
    )
    let left = try LogisticRegression().fit(grouped)
    let right = try LogisticRegression().fit(single)
    for (a, b) in zip(left.coefficients, right.coefficients) {
      expectClose(a.value, b.value, relativeTolerance: 1e-11)
      expectClose(a.standardError ?? .nan, b.standardError ?? .nan, relativeTolerance: 1e-11)
    }
    expectClose(
      left.nullDeviance - left.deviance,
      right.nullDeviance - right.deviance,
      relativeTolerance: 1e-10
    )
  }

  @Test func `an offset shifts the intercept by itself`() throws {
    let rows = Self.carRows()
    let shifted = DenseRows(
      design: rows.design,
      response: rows.response,
      offsets: Array(repeating: 2.5, count: rows.rowCount),
      interceptColumn: 0
    )
    let plain = try LogisticRegression().fit(rows)
    let fit = try LogisticRegression().fit(shifted)
    expectClose(fit.values[0], plain.values[0] - 2.5, relativeTolerance: 1e-10)
    expectClose(fit.nullDeviance, plain.nullDeviance, relativeTolerance: 1e-10)
  }
}
