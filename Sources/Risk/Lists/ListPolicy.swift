package import Datasets

/// How a contact list is made: the content of a `POLICY.yaml`.
package struct ListPolicy: Sendable, Equatable, Codable {
  /// Number of places on the list.
  package var capacity: Int
  /// Reasons given for each person, at most.
  package var reasons: Int
  /// What the list may be used for.
  package var purpose: String
  /// Last day on which it may be used.
  package var expires: CalendarDate
  /// Language of the reasons.
  package var language: Language
  /// Columns of the data that are written beside each person, on request.
  package var columns: [String]

  /// A policy.
  package init(
    capacity: Int,
    reasons: Int = 3,
    purpose: String,
    expires: CalendarDate,
    language: Language = .italian,
    columns: [String] = []
  ) {
    self.capacity = capacity
    self.reasons = reasons
    self.purpose = purpose
    self.expires = expires
    self.language = language
    self.columns = columns
  }
}
