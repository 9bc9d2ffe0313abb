package import Datasets

/// The statistics refuse: the data are in order, but what was asked cannot be estimated from them.
///
/// Thrown after the estimates that mean something have been written.
package enum StatisticalRefusal: Error, Equatable, Sendable {
  /// Columns that are exact combinations of others: name, and the combination in words of columns.
  case aliasing([String: String])
  /// Terms whose estimates are infinite because they separate the outcomes, and the values all of
  /// whose rows have one outcome.
  case separation(terms: [String], oneOutcome: [OneOutcomeValue])
  /// The iterations ended before the estimates settled.
  case noConvergence(iterations: Int)
  /// No series of the panel could be judged.
  case nothingToJudge(reason: String)
  /// A hierarchy has more series than samples can be drawn for.
  case tooManyToSample(series: Int, limit: Int)
  /// Rows are further from those of training than the specification allows; the limits broken, in
  /// words of columns.
  case drift([String])
  /// Groups of people that a score treats otherwise than the limits allow.
  case unfair([AuditBreach])
  /// A column is used at dates before it was known.
  case knownLater(column: String, since: Month, dates: [Month])
  /// A label that was trained on closes only after a date that is judged on begins.
  case labelWindowOverlap(training: Month, test: Month, months: Int)
  /// No calibration can be learned from the rows.
  case calibration(CalibrationFault)

  /// Why no calibration can be learned.
  package enum CalibrationFault: Equatable, Sendable {
    /// All outcomes are equal.
    case degenerateOutcome
    /// The rarer outcome has too few rows.
    case tooFewEvents(required: Int, found: Int)
    /// The probabilities have too few different values.
    case tooFewDistinctProbabilities(required: Int, found: Int)
    /// A probability tells the outcomes apart without error.
    case separated
    /// Higher probabilities do not go with more positive outcomes.
    case notIncreasing
    /// The estimates did not settle.
    case notConverged
  }
}

/// A limit of an audit that a group does not keep.
package struct AuditBreach: Codable, Sendable, Equatable {
  /// Name of the limit, as `recall_ratio`.
  package let limit: String
  /// Its value.
  package let allowed: Double
  /// What was found; `nil` where it is infinite or must not be shown.
  package let found: Double?
  /// The score.
  package let score: String
  /// Column of the group.
  package let column: String
  /// Value of the group; `nil` for rows without one.
  package let level: String?
  /// Value of the reference group.
  package let reference: String?
  /// Rows that can be contacted, where the measure depends on it.
  package let capacity: Int?
}

/// A value of a column all of whose rows have one outcome.
package struct OneOutcomeValue: Codable, Sendable, Equatable {
  /// Name of the column.
  package let variable: String
  /// The value.
  package let level: String
  /// Number of its rows that have weight; `nil` where it was not kept.
  package let rows: Int?
  /// Their outcome.
  package let outcome: Outcome

  /// An outcome of two.
  package enum Outcome: String, Codable, Sendable {
    /// The event.
    case positive
    /// No event.
    case negative
  }
}
