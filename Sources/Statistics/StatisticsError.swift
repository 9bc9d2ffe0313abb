/// Why a statistic does not exist for the data given.
package enum StatisticsError: Error, Equatable, Sendable {
  /// Fewer observations than the computation needs.
  case tooFewObservations(required: Int, found: Int)
  /// An observation is infinite or not a number; index from 0.
  case notFinite(index: Int)
  /// The outcome has one value only, so nothing can be told apart.
  case degenerateOutcome
  /// The memory the computation needs is above what may be used, both in bytes.
  case memory(required: Int, allowed: Int)
}
