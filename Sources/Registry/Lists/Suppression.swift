package import Datasets

/// People who are not to be contacted again, or who may be again, by the codes that stand for them.
package struct SuppressionChange: Codable, Equatable, Sendable {
  /// The codes.
  package let codes: [String]
  /// Fingerprint of the key behind the codes.
  package let key: String
  /// Why: `non_contattare` from a team's file, else words.
  package let reason: String
  /// From which day.
  package let day: CalendarDate
  /// The list that they were called from; `nil` for a person's own objection.
  package let list: String?
  /// True when they may be contacted again.
  package let isLifted: Bool

  /// A change.
  package init(
    codes: [String],
    key: String,
    reason: String,
    day: CalendarDate,
    list: String? = nil,
    isLifted: Bool = false
  ) {
    self.codes = codes
    self.key = key
    self.reason = reason
    self.day = day
    self.list = list
    self.isLifted = isLifted
  }
}

/// Somebody who is not to be contacted.
package struct Suppression: Codable, Equatable, Sendable {
  /// The code that stands for the person.
  package let code: String
  /// Fingerprint of the key behind the code.
  package let key: String
  /// Why.
  package let reason: String
  /// Since which day.
  package let day: CalendarDate
  /// The list that the person was called from; `nil` for a person's own objection.
  package let list: String?

  /// An entry of the suppression list.
  package init(code: String, key: String, reason: String, day: CalendarDate, list: String?) {
    self.code = code
    self.key = key
    self.reason = reason
    self.day = day
    self.list = list
  }
}
