internal import DataIO
internal import Datasets
internal import Registry
internal import Risk

/// What `risk coefficients` is asked for.
package struct RiskCoefficientsRequest: Codable, Sendable, Equatable {
  /// Folder of the model.
  package var model: String
  /// Registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(model: String, environment: RequestEnvironment) {
    self.model = model
    self.environment = environment
  }
}

/// What `risk coefficients` gave.
package struct RiskCoefficientsResult: Codable, Sendable, Equatable {
  /// Name of the model.
  package let name: String
  /// How the estimates were made.
  package let estimator: String
  /// Confidence level of the intervals, in (0, 1).
  package let level: Double
  /// The table.
  package let coefficients: [RiskCoefficient]
  /// Tests of whole terms; empty when none were asked for.
  package let termTests: [RiskTermTest]
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?
}

/// The table of coefficients of a model folder.
package struct RiskCoefficientsWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Reads the table.
  ///
  /// - Throws: `DataProblem`.
  package func run(_ request: RiskCoefficientsRequest) throws -> RiskCoefficientsResult {
    let recorder = RunRecorder(request.environment)
    let digest = try InputDigest(role: "model", path: request.model + "/model.json")
    let model = try RiskModel(folder: request.model)
    let notRecorded = recorder.record(
      command: "risk coefficients",
      request: request,
      inputs: [digest],
      outputs: []
    )
    return RiskCoefficientsResult(
      name: model.specification.name,
      estimator: EstimatorText(model, .english).text,
      level: model.specification.inference.level,
      coefficients: model.coefficientTable,
      termTests: model.termTests,
      notRecorded: notRecorded
    )
  }
}
