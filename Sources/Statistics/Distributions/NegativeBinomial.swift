internal import RealModule

/// The negative binomial distribution of a count, by its mean and dispersion.
///
/// ```
/// P(Y = k) = Γ(k+r)/(Γ(r) k!) · (r/(r+μ))^r · (μ/(r+μ))^k,   r = 1/α,   var Y = μ + α μ²
/// ```
/// A dispersion of 0 is the Poisson distribution.
package struct NegativeBinomial: ProbabilityDistribution, Codable, Equatable {
  /// Mean μ, at least 0.
  package let mean: Double
  /// Dispersion α, at least 0.
  package let dispersion: Double

  /// A negative binomial distribution.
  ///
  /// - Parameters:
  ///   - mean: at least 0.
  ///   - dispersion: at least 0; below 1e-8 it counts as 0.
  package init(mean: Double, dispersion: Double) {
    precondition(mean >= 0 && dispersion >= 0, "mean or dispersion is negative")
    self.mean = mean
    self.dispersion = dispersion < 1e-8 ? 0 : dispersion
  }

  package var variance: Double { mean + dispersion * mean * mean }

  /// Probability of a value at or below `x`; agrees with R's `pnbinom` and `ppois` to 1e-10.
  package func cumulative(_ x: Double) -> Double {
    guard x >= 0 else { return 0 }
    guard mean > 0, x < .infinity else { return 1 }
    let count = x.rounded(.down)
    guard dispersion > 0 else { return IncompleteGamma.upper(count + 1, mean) }
    let size = 1 / dispersion
    let total = size + mean
    return IncompleteBeta.lower(size, count + 1, size / total, complement: mean / total)
  }

  /// The smallest count with a cumulative probability of at least `probability`; equals R's `qnbinom`.
  ///
  /// - Parameter probability: in (0, 1).
  /// - Returns: a whole number, at least 0.
  /// - Complexity: the result in additions for means up to 200, else a bisection.
  package func quantile(_ probability: Double) -> Double {
    guard mean > 0 else { return 0 }
    return mean <= 200 ? summedQuantile(probability) : bisectedQuantile(probability)
  }

  /// Rounding must not move a quantile to the next count.
  private static let slack = 1e-13

  private func summedQuantile(_ probability: Double) -> Double {
    let target = probability - Self.slack
    let logZero = dispersion > 0 ? -Double.log(onePlus: dispersion * mean) / dispersion : -mean
    var term = Double.exp(logZero)
    // k + 1 follows k with probability P(k) · (1 + αk) μ / ((1 + αμ)(k + 1)).
    let ratio = mean / (1 + dispersion * mean)
    var count = 0.0
    var sum = term
    while sum < target {
      let change: Double = (1 + dispersion * count) * ratio / (count + 1)
      term *= change
      count += 1
      // Far in the tail the sum stops growing before a target close to 1 is reached.
      if term < 1e-18, count > mean { return bisectedQuantile(probability) }
      sum += term
    }
    return count
  }

  private func bisectedQuantile(_ probability: Double) -> Double {
    let target = probability - Self.slack
    if cumulative(0) >= target { return 0 }
    var low = 0.0
    var high = max(1, (mean + 2 * variance.squareRoot()).rounded())
    while cumulative(high) < target {
      low = high
      high *= 2
    }
    while high - low > 1 {
      let middle = ((low + high) / 2).rounded(.down)
      guard middle > low, middle < high else { break }
      if cumulative(middle) >= target { high = middle } else { low = middle }
    }
    return high
  }
}
