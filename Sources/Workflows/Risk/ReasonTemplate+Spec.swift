internal import DataIO
internal import Datasets
internal import Risk

extension ReasonTemplate {
  /// `{it: …, en: …, values: {1: {it: …}}, missing: {it: …}}`, all of which may be left out.
  ///
  /// - Parameters:
  ///   - node: the template.
  ///   - kind: of the feature; single values of a number must be numbers.
  /// - Throws: `DataProblem` with line and key for a brace that is no placeholder, and for a template
  ///   without words.
  init(_ node: SpecNode, kind: RiskSpecification.Kind) throws(DataProblem) {
    let mapping = try node.mapping(known: ["it", "en", "values", "missing"])
    let texts = try mapping.optional("values")?.mapping()
    var values: [ValueText] = []
    for key in texts?.keys ?? [] {
      guard let item = texts?.optional(key) else { continue }
      if kind.isNumber {
        guard let number = Double(key), number.isFinite else {
          throw item.invalid(expected: "words for a number, which \"\(key)\" is not")
        }
        guard !values.contains(where: { Double($0.value) == number }) else {
          throw item.invalid(expected: "each number once")
        }
      }
      guard let text = try Self.words(item.mapping(known: ["it", "en"]), Self.placeholders) else {
        throw item.invalid(expected: "words in it, en or both")
      }
      values.append(ValueText(value: key, text: text))
    }
    self.init(
      text: try Self.words(mapping, Self.placeholders),
      values: values,
      // An empty cell has no value to be named.
      missing: try mapping.optional("missing").map { node throws(DataProblem) in
        guard let words = try Self.words(node.mapping(known: ["it", "en"]), []) else {
          throw node.invalid(expected: "words in it, en or both")
        }
        return words
      }
    )
    guard text != nil || !values.isEmpty || missing != nil else {
      throw node.invalid(expected: "words in it or en, or values with words")
    }
  }

  /// The words of each language, placeholders checked; `nil` without any.
  private static func words(
    _ mapping: SpecMapping,
    _ known: [String]
  ) throws(DataProblem) -> RiskSpecification.Label? {
    var words = RiskSpecification.Label()
    for language in Language.allCases {
      guard let node = mapping.optional(language.rawValue) else { continue }
      let text = try node.string()
      guard let names = placeholders(in: text), names.allSatisfy(known.contains) else {
        throw node.invalid(
          expected: known.isEmpty
            ? "words without braces, since an empty cell has no value"
            : "words with no braces but " + known.map { "{\($0)}" }.joined(separator: ", ")
        )
      }
      switch language {
      case .italian: words.italian = text
      case .english: words.english = text
      }
    }
    return words == RiskSpecification.Label() ? nil : words
  }
}
