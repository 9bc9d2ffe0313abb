import LinearAlgebra
import Statistics
import TestSupport
import Testing

/// Rows of every kind of term, held in columns.
private struct TermRows: RowBlocks {
  let rowCount: Int
  let layout: DesignLayout
  let blocks: [Range<Int>]
  /// One array a number column of the layout.
  var numbers: [[Double]]
  /// One array a code column of the layout.
  var codes: [[Int32]]
  var response: [Double]
  var weights: [Double]
  var offsets: [Double]

  func fill(_ index: Int, into block: inout TermBlock) {
    fillOutcomes(index, into: &block)
    for (j, column) in numbers.enumerated() {
      let start = blocks[index].lowerBound
      block.copyNumbers(column, from: start, count: block.rows, toColumn: j)
    }
    for (j, column) in codes.enumerated() {
      for (i, row) in blocks[index].enumerated() {
        block.codes[j * block.capacity + i] = column[row]
      }
    }
  }

  func fillOutcomes(_ index: Int, into block: inout TermBlock) {
    block.rows = blocks[index].count
    for (i, row) in blocks[index].enumerated() {
      block.response[i] = response[row]
      block.weights[i] = weights[row]
      block.offsets[i] = offsets[row]
    }
  }

  /// Random rows of a layout, with an outcome that depends on every number and code.
  init(_ terms: [DesignLayout.Term], rowCount n: Int, weighted: Bool, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    layout = DesignLayout(terms)
    rowCount = n
    // Blocks that are longer than a slice of the pass, and end in the middle of one.
    blocks = stride(from: 0, to: n, by: 1777).map { $0..<min($0 + 1777, n) }
    numbers = (0..<layout.numberCount).map { j in
      (0..<n).map { _ in 50 * Double(j) + (1 + Double(j)) * random.normal() }
    }
    codes = []
    var predictor = [Double](repeating: -0.4, count: n)
    for term in terms {
      guard let cells = term.cellCount else { continue }
      let effects = (0..<cells).map { _ in 0.4 * random.normal() }
      let column = (0..<n).map { _ in Int32(random.uniform() * Double(cells)) }
      for i in 0..<n { predictor[i] += effects[Int(column[i])] }
      codes.append(column)
    }
    for (j, column) in numbers.enumerated() {
      for i in 0..<n { predictor[i] += 0.3 * (column[i] - 50 * Double(j)) / (1 + Double(j)) }
    }
    weights = (0..<n).map { _ in weighted ? (3 * random.uniform()).rounded(.down) : 1 }
    offsets = (0..<n).map { _ in weighted ? 0.2 * random.normal() : 0 }
    response = predictor.map { random.uniform() < LogisticLoss.probability($0) ? 1 : 0 }
  }

  /// The design written out.
  var dense: DenseRows {
    var design = Matrix<Double>.zeros(rows: rowCount, columns: columnCount)
    var block = DesignBlock(capacity: 1777, layout: layout)
    for (index, range) in blocks.enumerated() {
      fill(index, into: &block)
      for j in 0..<columnCount {
        for (i, row) in range.enumerated() { design[row, j] = block.design[i, j] }
      }
    }
    return DenseRows(
      design: design,
      response: response,
      weights: weights,
      offsets: offsets,
      interceptColumn: interceptColumn
    )
  }
}

