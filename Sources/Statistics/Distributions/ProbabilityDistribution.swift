/// A distribution of one real number.
package protocol ProbabilityDistribution: Sendable {
  /// Expected value.
  var mean: Double { get }
  /// Variance; infinite or NaN where it does not exist.
  var variance: Double { get }
  /// Probability of a value at or below `x`.
  func cumulative(_ x: Double) -> Double
  /// The smallest x with a cumulative probability of at least `probability`, which is in (0, 1).
  func quantile(_ probability: Double) -> Double
}
