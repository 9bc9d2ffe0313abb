/// Why no calibration map can be fitted.
package enum CalibrationError: Error, Equatable, Sendable {
  /// No row has a positive weight.
  case noRows
  /// A probability is outside [0, 1] or not a number; index from 0.
  case invalidProbability(index: Int)
  /// A share of successes is outside [0, 1] or not a number; index from 0.
  case invalidOutcome(index: Int)
  /// A weight is negative, infinite or not a number; index from 0.
  case invalidWeight(index: Int)
  /// A base rate is not strictly between 0 and 1.
  case invalidBaseRate(Double)
  /// All outcomes are equal.
  case degenerateOutcome
  /// The rarer outcome has less weight than the method asks for.
  case tooFewEvents(required: Int, found: Double)
  /// Fewer different probabilities than the method has parameters.
  case tooFewDistinctProbabilities(required: Int, found: Int)
  /// A probability tells the outcomes apart without error, so the estimates are infinite.
  case separated
  /// Higher probabilities do not go with more positive outcomes: the map would turn the order of
  /// the rows around, or give all the same probability.
  case notIncreasing
  /// The estimates have not settled.
  case notConverged
}
