package import Statistics

/// How scores treat groups of people, beside a reference group of each column.
package struct FairnessAudit: Sendable, Equatable {
  /// The groups: the columns in the order asked for, their values ascending.
  package let groups: [Group]
  /// Rows of known outcome.
  package let rows: Int
  /// Positive rows among them.
  package let positives: Int
  /// Rows left out because their outcome is not known.
  package let unknownOutcomes: Int
  /// Numbers of rows that can be contacted.
  package let capacities: [Int]
  /// One a score.
  package let scores: [Score]
  /// What another score changes beside the first; empty where none is compared.
  package let changes: [Change]
  /// Replicates behind the intervals, clustered by person.
  package let replicates: Int

  /// The rows of one value of a column.
  package struct Group: Sendable, Equatable {
    /// Name of the column.
    package let column: String
    /// The value as written in the file; `nil` for rows without one.
    package let level: String?
    /// True for the group that the others of its column are compared with.
    package let isReference: Bool
    /// Rows of known outcome.
    package let rows: Int
    /// Positive rows among them.
    package let positives: Int
    /// Rows whose outcome is not known; they count nowhere else.
    package let unknownOutcomes: Int
  }

  /// What a score does.
  package struct Score: Sendable, Equatable {
    /// What the score is called.
    package let name: String
    /// Area under the ROC curve over all rows.
    package let auc: Double
    /// Precision and recall over all rows, at each capacity.
    package let top: [TopMetrics]
    /// One a group, capacity and measure; those that do not depend on the capacity once.
    package let lines: [Line]
    /// Calibration of each group; `nil` where the rows are too few or of one outcome, or the score
    /// is no probability.
    package let calibrations: [Calibration?]
  }

  /// A measure of a group.
  package struct Line: Sendable, Equatable {
    /// Place of the group.
    package let group: Int
    /// Rows that can be contacted; `nil` where the measure does not depend on it.
    package let capacity: Int?
    /// The measure.
    package let measure: FairnessMeasure
    /// What is counted, and of how many: `value` is one over the other.
    package let count: Double
    /// See `count`.
    package let of: Double
    /// Rows that the measure rests on.
    package let support: Int
    /// The measure; `nil` where there is nothing to divide by.
    package let value: Double?
    /// Its interval.
    package let interval: BootstrapInterval?
    /// The measure over that of the reference; `nil` for the reference, and where there is nothing
    /// to divide by.
    package let ratio: Double?
    /// Its interval.
    package let ratioInterval: BootstrapInterval?
    /// The measure minus that of the reference; `nil` likewise.
    package let difference: Double?
    /// Its interval.
    package let differenceInterval: BootstrapInterval?
    /// True where the measure of the group or of its reference rests on too few rows to be judged.
    package let isSmall: Bool
    /// Limits that the group does not keep.
    package let broken: [RiskSpecification.Audit.Limit]
    /// Limits that could not be judged, since too few rows are there.
    package let notJudged: [RiskSpecification.Audit.Limit]
  }

  /// What another score changes for a group.
  package struct Change: Sendable, Equatable {
    /// Place of the group.
    package let group: Int
    /// Rows that can be contacted.
    package let capacity: Int
    /// One of ``measures``.
    package let measure: FairnessMeasure
    /// The other score's measure minus the first's; `nil` where there is nothing to divide by.
    package let value: Double?
    /// Its interval, from the same people in each replicate.
    package let interval: BootstrapInterval?

    /// Who is reached, and who is called.
    package static let measures: [FairnessMeasure] = [.recall, .selectionRate]
  }
}
