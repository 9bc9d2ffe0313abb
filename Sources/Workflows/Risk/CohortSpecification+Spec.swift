internal import DataIO
internal import Datasets
internal import Risk

extension CohortSpecification {
  /// Reads a `COHORT.yaml`.
  ///
  /// - Throws: `DataProblem` with file, line and key.
  init(path: String) throws(DataProblem) {
    let root = try SpecDocument.read(path: path).root.mapping(known: [
      "name", "id", "states", "as_of", "carry", "features", "label", "where",
      "episodes", "censor", "known_since",
    ])
    if let episodes = root.optional("episodes"), root.optional("states") != nil {
      throw episodes.invalid(expected: "either states or episodes")
    }
    var dates: [Month] = []
    for node in try root.required("as_of").sequence() {
      let date = try node.month()
      guard !dates.contains(date) else { throw node.invalid(expected: "each date once") }
      dates.append(date)
    }
    guard !dates.isEmpty else {
      throw try root.required("as_of").invalid(expected: "at least one month")
    }
    var features: [Window] = []
    for node in try root.required("features").sequence() { features.append(try Window(node)) }
    var rule: [Condition] = []
    for node in try root.optional("where")?.sequence() ?? [] { rule.append(try Condition(node)) }
    self.init(
      name: try root.optional("name")?.string() ?? "cohort",
      id: try root.required("id").string(),
      states: try root.optional("episodes") == nil ? States(root.required("states")) : nil,
      episodes: try root.optional("episodes").map { node throws(DataProblem) in
        try Episodes(node)
      },
      asOf: dates,
      carry: try root.optional("carry")?.strings() ?? [],
      features: features,
      label: try Label(root.required("label")),
      rule: rule
    )
    if let node = root.optional("censor") { censoring = try Censoring(node) }
    guard let known = try root.optional("known_since")?.mapping() else { return }
    for column in known.keys {
      let node = try known.required(column)
      guard carry.contains(column) else { throw node.invalid(expected: "a column of carry") }
      let text = try node.string()
      let month = MonthFormat.detect(text)?.month
      knownSince.append(Knowledge(column: column, month: month, since: month == nil ? text : nil))
    }
  }

  /// The longest window that makes sense, months: a century.
  fileprivate static let windowRange = 1...1200
}

extension CohortSpecification.States {
  init(_ node: SpecNode) throws(DataProblem) {
    let mapping = try node.mapping(known: ["columns", "first"])
    let columns = try mapping.required("columns")
    let text = try columns.string()
    guard let dots = text.firstRange(of: "..") else {
      throw columns.invalid(expected: "first and last column, as Jul.93..Jun.99")
    }
    self.init(
      firstColumn: String(text[..<dots.lowerBound]),
      lastColumn: String(text[dots.upperBound...]),
      first: try mapping.required("first").month()
    )
  }
}

extension CohortSpecification.Episodes {
  init(_ node: SpecNode) throws(DataProblem) {
    let mapping = try node.mapping(known: ["start", "end", "kind", "known_since", "from", "until"])
    self.init(
      start: try mapping.required("start").string(),
      end: try mapping.required("end").string(),
      kind: try mapping.required("kind").string(),
      knownSince: try mapping.optional("known_since")?.string(),
      from: try mapping.optional("from")?.month(),
      until: try mapping.optional("until")?.month()
    )
  }
}

extension CohortSpecification.Censoring {
  init(_ node: SpecNode) throws(DataProblem) {
    let mapping = try node.mapping(known: ["states", "moved", "open_windows"])
    self.init(
      states: try mapping.optional("states")?.oneOrMore() ?? [],
      moved: try mapping.optional("moved")?.string(),
      keepsOpenWindows: try mapping.optional("open_windows")?.bool() ?? false
    )
  }
}

extension CohortSpecification.Ending {
  /// `{ended, cause: {column, is}, days, within}`.
  fileprivate init(_ mapping: SpecMapping) throws(DataProblem) {
    let cause = try mapping.optional("cause")?.mapping(known: ["column", "is"])
    self.init(
      kinds: try mapping.required("ended").oneOrMore(),
      causeColumn: try cause?.required("column").string(),
      causes: try cause?.required("is").oneOrMore() ?? [],
      days: try mapping.optional("days")?.int(in: 0...36_500) ?? 0,
      within: try mapping.optional("within")?.int(in: CohortSpecification.windowRange)
    )
  }

