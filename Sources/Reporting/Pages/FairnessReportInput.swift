/// What a fairness audit found, as its page shows it; counts under five are `nil` already.
package struct FairnessReportInput: Sendable, Equatable, Codable {
  /// Name of what was audited.
  package let name: String
  /// What the event is called; empty where it has no name.
  package let outcome: String
  /// Rows of known outcome.
  package let rows: Int
  /// Positive rows among them.
  package let positives: Int
  /// Rows of unknown outcome, left out.
  package let unknownOutcomes: Int
  /// Dates of the rows, as `1997-07`.
  package let asOf: [String]
  /// One a score and capacity.
  package let lists: [List]
  /// What leaving sensitive columns out changes, one a capacity; empty where that was not asked.
  package let changes: [Changes]
  /// Limits broken, in words; empty where none is.
  package let breaches: [String]
  /// Limits that could not be judged, in words.
  package let notJudged: [String]
  /// True when limits were declared.
  package let hasLimits: Bool
  /// Rows that a measure must rest on to be judged.
  package let smallest: Int
  /// What made the page.
  package let provenance: Provenance

  /// The groups under one score at one capacity.
  package struct List: Sendable, Equatable, Codable {
    /// The score.
    package let score: String
    /// Rows that can be contacted.
    package let capacity: Int
    /// Share of all positives among them.
    package let recall: Double
    /// Share of positives among them.
    package let precision: Double
    /// The groups.
    package let groups: [Group]

    /// The groups under one score at one capacity.
    package init(
      score: String,
      capacity: Int,
      recall: Double,
      precision: Double,
      groups: [Group]
    ) {
      self.score = score
      self.capacity = capacity
      self.recall = recall
      self.precision = precision
      self.groups = groups
    }
  }

  /// What leaving sensitive columns out changes at one capacity.
  package struct Changes: Sendable, Equatable, Codable {
    /// Rows that can be contacted.
    package let capacity: Int
    /// The groups.
    package let groups: [Change]

    /// What leaving sensitive columns out changes.
    package init(capacity: Int, groups: [Change]) {
      self.capacity = capacity
      self.groups = groups
    }
  }

  /// What leaving sensitive columns out changes for a group.
  package struct Change: Sendable, Equatable, Codable {
    /// What it is called.
    package let name: String
    /// Share of positives on the list, without minus with.
    package let recall: Estimate?
    /// Share of rows on the list, without minus with.
    package let selectionRate: Estimate?

    /// What leaving sensitive columns out changes for a group.
    package init(name: String, recall: Estimate?, selectionRate: Estimate?) {
      self.name = name
      self.recall = recall
      self.selectionRate = selectionRate
    }
  }

  /// A group of people.
  package struct Group: Sendable, Equatable, Codable {
    /// What it is called.
    package let name: String
    /// True for the group that the others are compared with.
    package let isReference: Bool
    /// True where a measure of it rests on too few rows.
    package let isSmall: Bool
    /// Rows; `nil` for a count that must not be shown.
    package let rows: Int?
    /// Share of positives on the list.
    package let recall: Estimate?
    /// That share over the reference's.
    package let recallRatio: Estimate?
    /// That share minus the reference's.
    package let recallDifference: Estimate?
    /// Share of positive rows.
    package let baseRate: Estimate?
    /// Share of rows on the list.
    package let selectionRate: Estimate?
    /// Rows on the list for each positive.
    package let selectionToBaseRate: Estimate?
    /// Share of the list that is positive.
    package let precision: Estimate?
    /// Share of the negatives on the list.
    package let falsePositiveRate: Estimate?
    /// Positives for each one expected.
    package let observedToExpected: Estimate?

    /// A group of people.
    package init(
      name: String,
      isReference: Bool,
      isSmall: Bool,
      rows: Int?,
      recall: Estimate?,
      recallRatio: Estimate?,
      recallDifference: Estimate?,
      baseRate: Estimate?,
      selectionRate: Estimate?,
      selectionToBaseRate: Estimate?,
      precision: Estimate?,
      falsePositiveRate: Estimate?,
      observedToExpected: Estimate?
    ) {
      self.name = name
      self.isReference = isReference
      self.isSmall = isSmall
      self.rows = rows
      self.recall = recall
      self.recallRatio = recallRatio
      self.recallDifference = recallDifference
      self.baseRate = baseRate
      self.selectionRate = selectionRate
      self.selectionToBaseRate = selectionToBaseRate
      self.precision = precision
      self.falsePositiveRate = falsePositiveRate
      self.observedToExpected = observedToExpected
    }
  }

  /// What an audit found.
  package init(
    name: String,
    outcome: String,
    rows: Int,
    positives: Int,
    unknownOutcomes: Int,
    asOf: [String],
    lists: [List],
    changes: [Changes] = [],
    breaches: [String],
    notJudged: [String],
    hasLimits: Bool,
    smallest: Int,
    provenance: Provenance
  ) {
    self.name = name
    self.outcome = outcome
    self.rows = rows
    self.positives = positives
    self.unknownOutcomes = unknownOutcomes
    self.asOf = asOf
    self.lists = lists
    self.changes = changes
    self.breaches = breaches
    self.notJudged = notJudged
    self.hasLimits = hasLimits
    self.smallest = smallest
    self.provenance = provenance
  }
}