/// Newton's method on a dense design as a textbook has it.
private func textbookFit(
  _ rows: DenseRows,
  penalty: [Double]
) throws -> (coefficients: [Double], errors: [Double]) {
  let p = rows.columnCount
  var coefficients = [Double](repeating: 0, count: p)
  var information = Matrix<Double>.zeros(rows: p, columns: p)
  for _ in 0..<40 {
    information = Matrix<Double>.diagonal(penalty)
    var gradient = zip(penalty, coefficients).map { -$0 * $1 }
    for i in 0..<rows.rowCount {
      let x = rows.design.row(i)
      let predictor = zip(x, coefficients).reduce(rows.offsets[i]) { $0 + $1.0 * $1.1 }
      let loss = LogisticLoss(predictor)
      for a in 0..<p {
        gradient[a] += rows.weights[i] * (rows.response[i] - loss.probability) * x[a]
        for b in 0...a {
          information[a, b] += rows.weights[i] * loss.weight * x[a] * x[b]
        }
      }
    }
    information.symmetrizeFromLower()
    let step = try Cholesky(information).solve(gradient)
    for a in 0..<p { coefficients[a] += step[a] }
    if step.allSatisfy({ abs($0) < 1e-13 }) { break }
  }
  let inverse = try Cholesky(information).inverse
  return (coefficients, inverse.diagonal.map { $0.squareRoot() })
}

