internal import RealModule
internal import Statistics

/// A normal distribution with another spread on each side of its centre, each stretched by factors
/// that depend on the distance.
///
/// ```
/// q(p) = center + spread · c(|z|) · z,   z = Φ⁻¹(p)
/// ```
/// c is linear between its values at ``IntervalCalibration/probabilities`` and constant beyond.
package struct StretchedNormal: ProbabilityDistribution, Codable, Equatable {
  let center: Double
  let below: Double
  let above: Double
  let lower: [Double]
  let upper: [Double]
  /// True for max(0, X).
  var isNonnegative: Bool

  package func quantile(_ probability: Double) -> Double {
    value(at: Normal.standard.quantile(probability))
  }

  /// The quantile by its standard normal one.
  func value(at z: Double) -> Double {
    let spread = z < 0 ? below : above
    // Without the NaN of 0 · ∞ where one side is certain.
    let value = spread > 0 ? center + spread * factor(z) * z : center
    return isNonnegative ? max(0, value) : value
  }

  private func factor(_ z: Double) -> Double {
    let factors = z < 0 ? lower : upper
    let knots = IntervalCalibration.normalQuantiles
    let distance = abs(z)
    guard distance > knots[0] else { return factors[0] }
    for knot in 1..<knots.count where distance <= knots[knot] {
      let share = (distance - knots[knot - 1]) / (knots[knot] - knots[knot - 1])
      return factors[knot - 1] + share * (factors[knot] - factors[knot - 1])
    }
    return factors[knots.count - 1]
  }

  /// By bisection of the quantile function.
  package func cumulative(_ x: Double) -> Double {
    // Beyond 9 deviations nothing is left.
    var (low, high) = (-9.0, 9.0)
    if value(at: low) > x { return 0 }
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if value(at: middle) <= x { low = middle } else { high = middle }
    }
    return Normal.standard.cumulative((low + high) / 2)
  }

  /// By the midpoint rule over 100 quantiles.
  package var mean: Double {
    var sum = 0.0
    for z in Self.midpoints { sum += value(at: z) }
    return sum / Double(Self.midpoints.count)
  }

  /// By the midpoint rule over 100 quantiles.
  package var variance: Double {
    let mean = mean
    var sum = 0.0
    for z in Self.midpoints {
      let distance = value(at: z) - mean
      sum += distance * distance
    }
    return sum / Double(Self.midpoints.count)
  }

  private static let midpoints = (0..<100).map {
    Normal.standard.quantile((Double($0) + 0.5) / 100)
  }

  /// The distribution of `factor · X + shift`.
  func transformed(factor: Double, shift: Double) -> StretchedNormal {
    StretchedNormal(
      center: center * factor + shift,
      below: below * factor,
      above: above * factor,
      lower: lower,
      upper: upper,
      isNonnegative: isNonnegative
    )
  }
}
