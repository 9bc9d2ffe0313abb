internal import DataIO
internal import Datasets
internal import Risk

extension RiskSpecification.Penalty {
  /// Reads `penalty`; `nil` for the kind `none`.
  ///
  /// - Parameters:
  ///   - node: the key's value.
  ///   - root: the specification, whose other keys must go with a penalty.
  ///   - terms: names that factors may have.
  /// - Throws: `DataProblem` with file, line and key.
  init?(_ node: SpecNode, _ root: SpecMapping, terms: [String]) throws(DataProblem) {
    let mapping = try node.mapping(known: [
      "kind", "l1_ratio", "lambda", "factors", "folds", "rule", "folds_by",
    ])
    guard let kind = try Self.kind(mapping.required("kind")) else {
      for key in mapping.keys where key != "kind" {
        guard let other = mapping.optional(key) else { continue }
        throw other.invalid(expected: "no such key where the penalty is none")
      }
      return nil
    }
    let ratio = mapping.optional("l1_ratio")
    if let ratio, kind != .elasticNet {
      throw ratio.invalid(
        expected: "no l1_ratio, which is \(kind == .ridge ? 0 : 1) for a \(kind.rawValue)"
      )
    }
    try Self.refuseOthers(root)
    let lambda = try mapping.optional("lambda").map { node throws(DataProblem) in
      try Self.lambda(node)
    }
    if lambda ?? nil != nil {
      for key in ["folds", "rule", "folds_by"] {
        guard let other = mapping.optional(key) else { continue }
        throw other.invalid(expected: "no \(key) where lambda is a number; set lambda: auto")
      }
    }
    let foldsBy = mapping.optional("folds_by")
    self.init(
      kind: kind,
      l1Ratio: try ratio?.double(in: 0...1),
      lambda: lambda ?? nil,
      factors: try mapping.optional("factors").map { node throws(DataProblem) in
        try Self.factors(node, terms: terms)
      } ?? [],
      folds: try mapping.optional("folds")?.int(in: 2...100) ?? Self.defaultFolds,
      rule: try mapping.optional("rule")?.choice() ?? .oneStandardError,
      foldsBy: try foldsBy?.choice()
    )
    guard let foldsBy else { return }
    if let folds = mapping.optional("folds") {
      throw folds.invalid(expected: "no number of folds where they are the dates (folds_by: as_of)")
    }
    if root.optional("as_of") == nil {
      throw foldsBy.invalid(expected: "a key as_of in the specification, whose dates are the folds")
    }
  }

  private static func kind(_ node: SpecNode) throws(DataProblem) -> Kind? {
    let name = try node.string()
    if name == "none" { return nil }
    guard let kind = Kind(rawValue: name) else {
      let known = ["none"] + Kind.allCases.map(\.rawValue)
      throw node.invalid(expected: "one of " + known.joined(separator: ", "))
    }
    return kind
  }

  /// A strength, or `nil` for `auto`.
  private static func lambda(_ node: SpecNode) throws(DataProblem) -> Double? {
    if node.kind == .scalar, try node.string() == "auto" { return nil }
    do throws(DataProblem) {
      return try node.double(in: 0...Double.greatestFiniteMagnitude)
    } catch {
      throw node.invalid(expected: "auto, or a number of at least 0 with a decimal point")
    }
  }

  private static func factors(
    _ node: SpecNode,
    terms: [String]
  ) throws(DataProblem) -> [Factor] {
    let mapping = try node.mapping()
    var factors: [Factor] = []
    for name in mapping.keys {
      let value = try mapping.required(name)
      guard terms.contains(name) else {
        throw DataProblem(
          .unknownColumn(nearest: nearestName(to: name, among: terms)),
          file: value.file,
          line: value.line,
          column: name
        )
      }
      factors.append(Factor(term: name, value: try value.double(in: 0...1_000_000)))
    }
    let isFree = terms.allSatisfy { name in factors.contains { $0.term == name && $0.value == 0 } }
    if isFree { throw node.invalid(expected: "a factor above 0 for some term") }
    return factors
  }

  /// Keys that have no meaning for penalised estimates, which have no standard errors.
  private static func refuseOthers(_ root: SpecMapping) throws(DataProblem) {
    if let estimator = root.optional("estimator"),
      try estimator.string() != RiskSpecification.Estimator.maximumLikelihood.rawValue
    {
      throw estimator.invalid(
        expected: "maximum_likelihood, since Firth's estimates have a penalty of their own"
      )
    }
    if let cluster = root.optional("cluster") {
      throw cluster.invalid(
        expected: "no clusters, which penalised estimates have no covariance for"
      )
    }
    let neutral = ["covariance": "model", "intervals": "wald", "tests": "none", "influence": "0"]
    guard let inference = try root.optional("inference")?.mapping() else { return }
    for key in inference.keys {
      guard let node = inference.optional(key), try node.string() != neutral[key] else { continue }
      throw node.invalid(
        expected: "no \(key) with a penalty, whose estimates have no standard errors, intervals or "
          + "tests"
      )
    }
  }
}
