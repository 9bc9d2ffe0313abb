extension Matrix {
  /// The product of two matrices, `left.rows` × `right.columns`.
  ///
  /// - Complexity: 2 m n k flops.
  @inlinable
  public static func * (left: Matrix, right: Matrix) -> Matrix {
    left.multiplied(by: right)
  }

  /// The product of a matrix and a vector of `columns` numbers.
  ///
  /// The result of a row does not depend on where the row stands: terms are summed in the order
  /// of the columns, for each row alone.
  ///
  /// - Complexity: 2 m n flops.
  @inlinable
  public static func * (left: Matrix, right: [Scalar]) -> [Scalar] {
    precondition(left.columns == right.count, "inner sizes differ")
    var result = [Scalar](repeating: 0, count: left.rows)
    for j in 0..<left.columns {
      let factor = right[j]
      let start = j * left.rows
      for i in 0..<left.rows { result[i] += left.elements[start + i] * factor }
    }
    return result
  }

  /// `op(self) op(other)`, with each side transposed first where asked.
  @inlinable
  public func multiplied(
    by other: Matrix,
    transposingSelf: Bool = false,
    transposingOther: Bool = false
  ) -> Matrix {
    let (m, k) = transposingSelf ? (columns, rows) : (rows, columns)
    let (inner, n) = transposingOther ? (other.columns, other.rows) : (other.rows, other.columns)
    precondition(k == inner, "inner sizes differ")
    var result = Matrix.zeros(rows: m, columns: n)
    guard m > 0, n > 0, k > 0 else { return result }
    Scalar.gemm(
      transposeA: transposingSelf,
      transposeB: transposingOther,
      m: m,
      n: n,
      k: k,
      alpha: 1,
      a: elements,
      lda: rows,
      b: other.elements,
      ldb: other.rows,
      beta: 0,
      c: &result.elements,
      ldc: m
    )
    return result
  }

  /// `X'X` of this n × p matrix, summed in double: p × p, symmetric, both triangles filled.
  ///
  /// - Complexity: n p² flops.
  @inlinable
  public var crossproduct: Matrix<Double> {
    var result = Matrix<Double>.zeros(rows: columns, columns: columns)
    result.addCrossproduct(of: self)
    result.symmetrizeFromLower()
    return result
  }
}

extension Matrix<Double> {
  /// Adds `X'X` to the lower triangle of this p × p matrix; the upper triangle is left alone.
  ///
  /// Products of single precision are summed in it over at most 1024 rows, the rest in double.
  ///
  /// - Parameters:
  ///   - leading: number of leading columns of `block` that make up X; p when `nil`.
  ///   - block: matrix whose leading rows and columns are X.
  ///   - usedRows: number of leading rows of `block` that count; all when `nil`.
  @inlinable
  public mutating func addCrossproduct<Block: BLASScalar>(
    ofLeading leading: Int? = nil,
    of block: Matrix<Block>,
    usedRows: Int? = nil
  ) {
    let p = leading ?? block.columns
    precondition(rows == p && columns == p && p <= block.columns, "shapes differ")
    let n = usedRows ?? block.rows
    precondition(n <= block.rows, "more rows used than there are")
    guard p > 0, n > 0 else { return }
    Block.addCrossproduct(
      rows: n,
      columns: p,
      of: block.elements,
      stride: block.rows,
      to: &elements
    )
  }
}