@Suite(.tags(.property)) struct `Fits of terms that are never written out` {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let terms: [DesignLayout.Term]
    var rowCount = 3000
    var weighted = false
    var ridge = 0.0
  }

  private static let curve = Matrix<Double>(
    (0..<3).flatMap { j in (0..<9).map { i in cubicPower(Double(i) / 4 - 1, j + 1) } },
    rows: 9,
    columns: 3
  )

  private static func cubicPower(_ x: Double, _ power: Int) -> Double {
    (0..<power).reduce(1) { product, _ in product * x }
  }

  static let cases: [Case] = [
    Case(testDescription: "numbers", terms: [.intercept, .numbers(count: 5)]),
    Case(testDescription: "one category", terms: [.intercept, .levels(count: 30)]),
    Case(
      testDescription: "small categories, combined",
      terms: [.intercept] + [2, 3, 1, 4, 2, 6].map { .levels(count: $0) }
    ),
    Case(
      testDescription: "wide categories and numbers",
      terms: [.levels(count: 26), .numbers(count: 2), .intercept, .levels(count: 40)],
      weighted: true
    ),
    Case(
      testDescription: "a table beside categories",
      terms: [.intercept, .table(curve), .levels(count: 35), .numbers(count: 1)],
      weighted: true
    ),
    Case(
      testDescription: "slopes by category",
      terms: [
        .intercept, .numbers(count: 1), .levels(count: 27), .slopes(count: 3), .slopes(count: 4),
      ],
      weighted: true
    ),
    Case(
      testDescription: "no intercept",
      terms: [.numbers(count: 2), .levels(count: 28), .slopes(count: 2)]
    ),
    Case(
      testDescription: "ridge",
      terms: [.intercept, .numbers(count: 2), .levels(count: 30), .table(curve)],
      weighted: true,
      ridge: 3.5
    ),
  ]

  @Test(arguments: cases) func `equal Newton's method on the written-out design`(_ example: Case)
    throws
  {
    let rows = TermRows(
      example.terms,
      rowCount: example.rowCount,
      weighted: example.weighted,
      seed: 11
    )
    var penalty = [Double](repeating: example.ridge, count: rows.columnCount)
    if let intercept = rows.interceptColumn { penalty[intercept] = 0 }
    let expected = try textbookFit(rows.dense, penalty: penalty)
    let settings = example.ridge > 0 ? penalty : nil
    let fit = try LogisticRegression(penalty: settings, threads: 2).fit(rows)
    #expect(fit.summary.status == .converged)
    for (j, coefficient) in fit.coefficients.enumerated() {
      expectClose(coefficient.value, expected.coefficients[j], absoluteTolerance: 1e-10)
      expectClose(coefficient.standardError ?? .nan, expected.errors[j], relativeTolerance: 1e-9)
    }
    let one = try LogisticRegression(penalty: settings, threads: 1).fit(rows)
    #expect(fit == one, "the bits depend on the number of threads")
  }

  @Test func `many rows, started from a sample, reach the same optimum`() throws {
    let terms: [DesignLayout.Term] = [
      .intercept, .numbers(count: 3), .levels(count: 30), .levels(count: 4), .levels(count: 5),
    ]
    let rows = TermRows(terms, rowCount: 60_000, weighted: false, seed: 3)
    let fit = try LogisticRegression(threads: 2).fit(rows)
    // The optimum is where the gradient vanishes: a fit from there does not move.
    let again = try LogisticRegression(threads: 2).fit(rows, start: fit.values)
    for (first, second) in zip(fit.coefficients, again.coefficients) {
      let error = try #require(second.standardError)
      expectClose(first.value, second.value, absoluteTolerance: 1e-10 * error)
      expectClose(first.standardError ?? .nan, error, relativeTolerance: 1e-7)
    }
    expectClose(fit.deviance, again.deviance, relativeTolerance: 1e-13)
    #expect(fit == (try LogisticRegression(threads: 1).fit(rows)))
  }

  @Test func `rows sorted by their outcome mislead no sample`() throws {
    var rows = TermRows(
      [.intercept, .numbers(count: 2), .levels(count: 3)],
      rowCount: 60_000,
      weighted: false,
      seed: 4
    )
    let order = (0..<rows.rowCount).sorted { (rows.response[$0], $0) < (rows.response[$1], $1) }
    let unsorted = try LogisticRegression().fit(rows)
    rows.numbers = rows.numbers.map { column in order.map { column[$0] } }
    rows.codes = rows.codes.map { column in order.map { column[$0] } }
    rows.response = order.map { rows.response[$0] }
    let sorted = try LogisticRegression().fit(rows)
    for (first, second) in zip(unsorted.coefficients, sorted.coefficients) {
      let error = try #require(second.standardError)
      expectClose(first.value, second.value, absoluteTolerance: 1e-10 * error)
    }
  }

  @Test func `a category that the sample does not meet is fitted all the same`() throws {
    var rows = TermRows(
      [.intercept, .numbers(count: 1), .levels(count: 2)],
      rowCount: 60_000,
      weighted: false,
      seed: 6
    )
    // Level 1 stands in twelve rows of the first block only.
    rows.codes[0] = (0..<rows.rowCount).map { $0 < 12 ? 1 : $0 % 3 == 0 ? 0 : 2 }
    let fit = try LogisticRegression().fit(rows)
    #expect(fit.summary.status == .converged)
    let error = try #require(fit.coefficients[3].standardError)
    #expect(error > 0.5 && error < 1.5)
  }

  @Test func `a fit of some columns equals that of a design of these alone`() throws {
    let rows = TermRows(
      [.intercept, .numbers(count: 2), .levels(count: 4)],
      rowCount: 2000,
      weighted: true,
      seed: 8
    )
    let part = try LogisticRegression().fit(rows, columns: [0, 1, 3, 4, 5, 6])
    let dense = rows.dense
    let alone = DenseRows(
      design: dense.design[Array(0..<dense.rowCount), [0, 1, 3, 4, 5, 6]],
      response: dense.response,
      weights: dense.weights,
      offsets: dense.offsets,
      interceptColumn: 0
    )
    let expected = try LogisticRegression().fit(alone)
    expectClose(part.deviance, expected.deviance, relativeTolerance: 1e-12)
    #expect(part.values[2] == 0)
    for (position, column) in [0, 1, 3, 4, 5, 6].enumerated() {
      expectClose(part.values[column], expected.values[position], absoluteTolerance: 1e-10)
    }
  }

  @Test func `a code outside its table is refused before it is used`() async {
    await #expect(processExitsWith: .failure) {
      var rows = TermRows(
        [.intercept, .levels(count: 40)],
        rowCount: 100,
        weighted: false,
        seed: 2
      )
      rows.codes[0][50] = 41
      _ = try LogisticRegression().fit(rows)
    }
  }

  @Test func `a number that is not finite is named by its row`() throws {
    var rows = TermRows(
      [.intercept, .numbers(count: 2)],
      rowCount: 4000,
      weighted: false,
      seed: 2
    )
    rows.numbers[1][3210] = .infinity
    #expect(throws: StatisticsError.notFinite(index: 3210)) {
      try LogisticRegression().fit(rows)
    }
  }
}
