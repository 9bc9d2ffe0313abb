internal import Risk
internal import Statistics

/// What `risk audit` gave.
///
/// Counts from 1 to 4, and what could be computed back to them, are left out everywhere.
package struct RiskAuditResult: Codable, Sendable, Equatable {
  /// Name of the specification.
  package let name: String
  /// As-of dates audited.
  package let asOf: [String]
  /// True when a date, or without dates the file, was also trained or calibrated on.
  package let seenInTraining: Bool
  /// Rows of known outcome.
  package let rows: Int
  /// Positive rows among them.
  package let positives: Int
  /// Rows left out because their outcome is not known.
  package let unknownOutcomes: Int
  /// Numbers of rows that can be contacted.
  package let capacities: [Int]
  /// The groups.
  package let groups: [AuditGroup]
  /// The scores audited, over all rows.
  package let scores: [AuditScore]
  /// Every measure of every group.
  package let measures: [AuditMeasure]
  /// What the score without sensitive columns changes for each group; empty where there is none.
  package let changes: [AuditChange]
  /// Columns that the score without sensitive ones does without.
  package let leftOut: [String]
  /// Number of limits declared.
  package let limits: Int
  /// Limits that are broken, and where.
  package let breaches: [AuditBreach]
  /// Limits that could not be judged since too few rows are there, and where.
  package let notJudged: [AuditBreach]
  /// True when a limit was judged and none is broken.
  package let passed: Bool
  /// Rows that a measure must rest on to be judged.
  package let smallest: Int
  /// Replicates behind the intervals.
  package let replicates: Int
  /// Folder of the outputs; in no artefact.
  package internal(set) var output: String?
  /// Why the model's fit was refused; `nil` for a model in order.
  package let modelFault: ModelFault?
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package internal(set) var notRecorded: String?

  /// Why the command fails: a limit is broken, or limits are declared and none could be judged.
  package var refusal: StatisticalRefusal? {
    if !breaches.isEmpty { return .unfair(breaches) }
    guard limits > 0, !passed else { return nil }
    return .nothingToJudge(
      reason: "every limit rests on a group of fewer than \(smallest) rows; take more rows, merge "
        + "groups or set audit.smallest in the specification"
    )
  }
}

/// A group of people.
package struct AuditGroup: Codable, Sendable, Equatable {
  /// Name of the column.
  package let column: String
  /// The value as written in the file; `nil` for rows without one.
  package let level: String?
  /// True for the group that the others of its column are compared with.
  package let isReference: Bool
  /// Rows of known outcome; `nil` for a count that must not be shown.
  package let rows: Int?
  /// Positive rows among them; likewise.
  package let positives: Int?
  /// Rows whose outcome is not known; likewise.
  package let unknownOutcomes: Int?

  init(_ place: Int, of audit: FairnessAudit, _ disclosure: FairnessDisclosure) {
    let group = audit.groups[place]
    column = group.column
    level = group.level
    isReference = group.isReference
    rows = disclosure.rows(of: place, in: audit)
    positives = disclosure.positives(of: place, in: audit)
    unknownOutcomes = disclosure.unknownOutcomes(of: place, in: audit)
  }
}

/// What a score does over all rows.
package struct AuditScore: Codable, Sendable, Equatable {
  /// What it is called.
  package let name: String
  /// Area under the ROC curve.
  package let auc: Double
  /// Share of positives on the list, at each capacity.
  package let precision: [Double]
  /// Share of all positives on the list, at each capacity.
  package let recall: [Double]

  init(_ score: FairnessAudit.Score) {
    name = score.name
    auc = score.auc
    precision = score.top.map(\.precision)
    recall = score.top.map(\.recall)
  }
}

/// A measure of a group, beside the reference group of its column.
package struct AuditMeasure: Codable, Sendable, Equatable {
  /// The score.
  package let score: String
  /// Column of the group.
  package let column: String
  /// Value of the group; `nil` for rows without one.
  package let level: String?
  /// True for the reference group.
  package let isReference: Bool
  /// Rows that can be contacted; `nil` where the measure does not depend on it.
  package let capacity: Int?
  /// Name of the measure, as `recall`.
  package let measure: String
  /// What is counted; `nil` with the value, and for calibration by regression.
  package let count: Double?
  /// Of how many.
  package let of: Double?
  /// The measure; `nil` where there is none, see the mark.
  package let value: Double?
  /// Lower end of the interval at 95 %.
  package let lower: Double?
  /// Upper end.
  package let upper: Double?
  /// The measure over that of the reference.
  package let ratio: Double?
  /// Lower end of its interval.
  package let ratioLower: Double?
  /// Upper end.
  package let ratioUpper: Double?
  /// The measure minus that of the reference.
  package let difference: Double?
  /// Lower end of its interval.
  package let differenceLower: Double?
  /// Upper end.
  package let differenceUpper: Double?
  /// How far to trust it.
  package let mark: Mark

  /// How far to trust a measure.
  package enum Mark: String, Codable, Sendable {
    /// As the interval says.
    case estimated
    /// The group or its reference has too few rows to be judged.
    case small
    /// Not shown, since it would tell of fewer than five people, by itself or by subtraction.
    case suppressed
    /// There is none: nothing to divide by.
    case undefined
  }
}

