internal import LinearAlgebra

/// A penalty of squares, as a plain Newton method takes it: a ridge adds to value, gradient and
/// Hessian of a loss, whoever computes them.
///
/// ```
/// Σ_j w_j b_j² / 2
/// ```
struct QuadraticPenalty: Sendable, Equatable {
  /// Weight of each coefficient, at least 0; lambda included, and 0 for the intercept.
  let weights: [Double]

  /// The penalty.
  func value(_ coefficients: [Double]) -> Double {
    zip(weights, coefficients).map { $0 * $1 * $1 / 2 }.compensatedSum
  }

  /// The step to the minimum of a loss's quadratic model plus the penalty.
  ///
  /// - Parameters:
  ///   - gradient: k numbers: the loss's at `coefficients`.
  ///   - hessian: k × k: the loss's at `coefficients`.
  ///   - coefficients: k numbers.
  /// - Returns: k numbers to add to the coefficients.
  /// - Throws: `notFinite`; `notPositiveDefinite` when loss and penalty leave a direction flat.
  /// - Complexity: k³/3 flops.
  func newtonStep(
    gradient: [Double],
    hessian: Matrix<Double>,
    coefficients: [Double]
  ) throws(LinearAlgebraError) -> [Double] {
    let k = weights.count
    precondition(gradient.count == k && hessian.rows == k && coefficients.count == k)
    var system = hessian
    for j in 0..<k { system.elements[j + j * k] += weights[j] }
    let slope = (0..<k).map { -gradient[$0] - weights[$0] * coefficients[$0] }
    return try Cholesky(system).solve(slope)
  }
}
