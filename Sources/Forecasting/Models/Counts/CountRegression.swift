internal import RealModule
internal import Statistics

/// Negative binomial regression of mean and size on the features of a series.
///
/// ```
/// log μ = log level + β'x,   log r = γ'x,   var Y = μ + μ²/r
/// ```
struct CountRegression: Codable, Equatable {
  /// Coefficients β.
  let meanCoefficients: [Double]
  /// Coefficients γ.
  let sizeCoefficients: [Double]
  /// Logarithm of the largest mean that is forecast.
  let largestLogMean: Double

  /// A history and the months that followed.
  struct Row {
    let features: [Double]
    let logLevel: Double
    let months: Double
    let sum: Double
    /// The counts above 0.
    let counts: [Double]

    init(features: [Double], level: Double, outcome: ArraySlice<Double>) {
      self.features = features
      logLevel = .log(level)
      months = Double(outcome.count)
      sum = outcome.reduce(0, +)
      counts = outcome.filter { $0 > 0 }
    }
  }

  /// Strength of the normal prior that pulls β to ``priorMean`` and γ, but for its intercept, to 0:
  /// a standard deviation of 0.4, which some dozens of series outweigh.
  private static let precision = 3.0
  /// The mean of the smoothed levels: what is forecast as long as nothing else is learnt.
  private static let priorMean = (0..<CountFeatures.count).map {
    CountFeatures.means.contains($0) ? 1 / Double(CountFeatures.means.count) : 0
  }
  /// log r from strong overdispersion to what is nearly Poisson.
  private static let logSizes = -5.0...8.0
  /// A mean is not below this share of the level.
  private static let smallestLogRatio = -14.0

  /// Fits both by maximum posterior density; without rows, the prior and r = 1.
  ///
  /// - Parameters:
  ///   - rows: to learn from.
  ///   - largestCount: largest month of the panel, at least 1; no mean is above ten times that.
  init(_ rows: [Row], largestCount: Double) {
    let limit = Double.log(10 * largestCount)
    let size = CountFeatures.count
    let start = Self.priorMean + [Double](repeating: 0, count: size)
    let minimum =
      rows.isEmpty
      ? start
      : bfgsMinimum(from: start, tolerance: 1e-9, maximumIterations: 300) { point in
        Self.objective(point, rows, largestLogMean: limit)
      }.point
    meanCoefficients = Array(minimum.prefix(size))
    sizeCoefficients = Array(minimum.suffix(size))
    // Without rows nothing bounds the counts to come.
    largestLogMean = rows.isEmpty ? .log(0x1p53) : limit
  }

  /// Mean and dispersion 1/r of a month after a history.
  func prediction(_ features: [Double], level: Double) -> NegativeBinomial {
    var logMean = Double.log(level)
    let smallest = logMean + Self.smallestLogRatio
    var logSize = 0.0
    for index in features.indices {
      logMean += meanCoefficients[index] * features[index]
      logSize += sizeCoefficients[index] * features[index]
    }
    logMean = min(max(logMean, smallest), max(largestLogMean, smallest))
    logSize = min(max(logSize, Self.logSizes.lowerBound), Self.logSizes.upperBound)
    return NegativeBinomial(mean: .exp(logMean), dispersion: .exp(-logSize))
  }

  /// Negative logarithm of the posterior density, but for a constant, and its gradient.
  private static func objective(
    _ point: [Double],
    _ rows: [Row],
    largestLogMean: Double
  ) -> (value: Double, gradient: [Double]) {
    let size = CountFeatures.count
    var value = 0.0
    var gradient = [Double](repeating: 0, count: 2 * size)
    for row in rows {
      var logMean = row.logLevel
      var logSize = 0.0
      for index in 0..<size {
        logMean += point[index] * row.features[index]
        logSize += point[size + index] * row.features[index]
      }
      // Where a bound holds, the coefficients have no say.
      let smallest = row.logLevel + smallestLogRatio
      let isMeanFree = logMean > smallest && logMean < largestLogMean
      let isSizeFree = logSizes.contains(logSize)
      logMean = min(max(logMean, smallest), max(largestLogMean, smallest))
      logSize = min(max(logSize, logSizes.lowerBound), logSizes.upperBound)
      let likelihood = likelihood(row, logMean: logMean, logSize: logSize)
      value -= likelihood.value
      for index in 0..<size {
        if isMeanFree { gradient[index] -= likelihood.byLogMean * row.features[index] }
        if isSizeFree { gradient[size + index] -= likelihood.byLogSize * row.features[index] }
      }
    }
    for index in 0..<size {
      let distance = point[index] - priorMean[index]
      value += precision * distance * distance
      gradient[index] += 2 * precision * distance
      guard index > 0 else { continue }
      value += precision * point[size + index] * point[size + index]
      gradient[size + index] += 2 * precision * point[size + index]
    }
    return (value, gradient)
  }

  /// Log-likelihood of a row, without the factorials, and its derivatives.
  private static func likelihood(
    _ row: Row,
    logMean: Double,
    logSize: Double
  ) -> (value: Double, byLogMean: Double, byLogSize: Double) {
    let mean = Double.exp(logMean)
    let size = Double.exp(logSize)
    let spread = Double.log(onePlus: mean / size)
    let total = row.months * size + row.sum
    var value = row.sum * (logMean - logSize) - total * spread
    var bySize = total * mean / (size * (size + mean)) - row.months * spread - row.sum / size
    for count in row.counts {
      // log Γ(y + r) - log Γ(r), summed where it is short.
      if count <= 32 {
        var product = 1.0
        var step = 0.0
        while step < count {
          product *= size + step
          bySize += 1 / (size + step)
          step += 1
        }
        value += .log(product)
      } else {
        value += .logGamma(count + size) - .logGamma(size)
        bySize += digamma(count + size) - digamma(size)
      }
    }
    let byLogMean = (row.sum - row.months * mean) * size / (size + mean)
    return (value, byLogMean, size * bySize)
  }
}
