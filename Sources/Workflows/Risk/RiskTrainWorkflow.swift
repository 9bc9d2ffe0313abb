internal import Concurrency
internal import DataIO
package import Datasets
internal import LinearAlgebra
internal import Registry
internal import Risk
internal import Statistics

/// What `risk train` is asked for.
package struct RiskTrainRequest: Codable, Sendable, Equatable {
  /// Path of the `SPEC.yaml`.
  package var specification: String
  /// Path of the table of training rows.
  package var data: String
  /// As-of dates to train on; all when empty.
  package var asOf: [Month]
  /// Folder to write the model to.
  package var output: String
  /// What is accepted that would be refused or warned of otherwise.
  package var allowed: [Allowance]
  /// Bytes of memory for the rows and the fit; half of the machine's when `nil`.
  package var memory: Int?
  /// Where the rows are while the model is fitted; in memory where they have room there when `nil`.
  package var rows: RowPlace?
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// Where rows are while a model is fitted.
  package enum RowPlace: String, Codable, Sendable {
    /// In a temporary file, encoded; the table is read in parts.
    case streamed
  }

  /// What can be accepted by name.
  package enum Allowance: String, Codable, Sendable, CaseIterable {
    /// Columns that are combinations of others.
    case aliasing
    /// Infinite estimates.
    case separation
    /// Fewer than ten events a coefficient.
    case fewEvents = "few-events"
  }

  /// A request.
  package init(
    specification: String,
    data: String,
    asOf: [Month] = [],
    output: String,
    allowed: [Allowance] = [],
    memory: Int? = nil,
    rows: RowPlace? = nil,
    environment: RequestEnvironment
  ) {
    self.specification = specification
    self.data = data
    self.asOf = asOf
    self.output = output
    self.allowed = allowed
    self.memory = memory
    self.rows = rows
    self.environment = environment
  }
}

/// What `risk train` gave.
package struct RiskTrainResult: Codable, Sendable, Equatable {
  /// Folder of the model.
  package let output: String
  /// Name of the model.
  package let name: String
  /// How the data file was read, in one line.
  package let findings: String
  /// Training rows of known outcome.
  package let rows: Int
  /// As-of dates trained on, ascending; empty without an as-of column.
  package let asOf: [String]
  /// Weighted number of events.
  package let events: Double
  /// Deviance of the fit.
  package let deviance: Double
  /// Deviance of the intercept alone.
  package let nullDeviance: Double
  /// Akaike's criterion; `nil` where a penalty of squares leaves it without meaning.
  package let aic: Double?
  /// Schwarz's criterion; likewise.
  package let bic: Double?
  /// McFadden's share of the log-likelihood explained.
  package let mcFadden: Double
  /// Newton steps taken, or passes over the rows of a penalty with absolute values.
  package let iterations: Int
  /// How the estimates, their standard errors, intervals and tests were made.
  package let estimator: String
  /// What shrank the estimates; `nil` without a penalty.
  package let penalty: Penalty?
  /// Confidence level of the intervals, in (0, 1).
  package let level: Double
  /// The table of coefficients.
  package let coefficients: [RiskCoefficient]
  /// Tests of whole terms; empty when none were asked for.
  package let termTests: [RiskTermTest]
  /// The rows of the largest influence, as many as asked for; in no artefact.
  package let influence: [RowOfInfluence]
  /// Levels of categories all of whose rows have one outcome, found before the fit: only a penalty or
  /// Firth's correction keeps their estimates finite.
  package let oneOutcomeLevels: [OneOutcomeValue]
  /// What a careful reader should know.
  package let warnings: [RiskWarning]
  /// How long the parts of the run took; in no artefact.
  package let seconds: Seconds

  /// A row that moves the estimates.
  package struct RowOfInfluence: Codable, Sendable, Equatable {
    /// Line of the file.
    package let line: Int
    /// Diagonal element of the hat matrix, in [0, 1].
    package let leverage: Double
    /// How far the estimates move without the row; `nil` where the leverage is 1.
    package let cooksDistance: Double?
  }

  /// How long the parts of a run took, in seconds.
  package struct Seconds: Codable, Sendable, Equatable {
    /// Reading specification and table.
    package let read: Double
    /// Encoding the rows.
    package let encode: Double
    /// Estimates, standard errors, intervals and tests.
    package let fit: Double
    /// Writing the folder.
    package let write: Double
  }
}

/// Something a careful reader of a model should know.
package enum RiskWarning: Codable, Sendable, Equatable {
  /// Fewer than ten events a coefficient: estimates are unstable and too extreme.
  case fewEvents(events: Int, coefficients: Int)
  /// Rows left out because their outcome is not known.
  case unknownOutcomes(rows: Int)
  /// Knots of a spline that fell on others, because many values are equal, and were merged.
  case mergedKnots(column: String, count: Int)
  /// Sampling weights under the model's covariance, which takes them for numbers of rows.
  case weightedErrors
  /// Rows that the fit meets whatever their outcome is, which HC2 and HC3 leave out.
  case saturatedRows(count: Int)
  /// The registry could not be written; the model was.
  case notRegistered(reason: String)
}

