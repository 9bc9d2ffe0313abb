internal import DataIO
internal import Datasets
internal import Risk

extension RiskSpecification {
  /// Reads a `SPEC.yaml`.
  ///
  /// - Throws: `DataProblem` with file, line and key.
  init(path: String) throws(DataProblem) {
    let root = try SpecDocument.read(path: path).root.mapping(
      known: [
        "name", "id", "target", "as_of", "weights", "offset", "features", "interactions", "penalty",
        "estimator", "cluster", "inference", "missing", "sensitive", "bands", "audit",
        "drift", "baselines", "known_since",
      ] + Documentation.keys
    )
    let estimator: Estimator = try root.optional("estimator")?.choice() ?? .maximumLikelihood
    let cluster = root.optional("cluster")
    self.init(
      name: try Self.name(root.required("name")),
      id: try root.optional("id")?.string(),
      target: try Target(root.required("target")),
      targetLabel: try Self.targetLabel(root),
      asOf: try root.optional("as_of")?.string(),
      weights: try root.optional("weights").map { node throws(DataProblem) in try Weights(node) },
      offset: try root.optional("offset")?.string(),
      features: try Self.features(root.required("features")),
      interactions: try Self.interactions(root),
      estimator: estimator,
      cluster: try cluster?.string(),
      inference: try Inference(root.optional("inference"), estimator: estimator, cluster: cluster),
      missing: try root.optional("missing")?.choice(MissingPolicy.self) ?? .refuse,
      sensitive: try Self.sensitive(root),
      bands: try root.optional("bands").map { node throws(DataProblem) in try Self.bands(node) }
        ?? Self.defaultBands,
      drift: try DriftLimits(root.optional("drift")),
      audit: try root.optional("audit").map { node throws(DataProblem) in try Audit(node) }
    )
    labelMonths = try root.required("target").mapping().optional("months")?.int(in: 1...1200)
    baselines = try root.optional("baselines").map { node throws(DataProblem) in
      try Baselines(node)
    }
    documentation = try Documentation(root)
    if let node = root.optional("known_since") { knownSince = try KnownSince.all(node) }
    if let node = root.optional("penalty") {
      penalty = try Penalty(node, root, terms: termNames)
    }
  }

  private static func features(_ node: SpecNode) throws(DataProblem) -> [Feature] {
    var features: [Feature] = []
    var names: Set<String> = []
    for item in try node.sequence() {
      let feature = try Feature(item)
      guard names.insert(feature.column).inserted else {
        throw item.invalid(expected: "each column once")
      }
      features.append(feature)
    }
    guard !features.isEmpty else { throw node.invalid(expected: "at least one feature") }
    return features
  }

  /// Pairs of features, each of which must be one by itself too.
  private static func interactions(_ root: SpecMapping) throws(DataProblem) -> [Interaction] {
    guard let node = root.optional("interactions") else { return [] }
    let features = try Self.features(root.required("features"))
    var pairs: [Interaction] = []
    for item in try node.sequence() {
      let names = try item.strings()
      guard names.count == 2, names[0] != names[1] else {
        throw item.invalid(expected: "two different columns, as [a, b]")
      }
      for name in names {
        guard let feature = features.first(where: { $0.column == name }) else {
          throw item.invalid(expected: "columns that are features too, which \"\(name)\" is not")
        }
        if case .spline = feature.kind {
          throw item.invalid(
            expected: "numeric and categorical features; \"\(name)\" is a spline"
          )
        }
      }
      let isNew = !pairs.contains { Set([$0.first, $0.second]) == Set(names) }
      guard isNew else { throw item.invalid(expected: "each pair once") }
      pairs.append(Interaction(names[0], names[1]))
    }
    return pairs
  }

  /// Columns that are never a reason, and so have no words for one.
  ///
  /// Each must be a feature, or a slip of the pen would make it one.
  private static func sensitive(_ root: SpecMapping) throws(DataProblem) -> [String] {
    guard let node = root.optional("sensitive") else { return [] }
    let list = try root.required("features")
    let features = try Self.features(list).map(\.column)
    let names = try node.strings()
    for name in names where !features.contains(name) {
      throw DataProblem(
        .unknownColumn(nearest: nearestName(to: name, among: features)),
        file: node.file,
        line: node.line,
        column: name
      )
    }
    for item in try list.sequence() {
      let keys = try item.mapping()
      guard let reason = keys.optional("reason"),
        names.contains(try keys.required("column").string())
      else { continue }
      throw reason.invalid(expected: "no words for a sensitive column, which is never a reason")
    }
    return names
  }

  private static func targetLabel(_ root: SpecMapping) throws(DataProblem) -> Label? {
    try Label(root.required("target").mapping().optional("label"))
  }

