/// Why a factorisation or a solution does not exist.
package enum LinearAlgebraError: Error, Equatable, Sendable {
  /// The leading minor of this order (from 1) is not positive: the matrix is not positive definite.
  case notPositiveDefinite(leadingMinor: Int)
  /// The columns are linearly dependent: the numerical rank is below the number of columns.
  case rankDeficient(rank: Int, columns: Int)
  /// The triangular factor has a zero on the diagonal at this position (from 1).
  case singular(position: Int)
  /// The eigenvalue iteration stopped with this many values not found.
  case noConvergence(unconverged: Int)
  /// An element is infinite or not a number.
  case notFinite
}