/// From a specification and rows to a model folder.
package struct RiskTrainWorkflow: Sendable {
  private let observer: any ProgressObserver

  /// A workflow.
  ///
  /// - Parameter observer: told of the steps.
  package init(observer: any ProgressObserver = SilentProgress()) {
    self.observer = observer
  }

  /// Fits the model and writes its folder.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`; `StatisticalRefusal` after the folder was written,
  ///   when the fit is aliased, separated or not converged and this was not allowed.
  package func run(_ request: RiskTrainRequest) throws -> RiskTrainResult {
    let recorder = RunRecorder(request.environment)
    try OutputProblem.refuse(
      output: request.output,
      amongInputs: [request.specification, request.data]
    )
    var watch = StageWatch(stages: ["read", "encode", "fit", "write"], observer)
    let specificationDigest = try InputDigest(role: "spec", path: request.specification)
    let specification = try RiskSpecification(path: request.specification)
    let threads = request.environment.threads
    // Digesting takes one core for as long as reading and encoding take another.
    let ((table, training), dataDigest) = try parallelPair(threads: threads) {
      let table = try specification.explainingEmptyCells(in: .training) {
        try TrainingInput(request, specification)
      }
      watch.next()
      return (table, try table.training(request, specification, observer))
    } _: { isWanted in
      try InputDigest(role: "data", path: request.data, isWanted: isWanted)
    }
    watch.next()
    let model = try training.fit(threads: threads)
    let influence = try training.influence(
      on: model,
      count: specification.inference.influence,
      threads: threads
    )
    watch.next()
    let warnings = model.trainingWarnings(allowed: request.allowed)
    let refusal = Self.refusal(model, allowed: request.allowed)
    let registration = try save(
      model,
      request,
      inputs: [specificationDigest, dataDigest.counting(rows: table.rowCount)],
      recorder: recorder,
      outcome: refusal == nil ? .done : .refused
    )
    watch.next()
    if let refusal { throw refusal }
    return RiskTrainResult(
      request: request,
      findings: table.findings,
      model: model,
      influence: influence.map { line, row in
        .init(
          line: line,
          leverage: row.leverage,
          cooksDistance: row.cooksDistance.isFinite ? row.cooksDistance : nil
        )
      },
      warnings: warnings + registration,
      seconds: watch.seconds
    )
  }

  private func save(
    _ model: RiskModel,
    _ request: RiskTrainRequest,
    inputs: [InputDigest],
    recorder: RunRecorder,
    outcome: RunRecord.Outcome
  ) throws -> [RiskWarning] {
    let folder = ModelFolder(request.output)
    let manifest = try folder.write(
      [
        .init(name: ModelFolder.modelFile, contents: try JSONDocument.encode(model)),
        .init(name: ModelFolder.cardFile, text: RiskModelCard(model, inputs: inputs).markdown),
      ],
      replacing: request.environment.force
    ) { artefacts in
      ModelManifest(
        kind: .risk,
        name: model.specification.name,
        programVersion: Program.version,
        inputs: inputs,
        artefacts: artefacts,
        seed: request.environment.seed,
        blas: BLAS.configuration,
        command: "risk train",
        request: try RunRecorder.portable(request, inputs: inputs),
        metrics: Self.metrics(model.fit),
        facts: [
          "as_of": model.training.asOf.joined(separator: ","),
          "fit": model.fit.summary.status.rawValue,
        ]
      )
    }
    let refused = recorder.register(
      folder: folder,
      manifest: manifest,
      command: "risk train",
      request: request,
      inputs: inputs,
      outcome: outcome
    )
    return refused.map { [.notRegistered(reason: $0)] } ?? []
  }

  private static func metrics(_ fit: LogisticFit) -> [String: Double] {
    var metrics = ["deviance": fit.deviance, "null_deviance": fit.nullDeviance]
    if fit.hasInformationCriteria { metrics["aic"] = fit.aic }
    metrics["lambda"] = fit.penalization?.lambda
    return metrics
  }

  /// Why a fit is refused; `nil` for one in order, or accepted by name.
  static func refusal(
    _ model: RiskModel,
    allowed: [RiskTrainRequest.Allowance]
  ) -> StatisticalRefusal? {
    var aliased: [String: String] = [:]
    var infinite: [String] = []
    for (name, coefficient) in zip(model.encoding.columnNames, model.fit.coefficients) {
      switch coefficient.status {
      case .estimated: continue
      case .aliased(let terms): aliased[name] = model.combination(terms)
      case .infinite: infinite.append(name)
      }
    }
    if !aliased.isEmpty, !allowed.contains(.aliasing) { return .aliasing(aliased) }
    switch model.fit.summary.status {
    case .converged: return nil
    case .separated:
      return allowed.contains(.separation)
        ? nil
        : .separation(
          terms: infinite,
          oneOutcome: (model.separation?.levels ?? model.oneOutcomeLevels ?? [])
            .map(OneOutcomeValue.init)
        )
    case .maximumIterations, .stalledLineSearch:
      return .noConvergence(iterations: model.fit.summary.iterations)
    }
  }
}
