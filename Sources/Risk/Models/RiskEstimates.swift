internal import Statistics

/// The estimates of training rows, and what is said of them, as the specification asks.
struct RiskEstimates {
  let fit: LogisticFit
  let inference: RiskInference
  let separation: RiskSeparation?
  let penalty: RiskPenalty?

  init(_ training: RiskTraining, threads: Int) throws(StatisticsError) {
    if let penalty = training.specification.penalty {
      try self.init(penalty, training, threads: threads)
      return
    }
    switch training.specification.estimator {
    case .maximumLikelihood: try self.init(likelihood: training, threads: threads)
    case .firth: try self.init(firth: training, correctsIntercept: false, threads: threads)
    case .flic: try self.init(firth: training, correctsIntercept: true, threads: threads)
    }
  }

  // MARK: Penalties

  private init(
    _ choice: RiskSpecification.Penalty,
    _ training: RiskTraining,
    threads: Int
  ) throws(StatisticsError) {
    let penalization = try RiskPenalization(
      choice,
      training,
      folds: training.folds,
      threads: threads
    )
    fit = penalization.fit
    penalty = penalization.penalty
    separation = nil
    inference = RiskInference(
      standardErrors: Array(repeating: nil, count: fit.coefficients.count),
      robust: nil,
      profiles: nil,
      termTests: [],
      firth: nil
    )
  }

  // MARK: Maximum likelihood

  private init(likelihood training: RiskTraining, threads: Int) throws(StatisticsError) {
    let rows = training.rows
    let asked = training.specification.inference
    let regression = LogisticRegression(threads: threads)
    let first = try regression.fit(rows)
    // Fits that do not settle are separated, as a rule.
    let limit =
      first.summary.status == .converged
      ? nil : try Limit(first, training, regression)
    let fit = limit?.fit ?? first
    var robust: RobustCovariance?
    if let estimator = asked.covariance.estimator {
      if let limit {
        robust = try limit.robustCovariance(estimator, training.clusters, threads)
      } else {
        robust = try RobustCovariance(
          rows,
          fit: fit,
          estimator: estimator,
          clusters: training.clusters,
          threads: threads
        )
      }
    }
    var tests: [RiskInference.TermTest] = []
    if asked.tests != .none {
      let terms = training.encoding.columnRanges
      let outcomes =
        asked.tests == .wald
        ? TermTests.wald(terms: terms, fit: fit, covariance: robust)
        : try TermTests.likelihoodRatio(rows, terms: terms, fit: fit, regression: regression)
      tests = zip(training.encoding.terms, outcomes).map { .init($0.name, $1) }
    }
    self.fit = fit
    penalty = nil
    separation = limit?.separation
    inference = RiskInference(
      standardErrors: robust?.standardErrors(of: fit) ?? fit.coefficients.map(\.standardError),
      robust: robust.map { RiskInference.Robust($0) },
      profiles: asked.intervals == .profile
        ? regression.profileIntervals(rows, fit: fit, level: asked.level) : nil,
      termTests: tests,
      firth: nil
    )
  }

  /// The limit of a separated fit.
  private struct Limit {
    let fit: LogisticFit
    let separation: RiskSeparation
    private let separated: SeparatedFit<EncodedRows>

    /// `nil` when the rows are not separated.
    init?(
      _ first: LogisticFit,
      _ training: RiskTraining,
      _ regression: LogisticRegression
    ) throws(StatisticsError) {
      let rows = training.rows
      let proof = try SeparationProof(rows, threads: regression.threads)
      guard
        let separated = try SeparatedFit(first, rows: rows, proof: proof, regression: regression)
      else { return nil }
      self.separated = separated
      fit = separated.fit
      separation = RiskSeparation(
        kind: proof.kind,
        levels: training.encoding.oneOutcomeLevels(
          training.oneOutcomeLevels,
          rows,
          threads: regression.threads
        )
      )
    }

    func robustCovariance(
      _ estimator: RobustCovariance.Estimator,
      _ clusters: [Int32]?,
      _ threads: Int
    ) throws(StatisticsError) -> RobustCovariance? {
      try separated.robustCovariance(estimator, clusters: clusters, threads: threads)
    }
  }

  // MARK: Firth

  private init(
    firth training: RiskTraining,
    correctsIntercept: Bool,
    threads: Int
  ) throws(StatisticsError) {
    let regression = FirthRegression(threads: threads, correctsIntercept: correctsIntercept)
    let firth = try regression.fit(training.rows)
    let asked = training.specification.inference
    let terms = training.encoding.columnRanges
    fit = firth.fit
    penalty = nil
    separation = nil
    inference = RiskInference(
      standardErrors: firth.fit.coefficients.map(\.standardError),
      robust: nil,
      profiles: asked.intervals == .profile
        ? regression.profileIntervals(training.rows, fit: firth, level: asked.level) : nil,
      termTests: asked.tests == .none
        ? []
        : zip(training.encoding.terms, TermTests.wald(terms: terms, fit: firth.fit))
          .map { .init($0.name, $1) },
      firth: RiskInference.Firth(
        penalizedLogLikelihood: firth.penalizedLogLikelihood,
        logistfStandardErrors: firth.logistfStandardErrors,
        interceptBeforeCorrection: firth.interceptBeforeCorrection
      )
    )
  }
}

extension RiskSpecification.Covariance {
  /// The sandwich of that name; `nil` for the model's covariance.
  var estimator: RobustCovariance.Estimator? {
    switch self {
    case .model: nil
    case .hc0: .hc0
    case .hc1: .hc1
    case .hc2: .hc2
    case .hc3: .hc3
    case .cluster: .cr0Adjusted
    }
  }
}

extension RiskInference.Robust {
  init(_ robust: RobustCovariance) {
    self.init(
      estimator: robust.estimator,
      covariance: robust.matrix,
      clusterCount: robust.clusterCount,
      saturatedRowCount: robust.saturatedRowCount
    )
  }
}

extension RiskInference.TermTest {
  init(_ term: String, _ outcome: TermTests.Outcome) {
    switch outcome {
    case .tested(let result): self.init(term: term, result: result, reason: nil)
    case .untestable(let reason): self.init(term: term, result: nil, reason: reason)
    }
  }
}
