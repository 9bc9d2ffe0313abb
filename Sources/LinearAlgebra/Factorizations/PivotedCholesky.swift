/// The Cholesky factorisation with complete pivoting `P' A P = L L'` of a symmetric positive
/// semi-definite matrix, which finds the columns that depend linearly on others.
///
/// The corresponding LAPACK routine is `dpstrf`.
package struct PivotedCholesky: Sendable, Equatable {
  /// Order of the matrix.
  package let order: Int
  /// Numerical rank.
  package let rank: Int
  /// The columns in the order of elimination; the first `rank` of them are independent.
  package let pivots: [Int]
  private let factor: [Double]

  /// A column that is a linear combination of independent ones.
  package struct Dependency: Sendable, Equatable {
    /// Index of the dependent column.
    package let column: Int
    /// Coefficient of each independent column, in the order of ``PivotedCholesky/independent``.
    package let coefficients: [Double]
  }

  /// Factorises a matrix.
  ///
  /// - Parameters:
  ///   - matrix: n × n, symmetric; only the lower triangle is read. Scale it to a unit diagonal
  ///     first when its columns have different units.
  ///   - tolerance: pivots not above it count as zero; absolute.
  /// - Throws: `notFinite`.
  /// - Complexity: n³/3 flops.
  package init(_ matrix: Matrix<Double>, tolerance: Double) throws(LinearAlgebraError) {
    precondition(matrix.rows == matrix.columns, "only a square matrix has this factorisation")
    guard matrix.isFinite else { throw .notFinite }
    order = matrix.rows
    var factor = matrix.elements
    (rank, pivots) = LAPACK.pstrf(&factor, order: matrix.rows, tolerance: tolerance)
    self.factor = factor
  }

  /// Indices of the independent columns, in the order of elimination.
  package var independent: [Int] { Array(pivots.prefix(rank)) }

  /// The dependent columns, each with the combination of independent ones that gives it.
  ///
  /// - Complexity: n rank² flops.
  package var dependencies: [Dependency] {
    guard rank < order else { return [] }
    // In pivoted order A = [L11; L21] [L11; L21]', so column r + k is a combination c of the
    // first `rank` columns with L11' c = (row k of L21)'.
    return (rank..<order).map { position in
      var b = (0..<rank).map { factor[position + $0 * order] }
      let info = LAPACK.trtrs(
        upper: false,
        transpose: true,
        a: factor,
        order: rank,
        lda: order,
        b: &b,
        bRows: rank,
        rightHandSides: 1
      )
      precondition(info == 0, "the leading factor is not singular")
      return Dependency(column: pivots[position], coefficients: b)
    }
  }
}
