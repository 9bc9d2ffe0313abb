internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta risk path`.
struct RiskPathCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "path",
    abstract: "Write the coefficients of a penalised model for 100 strengths of the penalty.",
    discussion: """
      The specification needs a penalty of kind ridge, lasso or elastic_net; its lambda is not used. \
      One row a lambda, from the largest that leaves a coefficient down to a ten-thousandth of it, \
      evenly on the log scale, as glmnet has them: lambda, degrees_of_freedom (coefficients that are \
      not zero), deviance_ratio (share of the null deviance explained), and the coefficients under \
      the names that risk coefficients gives them.

      Example:
        cp Models/neet-mvad/spec.yaml lasso.yaml
        echo 'penalty: {kind: lasso}' >> lasso.yaml
        vedetta risk path --spec lasso.yaml --data cohort.csv --out path.csv
      """
  )

  @Option(help: "The model: target, features, penalty (YAML).")
  var spec: String

  @Option(help: "The table of rows.")
  var data: String

  @Option(
    help: "Months to fit on, as 1994-07,1995-07 (default: all).",
    transform: ListArgument.months
  )
  var asOf: ListArgument<Month>?

  @Option(help: "The table to write (CSV).")
  var out: String

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let result = try RiskPathWorkflow(observer: common.observer).run(
      RiskPathRequest(
        specification: spec,
        data: data,
        asOf: asOf?.values ?? [],
        output: out,
        environment: common.environment(reading: tables)
      )
    )
    if !common.quiet { Output.remark(result.findings) }
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) { Self.text(result) }
  }

  private static func text(_ result: RiskPathResult) -> String {
    let lines = TextTable(
      header: ["", "lambda", "coefficients not zero", "deviance explained"],
      rows: [("first", result.largest), ("last", result.smallest)].map { name, step in
        [
          name, TextTable.number(step.lambda, decimals: 6),
          "\(step.degreesOfFreedom) of \(result.columns)",
          TextTable.number(step.devianceRatio, decimals: 4),
        ]
      }
    ).text
    return """
      \(result.name): \(result.rows) rows, \(result.lambdas) lambdas

      \(lines)

      Written: \(result.output)
      """
  }
}
