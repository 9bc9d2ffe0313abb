/// The QR factorisation with column pivoting `A P = Q R` of an m × n matrix, m ≥ n.
///
/// The corresponding LAPACK routine is `dgeqp3`.
package struct QR: Sendable, Equatable {
  /// Number of rows, m.
  package let rows: Int
  /// Number of columns, n.
  package let columns: Int
  /// The columns in the order of elimination.
  package let pivots: [Int]
  private let factor: [Double]
  private let tau: [Double]

  /// Factorises a matrix.
  ///
  /// - Parameter matrix: m × n with m ≥ n.
  /// - Throws: `notFinite`.
  /// - Complexity: 2 m n² - 2 n³/3 flops.
  package init(_ matrix: Matrix<Double>) throws(LinearAlgebraError) {
    precondition(matrix.rows >= matrix.columns, "fewer rows than columns")
    guard matrix.isFinite else { throw .notFinite }
    rows = matrix.rows
    columns = matrix.columns
    var factor = matrix.elements
    (tau, pivots) = LAPACK.geqp3(&factor, rows: matrix.rows, columns: matrix.columns)
    self.factor = factor
  }

  /// The upper triangular factor R, n × n.
  package var upper: Matrix<Double> {
    var result = Matrix<Double>.zeros(rows: columns, columns: columns)
    for j in 0..<columns {
      for i in 0...j { result[i, j] = factor[i + j * rows] }
    }
    return result
  }

  /// Number of diagonal elements of R above `tolerance` times the first.
  package func rank(tolerance: Double = 1e-12) -> Int {
    guard columns > 0 else { return 0 }
    let first = abs(factor[0])
    guard first > 0 else { return 0 }
    return (0..<columns).prefix { abs(factor[$0 + $0 * rows]) > tolerance * first }.count
  }

  /// The x that minimises |A x - b|.
  ///
  /// - Parameter b: m numbers.
  /// - Returns: n numbers.
  /// - Throws: `rankDeficient`.
  /// - Complexity: 4 m n flops.
  package func leastSquares(_ b: [Double]) throws(LinearAlgebraError) -> [Double] {
    precondition(b.count == rows, "sizes differ")
    guard rank() == columns else { throw .rankDeficient(rank: rank(), columns: columns) }
    var work = b
    LAPACK.ormqr(
      reflectors: factor,
      tau: tau,
      rows: rows,
      transpose: true,
      c: &work,
      rightHandSides: 1
    )
    var solution = Array(work.prefix(columns))
    let info = LAPACK.trtrs(
      upper: true,
      transpose: false,
      a: factor,
      order: columns,
      lda: rows,
      b: &solution,
      bRows: columns,
      rightHandSides: 1
    )
    guard info == 0 else { throw .singular(position: info) }
    var result = [Double](repeating: 0, count: columns)
    for (position, column) in pivots.enumerated() { result[column] = solution[position] }
    return result
  }
}
