internal import DataIO
internal import Datasets
internal import Risk

extension RiskSpecification.Baselines {
  /// The rivals of a specification.
  ///
  /// - Throws: `DataProblem` with file, line and key.
  init(_ node: SpecNode) throws(DataProblem) {
    let mapping = try node.mapping(known: ["rules", "area", "points"])
    var rules: [ColumnRanking] = []
    for item in try mapping.optional("rules")?.sequence() ?? [] {
      rules.append(try ColumnRanking(item))
    }
    var area: [String] = []
    if let names = mapping.optional("area") {
      area = names.kind == .sequence ? try names.strings() : [try names.string()]
    }
    self.init(
      rules: rules,
      area: area,
      points: try mapping.optional("points").map { node throws(DataProblem) in
        try PointsTable(node)
      }
    )
  }
}

extension ColumnRanking {
  /// A column, or `{column, ties, lowest_first}`.
  init(_ node: SpecNode) throws(DataProblem) {
    guard node.kind == .mapping else {
      self.init([OneColumnRule(column: try node.string(), higherIsRiskier: true)])
      return
    }
    let mapping = try node.mapping(known: ["column", "ties", "lowest_first"])
    let lowestFirst = try mapping.optional("lowest_first")?.bool() ?? false
    var columns = [
      OneColumnRule(column: try mapping.required("column").string(), higherIsRiskier: !lowestFirst)
    ]
    if let ties = mapping.optional("ties") {
      let names = ties.kind == .sequence ? try ties.strings() : [try ties.string()]
      columns += names.map { OneColumnRule(column: $0, higherIsRiskier: true) }
    }
    self.init(columns)
  }
}

extension PointsTable {
  /// A table of points: `{name, items, bands}`.
  init(_ node: SpecNode) throws(DataProblem) {
    let mapping = try node.mapping(known: ["name", "items", "bands"])
    var items: [Item] = []
    for item in try mapping.required("items").sequence() { items.append(try Item(item)) }
    guard !items.isEmpty else {
      throw try mapping.required("items").invalid(expected: "at least one item")
    }
    var bands: [Double] = []
    for item in try mapping.optional("bands")?.sequence() ?? [] {
      let cut = try item.double()
      guard cut > bands.last ?? -.infinity else { throw item.invalid(expected: "ascending sums") }
      bands.append(cut)
    }
    self.init(name: try mapping.optional("name")?.string() ?? "points", items: items, bands: bands)
  }
}

extension PointsTable.Item {
  /// `{column, points, from, below}` for numbers, `{column, points, is}` for texts.
  init(_ node: SpecNode) throws(DataProblem) {
    let mapping = try node.mapping(known: ["column", "points", "from", "below", "is"])
    var texts: [String] = []
    if let node = mapping.optional("is") {
      for key in ["from", "below"] {
        if let other = mapping.optional(key) {
          throw other.invalid(expected: "either is, or from and below")
        }
      }
      texts = node.kind == .sequence ? try node.strings() : [try node.string()]
    }
    self.init(
      column: try mapping.required("column").string(),
      points: try mapping.required("points").double(),
      from: try mapping.optional("from")?.double(),
      below: try mapping.optional("below")?.double(),
      texts: texts
    )
    guard !texts.isEmpty || from != nil || below != nil else {
      throw node.invalid(expected: "what gives the points: from, below or is")
    }
    if let from, let below, from >= below {
      throw node.invalid(expected: "a number of from that is smaller than that of below")
    }
  }
}

extension RiskSpecification.KnownSince {
  /// `{column: month, …}`, in the order of the file.
  static func all(_ node: SpecNode) throws(DataProblem) -> [RiskSpecification.KnownSince] {
    let mapping = try node.mapping()
    var known: [RiskSpecification.KnownSince] = []
    for column in mapping.keys {
      known.append(.init(column: column, month: try mapping.required(column).month()))
    }
    return known
  }
}
