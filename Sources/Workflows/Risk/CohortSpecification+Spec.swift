internal import DataIO
internal import Datasets
internal import Risk

extension CohortSpecification {
  /// Reads a `COHORT.yaml`.
  ///
  /// - Throws: `DataProblem` with file, line and key.
  init(path: String) throws(DataProblem) {
    let root = try SpecDocument.read(path: path).root.mapping(known: [
      "name", "id", "states", "as_of", "carry", "features", "label",
    ])
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
    self.init(
      name: try root.optional("name")?.string() ?? "cohort",
      id: try root.required("id").string(),
      states: try States(root.required("states")),
      asOf: dates,
      carry: try root.optional("carry")?.strings() ?? [],
      features: features,
      label: try Label(root.required("label"))
    )
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

extension CohortSpecification.Window {
  init(_ node: SpecNode) throws(DataProblem) {
    let mapping = try node.mapping(known: ["name", "window", "count"])
    self.init(
      name: try mapping.required("name").string(),
      months: try mapping.required("window").int(in: CohortSpecification.windowRange),
      states: try mapping.required("count").oneOrMore()
    )
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
