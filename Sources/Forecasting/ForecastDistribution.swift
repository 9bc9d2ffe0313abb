internal import RealModule
package import Statistics

/// A probability with its standard normal quantile, computed once for many distributions.
struct NormalQuantile {
  let probability: Double
  let z: Double

  init(_ probability: Double) {
    self.probability = probability
    z = Normal.standard.quantile(probability)
  }
}

/// Distribution of one month of a forecast.
package enum ForecastDistribution: ProbabilityDistribution, Codable, Equatable {
  /// Normal; a standard deviation of 0 is a certain value.
  case normal(Normal)
  /// The exponential of a normal variable, for models of the logarithm.
  case logNormal(Normal)
  /// max(0, X) of a normal X, for series that cannot be negative.
  case rectifiedNormal(Normal)
  /// A count; its quantiles are whole numbers.
  case negativeBinomial(NegativeBinomial)
  /// Gamma, for positive amounts that are no counts.
  case gamma(Gamma)
  /// The weighted mean of the quantile functions of its parts (Vincent's average), which combines
  /// forecasts without widening them by the distance between their centres.
  case quantileAverage([Part])
  /// The median of the quantile functions of its parts; at least one.
  case quantileMedian([ForecastDistribution])
  /// Normal with spreads that were corrected by what the past shows.
  case stretched(StretchedNormal)
  /// Of samples.
  case empirical(EmpiricalDistribution)

  /// A part of an average.
  package struct Part: Codable, Equatable, Sendable {
    /// Its share, at least 0; the shares of an average add up to 1.
    package let weight: Double
    /// Its distribution.
    package let distribution: ForecastDistribution

    /// A part of an average.
    package init(weight: Double, distribution: ForecastDistribution) {
      precondition(weight >= 0, "negative weight")
      self.weight = weight
      self.distribution = distribution
    }
  }

  /// A certain value.
  package static func certain(_ value: Double) -> ForecastDistribution {
    .normal(Normal(mean: value, standardDeviation: 0))
  }

  /// A distribution at or above 0 by its first two moments.
  ///
  /// - Parameters:
  ///   - mean: at least 0; 0 is a certain value.
  ///   - variance: at least 0. That of a count is at least its mean, which takes its place below.
  ///   - isCount: true for whole numbers.
  /// - Returns: negative binomial for counts, else gamma; certain without variance.
  static func nonnegative(mean: Double, variance: Double, isCount: Bool) -> ForecastDistribution {
    let square = mean * mean
    guard mean > 0, square > 0 else { return .certain(mean) }
    if isCount {
      let dispersion = max(0, (variance - mean) / square)
      return .negativeBinomial(NegativeBinomial(mean: mean, dispersion: dispersion))
    }
    guard variance > 1e-20 * square else { return .certain(mean) }
    return .gamma(Gamma(shape: square / variance, scale: variance / mean))
  }

  /// The median.
  package var median: Double { quantile(0.5) }

  package var mean: Double {
    switch self {
    case .normal(let normal): normal.mean
    case .logNormal(let normal): .exp(normal.mean + normal.variance / 2)
    case .rectifiedNormal(let normal): Self.rectifiedMoments(normal).mean
    case .negativeBinomial(let count): count.mean
    case .gamma(let gamma): gamma.mean
    case .stretched(let stretched): stretched.mean
    case .empirical(let sample): sample.mean
    case .quantileMedian: moments.mean
    case .quantileAverage(let parts):
      parts.reduce(0) { $0 + $1.weight * $1.distribution.mean }
    }
  }

  /// Variance; of an average or median by the midpoint rule over 400 quantiles.
  package var variance: Double {
    switch self {
    case .normal(let normal): return normal.variance
    case .logNormal(let normal):
      let mean = mean
      return mean * mean * .expMinusOne(normal.variance)
    case .rectifiedNormal(let normal): return Self.rectifiedMoments(normal).variance
    case .negativeBinomial(let count): return count.variance
    case .gamma(let gamma): return gamma.variance
    case .stretched(let stretched): return stretched.variance
    case .empirical(let sample): return sample.variance
    case .quantileMedian: return moments.variance
    case .quantileAverage: return moments.variance
    }
  }

  /// Mean and variance by the midpoint rule over 400 quantiles.
  private var moments: (mean: Double, variance: Double) {
    let values = Self.midpoints.map { quantile($0) }
    let mean = values.reduce(0, +) / Double(values.count)
    var squares = 0.0
    for value in values { squares += (value - mean) * (value - mean) }
    return (mean, squares / Double(values.count))
  }

  private static let midpoints = (0..<400).map { NormalQuantile((Double($0) + 0.5) / 400) }

  /// The middle value; the mean of the middle two of an even number.
  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  package func quantile(_ probability: Double) -> Double {
    quantile(NormalQuantile(probability))
  }

  /// The quantile at a probability whose standard normal quantile is known.
  func quantile(_ place: NormalQuantile) -> Double {
    switch self {
    case .normal(let normal): return Self.quantile(normal, place)
    case .logNormal(let normal): return .exp(Self.quantile(normal, place))
    case .rectifiedNormal(let normal): return max(0, Self.quantile(normal, place))
    case .negativeBinomial(let count): return count.quantile(place.probability)
    case .gamma(let gamma): return gamma.quantile(place.probability)
    case .stretched(let stretched): return stretched.value(at: place.z)
    case .empirical(let sample): return sample.quantile(place.probability)
    case .quantileMedian(let parts): return Self.median(parts.map { $0.quantile(place) })
    case .quantileAverage(let parts):
      var sum = 0.0
      for part in parts { sum += part.weight * part.distribution.quantile(place) }
      return sum
    }
  }

  /// Probability of a value at or below `x`; of an average or median by bisection of its quantile function.
  package func cumulative(_ x: Double) -> Double {
    switch self {
    case .normal(let normal): return normal.cumulative(x)
    case .logNormal(let normal): return x > 0 ? normal.cumulative(.log(x)) : 0
    case .rectifiedNormal(let normal): return x < 0 ? 0 : normal.cumulative(x)
    case .negativeBinomial(let count): return count.cumulative(x)
    case .gamma(let gamma): return gamma.cumulative(x)
    case .stretched(let stretched): return stretched.cumulative(x)
    case .empirical(let sample): return sample.cumulative(x)
    case .quantileAverage, .quantileMedian:
      var low = 0.0
      var high = 1.0
      // 50 halvings: the probability to 1e-15.
      for _ in 0..<50 {
        let middle = (low + high) / 2
        if quantile(middle) <= x { low = middle } else { high = middle }
      }
      return (low + high) / 2
    }
  }

  /// The distribution of `factor · X`.
  ///
  /// - Parameter factor: above 0.
  /// - Returns: a distribution of the same kind; of a count, which in other units is none, the gamma
  ///   distribution of the same mean and variance.
  package func scaled(by factor: Double) -> ForecastDistribution {
    precondition(factor > 0, "a factor must be above 0")
    switch self {
    case .normal(let normal): return .normal(Self.scaled(normal, by: factor))
    case .rectifiedNormal(let normal): return .rectifiedNormal(Self.scaled(normal, by: factor))
    case .negativeBinomial(let count):
      return .nonnegative(
        mean: factor * count.mean,
        variance: factor * factor * count.variance,
        isCount: false
      )
    case .gamma(let gamma):
      return .gamma(Gamma(shape: gamma.shape, scale: gamma.scale * factor))
    case .stretched(let stretched):
      return .stretched(stretched.transformed(factor: factor, shift: 0))
    case .empirical(let sample): return .empirical(sample.scaled(by: factor))
    case .logNormal(let normal):
      return .logNormal(
        Normal(
          mean: normal.mean + .log(factor),
          standardDeviation: normal.standardDeviation
        )
      )
    case .quantileAverage(let parts):
      return .quantileAverage(
        parts.map { Part(weight: $0.weight, distribution: $0.distribution.scaled(by: factor)) }
      )
    case .quantileMedian(let parts): return .quantileMedian(parts.map { $0.scaled(by: factor) })
    }
  }

  /// The distribution of `X + shift`, for distributions without a lower end.
  ///
  /// - Parameter shift: finite.
  /// - Returns: a normal distribution.
  func shifted(by shift: Double) -> ForecastDistribution {
    guard case .normal(let normal) = self else {
      preconditionFailure("a distribution with a lower end cannot move")
    }
    return .normal(
      Normal(mean: normal.mean + shift, standardDeviation: normal.standardDeviation)
    )
  }

  /// The distribution of max(0, X); of an average, of each of its parts.
  package var rectified: ForecastDistribution {
    switch self {
    case .normal(let normal): return .rectifiedNormal(normal)
    case .logNormal, .rectifiedNormal, .negativeBinomial, .gamma: return self
    case .empirical(let sample): return .empirical(sample.rectified)
    case .quantileMedian(let parts): return .quantileMedian(parts.map(\.rectified))
    case .stretched(var stretched):
      stretched.isNonnegative = true
      return .stretched(stretched)
    case .quantileAverage(let parts):
      return .quantileAverage(
        parts.map { Part(weight: $0.weight, distribution: $0.distribution.rectified) }
      )
    }
  }

  /// The distribution of X where this is of max(0, X); `nil` for counts, amounts and samples,
  /// which have no other side.
  var unbounded: ForecastDistribution? {
    switch self {
    case .normal, .logNormal: return self
    case .rectifiedNormal(let normal): return .normal(normal)
    case .negativeBinomial, .gamma, .empirical: return nil
    case .stretched(var stretched):
      stretched.isNonnegative = false
      return .stretched(stretched)
    case .quantileAverage(let parts):
      var result: [Part] = []
      for part in parts {
        guard let unbounded = part.distribution.unbounded else { return nil }
        result.append(Part(weight: part.weight, distribution: unbounded))
      }
      return .quantileAverage(result)
    case .quantileMedian(let parts):
      let unbounded = parts.compactMap(\.unbounded)
      return unbounded.count == parts.count ? .quantileMedian(unbounded) : nil
    }
  }

  /// True when no value below 0 is possible.
  var isRectified: Bool {
    switch self {
    case .normal: false
    case .logNormal, .rectifiedNormal, .negativeBinomial, .gamma: true
    case .stretched(let stretched): stretched.isNonnegative
    case .empirical(let sample): sample.isNonnegative
    case .quantileAverage(let parts): parts.allSatisfy(\.distribution.isRectified)
    case .quantileMedian(let parts): parts.allSatisfy(\.isRectified)
    }
  }

  private static func scaled(_ normal: Normal, by factor: Double) -> Normal {
    Normal(mean: normal.mean * factor, standardDeviation: normal.standardDeviation * factor)
  }

  /// Without the NaN of 0 · ∞ at the ends of a certain value.
  private static func quantile(_ normal: Normal, _ place: NormalQuantile) -> Double {
    normal.standardDeviation > 0 ? normal.mean + normal.standardDeviation * place.z : normal.mean
  }

  /// Mean and variance of max(0, X).
  ///
  /// ```
  /// E = μ Φ(μ/σ) + σ φ(μ/σ),   E[max(0,X)²] = (μ² + σ²) Φ(μ/σ) + μ σ φ(μ/σ)
  /// ```
  private static func rectifiedMoments(_ normal: Normal) -> (mean: Double, variance: Double) {
    let μ = normal.mean
    let σ = normal.standardDeviation
    guard σ > 0 else { return (max(0, μ), 0) }
    let inside = Normal.standard.cumulative(μ / σ)
    let density = Normal.standard.density(μ / σ)
    let mean = μ * inside + σ * density
    let second = (μ * μ + σ * σ) * inside + μ * σ * density
    return (mean, max(0, second - mean * mean))
  }
}
