/// The statistics refuse: the data are in order, but what was asked cannot be estimated from them.
///
/// Thrown after the estimates that mean something have been written.
package enum StatisticalRefusal: Error, Equatable, Sendable {
  /// Columns that are exact combinations of others: name, and the combination in words of columns.
  case aliasing([String: String])
  /// Terms whose estimates are infinite because they separate the outcomes, and the values all of
  /// whose rows have one outcome.
  case separation(terms: [String], oneOutcome: [String])
  /// The iterations ended before the estimates settled.
  case noConvergence(iterations: Int)
  /// No series of the panel could be judged.
  case nothingToJudge(reason: String)
}
