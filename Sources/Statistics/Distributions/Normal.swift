internal import RealModule

/// The normal distribution.
package struct Normal: ProbabilityDistribution, Codable, Equatable {
  /// Expected value.
  package let mean: Double
  /// Standard deviation, at least 0; 0 puts all probability on the mean.
  package let standardDeviation: Double

  /// Mean 0 and standard deviation 1.
  package static let standard = Normal(mean: 0, standardDeviation: 1)

  /// A normal distribution.
  ///
  /// - Parameters:
  ///   - mean: expected value.
  ///   - standardDeviation: at least 0.
  package init(mean: Double, standardDeviation: Double) {
    precondition(standardDeviation >= 0, "negative standard deviation")
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  package var variance: Double { standardDeviation * standardDeviation }

  /// Density at `x`.
  package func density(_ x: Double) -> Double {
    let z = (x - mean) / standardDeviation
    return .exp(-z * z / 2) / (standardDeviation * .sqrt(2 * .pi))
  }

  /// Probability of a value at or below `x`: `erfc(-z / √2) / 2`, accurate in both tails.
  package func cumulative(_ x: Double) -> Double {
    guard standardDeviation > 0 else { return x < mean ? 0 : 1 }
    return .erfc(-(x - mean) / (standardDeviation * .sqrt(2))) / 2
  }

  /// Two-sided tail probability of |Z| ≥ |z| for the standard normal.
  package static func twoSidedTail(_ z: Double) -> Double {
    .erfc(abs(z) / .sqrt(2))
  }

  /// The x with the given cumulative probability.
  ///
  /// Wichura's algorithm AS 241 (1988, Applied Statistics 37:477), which R's `qnorm` uses too;
  /// relative accuracy about 1e-16.
  ///
  /// - Parameter probability: in [0, 1]; the ends give minus and plus infinity.
  /// - Returns: the quantile, in the units of the mean.
  package func quantile(_ probability: Double) -> Double {
    mean + standardDeviation * Self.standardQuantile(probability)
  }

  private static func standardQuantile(_ p: Double) -> Double {
    guard p > 0 else { return p == 0 ? -.infinity : .nan }
    guard p < 1 else { return p == 1 ? .infinity : .nan }
    let q = p - 0.5
    if abs(q) <= 0.425 {
      let r = 0.180625 - q * q
      return q * ratio(r, centralNumerator, centralDenominator)
    }
    var r = Double.sqrt(-Double.log(q < 0 ? p : 1 - p))
    let magnitude: Double
    if r <= 5 {
      r -= 1.6
      magnitude = ratio(r, middleNumerator, middleDenominator)
    } else {
      r -= 5
      magnitude = ratio(r, tailNumerator, tailDenominator)
    }
    return q < 0 ? -magnitude : magnitude
  }

  private static func ratio(_ r: Double, _ numerator: [Double], _ denominator: [Double]) -> Double {
    var above = 0.0
    var below = 0.0
    for (a, b) in zip(numerator.reversed(), denominator.reversed()) {
      above = above * r + a
      below = below * r + b
    }
    return above / below
  }

  // Coefficients of the published algorithm PPND16, lowest power first.
  private static let centralNumerator = [
    3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3,
    1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
    3.3430575583588128105e4, 2.5090809287301226727e3,
  ]
  private static let centralDenominator = [
    1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
    2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
    5.2264952788528545610e3,
  ]
  private static let middleNumerator = [
    1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550,
    3.64784832476320460504, 1.27045825245236838258, 2.41780725177450611770e-1,
    2.27238449892691845833e-2, 7.74545014278341407640e-4,
  ]
  private static let middleDenominator = [
    1.0, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1,
    1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
    1.05075007164441684324e-9,
  ]
  private static let tailNumerator = [
    6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580,
    2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
    2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ]
  private static let tailDenominator = [
    1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
    2.04426310338993978564e-15,
  ]
}
