internal import DataIO
internal import Datasets
internal import Risk

/// What `risk coefficients` gave.
package struct RiskCoefficientsResult: Codable, Sendable, Equatable {
  /// Name of the model.
  package let name: String
  /// How the estimates were made.
  package let estimator: String
  /// The table.
  package let coefficients: [RiskCoefficient]
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
      estimator: "maximum likelihood; Wald tests and 95 % Wald intervals",
      coefficients: model.coefficientTable
    )
  }
}
