internal import LinearAlgebra

/// What the information leaves out of the negative Hessian, learnt from the steps taken.
///
/// The second derivatives of Firth's penalty would cost n p³; the symmetric rank-one formula
/// (Nocedal and Wright, *Numerical Optimization*, 2006, section 6.2), applied to that part alone
/// as Dennis, Gay and Welsch (1981, ACM TOMS 7:348) do for least squares, makes Fisher scoring
/// converge faster than linearly without any further pass over the rows.
struct HessianCorrection: Sendable {
  private var correction: Matrix<Double>

  /// No correction, of `dimension` directions.
  init(dimension: Int) {
    correction = .zeros(rows: dimension, columns: dimension)
  }

  /// The factor of the corrected information, of the information alone where the correction would
  /// make it indefinite; `nil` when it is not positive definite either.
  func factor(_ information: Matrix<Double>) -> Cholesky? {
    var corrected = information
    corrected += correction
    // Either factorisation may fail; the caller learns of it by `nil`.
    return (try? Cholesky(corrected)) ?? (try? Cholesky(information))
  }

  /// Learns from a step.
  ///
  /// - Parameters:
  ///   - step: the step taken.
  ///   - scoreDrop: score before minus score after it.
  ///   - before: information before it.
  ///   - after: information after it.
  mutating func learn(
    step: [Double],
    scoreDrop: [Double],
    before: Matrix<Double>,
    after: Matrix<Double>
  ) {
    let left = before * step
    let right = after * step
    let known = correction * step
    // The trapezoid of the two informations leaves an error of the third order in the step.
    let rest = step.indices.map { scoreDrop[$0] - (left[$0] + right[$0]) / 2 - known[$0] }
    let inner = dot(rest, step)
    let bound = (dot(rest, rest) * dot(step, step)).squareRoot()
    // The usual safeguard of the formula: no update along a nearly orthogonal step.
    guard abs(inner) > 1e-8 * bound else { return }
    for j in step.indices {
      for i in step.indices { correction[i, j] += rest[i] * rest[j] / inner }
    }
  }
}

/// Sum of the products of two vectors' elements.
func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for (x, y) in zip(a, b) { sum += x * y }
  return sum
}
