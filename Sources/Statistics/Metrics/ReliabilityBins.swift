/// Rows of similar probability beside how often they turned out positive, all weighted.
///
/// The parts of the Brier score and the calibration errors follow from the bins. Weights count as
/// numbers of rows: the intervals of weights that are no counts are right only for weights of mean 1
/// that vary little. Small bins say something of single people: they are for pages that suppress
/// small counts, not for files.
package struct ReliabilityBins: Sendable, Equatable, Codable {
  /// How rows are put together.
  package enum Binning: Sendable, Equatable {
    /// Ranges of equal width, each with its upper end; 0 belongs to the first.
    case equalWidth(Int)
    /// As many groups of about equal weight; rows of one probability (to 12 digits) are not split,
    /// so there may be fewer.
    case equalCount(Int)
    /// At most as many groups in each of which about as many positives are expected, the rows of
    /// one probability (to 12 digits) together: for rare positives, where groups of equal count
    /// would crowd near 0. A group holds at least `minimumRows` rows, if there are as many.
    case equalExpected(Int, minimumRows: Int)
    /// Rows of one probability (to 12 digits).
    case distinct
  }

  /// The bins that hold rows, ascending.
  package let bins: [Bin]
  /// Level of the intervals.
  package let level: Double

  /// One group of rows.
  package struct Bin: Sendable, Equatable, Codable {
    /// Rows of positive weight.
    package let observationCount: Int
    /// Sum of their weights.
    package let weight: Double
    /// Weight of the positive ones.
    package let eventWeight: Double
    /// Weighted mean of the probabilities.
    package let meanPredicted: Double
    /// Share of positives.
    package let observed: Double
    /// Wilson's interval of that share.
    package let lower: Double
    /// Upper end of the interval.
    package let upper: Double
    /// Weighted variance of the probabilities within the bin.
    package let predictedVariance: Double
    /// Weighted covariance of probability and outcome within the bin.
    package let covariance: Double
  }

  /// Bins rows.
  ///
  /// - Parameters:
  ///   - sample: probabilities, outcomes and weights.
  ///   - binning: how; numbers of bins at least 1.
  ///   - level: confidence of the intervals, in (0, 1).
  /// - Complexity: n log n.
  package init(_ sample: CalibrationSample, binning: Binning, level: Double = 0.95) {
    self.level = level
    let ordered = OrderedSample(sample)
    bins = ordered.groups(binning).map {
      Bin(rows: ordered.order[$0], of: sample, level: level)
    }
  }

  // MARK: What follows from the bins

  /// Sum of the weights of all bins.
  package var weight: Double { bins.map(\.weight).compensatedSum }

  /// Share of positives over all bins.
  package var baseRate: Double { bins.map(\.eventWeight).compensatedSum / weight }

  /// Expected calibration error: mean distance of prediction and observation over the bins, by
  /// weight (Naeini, Cooper and Hauskrecht 2015, AAAI); depends on the binning.
  package var expectedCalibrationError: Double {
    mean { abs($0.meanPredicted - $0.observed) }
  }

  /// Largest distance of prediction and observation of a bin.
  package var maximumCalibrationError: Double {
    bins.map { abs($0.meanPredicted - $0.observed) }.max() ?? .nan
  }

  /// The parts of the Brier score.
  package var brier: BrierDecomposition { BrierDecomposition(self) }

  /// Mean over the bins, by weight.
  func mean(_ value: (Bin) -> Double) -> Double {
    bins.map { $0.weight * value($0) }.compensatedSum / weight
  }
}

extension ReliabilityBins.Bin {
  fileprivate init(rows: ArraySlice<Int>, of sample: CalibrationSample, level: Double) {
    let weight = rows.lazy.map { sample.weights[$0] }.compensatedSum
    let events = rows.lazy.map { sample.weights[$0] * sample.outcomes[$0] }.compensatedSum
    let predicted =
      rows.lazy.map { sample.weights[$0] * sample.probabilities[$0] }.compensatedSum / weight
    let share = events / weight
    var variance = CompensatedSum()
    var covariance = CompensatedSum()
    for row in rows {
      let distance = sample.probabilities[row] - predicted
      variance.add(sample.weights[row] * distance * distance)
      covariance.add(sample.weights[row] * distance * (sample.outcomes[row] - share))
    }
    let interval = wilsonInterval(successes: events, trials: weight, level: level)
    observationCount = rows.count
    self.weight = weight
    eventWeight = events
    meanPredicted = predicted
    observed = share
    lower = interval.lower
    upper = interval.upper
    predictedVariance = variance.value / weight
    self.covariance = covariance.value / weight
  }
}
