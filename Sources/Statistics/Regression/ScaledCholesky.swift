internal import LinearAlgebra

/// A Cholesky factorisation of a symmetric matrix brought to a unit diagonal first.
///
/// Columns of very different size, as a rare category beside an intercept, then cost no accuracy,
/// and the squared pivots are the shares of each column that the ones before it leave unexplained.
struct ScaledCholesky: Sendable {
  private let cholesky: Cholesky
  private let scale: [Double]
  private let scaledNorm: Double

  /// Factorises; `nil` for a matrix that is not positive definite or not finite.
  init?(_ matrix: Matrix<Double>) {
    let scale = matrix.diagonal.map { 1 / $0.squareRoot() }
    guard scale.allSatisfy(\.isFinite) else { return nil }
    var scaled = matrix
    var norm = 0.0
    for j in 0..<matrix.columns {
      var sum = 0.0
      for i in 0..<matrix.rows {
        scaled.elements[i + j * matrix.rows] *= scale[i] * scale[j]
        sum += abs(scaled.elements[i + j * matrix.rows])
      }
      norm = max(norm, sum)
    }
    // Not positive definite or not finite: the caller's status says so.
    guard let cholesky = try? Cholesky(scaled) else { return nil }
    self.cholesky = cholesky
    self.scale = scale
    scaledNorm = norm
  }

  /// The smallest squared pivot, in [0, 1].
  var smallestPivot: Double {
    let lower = cholesky.lower
    return lower.diagonal.map { $0 * $0 }.min() ?? 1
  }

  /// The solution x of `A x = b`.
  func solve(_ b: [Double]) -> [Double] {
    let solution = cholesky.solve(zip(b, scale).map { $0 * $1 })
    return zip(solution, scale).map { $0 * $1 }
  }

  /// The inverse of A, and the reciprocal condition number of the scaled A in the 1-norm.
  var inverse: (matrix: Matrix<Double>, reciprocalCondition: Double) {
    var result = cholesky.inverse
    var norm = 0.0
    for j in 0..<result.columns {
      var sum = 0.0
      for i in 0..<result.rows {
        sum += abs(result.elements[i + j * result.rows])
        result.elements[i + j * result.rows] *= scale[i] * scale[j]
      }
      norm = max(norm, sum)
    }
    return (result, scale.isEmpty ? 1 : 1 / (norm * scaledNorm))
  }
}