/// What the model without its sensitive columns changes for a group.
package struct AuditChange: Codable, Sendable, Equatable {
  /// Column of the group.
  package let column: String
  /// Value of the group; `nil` for rows without one.
  package let level: String?
  /// Rows that can be contacted.
  package let capacity: Int
  /// Name of the measure: `recall` or `selection_rate`.
  package let measure: String
  /// The measure without the columns minus that with them; `nil` where one of the two is not shown
  /// or there is none.
  package let value: Double?
  /// Lower end of the interval at 95 %, from the same people for both.
  package let lower: Double?
  /// Upper end.
  package let upper: Double?

  init(_ change: FairnessAudit.Change, of audit: FairnessAudit, _ disclosure: FairnessDisclosure) {
    let group = audit.groups[change.group]
    // The two scores that are compared are the first ones.
    let isHidden = [0, 1].contains { score in
      disclosure.hides(
        change.measure,
        of: change.group,
        capacity: change.capacity,
        score: score
      )
    }
    column = group.column
    level = group.level
    capacity = change.capacity
    measure = change.measure.rawValue
    value = isHidden ? nil : change.value
    lower = isHidden ? nil : change.interval?.lower
    upper = isHidden ? nil : change.interval?.upper
  }
}

/// Counts of people under five are not shown, as in the reports.
enum SmallCount {
  static let limit = 5

  /// A count; `nil` where it, or what is left of the whole, is from 1 to 4.
  static func shown(_ count: Int, of whole: Int? = nil) -> Int? {
    guard !isSmall(Double(count)) else { return nil }
    guard let whole, isSmall(Double(whole)) || isSmall(Double(whole - count)) else { return count }
    return nil
  }

  static func isSmall(_ count: Double) -> Bool { count > 0 && count < Double(limit) }
}

extension AuditMeasure {
  /// A line of an audit.
  ///
  /// - Parameters:
  ///   - line: the line.
  ///   - score: name of the score.
  ///   - group: its group.
  ///   - isHidden: true where it must not be shown.
  ///   - hidesReference: true where the reference's own measure is not shown.
  init(
    _ line: FairnessAudit.Line,
    score: String,
    group: FairnessAudit.Group,
    isHidden: Bool,
    hidesReference: Bool
  ) {
    let isCompared = !isHidden && !hidesReference
    self.score = score
    column = group.column
    level = group.level
    isReference = group.isReference
    capacity = line.capacity
    measure = line.measure.rawValue
    count = isHidden || line.value == nil ? nil : line.count
    of = isHidden || line.value == nil ? nil : line.of
    value = isHidden ? nil : line.value
    lower = isHidden ? nil : line.interval?.lower
    upper = isHidden ? nil : line.interval?.upper
    ratio = isCompared ? line.ratio : nil
    ratioLower = isCompared ? line.ratioInterval?.lower : nil
    ratioUpper = isCompared ? line.ratioInterval?.upper : nil
    difference = isCompared ? line.difference : nil
    differenceLower = isCompared ? line.differenceInterval?.lower : nil
    differenceUpper = isCompared ? line.differenceInterval?.upper : nil
    mark =
      isHidden ? .suppressed : line.value == nil ? .undefined : line.isSmall ? .small : .estimated
  }

  /// A parameter of the calibration of a group, which has no reference but the ideal.
  init(
    calibration value: Double?,
    interval: (lower: Double, upper: Double)?,
    named measure: String,
    score: String,
    group: FairnessAudit.Group
  ) {
    self.score = score
    column = group.column
    level = group.level
    isReference = group.isReference
    capacity = nil
    self.measure = measure
    count = nil
    of = nil
    self.value = value
    lower = interval?.lower
    upper = interval?.upper
    ratio = nil
    ratioLower = nil
    ratioUpper = nil
    difference = nil
    differenceLower = nil
    differenceUpper = nil
    mark = value == nil ? .small : .estimated
  }
}
