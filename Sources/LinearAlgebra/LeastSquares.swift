/// The least-squares solution of an overdetermined system, by QR with column pivoting.
///
/// - Parameters:
///   - design: m × n matrix, m ≥ n.
///   - response: m numbers.
/// - Returns: the n coefficients that minimise the sum of squared residuals.
/// - Throws: `notFinite`; `rankDeficient` when the columns are dependent.
/// - Complexity: 2 m n² flops.
package func leastSquares(
  _ design: Matrix<Double>,
  _ response: [Double]
) throws(LinearAlgebraError) -> [Double] {
  try QR(design).leastSquares(response)
}
