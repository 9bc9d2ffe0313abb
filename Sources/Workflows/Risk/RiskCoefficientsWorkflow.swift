internal import DataIO
internal import Datasets
internal import Risk

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
}

/// The table of coefficients of a model folder.
package struct RiskCoefficientsWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Reads the table.
  ///
  /// - Parameter model: folder of the model.
  /// - Returns: the table.
  /// - Throws: `DataProblem`.
  package func run(model: String) throws -> RiskCoefficientsResult {
    let model = try RiskModel(folder: model)
    return RiskCoefficientsResult(
      name: model.specification.name,
      estimator: EstimatorText(model, .english).text,
      level: model.specification.inference.level,
      coefficients: model.coefficientTable,
      termTests: model.termTests
    )
  }
}
