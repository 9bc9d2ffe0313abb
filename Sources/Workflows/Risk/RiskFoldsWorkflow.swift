internal import DataIO
internal import Datasets
internal import Registry
internal import Risk
internal import Statistics

/// What `risk folds` is asked for.
package struct RiskFoldsRequest: Codable, Sendable, Equatable {
  /// Path of the specification.
  package var specification: String
  /// Path of the table to score.
  package var data: String
  /// Columns to make before anything else.
  package var definitions: [DefinedColumn]
  /// What rows that are learned from must have; all rows are scored.
  package var training: [RowCondition]
  /// What makes up a fold.
  package var plan: Plan
  /// Fits to accept that are refused otherwise.
  package var allowed: [RiskTrainRequest.Allowance]
  /// Name of the column of probabilities.
  package var column: String
  /// Path of the table to write.
  package var output: String
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// What makes up a fold.
  package enum Plan: Codable, Sendable, Equatable {
    /// That many, drawn at random; the rows of a person stay together.
    case drawn(Int)
    /// That many, by the number of the row modulo it.
    case rowNumber(Int)
    /// The values of a column.
    case column(String)
  }

  /// A request.
  package init(
    specification: String,
    data: String,
    definitions: [DefinedColumn] = [],
    training: [RowCondition] = [],
    plan: Plan = .drawn(5),
    allowed: [RiskTrainRequest.Allowance] = [],
    column: String = "probability",
    output: String,
    environment: RequestEnvironment
  ) {
    self.specification = specification
    self.data = data
    self.definitions = definitions
    self.training = training
    self.plan = plan
    self.allowed = allowed
    self.column = column
    self.output = output
    self.environment = environment
  }
}

/// What `risk folds` gave.
package struct RiskFoldsResult: Codable, Sendable, Equatable {
  /// Path of the table written.
  package let output: String
  /// Rows scored.
  package let rows: Int
  /// The folds.
  package let folds: [Fold]
  /// Area under the ROC curve of the rows that could be learned from and whose outcome is known, by
  /// models that have not seen them; `nil` for counts, where there is none.
  package let auc: Double?
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?

  /// Rows that are scored by a model without them.
  package struct Fold: Codable, Sendable, Equatable {
    /// Its number, or the value of the column.
    package let name: String
    /// Rows scored.
    package let rows: Int
    /// Rows that the model was fitted to.
    package let trainingRows: Int
  }
}

/// From a specification and rows to probabilities by models that have not seen the row.
package struct RiskFoldsWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Scores every row and writes the table with two more columns: `fold` and the probability.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`; `StatisticalRefusal` for a fold whose fit is aliased,
  ///   separated or not converged and this was not allowed, and nothing is written.
  package func run(_ request: RiskFoldsRequest) throws -> RiskFoldsResult {
    let recorder = RunRecorder(request.environment)
    try OutputProblem.refuse(
      output: request.output,
      amongInputs: [request.specification, request.data]
    )
    let specificationDigest = try InputDigest(role: "spec", path: request.specification)
    let dataDigest = try InputDigest(role: "data", path: request.data)
    let environment = request.environment
    let specification = try RiskSpecification(path: request.specification)
    let defined = Set(request.definitions.map(\.name))
    let table = try specification.explainingEmptyCells(in: .training) {
      try TableInput.read(
        request.data,
        numbers: specification.numericColumns.filter { !defined.contains($0) },
        environment: environment
      )
    }
    let rows = try table.dataset.defining(request.definitions)
    // A value that no row has is told as such.
    _ = try rows.selecting(where: request.training)
    let isTraining = try request.training.hold(in: rows).map { $0 == true }
    let scores = try OutOfFoldScores(
      specification,
      rows,
      isTraining: isTraining,
      plan: request.plan.plan,
      seed: environment.seed,
      threads: environment.threads
    )
    for model in scores.models {
      if let refusal = RiskTrainWorkflow.refusal(model, allowed: request.allowed) { throw refusal }
    }
    let probabilities = scores.probabilities.map { RankedOutcomes.rounded($0) }
    let scored =
      try rows
      .adding(
        Column(name: "fold", values: .text(TextColumn(scores.folds.map { scores.names[$0 - 1] })))
      )
      .adding(Column(name: request.column, values: .numbers(probabilities)))
    try CSVWriter.write(
      scored,
      to: request.output,
      permissions: .ownerOnly,
      force: environment.force
    )
    let notRecorded = recorder.record(
      command: "risk folds",
      request: request,
      inputs: [specificationDigest, dataDigest.counting(rows: rows.rowCount)],
      outputs: [request.output]
    )
    return RiskFoldsResult(
      output: request.output,
      rows: rows.rowCount,
      folds: scores.names.enumerated().map { place, name in
        .init(
          name: name,
          rows: scores.folds.count { $0 == place + 1 },
          trainingRows: scores.models[place].training.rows
        )
      },
      auc: try Self.auc(specification, rows, isTraining, probabilities),
      notRecorded: notRecorded
    )
  }

  private static func auc(
    _ specification: RiskSpecification,
    _ dataset: Dataset,
    _ isTraining: [Bool],
    _ probabilities: [Double]
  ) throws(DataProblem) -> Double? {
    guard case .binary = specification.target else { return nil }
    let outcome = try Outcome(specification, dataset)
    let known = outcome.knownRows ?? Array(0..<dataset.rowCount)
    let outcomes = outcome.response.array(count: known.count)
    let places = known.indices.filter { isTraining[known[$0]] }
    let area = RankedOutcomes(
      scores: places.map { probabilities[known[$0]] },
      outcomes: places.map { outcomes[$0] == 1 }
    ).auc()
    return area.isFinite ? area : nil
  }
}

extension RiskFoldsRequest.Plan {
  fileprivate var plan: OutOfFoldScores.Plan {
    switch self {
    case .drawn(let count): .drawn(count)
    case .rowNumber(let count): .rowNumber(count)
    case .column(let name): .column(name)
    }
  }
}
