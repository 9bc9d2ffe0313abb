/// The Brier score as a sum of parts, exact for any bins.
///
/// ```
/// score = reliability - resolution + uncertainty + withinBinVariance - withinBinCovariance
/// ```
/// Murphy's three parts (1973, Journal of Applied Meteorology 12:595) with the two that binning adds
/// (Stephenson, Coelho and Jolliffe 2008, Weather and Forecasting 23:752). With one bin for each
/// distinct probability the last two are 0.
package struct BrierDecomposition: Sendable, Equatable, Codable {
  /// Mean squared distance of prediction and observation of a bin; 0 is ideal.
  package let reliability: Double
  /// Mean squared distance of a bin's observation and the base rate; the larger the better.
  package let resolution: Double
  /// `rate (1 - rate)` of the base rate; does not depend on the probabilities.
  package let uncertainty: Double
  /// Variance of the probabilities within bins.
  package let withinBinVariance: Double
  /// Twice the covariance of probability and outcome within bins.
  package let withinBinCovariance: Double

  /// Resolution that binning hides no part of: `resolution - withinBinVariance +
  /// withinBinCovariance`, so that `score = reliability - generalizedResolution + uncertainty`.
  package var generalizedResolution: Double {
    resolution - withinBinVariance + withinBinCovariance
  }

  /// The Brier score: the sum of the parts.
  package var score: Double { reliability - generalizedResolution + uncertainty }

  /// The parts of the score of single trials; a row of weight w and share s of successes counts as
  /// w trials, of which w s are successes.
  init(_ bins: ReliabilityBins) {
    let rate = bins.baseRate
    reliability = bins.mean { bin in
      let distance = bin.meanPredicted - bin.observed
      return distance * distance
    }
    resolution = bins.mean { bin in
      let distance = bin.observed - rate
      return distance * distance
    }
    uncertainty = rate * (1 - rate)
    withinBinVariance = bins.mean(\.predictedVariance)
    withinBinCovariance = 2 * bins.mean(\.covariance)
  }
}
