/// Eigenvalues and eigenvectors `A = V diag(values) V'` of a symmetric matrix.
///
/// The corresponding LAPACK routine is `dsyevd`.
package struct SymmetricEigen: Sendable, Equatable {
  /// The n eigenvalues, ascending.
  package let values: [Double]
  /// The n × n orthonormal eigenvectors, one a column, in the order of the values.
  package let vectors: Matrix<Double>

  /// Decomposes a matrix.
  ///
  /// - Parameter matrix: n × n, symmetric; only the lower triangle is read.
  /// - Throws: `notFinite`; `noConvergence`.
  /// - Complexity: about 9 n³ flops.
  package init(_ matrix: Matrix<Double>) throws(LinearAlgebraError) {
    precondition(matrix.rows == matrix.columns, "only a square matrix has eigenvalues")
    guard matrix.isFinite else { throw .notFinite }
    var elements = matrix.elements
    let (values, info) = LAPACK.syevd(&elements, order: matrix.rows)
    guard info == 0 else { throw .noConvergence(unconverged: info) }
    self.values = values
    vectors = Matrix(elements, rows: matrix.rows, columns: matrix.columns)
  }
}
