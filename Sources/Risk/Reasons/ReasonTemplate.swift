package import Datasets

/// How a feature is said where it is a reason, in place of its label and value.
///
/// The words for single values come first: a level of a category, 0 where its absence is to be
/// said, the number that takes the singular. The text is for all others; for a feature that is 1 or
/// 0 it is what 1 means, and 0 is not said without words of its own.
package struct ReasonTemplate: Sendable, Equatable, Codable {
  /// Words for any value, in which `{value}` stands for it; `nil` where there are none.
  package var text: RiskSpecification.Label?
  /// Words for single values.
  package var values: [ValueText]
  /// Words for an empty cell; `nil` where there are none.
  package var missing: RiskSpecification.Label?

  /// Words for one value.
  package struct ValueText: Sendable, Equatable, Codable {
    /// The value as the specification writes it.
    package var value: String
    /// The words, in which `{value}` may stand too.
    package var text: RiskSpecification.Label

    /// Words for one value.
    package init(value: String, text: RiskSpecification.Label) {
      self.value = value
      self.text = text
    }
  }

  /// What may stand in braces.
  package static let placeholders = ["value"]

  /// A template.
  package init(
    text: RiskSpecification.Label? = nil,
    values: [ValueText] = [],
    missing: RiskSpecification.Label? = nil
  ) {
    self.text = text
    self.values = values
    self.missing = missing
  }

  /// The words for a value, with the value in them; of the other language where the one asked for
  /// has none.
  ///
  /// - Returns: `nil` where the template has no words for it.
  package func words(for value: FeatureValue, _ language: Language) -> String? {
    let own = values.first { value.isWritten(as: $0.value) }?.text
    let words: RiskSpecification.Label? =
      switch value {
      case .missing: missing
      case .flag(false): own
      default: own ?? text
      }
    guard let words = words?.text(language) ?? words?.text(language.other) else { return nil }
    return words.replacing("{value}", with: value.text(language))
  }

  /// True for a value that is not to be given as a reason: 0 without words of its own.
  package func isSilent(on value: FeatureValue) -> Bool {
    value == .flag(false) && !values.contains { value.isWritten(as: $0.value) }
  }

  /// What stands in braces in a text, in order.
  ///
  /// - Returns: the names; `nil` for a text with a brace that has no partner.
  package static func placeholders(in text: String) -> [String]? {
    var names: [String] = []
    var open: String?
    for character in text {
      switch (character, open) {
      case ("{", nil): open = ""
      case ("}", let name?):
        names.append(name)
        open = nil
      case ("{", _), ("}", nil): return nil
      case (_, let name?): open = name + String(character)
      default: break
      }
    }
    return open == nil ? names : nil
  }
}
