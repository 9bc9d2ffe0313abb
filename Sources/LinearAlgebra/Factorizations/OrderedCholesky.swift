internal import RealModule

/// The columns of a Gram matrix that depend linearly on columns before them.
///
/// A Cholesky factorisation in the order given that leaves out each column whose pivot vanishes, as
/// R's `lm` and `glm` leave out the later of two aliased columns. (``PivotedCholesky`` finds the
/// rank too, but chooses which columns to keep by size.)
package struct OrderedCholesky: Sendable, Equatable {
  /// The columns that are kept, ascending.
  package let independent: [Int]
  /// The columns that are left out, each with its combination of the kept ones.
  package let dependencies: [Dependency]

  /// A column that is a linear combination of columns before it.
  package struct Dependency: Sendable, Equatable {
    /// Index of the dependent column.
    package let column: Int
    /// The kept columns before it and the coefficient of each.
    package let combination: [(column: Int, coefficient: Double)]

    /// A column and its combination of others.
    package init(column: Int, combination: [(column: Int, coefficient: Double)]) {
      self.column = column
      self.combination = combination
    }

    package static func == (left: Dependency, right: Dependency) -> Bool {
      left.column == right.column
        && left.combination.elementsEqual(right.combination) { $0 == $1 }
    }
  }

  /// Examines a Gram matrix.
  ///
  /// - Parameters:
  ///   - gram: p × p, symmetric, positive semi-definite; only the lower triangle is read. Columns
  ///     should have been centred, so that the diagonal holds their variation.
  ///   - tolerance: a column is dependent when the part of its diagonal element that the columns
  ///     before leave unexplained is at most this share of it; a zero diagonal element too.
  /// - Throws: `notFinite`.
  /// - Complexity: p³/3 flops.
  package init(_ gram: Matrix<Double>, tolerance: Double) throws(LinearAlgebraError) {
    precondition(gram.rows == gram.columns, "only a square matrix is a Gram matrix")
    guard gram.isFinite else { throw .notFinite }
    var kept: [Int] = []
    var rows: [[Double]] = []  // row of the factor of each kept column
    var dependencies: [Dependency] = []
    for j in 0..<gram.rows {
      var row: [Double] = []
      var pivot = gram[j, j]
      for (k, other) in kept.enumerated() {
        var value = gram[j, other]
        for m in 0..<k { value -= row[m] * rows[k][m] }
        value /= rows[k][k]
        row.append(value)
        pivot -= value * value
      }
      if pivot > tolerance * gram[j, j] {
        row.append(.sqrt(pivot))
        kept.append(j)
        rows.append(row)
        continue
      }
      // Back substitution of L' c = row gives the combination of the kept columns.
      var coefficients = row
      for k in stride(from: kept.count - 1, through: 0, by: -1) {
        for m in (k + 1)..<max(kept.count, k + 1) {
          coefficients[k] -= rows[m][k] * coefficients[m]
        }
        coefficients[k] /= rows[k][k]
      }
      dependencies.append(
        Dependency(
          column: j,
          combination: zip(kept, coefficients).map { (column: $0, coefficient: $1) }
        )
      )
    }
    independent = kept
    self.dependencies = dependencies
  }
}