  private static func name(_ node: SpecNode) throws(DataProblem) -> String {
    let name = try node.string()
    guard !name.isEmpty else { throw node.invalid(expected: "a name that is not empty") }
    return name
  }

  private static func bands(_ node: SpecNode) throws(DataProblem) -> [Double] {
    var bands: [Double] = []
    for item in try node.sequence() {
      let cut = try item.double(in: 0...1)
      guard cut > bands.last ?? 0 else { throw item.invalid(expected: "ascending probabilities") }
      bands.append(cut)
    }
    return bands
  }
}

extension RiskSpecification.Target {
  init(_ node: SpecNode) throws(DataProblem) {
    let mapping = try node.mapping(known: [
      "column", "positive", "successes", "failures", "label", "months",
    ])
    if let successes = mapping.optional("successes") {
      for key in ["column", "positive"] {
        if let other = mapping.optional(key) {
          throw other.invalid(expected: "either column and positive, or successes and failures")
        }
      }
      self = .grouped(
        successes: try successes.string(),
        failures: try mapping.required("failures").string()
      )
    } else {
      self = .binary(
        column: try mapping.required("column").string(),
        positive: try mapping.optional("positive")?.string() ?? "1"
      )
    }
  }
}

extension RiskSpecification.Label {
  /// A label, or `nil` without one.
  init?(_ node: SpecNode?) throws(DataProblem) {
    guard let mapping = try node?.mapping(known: ["it", "en"]) else { return nil }
    self.init(
      italian: try mapping.optional("it")?.string(),
      english: try mapping.optional("en")?.string()
    )
  }
}

extension RiskSpecification.Weights {
  init(_ node: SpecNode) throws(DataProblem) {
    let mapping = try node.mapping(known: ["frequency", "sampling"])
    guard let sampling = mapping.optional("sampling") else {
      self = .frequency(column: try mapping.required("frequency").string())
      return
    }
    if let other = mapping.optional("frequency") {
      throw other.invalid(expected: "either frequency or sampling")
    }
    self = .sampling(column: try sampling.string())
  }
}

extension RiskSpecification.Feature {
  init(_ node: SpecNode) throws(DataProblem) {
    let mapping = try node.mapping(known: [
      "column", "kind", "label", "reason", "reference", "pool_below", "unseen", "knots", "basis",
    ])
    let kind = try Self.kind(mapping)
    self.init(
      column: try mapping.required("column").string(),
      kind: kind,
      label: try RiskSpecification.Label(mapping.optional("label")),
      reason: try mapping.optional("reason").map { node throws(DataProblem) in
        try ReasonTemplate(node, kind: kind)
      }
    )
  }

  private static func kind(_ mapping: SpecMapping) throws(DataProblem) -> RiskSpecification.Kind {
    let kind = try mapping.required("kind")
    let own = [
      "categorical": ["reference", "pool_below", "unseen"], "spline": ["knots", "basis"],
    ]
    let name = try kind.string()
    for key in mapping.keys where !(own[name] ?? []).contains(key) {
      guard !["column", "kind", "label", "reason"].contains(key), let node = mapping.optional(key)
      else {
        continue
      }
      throw node.invalid(expected: "no such key for a \(name) feature")
    }
    switch name {
    case "numeric":
      return .numeric
    case "categorical":
      return .categorical(
        RiskSpecification.Categories(
          reference: try mapping.optional("reference")?.string(),
          poolBelow: try mapping.optional("pool_below")?.int(in: 0...Int(Int32.max)) ?? 0,
          unseen: try mapping.optional("unseen")?.choice(RiskSpecification.UnseenPolicy.self)
            ?? .refuse
        )
      )
    case "spline":
      return .spline(
        RiskSpecification.Spline(
          knots: try RiskSpecification.Spline.Knots(mapping.required("knots")),
          basis: try mapping.optional("basis")?.choice(RiskSpecification.Spline.Basis.self)
            ?? .natural
        )
      )
    default:
      throw kind.invalid(expected: "numeric, categorical or spline")
    }
  }
}

extension RiskSpecification.Spline.Knots {
  /// A number of knots, or their places.
  init(_ node: SpecNode) throws(DataProblem) {
    guard node.kind == .sequence else {
      self = .count(try node.int(in: 0...50))
      return
    }
    var positions: [Double] = []
    for item in try node.sequence() {
      let position = try item.double()
      guard position > positions.last ?? -.infinity else {
        throw item.invalid(expected: "ascending knots")
      }
      positions.append(position)
    }
    guard positions.count <= 50 else { throw node.invalid(expected: "at most 50 knots") }
    self = .positions(positions)
  }
}
