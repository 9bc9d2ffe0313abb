internal import RealModule

/// The distribution of a sample, by its mean, its variance and its quantiles at every half percent.
///
/// Quantiles are those of type 7 (Hyndman and Fan 1996, The American Statistician 50:361; R's
/// default) at k/200, k = 0 … 200, and linear between. The sample itself is not kept.
package struct EmpiricalDistribution: ProbabilityDistribution, Codable, Equatable {
  /// Mean of the sample.
  package let mean: Double
  /// Mean squared distance of the sample from its mean.
  package let variance: Double
  /// At k/200, ascending, the smallest and the largest value at the ends.
  private let quantiles: [Double]

  /// Steps between the quantiles kept.
  private static let stepCount = 200

  /// The distribution of a sample.
  ///
  /// - Parameter sample: at least one value, all finite.
  /// - Complexity: n log n; 1.6 kB are kept.
  package init(_ sample: [Double]) {
    precondition(!sample.isEmpty, "no sample")
    let sorted = SortedSample(sample, weights: nil)
    var sum = CompensatedSum()
    for value in sample { sum.add(value) }
    let mean = sum.value / Double(sample.count)
    var squares = 0.0
    for value in sample { squares += (value - mean) * (value - mean) }
    self.mean = mean
    variance = squares / Double(sample.count)
    quantiles = (0...Self.stepCount).map { sorted.quantile(Double($0) / Double(Self.stepCount)) }
  }

  private init(mean: Double, variance: Double, quantiles: [Double]) {
    self.mean = mean
    self.variance = variance
    self.quantiles = quantiles
  }

  /// True when no value of the sample is below 0.
  package var isNonnegative: Bool { quantiles[0] >= 0 }

  package func quantile(_ probability: Double) -> Double {
    let exact = probability * Double(Self.stepCount)
    // A place that is whole but for rounding is that place.
    let whole = exact.rounded()
    let place = abs(exact - whole) < 1e-9 ? whole : exact
    let below = min(Int(place), Self.stepCount - 1)
    let share = place - Double(below)
    return quantiles[below] + share * (quantiles[below + 1] - quantiles[below])
  }

  package func cumulative(_ x: Double) -> Double {
    guard x >= quantiles[0] else { return 0 }
    guard x < quantiles[Self.stepCount] else { return 1 }
    // The last quantile at or below x.
    var (low, high) = (0, Self.stepCount)
    while high - low > 1 {
      let middle = (low + high) / 2
      if quantiles[middle] <= x { low = middle } else { high = middle }
    }
    let share = (x - quantiles[low]) / (quantiles[high] - quantiles[low])
    return (Double(low) + share) / Double(Self.stepCount)
  }

  /// The distribution of `factor · X`.
  ///
  /// - Parameter factor: above 0.
  /// - Returns: the distribution of the sample in other units.
  package func scaled(by factor: Double) -> EmpiricalDistribution {
    EmpiricalDistribution(
      mean: mean * factor,
      variance: variance * factor * factor,
      quantiles: quantiles.map { $0 * factor }
    )
  }

  /// The distribution of max(0, X); mean and variance by the midpoint rule over its quantiles.
  package var rectified: EmpiricalDistribution {
    guard !isNonnegative else { return self }
    let bounded = quantiles.map { max($0, 0) }
    let middles = zip(bounded, bounded.dropFirst()).map { ($0 + $1) / 2 }
    let mean = middles.reduce(0, +) / Double(middles.count)
    let squares = middles.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return EmpiricalDistribution(
      mean: mean,
      variance: squares / Double(middles.count),
      quantiles: bounded
    )
  }
}
