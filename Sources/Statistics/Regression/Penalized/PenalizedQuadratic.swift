internal import LinearAlgebra

/// The step of a penalised Newton method: the minimum of a quadratic model of the loss plus the
/// penalty, at a cost that does not depend on the number of rows.
///
/// ```
/// g'(b - a) + (b - a)'H(b - a)/2 + Σ_j l1_j |b_j| + l2_j b_j²/2
/// ```
///
/// Coordinate descent (Friedman, Hastie and Tibshirani 2010) finds the columns that take part and
/// their signs; where it is slow, the minimum for these signs comes from a Cholesky factorisation
/// and the way there ends at the first coefficient that reaches zero.
struct PenalizedQuadratic {
  let hessian: Matrix<Double>
  /// Factors of |b| and b²/2 for each column of the model, lambda included.
  let l1: [Double]
  let l2: [Double]
  /// Places that may differ from zero.
  let candidates: [Int]
  private(set) var coefficients: [Double]
  /// Gradient of the quadratic at ``coefficients``, the penalty aside.
  private var gradient: [Double]
  private let order: Int

  init(
    hessian: Matrix<Double>,
    gradient: [Double],
    coefficients: [Double],
    l1: [Double],
    l2: [Double],
    candidates: [Int]
  ) {
    self.hessian = hessian
    self.gradient = gradient
    self.coefficients = coefficients
    self.l1 = l1
    self.l2 = l2
    self.candidates = candidates
    order = hessian.rows
  }

  /// Sweeps between two attempts at a direct solution.
  private static let sweepsBetween = 6
  private static let maximumRounds = 200

  /// Goes to the minimum.
  ///
  /// - Parameter tolerance: largest move of a coefficient that still counts as none, times the
  ///   square root of its curvature.
  mutating func minimize(tolerance: Double) {
    if candidates.allSatisfy({ l1[$0] == 0 }), solveDirectly(candidates) { return }
    let limit = tolerance * tolerance
    for _ in 0..<Self.maximumRounds {
      // A sweep over all candidates; it may let new ones in.
      guard sweep(candidates) > limit else { return }
      for round in 1...(8 * Self.sweepsBetween) {
        let active = candidates.filter { coefficients[$0] != 0 || l1[$0] == 0 }
        guard sweep(active) > limit else { break }
        if round % Self.sweepsBetween == 0, solveDirectly(active) { break }
      }
    }
  }

  /// One coordinate after the other to its own minimum.
  ///
  /// - Returns: the largest squared move times curvature.
  private mutating func sweep(_ places: [Int]) -> Double {
    var largest = 0.0
    for j in places {
      let curvature = hessian.elements[j + j * order]
      guard curvature + l2[j] > 0 else { continue }
      let old = coefficients[j]
      let target = curvature * old - gradient[j]
      let shrunk = max(abs(target) - l1[j], 0)
      let new = (target < 0 ? -shrunk : shrunk) / (curvature + l2[j])
      let move = new - old
      guard move != 0 else { continue }
      coefficients[j] = new
      RowKernels.add(move, times: hessian.elements, from: j * order, count: order, to: &gradient)
      largest = max(largest, curvature * move * move)
    }
    return largest
  }

  /// Goes to the minimum for the present signs, or as far as none of them changes.
  ///
  /// - Returns: true when the minimum was reached.
  private mutating func solveDirectly(_ places: [Int]) -> Bool {
    // A coefficient of zero has no sign to keep.
    let active = places.filter { coefficients[$0] != 0 || l1[$0] == 0 }
    guard !active.isEmpty else { return true }
    var elements = [Double](repeating: 0, count: active.count * active.count)
    for (column, j) in active.enumerated() {
      for (row, i) in active.enumerated() {
        elements[row + column * active.count] = hessian.elements[i + j * order]
      }
    }
    // For fixed signs the absolute values are linear, and the rest is a ridge.
    let slope = active.map { j in
      gradient[j] + (l1[j] == 0 ? 0 : coefficients[j] < 0 ? -l1[j] : l1[j])
    }
    // A singular model is left to coordinate descent, which needs no inverse.
    guard
      let step = try? QuadraticPenalty(weights: active.map { l2[$0] }).newtonStep(
        gradient: slope,
        hessian: Matrix(elements, rows: active.count, columns: active.count),
        coefficients: active.map { coefficients[$0] }
      )
    else { return false }
    guard step.allSatisfy(\.isFinite) else { return false }
    var fraction = 1.0
    var blocking: Int?
    for (place, j) in active.enumerated() where l1[j] > 0 {
      let end = coefficients[j] + step[place]
      guard end * coefficients[j] < 0 else { continue }
      let reach = coefficients[j] / (coefficients[j] - end)
      if reach < fraction {
        fraction = reach
        blocking = j
      }
    }
    for (place, j) in active.enumerated() {
      let move = j == blocking ? -coefficients[j] : fraction * step[place]
      coefficients[j] = j == blocking ? 0 : coefficients[j] + move
      RowKernels.add(move, times: hessian.elements, from: j * order, count: order, to: &gradient)
    }
    return blocking == nil
  }
}
