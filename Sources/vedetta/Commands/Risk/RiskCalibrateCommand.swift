internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta risk calibrate`.
struct RiskCalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Put a model's probabilities right on later rows.",
    discussion: """
      Writes a new model folder, whose scores, lists and evaluations use the calibration; the order \
      of people does not change. The rows must be later than those the model was trained on.

      platt: intercept and slope of the logits. isotonic: a monotone curve, for many rows. beta: \
      three parameters. intercept: one shift for a base rate that has moved, after any calibration \
      there is.

      Example:
        vedetta risk calibrate --model model --data cohort.csv --as-of 1997-07 --method platt \\
          --out calibrated
      """
  )

  @Option(help: "The folder of the model.")
  var model: String

  @Option(help: "The table of later rows with known outcomes.")
  var data: String

  @Option(help: "Months to learn from (default: all).", transform: ListArgument.months)
  var asOf: ListArgument<Month>?

  @Option(help: "How: platt, isotonic, beta or intercept.")
  var method: RiskCalibrateRequest.Method

  @Option(help: "The folder to write the calibrated model to.")
  var out: String

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let result = try RiskCalibrateWorkflow().run(
      RiskCalibrateRequest(
        model: model,
        data: data,
        asOf: asOf?.values ?? [],
        method: method,
        output: out,
        environment: common.environment(reading: tables)
      )
    )
    if result.seenInTraining, !common.quiet {
      Output.remark(
        "warning: the model has learned from these rows already, so there is little to put right."
      )
    }
    common.warn(modelFault: result.modelFault)
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) {
      """
      \(result.name): \(result.rows) rows, \(TextTable.number(result.events, decimals: 0)) positive

      mean probability before  \(TextTable.number(result.meanBefore, decimals: 4))
      mean probability after   \(TextTable.number(result.meanAfter, decimals: 4))
      share of positives       \(TextTable.number(result.observed, decimals: 4))

      Written: \(result.output)
      """
    }
  }
}

extension RiskCalibrateRequest.Method: ExpressibleByArgument {}
