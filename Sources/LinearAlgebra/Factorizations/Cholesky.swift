internal import RealModule

/// The Cholesky factorisation `A = L L'` of a symmetric positive definite matrix.
///
/// Only the lower triangle of the matrix is read. The corresponding LAPACK routine is `dpotrf`.
package struct Cholesky: Sendable, Equatable {
  /// Order of the matrix.
  package let order: Int
  private let factor: [Double]

  /// Factorises a matrix.
  ///
  /// - Parameter matrix: n × n, symmetric.
  /// - Throws: `notFinite`; `notPositiveDefinite` with the order of the leading minor that fails.
  /// - Complexity: n³/3 flops.
  package init(_ matrix: Matrix<Double>) throws(LinearAlgebraError) {
    precondition(matrix.rows == matrix.columns, "only a square matrix has this factorisation")
    guard matrix.isFinite else { throw .notFinite }
    var factor = matrix.elements
    let info = Double.potrf(&factor, order: matrix.rows)
    guard info == 0 else { throw .notPositiveDefinite(leadingMinor: info) }
    order = matrix.rows
    self.factor = factor
  }

  /// The lower triangular factor L, zeros above the diagonal.
  package var lower: Matrix<Double> {
    var result = Matrix(factor, rows: order, columns: order)
    for j in 0..<order {
      for i in 0..<j { result[i, j] = 0 }
    }
    return result
  }

  /// The solution x of `A x = b`.
  ///
  /// - Parameter b: n numbers.
  /// - Returns: n numbers.
  /// - Complexity: 2 n² flops.
  package func solve(_ b: [Double]) -> [Double] {
    precondition(b.count == order, "sizes differ")
    var result = b
    LAPACK.potrs(factor: factor, order: order, b: &result, rightHandSides: 1)
    return result
  }

  /// The solution X of `A X = B`, n × m.
  package func solve(_ b: Matrix<Double>) -> Matrix<Double> {
    precondition(b.rows == order, "sizes differ")
    var result = b
    LAPACK.potrs(factor: factor, order: order, b: &result.elements, rightHandSides: b.columns)
    return result
  }

  /// The inverse of A, both triangles filled.
  ///
  /// The corresponding LAPACK routine is `dpotri`.
  ///
  /// - Complexity: 2 n³/3 flops.
  package var inverse: Matrix<Double> {
    var elements = factor
    let info = LAPACK.potri(&elements, order: order)
    precondition(info == 0, "a Cholesky factor has no zero on its diagonal")
    var result = Matrix(elements, rows: order, columns: order)
    result.symmetrizeFromLower()
    return result
  }

  /// Replaces each row x of a block by L⁻¹x, so that their squared length is `x' A⁻¹ x`.
  ///
  /// The corresponding BLAS routine is `dtrsm`.
  ///
  /// - Parameters:
  ///   - block: matrix whose leading rows and n leading columns are changed.
  ///   - usedRows: number of leading rows that count; all when `nil`.
  /// - Complexity: n² flops a row.
  package func whitenRows(
    of block: inout Matrix<Double>,
    usedRows: Int? = nil
  ) {
    let used = usedRows ?? block.rows
    precondition(order <= block.columns, "shapes differ")
    precondition(used <= block.rows, "more rows used than there are")
    guard order > 0, used > 0 else { return }
    LAPACK.trsm(
      lower: factor,
      order: order,
      b: &block.elements,
      rows: used,
      ldb: block.rows
    )
  }

  /// log det A.
  package var logDeterminant: Double {
    var sum = 0.0
    for i in 0..<order { sum += 2 * Double.log(factor[i + i * order]) }
    return sum
  }
}
