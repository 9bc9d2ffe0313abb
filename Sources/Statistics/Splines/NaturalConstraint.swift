internal import RealModule

/// The combinations of cubic B-splines whose second derivative is zero at both ends.
///
/// The two constraints are taken out by two Householder reflections of the splines' coefficients,
/// each with the sign of the leading element as in LINPACK's `dqrdc` (an exact zero counts as
/// positive); the reflected coordinates from the third on are the natural splines. This fixes the
/// columns, which any rotation among them would leave equally natural, as R's `ns` does.
struct NaturalConstraint: Sendable {
  private let first: Reflection
  private let second: Reflection

  /// Constraints given by the second derivatives of the splines at either end, three or more.
  init(left: [Double], right: [Double]) {
    first = Reflection(annihilating: left, from: 0)
    second = Reflection(annihilating: first.reflected(right), from: 1)
  }

  /// The natural splines in terms of the given ones.
  ///
  /// - Parameter splines: one polynomial each, as many as derivatives.
  /// - Returns: two fewer.
  func natural(_ splines: [BSplineSegments.Cubic]) -> [BSplineSegments.Cubic] {
    Array(second.reflected(first.reflected(splines)).dropFirst(2))
  }

  /// `I - 2 v v' / v'v`.
  private struct Reflection: Sendable {
    private let direction: [Double]
    private let scale: Double

    /// The reflection that makes a vector zero behind an index and leaves what is before it.
    init(annihilating vector: [Double], from index: Int) {
      var v = vector
      for place in 0..<index { v[place] = 0 }
      // The derivatives' size goes with the range to the power of -2: scaled, no square overflows.
      let largest = v.map(abs).max() ?? 1
      for place in v.indices { v[place] /= largest }
      let norm = Double.sqrt(v.map { $0 * $0 }.compensatedSum)
      v[index] += v[index] < 0 ? -norm : norm
      direction = v
      scale = 2 / v.map { $0 * $0 }.compensatedSum
    }

    func reflected(_ vector: [Double]) -> [Double] {
      let product = scale * zip(direction, vector).map { $0 * $1 }.compensatedSum
      return zip(vector, direction).map { $0 - product * $1 }
    }

    func reflected(_ vector: [BSplineSegments.Cubic]) -> [BSplineSegments.Cubic] {
      var product = BSplineSegments.Cubic.zero
      for (part, element) in zip(direction, vector) { product += part * element }
      product *= scale
      return zip(vector, direction).map { $0 - product * $1 }
    }
  }
}