  /// The keys of an end.
  fileprivate static let keys = ["ended", "cause", "days", "within"]
}

extension CohortSpecification.Window {
  init(_ node: SpecNode) throws(DataProblem) {
    let mapping = try node.mapping(known: Self.keys + ["name"])
    try self.init(mapping, name: mapping.required("name").string())
  }

  /// The keys of a window, the name aside.
  fileprivate static let keys = ["window", "since", "count", "as"]

  /// A window of the keys of a mapping, which may have others.
  fileprivate init(_ mapping: SpecMapping, name: String) throws(DataProblem) {
    let measure: CohortSpecification.Measure = try mapping.optional("as")?.choice() ?? .months
    if measure == .changes, let count = mapping.optional("count") {
      throw count.invalid(expected: "no states to count for changes of any")
    }
    self.init(
      name: name,
      span: try Self.span(mapping),
      measure: measure,
      states: measure == .changes ? [] : try mapping.required("count").oneOrMore()
    )
  }

  private static func span(_ mapping: SpecMapping) throws(DataProblem) -> CohortSpecification.Span {
    guard let since = mapping.optional("since") else {
      return .months(try mapping.required("window").int(in: CohortSpecification.windowRange))
    }
    if let window = mapping.optional("window") {
      throw window.invalid(expected: "either window or since")
    }
    return .since(try since.month())
  }
}

extension CohortSpecification.Condition {
  /// A condition: `count` (or `as: changes`) with a window, or `column`, and what is right.
  init(_ node: SpecNode) throws(DataProblem) {
    let mapping = try node.mapping(
      known: CohortSpecification.Window.keys + CohortSpecification.Ending.keys
        + ["column", "at_least", "at_most", "is"]
    )
    if mapping.optional("ended") != nil {
      for key in mapping.keys where !CohortSpecification.Ending.keys.contains(key) {
        throw try mapping.required(key).invalid(expected: "no such key for the end of an episode")
      }
      self.init(subject: .ending(try CohortSpecification.Ending(mapping)))
      return
    }
    for key in CohortSpecification.Ending.keys {
      if let other = mapping.optional(key) {
        throw other.invalid(expected: "the end of an episode: ended, with the kinds")
      }
    }
    let subject: Subject
    if let column = mapping.optional("column") {
      for key in CohortSpecification.Window.keys {
        if let other = mapping.optional(key) {
          throw other.invalid(expected: "either a column or a window of states")
        }
      }
      subject = .column(try column.string())
    } else {
      if let texts = mapping.optional("is") {
        throw texts.invalid(expected: "at_least or at_most for a window of states")
      }
      subject = .window(try CohortSpecification.Window(mapping, name: "where"))
    }
    self.init(
      subject: subject,
      atLeast: try mapping.optional("at_least")?.double(),
      atMost: try mapping.optional("at_most")?.double(),
      texts: try mapping.optional("is")?.oneOrMore() ?? []
    )
    let isLimited = atLeast != nil || atMost != nil
    guard isLimited != !texts.isEmpty else {
      throw node.invalid(expected: "what is right: at_least, at_most or is")
    }
  }
}

extension CohortSpecification.Label {
  init(_ node: SpecNode) throws(DataProblem) {
    let mapping = try node.mapping(known: ["name", "state", "months", "at_least"])
    let months = try mapping.required("months").int(in: CohortSpecification.windowRange)
    self.init(
      name: try mapping.optional("name")?.string() ?? "label",
      states: try mapping.required("state").oneOrMore(),
      months: months,
      atLeast: try mapping.required("at_least").int(in: 1...months)
    )
  }
}

extension SpecNode {
  /// A text, or a list of texts.
  fileprivate func oneOrMore() throws(DataProblem) -> [String] {
    if case .sequence = kind { return try strings() }
    return [try string()]
  }
}
