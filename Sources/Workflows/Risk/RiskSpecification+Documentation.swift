internal import DataIO
internal import Datasets
internal import Risk

extension RiskSpecification.Documentation {
  /// The keys of a specification that describe the model.
  static let keys = ["purpose", "population", "limits", "retention"]

  /// Reads `purpose`, `population`, `limits` and `retention`.
  ///
  /// - Throws: `DataProblem` with file, line and key.
  init(_ root: SpecMapping) throws(DataProblem) {
    self.init()
    if let node = root.optional("purpose") { purpose = try .init(text: node) }
    if let node = root.optional("population") { population = try .init(text: node) }
    if let node = root.optional("limits") {
      for item in try node.sequence() { limits.append(try .init(text: item)) }
    }
    if let node = root.optional("retention") {
      retentionMonths = try node.mapping(known: ["months"]).required("months").int(in: 1...1200)
    }
  }
}

extension RiskSpecification.Label {
  /// A text for both languages, or `{it, en}` with at least one.
  init(text node: SpecNode) throws(DataProblem) {
    if node.kind == .mapping {
      guard let label = try Self(node) else { throw node.invalid(expected: "a text") }
      self = label
    } else {
      let text = try node.string()
      self.init(italian: text, english: text)
    }
    let texts = [italian, english].compactMap(\.self)
    guard !texts.isEmpty, !texts.contains("") else {
      throw node.invalid(expected: "a text that is not empty, or one a language as {it: …, en: …}")
    }
  }

  /// The text in a language; in the other where there is none.
  func nearest(_ language: Language) -> String? {
    text(language) ?? text(language == .italian ? .english : .italian)
  }
}
