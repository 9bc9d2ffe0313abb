internal import RealModule

/// The chi-squared distribution.
package struct ChiSquared: ProbabilityDistribution, Codable, Equatable {
  /// Degrees of freedom, above 0.
  package let degreesOfFreedom: Double

  /// A chi-squared distribution.
  ///
  /// - Parameter degreesOfFreedom: above 0; need not be whole.
  package init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "degrees of freedom are not positive")
    self.degreesOfFreedom = degreesOfFreedom
  }

  package var mean: Double { degreesOfFreedom }
  package var variance: Double { 2 * degreesOfFreedom }

  /// Probability of a value at or below `x`; 0 below 0.
  package func cumulative(_ x: Double) -> Double {
    x <= 0 ? 0 : IncompleteGamma.lower(degreesOfFreedom / 2, x / 2)
  }

  /// Probability of a value above `x`: the p-value of a statistic.
  ///
  /// Relative accuracy 1e-13 down to the smallest normal number, so that a p-value of 1e-200 is one;
  /// agrees with R's `pchisq(x, df, lower.tail = FALSE)`.
  ///
  /// - Parameter x: the statistic; values at or below 0, as rounding may give them, give 1.
  /// - Returns: in [0, 1].
  package func upperTail(_ x: Double) -> Double {
    if x <= 0 { return 1 }
    // One degree of freedom is a squared normal number.
    if degreesOfFreedom == 1 { return .erfc((x / 2).squareRoot()) }
    return IncompleteGamma.upper(degreesOfFreedom / 2, x / 2)
  }

  /// The x with the given cumulative probability.
  ///
  /// Bisection on the tail that is smaller, from a bracket around Wilson and Hilferty's
  /// approximation (1931, PNAS 17:684); relative accuracy about 1e-14.
  ///
  /// - Parameter probability: in [0, 1]; the ends give 0 and infinity.
  /// - Returns: at least 0; NaN for what is no probability.
  package func quantile(_ probability: Double) -> Double {
    guard probability > 0 else { return probability == 0 ? 0 : .nan }
    guard probability < 1 else { return probability == 1 ? .infinity : .nan }
    let isLower = probability < 0.5
    func isAbove(_ x: Double) -> Bool {
      isLower ? cumulative(x) >= probability : upperTail(x) <= 1 - probability
    }
    let ninth = 2 / (9 * degreesOfFreedom)
    let root = 1 - ninth + Normal.standard.quantile(probability) * ninth.squareRoot()
    var high = max(degreesOfFreedom * root * root * root, .leastNormalMagnitude)
    while !isAbove(high) { high *= 2 }
    var low = high / 2
    while low > 0, isAbove(low) {
      high = low
      low /= 2
    }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      if isAbove(middle) { high = middle } else { low = middle }
    }
  }
}
