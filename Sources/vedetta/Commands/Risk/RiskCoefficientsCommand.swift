internal import ArgumentParser
internal import Workflows

/// `vedetta risk coefficients`.
struct RiskCoefficientsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coefficients",
    abstract: "Print the coefficients of a model.",
    discussion: """
      Example:
        vedetta risk coefficients --model Models/neet-mvad/model --format csv
      """
  )

  /// How the table is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case csv
    case json
  }

  @Option(help: "The folder of the model.")
  var model: String

  @Option(help: "How to print the table.")
  var format: Format = .text

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let result = try RiskCoefficientsWorkflow().run(
      RiskCoefficientsRequest(model: model, environment: common.environment)
    )
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json || format == .json) {
      guard format != .csv else { return CoefficientText.csv(result.coefficients) }
      return [
        CoefficientText.table(result.coefficients, level: result.level),
        CoefficientText.tests(result.termTests),
        "\(result.name): \(result.estimator)",
      ].compactMap(\.self).joined(separator: "\n\n")
    }
  }
}
