/// Language of a text for people, with its way of writing numbers and months.
package enum Language: String, Sendable, Codable, CaseIterable {
  /// Italian: decimal comma, thousands point.
  case italian = "it"
  /// English: decimal point, thousands comma.
  case english = "en"

  /// The language that is not this one.
  package var other: Language { self == .italian ? .english : .italian }
}
