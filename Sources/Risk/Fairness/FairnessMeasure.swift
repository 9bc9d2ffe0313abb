/// What a fairness audit measures in each group.
///
/// Each is a count over another, so that a group has none exactly where the second is 0.
package enum FairnessMeasure: String, Sendable, Codable, CaseIterable {
  /// Share of the positives that is on the list: who is missed.
  case recall
  /// Share of the rows that is on the list.
  case selectionRate = "selection_rate"
  /// Rows on the list for each positive: the selection rate over the base rate.
  case selectionToBaseRate = "selection_to_base_rate"
  /// Share of the list that is positive.
  case precision
  /// Share of the negatives that is on the list: who is bothered without need.
  case falsePositiveRate = "false_positive_rate"
  /// Positives for each one that the probabilities expect; 1 is ideal.
  case observedToExpected = "observed_to_expected"
  /// Share of the rows that is positive, whatever the score.
  case baseRate = "base_rate"

  /// Whether it depends on how many can be contacted.
  package var dependsOnCapacity: Bool {
    switch self {
    case .recall, .selectionRate, .selectionToBaseRate, .precision, .falsePositiveRate: true
    case .observedToExpected, .baseRate: false
    }
  }
}

/// What the rows of a group add up to, each as often as its weight says.
struct FairnessTally: Sendable, Equatable {
  var rows = 0.0
  var positives = 0.0
  /// Sum of the probabilities; NaN where the score is none.
  var expected = 0.0
  /// Rows on the list.
  var selected = 0.0
  /// Positives on the list.
  var found = 0.0

  /// The two counts of a measure.
  func parts(of measure: FairnessMeasure) -> (count: Double, of: Double) {
    switch measure {
    case .recall: (found, positives)
    case .selectionRate: (selected, rows)
    case .selectionToBaseRate: (selected, positives)
    case .precision: (found, selected)
    case .falsePositiveRate: (selected - found, rows - positives)
    case .observedToExpected: (positives, expected)
    case .baseRate: (positives, rows)
    }
  }

  /// Rows that a measure rests on: what is too few in a small group.
  func support(of measure: FairnessMeasure) -> Int {
    Int(measure == .observedToExpected ? positives : parts(of: measure).of)
  }

  /// A measure; `nil` where there is nothing to divide by.
  func value(of measure: FairnessMeasure) -> Double? {
    let (count, of) = parts(of: measure)
    return of > 0 ? count / of : nil
  }
}
