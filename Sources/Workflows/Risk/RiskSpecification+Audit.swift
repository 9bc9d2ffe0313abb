internal import DataIO
internal import Datasets
internal import Risk

extension RiskSpecification.Audit {
  /// Reads `audit`.
  ///
  /// - Throws: `DataProblem` with file, line and key.
  init(_ node: SpecNode) throws(DataProblem) {
    let mapping = try node.mapping(known: ["groups", "reference", "limits", "smallest"])
    let groups = try mapping.required("groups")
    let names = try groups.strings()
    guard !names.isEmpty, Set(names).count == names.count else {
      throw groups.invalid(expected: "at least one column, each once")
    }
    self.init(groups: names)
    if let reference = mapping.optional("reference") {
      self.reference = try Self.reference(reference, groups: names)
    }
    if let limits = mapping.optional("limits") { self.limits = try Self.limits(limits) }
    if let smallest = mapping.optional("smallest") {
      self.smallest = try smallest.int(in: 1...1_000_000)
    }
  }

  /// `majority`, or a value for some of the columns.
  private static func reference(
    _ node: SpecNode,
    groups: [String]
  ) throws(DataProblem) -> Reference {
    guard node.kind == .mapping else {
      guard try node.string() == "majority" else {
        throw node.invalid(expected: "majority, or a value a column as {male: 1}")
      }
      return .majority
    }
    let mapping = try node.mapping(known: groups)
    return .levels(
      try mapping.keys.map { column throws(DataProblem) in
        Level(column: column, level: try mapping.required(column).string())
      }
    )
  }

  private static func limits(_ node: SpecNode) throws(DataProblem) -> [Limit] {
    let mapping = try node.mapping(known: Limit.names)
    var limits: [Limit] = []
    for name in Limit.names where mapping.keys.contains(name) {
      let value = try mapping.required(name).double(in: 0...1)
      guard let limit = Limit(name: name, value: value) else { continue }
      if limit.comparison == .ratio, value == 0 {
        throw try mapping.required(name).invalid(expected: "a ratio above 0, such as 0.8")
      }
      limits.append(limit)
    }
    return limits
  }
}
