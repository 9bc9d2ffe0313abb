/// Probabilities that a model gave, and what happened: what a calibration map is fitted on.
///
/// The rows must not be those that the model was fitted on, or the map finds nothing to correct.
package struct CalibrationSample: Sendable, Equatable {
  /// One a row of positive weight, in [0, 1].
  package let probabilities: [Double]
  /// Share of successes of each row, in [0, 1]; 0 or 1 for a single trial.
  package let outcomes: [Double]
  /// Weight, or number of trials, of each row, above 0.
  package let weights: [Double]
  /// How much data it is.
  package let support: Support

  /// How much data a map was fitted on.
  package struct Support: Sendable, Equatable, Codable {
    /// Rows of positive weight.
    package let observationCount: Int
    /// Sum of the weights.
    package let weightSum: Double
    /// Weighted number of successes.
    package let eventCount: Double
  }

  /// A sample from rows; those of weight 0 are left out.
  ///
  /// - Parameters:
  ///   - probabilities: n numbers in [0, 1].
  ///   - outcomes: n shares of successes in [0, 1].
  ///   - weights: n weights, at least 0; 1 each when `nil`. A row of weight w counts as w rows.
  /// - Throws: `invalidProbability`, `invalidOutcome` and `invalidWeight` with the row; `noRows`.
  package init(
    probabilities: [Double],
    outcomes: [Double],
    weights: [Double]? = nil
  ) throws(CalibrationError) {
    precondition(outcomes.count == probabilities.count, "sizes differ")
    precondition(weights.map { $0.count == probabilities.count } ?? true, "sizes differ")
    if let index = probabilities.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
      throw .invalidProbability(index: index)
    }
    if let index = outcomes.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
      throw .invalidOutcome(index: index)
    }
    if let index = weights?.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw .invalidWeight(index: index)
    }
    if let weights, weights.contains(0) {
      let kept = weights.indices.filter { weights[$0] > 0 }
      self.probabilities = kept.map { probabilities[$0] }
      self.outcomes = kept.map { outcomes[$0] }
      self.weights = kept.map { weights[$0] }
    } else {
      self.probabilities = probabilities
      self.outcomes = outcomes
      self.weights = weights ?? Array(repeating: 1, count: probabilities.count)
    }
    guard !self.weights.isEmpty else { throw .noRows }
    support = Support(
      observationCount: self.weights.count,
      weightSum: self.weights.compensatedSum,
      eventCount: zip(self.weights, self.outcomes).lazy.map { $0 * $1 }.compensatedSum
    )
  }

  /// A sample of single trials; see ``init(probabilities:outcomes:weights:)-([Double],[Double],_)``.
  package init(
    probabilities: [Double],
    outcomes: [Bool],
    weights: [Double]? = nil
  ) throws(CalibrationError) {
    try self.init(
      probabilities: probabilities,
      outcomes: outcomes.map { $0 ? 1 : 0 },
      weights: weights
    )
  }

  /// Refuses a sample of equal outcomes, or whose rarer outcome weighs less than `events`.
  func require(events: Int) throws(CalibrationError) {
    guard outcomes.contains(where: { $0 > 0 }), outcomes.contains(where: { $0 < 1 }) else {
      throw .degenerateOutcome
    }
    let found = min(support.eventCount, support.weightSum - support.eventCount)
    guard found >= Double(events) else { throw .tooFewEvents(required: events, found: found) }
  }

  /// Refuses a sample with fewer different probabilities than `count`.
  func require(distinctProbabilities count: Int) throws(CalibrationError) {
    var seen: [Double] = []
    for probability in probabilities where !seen.contains(probability) {
      seen.append(probability)
      if seen.count >= count { return }
    }
    throw .tooFewDistinctProbabilities(required: count, found: seen.count)
  }
}

/// A probability moved inside the open interval from 0 to 1, so that its logit is finite.
func insideProbability(_ probability: Double) -> Double {
  min(max(probability, 1e-15), 1 - 1e-15)
}

/// The logit of a probability moved inside by 1e-15: at most 34.5 in size.
func insideLogit(_ probability: Double) -> Double {
  LogisticLoss.logit(insideProbability(probability))
}
