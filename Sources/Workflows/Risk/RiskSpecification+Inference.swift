internal import DataIO
internal import Datasets
internal import Risk

extension RiskSpecification.Inference {
  /// Reads `inference`, which must fit estimator, clusters and weights.
  ///
  /// Where it says nothing, clusters ask for their covariance and Firth's estimates for profile intervals.
  init(
    _ node: SpecNode?,
    estimator: RiskSpecification.Estimator,
    cluster: SpecNode?
  ) throws(DataProblem) {
    let mapping = try node?.mapping(known: [
      "covariance", "intervals", "tests", "level", "influence",
    ])
    let isFirth = estimator != .maximumLikelihood
    let hasClusters = cluster != nil
    if isFirth, let cluster {
      throw cluster.invalid(expected: "no clusters, which Firth's estimates have no covariance for")
    }
    let covariance = mapping?.optional("covariance")
    let intervals = mapping?.optional("intervals")
    let tests = mapping?.optional("tests")
    self.init(
      covariance: try covariance?.choice() ?? (hasClusters ? .cluster : .model),
      intervals: try intervals?.choice() ?? (isFirth ? .profile : .wald),
      tests: try tests?.choice() ?? .none,
      level: try mapping?.optional("level").map { node throws(DataProblem) in
        try Self.level(node)
      } ?? 0.95,
      influence: try mapping?.optional("influence").map { node throws(DataProblem) in
        try Self.influence(node)
      } ?? 0
    )
    if self.covariance == .cluster, !hasClusters, let covariance {
      throw covariance.invalid(expected: "a covariance that needs no clusters, or a key cluster")
    }
    if self.covariance != .model, isFirth, let covariance {
      throw covariance.invalid(expected: "model, which is the one that Firth's estimates have")
    }
    if self.covariance != .model, self.intervals == .profile, let intervals {
      throw intervals.invalid(
        expected: "wald, since profiles of the likelihood leave \(self.covariance.rawValue) out"
      )
    }
    guard let tests else { return }
    if self.tests == .likelihoodRatio, isFirth || self.covariance != .model {
      throw tests.invalid(expected: "wald, or maximum likelihood with the model's covariance")
    }
  }

  /// A number of rows; `true` for ten.
  private static func influence(_ node: SpecNode) throws(DataProblem) -> Int {
    switch try node.string() {
    case "true", "yes": return 10
    case "false", "no": return 0
    default: return try node.int(in: 0...1000)
    }
  }

  private static func level(_ node: SpecNode) throws(DataProblem) -> Double {
    let level = try node.double(in: 0...1)
    guard level >= 0.5, level <= 0.9999 else {
      throw node.invalid(expected: "a number from 0.5 to 0.9999, such as 0.95")
    }
    return level
  }
}
