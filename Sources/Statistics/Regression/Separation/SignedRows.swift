internal import LinearAlgebra

/// The rows of a logistic regression as directions that the linear predictor must not be lowered in.
///
/// A row of successes alone stands for its design vector x, one of failures alone for -x, one of
/// both for x and -x: a direction γ of the coefficients separates when the product with each of them
/// is at least 0 and with some above 0. The columns are standardised, aliased ones left out, and
/// turned so that their crossproduct is the identity; then each vector gets length 1. Neither
/// changes what is separated, and all tolerances are free of units.
struct SignedRows<Rows: RowBlocks>: Sendable {
  let rows: Rows
  let columns: TurnedColumns
  let threads: Int

  /// What a pass finds in a group of blocks, in the order of the groups.
  ///
  /// - Parameters:
  ///   - initial: what a group starts with.
  ///   - body: called for each block with the group's value.
  /// - Returns: one value a group.
  func mapGroups<Value: Sendable>(
    _ initial: Value,
    _ body: @Sendable (inout Value, SignedBlock) -> Void
  ) -> [Value] {
    mapBlockGroups(of: rows, threads: threads) { group in
      var value = initial
      var signed = SignedBlock(capacity: group.capacity, dimension: columns.dimension)
      var block = DesignBlock(capacity: group.capacity, layout: rows.layout)
      for index in group.blocks {
        rows.fill(index, into: &block)
        signed.load(&block, columns)
        body(&value, signed)
      }
      return value
    }
  }
}

/// The columns of a design, standardised and turned so that their crossproduct is the identity.
struct TurnedColumns: Sendable {
  let moments: ColumnMoments
  /// The columns in the model, ascending; the others are combinations of them.
  let kept: [Int]
  /// k × k map from directions of the turned columns to those of the standardised kept ones.
  let turn: Matrix<Double>

  /// Number of columns in the model, k.
  var dimension: Int { turn.columns }

  /// Two passes over the rows.
  ///
  /// - Throws: `notFinite` when a design value is.
  init(_ rows: some RowBlocks, threads: Int) throws(StatisticsError) {
    moments = ColumnMoments(rows, threads: threads)
    let all = Array(0..<rows.columnCount)
    let gram = Self.gram(rows, moments, all, threads)
    do throws(LinearAlgebraError) {
      kept = try OrderedCholesky(gram, tolerance: 1e-11).independent
      let eigen = try SymmetricEigen(gram[kept, kept])
      var turn = eigen.vectors
      for (j, value) in eigen.values.enumerated() {
        let factor = 1 / max(value, .leastNormalMagnitude).squareRoot()
        for i in 0..<turn.rows { turn[i, j] *= factor }
      }
      self.turn = turn
    } catch {
      throw .notFinite(index: 0)
    }
  }

  /// Crossproduct of the standardised columns over rows of positive weight.
  private static func gram(
    _ rows: some RowBlocks,
    _ moments: ColumnMoments,
    _ columns: [Int],
    _ threads: Int
  ) -> Matrix<Double> {
    let parts = mapBlockGroups(of: rows, threads: threads) { group in
      var part = Matrix<Double>.zeros(rows: columns.count, columns: columns.count)
      var block = DesignBlock(capacity: group.capacity, layout: rows.layout)
      for index in group.blocks {
        rows.fill(index, into: &block)
        block.standardize(columns, moments)
        let stride = block.design.rows
        for i in 0..<block.rows where block.weights[i] <= 0 {
          for j in columns.indices { block.design.elements[j * stride + i] = 0 }
        }
        part.addCrossproduct(ofLeading: columns.count, of: block.design, usedRows: block.rows)
      }
      return part
    }
    var total = Matrix<Double>.zeros(rows: columns.count, columns: columns.count)
    for part in parts { total += part }
    total.symmetrizeFromLower()
    return total
  }
}

/// The unit vectors of the rows of one block.
struct SignedBlock: Sendable {
  /// Room for rows × k; the first ``rows`` rows count.
  private(set) var vectors: Matrix<Double>
  /// Rows in use.
  private(set) var rows = 0
  /// 1 for rows of one outcome, 2 for rows of both, which stand for their opposite too; 0 for rows
  /// without weight, or whose columns are all zero.
  private(set) var sides: [Int]

  init(capacity: Int, dimension: Int) {
    vectors = .zeros(rows: capacity, columns: dimension)
    sides = Array(repeating: 0, count: capacity)
  }

  /// Takes the rows of a block, whose design is overwritten.
  mutating func load(_ block: inout DesignBlock, _ columns: TurnedColumns) {
    block.standardize(columns.kept, columns.moments)
    let k = columns.dimension
    rows = block.rows
    guard k > 0, rows > 0 else { return }
    let stride = vectors.rows
    Double.gemm(
      transposeA: false,
      transposeB: false,
      m: rows,
      n: k,
      k: k,
      alpha: 1,
      a: block.design.elements,
      lda: block.design.rows,
      b: columns.turn.elements,
      ldb: k,
      beta: 0,
      c: &vectors.elements,
      ldc: stride
    )
    var squares = [Double](repeating: 0, count: rows)
    for j in 0..<k {
      for i in 0..<rows {
        let value = vectors.elements[j * stride + i]
        squares[i] += value * value
      }
    }
    for i in 0..<rows {
      let share = block.response[i]
      let isUsed = block.weights[i] > 0 && squares[i] > 0
      sides[i] = isUsed ? (share > 0 && share < 1 ? 2 : 1) : 0
      squares[i] = isUsed ? (share > 0 ? 1 : -1) / squares[i].squareRoot() : 0
    }
    for j in 0..<k {
      for i in 0..<rows { vectors.elements[j * stride + i] *= squares[i] }
    }
  }

  /// The unit vector of a row.
  func vector(_ row: Int) -> [Double] {
    (0..<vectors.columns).map { vectors.elements[$0 * vectors.rows + row] }
  }

  /// rows × m products of the vectors with the m columns of a k × m matrix.
  func products(_ directions: Matrix<Double>) -> Matrix<Double> {
    var result = Matrix<Double>.zeros(rows: rows, columns: directions.columns)
    guard rows > 0, directions.columns > 0, directions.rows > 0 else { return result }
    Double.gemm(
      transposeA: false,
      transposeB: false,
      m: rows,
      n: directions.columns,
      k: directions.rows,
      alpha: 1,
      a: vectors.elements,
      lda: vectors.rows,
      b: directions.elements,
      ldb: directions.rows,
      beta: 0,
      c: &result.elements,
      ldc: rows
    )
    return result
  }
}

extension DesignBlock {
  /// Replaces the leading columns of the design by the kept ones, as `(x - center) / scale`.
  mutating func standardize(_ kept: [Int], _ moments: ColumnMoments) {
    let stride = design.rows
    for (position, column) in kept.enumerated() {
      let center = moments.center[column]
      let scale = moments.scale[column]
      for i in 0..<rows {
        design.elements[position * stride + i] =
          (design.elements[column * stride + i] - center) / scale
      }
    }
  }
}
