extension RiskSpecification {
  /// How far later rows may be from those of training: `drift` of the specification.
  package struct DriftLimits: Sendable, Equatable, Codable {
    /// Largest population stability index of a feature.
    package var stability: Double
    /// Largest population stability index of the score.
    package var score: Double
    /// Largest change of the share of empty cells of a feature.
    package var missing: Double
    /// Largest share of rows with a level that training did not have.
    package var unseen: Double
    /// Largest change of the base rate; `nil` for any.
    package var baseRate: Double?

    /// Limits; those that are not given are the habitual ones.
    package init(
      stability: Double = 0.25,
      score: Double = 0.25,
      missing: Double = 0.1,
      unseen: Double = 0.05,
      baseRate: Double? = nil
    ) {
      self.stability = stability
      self.score = score
      self.missing = missing
      self.unseen = unseen
      self.baseRate = baseRate
    }
  }
}
