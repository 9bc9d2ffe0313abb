import LinearAlgebra
import Statistics
import TestSupport
import Testing

@Suite(.tags(.property)) struct `Robust inference keeps its laws` {
  /// Rows that stand for several equal ones.
  struct FrequencyRows: RowBlocks {
    let base: DenseRows
    let frequencies: [Double]
    var rowCount: Int { base.rowCount }
    var layout: DesignLayout { base.layout }
    var blocks: [Range<Int>] { base.blocks }

    func fill(_ index: Int, into block: inout TermBlock) {
      base.fill(index, into: &block)
      multiply(index, &block)
    }

    func fillOutcomes(_ index: Int, into block: inout TermBlock) {
      base.fillOutcomes(index, into: &block)
      multiply(index, &block)
    }

    private func multiply(_ index: Int, _ block: inout TermBlock) {
      for (i, row) in blocks[index].enumerated() {
        block.frequencies[i] = frequencies[row]
        block.weights[i] *= frequencies[row]
      }
    }
  }

  /// An intercept, a category of three levels as codes, and a number.
  struct LevelRows: RowBlocks {
    let codes: [Int32]
    let numbers: [Double]
    let response: [Double]
    let layout = DesignLayout([.intercept, .levels(count: 2), .numbers(count: 1)])
    var rowCount: Int { codes.count }
    var blocks: [Range<Int>] { layout.evenBlocks(rowCount: codes.count) }

    func fill(_ index: Int, into block: inout TermBlock) {
      fillOutcomes(index, into: &block)
      let range = blocks[index]
      for (i, row) in range.enumerated() { block.codes[i] = codes[row] }
      block.copyNumbers(numbers, from: range.lowerBound, count: range.count, toColumn: 0)
    }

    func fillOutcomes(_ index: Int, into block: inout TermBlock) {
      block.rows = blocks[index].count
      for (i, row) in blocks[index].enumerated() {
        block.response[i] = response[row]
        block.weights[i] = 1
      }
    }

    var dense: DenseRows {
      denseRows(
        zip(codes, numbers).map { [1, $0 == 0 ? 1 : 0, $0 == 1 ? 1 : 0, $1] },
        response,
        interceptColumn: 0
      )
    }
  }

  struct Data {
    var design: [[Double]] = []
    var response: [Double] = []
    var weights: [Double] = []
    var clusters: [Int32] = []

    init(seed: UInt64, count: Int, clusterCount: Int) {
      var generator = SeededGenerator(seed: seed)
      for _ in 0..<count {
        let x = [1, 2020 + generator.normal(), generator.normal() * 1e-3, generator.uniform()]
        design.append(x)
        let chance = LogisticLoss.probability(0.5 * (x[1] - 2020) - 400 * x[2] - x[3])
        response.append(generator.uniform() < chance ? 1 : 0)
        weights.append(0.5 + generator.uniform())
        clusters.append(Int32(generator.index(below: clusterCount)))
      }
    }

    func rows(_ order: [Int]? = nil) -> DenseRows {
      let order = order ?? Array(design.indices)
      return denseRows(
        order.map { design[$0] },
        order.map { response[$0] },
        weights: order.map { weights[$0] },
        interceptColumn: 0
      )
    }
  }

  private static func expectClose(
    _ left: Matrix<Double>,
    _ right: Matrix<Double>,
    tolerance: Double,
    _ comment: String
  ) {
    for i in 0..<left.rows {
      for j in 0..<left.columns {
        TestSupport.expectClose(
          left[i, j],
          right[i, j],
          absoluteTolerance: tolerance * (right[i, i] * right[j, j]).squareRoot(),
          comment
        )
      }
    }
  }

  @Test(arguments: [UInt64(31), 32], RobustCovariance.Estimator.allCases)
  func `the order of the rows does not matter`(
    seed: UInt64,
    estimator: RobustCovariance.Estimator
  ) throws {
    let data = Data(seed: seed, count: 3000, clusterCount: 40)
    var generator = SeededGenerator(seed: seed + 100)
    let order = Array(data.design.indices).shuffled(using: &generator)
    let clusters = estimator.usesClusters ? data.clusters : nil
    let rows = data.rows()
    // The coefficients of one fit: what is tested is the sum over rows.
    let fit = try LogisticRegression().fit(rows)
    let one = try RobustCovariance(rows, fit: fit, estimator: estimator, clusters: clusters)
    let other = try RobustCovariance(
      data.rows(order),
      fit: fit,
      estimator: estimator,
      clusters: clusters.map { codes in order.map { codes[$0] } }
    )
    Self.expectClose(one.matrix, other.matrix, tolerance: 1e-10, "seed \(seed)")
  }

  @Test(arguments: RobustCovariance.Estimator.allCases)
  func `the bits do not depend on threads`(estimator: RobustCovariance.Estimator) throws {
    // Clusters spread over all blocks, and more rows than one wave of blocks has.
    let data = Data(seed: 41, count: 70_000, clusterCount: 9_000)
    let clusters = estimator.usesClusters ? data.clusters : nil
    let rows = data.rows()
    let fit = try LogisticRegression(threads: 2).fit(rows)
    let results = try [1, 2, 5].map {
      try RobustCovariance(rows, fit: fit, estimator: estimator, clusters: clusters, threads: $0)
    }
    #expect(results[0] == results[1] && results[0] == results[2])
    if estimator == .hc0 {
      let influences = [1, 2].map {
        RowInfluence.largest(20, by: .cooksDistance, rows, fit: fit, threads: $0)
      }
      #expect(influences[0] == influences[1])
      #expect(
        FitStatistics(rows, fit: fit, threads: 1) == FitStatistics(rows, fit: fit, threads: 2)
      )
      let all = RowInfluence.ofAll(rows, fit: fit, threads: 2)
      // The trace of the hat matrix is the number of coefficients.
      TestSupport.expectClose(all.map(\.leverage).compensatedSum, 4, relativeTolerance: 1e-9)
      let best = all.sorted { ($1.cooksDistance, $0.row) < ($0.cooksDistance, $1.row) }
      #expect(Array(best.prefix(20)) == influences[0])
    }
  }

  @Test(arguments: [false, true]) func `codes of levels and their 0/1 columns give the same`(
    isSeparated: Bool
  ) throws {
    var generator = SeededGenerator(seed: 45)
    let codes = (0..<2500).map { _ in Int32(generator.index(below: 3)) }
    let numbers = codes.map { _ in 50 + generator.normal() }
    let response = zip(codes, numbers).map { code, x in
      isSeparated && code == 1 ? 0 : generator.uniform() < 0.3 + 0.1 * (x - 50) ? 1.0 : 0
    }
    let rows = LevelRows(codes: codes, numbers: numbers, response: response)
    let tally = OneOutcomeTally(rows)
    #expect(tally == OneOutcomeTally(rows.dense))
    #expect(tally.columns.map(\.column) == (isSeparated ? [2] : []))
    let proof = try SeparationProof(rows, threads: 2)
    #expect(proof.columns[2] == (isSeparated ? .infinite(isPositive: false) : .finite))
    #expect([0, 1, 3].allSatisfy { proof.columns[$0] == .finite })
    let regression = LogisticRegression()
    let fit = try regression.fit(rows)
    let dense = try regression.fit(rows.dense)
    guard isSeparated else {
      for estimator in [RobustCovariance.Estimator.hc1, .hc3] {
        let one = try RobustCovariance(rows, fit: fit, estimator: estimator)
        let other = try RobustCovariance(rows.dense, fit: dense, estimator: estimator)
        Self.expectClose(one.matrix, other.matrix, tolerance: 1e-9, "\(estimator)")
      }
      return
    }
    let one = try #require(
      try SeparatedFit(fit, rows: rows, proof: proof, regression: regression)
    )
    let other = try #require(
      try SeparatedFit(
        dense,
        rows: rows.dense,
        proof: SeparationProof(rows.dense),
        regression: regression
      )
    )
    for column in [0, 1, 3] {
      TestSupport.expectClose(
        one.fit.values[column],
        other.fit.values[column],
        relativeTolerance: 1e-9
      )
    }
    let left = try #require(try one.robustCovariance(.cr1, clusters: codes))
    let right = try #require(try other.robustCovariance(.cr1, clusters: codes))
    #expect(left.clusterCount == 3 && left.observationCount == 2500)
    for column in [0, 1, 3] {
      TestSupport.expectClose(
        left.matrix[column, column],
        right.matrix[column, column],
        relativeTolerance: 1e-8
      )
    }
  }

  @Test(arguments: [UInt64(51), 52]) func `clusters of one row are rows`(seed: UInt64) throws {
    let data = Data(seed: seed, count: 2500, clusterCount: 1)
    let rows = data.rows()
    let fit = try LogisticRegression().fit(rows)
    let single = (0..<2500).map { Int32(2499 - $0) }
    let hc0 = try RobustCovariance(rows, fit: fit, estimator: .hc0)
    let cr0 = try RobustCovariance(rows, fit: fit, estimator: .cr0, clusters: single)
    Self.expectClose(cr0.matrix, hc0.matrix, tolerance: 1e-11, "seed \(seed)")
    // And CR1 is HC1: n/(n-1) · (n-1)/(n-p).
    let hc1 = try RobustCovariance(rows, fit: fit, estimator: .hc1)
    let cr1 = try RobustCovariance(rows, fit: fit, estimator: .cr1, clusters: single)
    Self.expectClose(cr1.matrix, hc1.matrix, tolerance: 1e-11, "seed \(seed)")
    #expect(cr1.clusterCount == 2500)
  }

  @Test(arguments: RobustCovariance.Estimator.allCases)
  func `a frequency stands for the row written out so often`(
    estimator: RobustCovariance.Estimator
  ) throws {
    let data = Data(seed: 61, count: 1200, clusterCount: 30)
    let frequencies = (0..<1200).map { Double($0 % 4) }
    let short = FrequencyRows(base: data.rows(), frequencies: frequencies)
    let order = (0..<1200).flatMap { Array(repeating: $0, count: $0 % 4) }
    let long = data.rows(order)
    let shortFit = try LogisticRegression().fit(short)
    let longFit = try LogisticRegression().fit(long)
    let one = try RobustCovariance(
      short,
      fit: shortFit,
      estimator: estimator,
      clusters: estimator.usesClusters ? data.clusters : nil
    )
    let other = try RobustCovariance(
      long,
      fit: longFit,
      estimator: estimator,
      clusters: estimator.usesClusters ? order.map { data.clusters[$0] } : nil
    )
    Self.expectClose(one.matrix, other.matrix, tolerance: 1e-8, "")
    #expect(one.observationCount == Double(order.count))
    #expect(one.observationCount == other.observationCount)
    let left = FitStatistics(short, fit: shortFit)
    let right = FitStatistics(long, fit: longFit)
    TestSupport.expectClose(left.bic, right.bic, relativeTolerance: 1e-11)
    TestSupport.expectClose(left.tjur, right.tjur, relativeTolerance: 1e-9)
    let influence = RowInfluence.ofAll(long, fit: longFit)
    let shortInfluence = RowInfluence.ofAll(short, fit: shortFit)
    for (position, row) in order.enumerated() where position % 50 == 0 {
      TestSupport.expectClose(
        shortInfluence[row].cooksDistance,
        influence[position].cooksDistance,
        relativeTolerance: 1e-7
      )
    }
    #expect(shortInfluence[0].leverage == 0)
  }

  @Test func `a factor that would divide by zero is refused`() throws {
    let data = Data(seed: 71, count: 200, clusterCount: 1)
    let rows = data.rows()
    let fit = try LogisticRegression().fit(rows)
    for estimator in [RobustCovariance.Estimator.cr0Adjusted, .cr1] {
      #expect(throws: StatisticsError.tooFewObservations(required: 2, found: 1)) {
        try RobustCovariance(rows, fit: fit, estimator: estimator, clusters: data.clusters)
      }
    }
  }

  @Test func `a row that a coefficient is made of is counted, not divided by zero`() throws {
    // Grouped rows; the last column is 1 in one row alone, which is then fitted exactly.
    let rows = denseRows(
      [[1, 0.5, 0], [1, 1.5, 0], [1, 2, 0], [1, 3.5, 0], [1, 1, 1]],
      [0.2, 0.5, 0.4, 0.8, 0.3],
      weights: [10, 12, 9, 11, 10],
      interceptColumn: 0
    )
    let fit = try LogisticRegression().fit(rows)
    let robust = try RobustCovariance(rows, fit: fit, estimator: .hc3)
    #expect(robust.saturatedRowCount == 1)
    #expect(robust.matrix.isFinite)
    let influence = RowInfluence.ofAll(rows, fit: fit)
    #expect(influence[4].cooksDistance == .infinity)
    TestSupport.expectClose(influence[4].leverage, 1, absoluteTolerance: 1e-10)
  }

  @Test func `aliased and infinite coefficients have no Wald test, and aliased terms none at all`()
    throws
  {
    let data = Data(seed: 81, count: 300, clusterCount: 1)
    let design = data.design.enumerated().map { i, x in
      x + [x[3] * 2, i % 20 == 0 ? 1 : 0]
    }
    let response = data.response.enumerated().map { $0.offset % 20 == 0 ? 1 : $0.element }
    let rows = denseRows(design, response, interceptColumn: 0)
    let regression = LogisticRegression()
    let fit = try regression.fit(rows)
    let terms = [1..<2, 4..<5, 5..<6, 3..<5]
    let wald = TermTests.wald(terms: terms, fit: fit)
    #expect(wald[1] == .untestable(.aliased) && wald[2] == .untestable(.infinite))
    let ratio = try TermTests.likelihoodRatio(
      rows,
      terms: terms,
      fit: fit,
      regression: regression
    )
    #expect(ratio[1] == .untestable(.aliased))
    guard case .tested(let flag) = ratio[2], case .tested(let pair) = ratio[3] else {
      Issue.record("\(ratio)")
      return
    }
    #expect(flag.degreesOfFreedom == 1 && flag.statistic > 5)
    #expect(pair.degreesOfFreedom == 1)
  }
}
