/// People with similar predicted risk, and what became of them.
package struct CalibrationBin: Sendable, Equatable, Codable {
  /// Mean predicted probability, in [0, 1].
  package let meanPredicted: Double
  /// Number of people.
  package let count: Int
  /// Number of them with the outcome.
  package let positives: Int

  /// A bin.
  ///
  /// - Parameters:
  ///   - meanPredicted: mean predicted probability.
  ///   - count: number of people, at least 0.
  ///   - positives: number of them with the outcome, from 0 to `count`.
  package init(meanPredicted: Double, count: Int, positives: Int) {
    precondition(positives >= 0 && positives <= count, "more cases than people")
    self.meanPredicted = meanPredicted
    self.count = count
    self.positives = positives
  }

  /// Share with the outcome; NaN for an empty bin.
  package var observedShare: Double { Double(positives) / Double(count) }
}

/// Numbers of people with predicted probabilities in a range.
package struct ScoreCount: Sendable, Equatable, Codable {
  /// Lower end of the range, in [0, 1].
  package let lower: Double
  /// Upper end of the range.
  package let upper: Double
  /// Number of people.
  package let count: Int
  /// Number of them with the outcome.
  package let positives: Int

  /// Numbers of a range.
  package init(lower: Double, upper: Double, count: Int, positives: Int) {
    self.lower = lower
    self.upper = upper
    self.count = count
    self.positives = positives
  }
}
