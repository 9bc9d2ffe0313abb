package import Datasets
internal import Registry
internal import Risk

/// What `risk drift` is asked for.
package struct RiskDriftRequest: Codable, Sendable, Equatable {
  /// Folder of the model.
  package var model: String
  /// Path of the table of people.
  package var data: String
  /// Dates to compare; all when empty.
  package var asOf: [Month]
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    model: String,
    data: String,
    asOf: [Month] = [],
    environment: RequestEnvironment
  ) {
    self.model = model
    self.data = data
    self.asOf = asOf
    self.environment = environment
  }
}

/// What `risk drift` found.
package struct RiskDriftResult: Codable, Sendable, Equatable {
  /// Name of the model.
  package let name: String
  /// Dates compared; empty without an as-of column.
  package let asOf: [String]
  /// Rows compared.
  package let rows: Int
  /// Each feature, in the order of the specification.
  package let features: [Feature]
  /// Rows that the model refuses to score, because of empty cells or unseen levels.
  package let unscorable: Int
  /// Population stability index of the score, and what it exceeds by chance one time in twenty.
  package let scorePSI: Double
  /// See ``scorePSI``.
  package let scoreNoise: Double
  /// Mean probability of the rows.
  package let meanScore: Double
  /// Share of events in training.
  package let trainingRate: Double
  /// Share of events in the rows, where outcomes are known.
  package let rate: Rate?
  /// Limits of the specification that are broken.
  package let breaches: [Breach]
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?

  /// A feature.
  package struct Feature: Codable, Sendable, Equatable {
    /// Name of its column.
    package let column: String
    /// Population stability index, and what it exceeds by chance one time in twenty.
    package let psi: Double
    /// See ``psi``.
    package let noise: Double
    /// Share of empty cells in training.
    package let trainingMissing: Double
    /// Share of empty cells in the rows.
    package let missing: Double
    /// Share of rows with a level that training did not have; `nil` for numbers.
    package let unseen: Double?
  }

  /// A share of events with its 95 % interval.
  package struct Rate: Codable, Sendable, Equatable {
    /// Rows of known outcome.
    package let rows: Int
    /// The share.
    package let value: Double
    /// Lower end.
    package let lower: Double
    /// Upper end.
    package let upper: Double
  }

  /// A limit that is broken.
  package struct Breach: Codable, Sendable, Equatable {
    /// Name of the feature's column; `nil` for the score and the base rate.
    package let column: String?
    /// The key of the limit in the specification.
    package let limit: String
    /// What was found.
    package let value: Double
    /// What is allowed.
    package let allowed: Double
  }
}

/// Compares rows with those that a model was trained on.
package struct RiskDriftWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Compares the rows of some dates with the model's training.
  ///
  /// - Returns: what was found, broken limits included: to refuse them is the caller's part, since
  ///   the figures are wanted all the same.
  /// - Throws: `DataProblem`.
  package func run(_ request: RiskDriftRequest) throws -> RiskDriftResult {
    let recorder = RunRecorder(request.environment)
    let input = try ScoringInput(
      model: request.model,
      data: request.data,
      output: nil,
      environment: request.environment
    )
    let model = input.model
    let (rows, dates) = try input.dataset.selecting(asOf: request.asOf, model.specification)
    let drift = try RiskDrift(model, rows)
    let notRecorded = recorder.record(
      command: "risk drift",
      request: request,
      inputs: input.digests,
      outputs: [],
      outcome: drift.breaches.isEmpty ? .done : .refused
    )
    return RiskDriftResult(
      name: model.specification.name,
      asOf: dates.map(\.description),
      rows: rows.rowCount,
      features: drift.features.map { feature in
        .init(
          column: feature.column,
          psi: feature.stability.index,
          noise: feature.stability.noise,
          trainingMissing: feature.trainingMissing,
          missing: feature.missing,
          unseen: feature.unseen
        )
      },
      unscorable: drift.unscorable,
      scorePSI: drift.score.index,
      scoreNoise: drift.score.noise,
      meanScore: drift.meanScore,
      trainingRate: drift.trainingRate,
      rate: drift.rate.map {
        .init(rows: $0.rows, value: $0.value, lower: $0.lower, upper: $0.upper)
      },
      breaches: drift.breaches.map {
        .init(column: $0.column, limit: $0.kind.rawValue, value: $0.value, allowed: $0.limit)
      },
      notRecorded: notRecorded
    )
  }
}
