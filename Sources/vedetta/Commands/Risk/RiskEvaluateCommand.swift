internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta risk evaluate`.
struct RiskEvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Judge a model on later dates, beside the simplest rivals.",
    discussion: """
      Writes metrics.json and report.html. The rivals are ranking by the best single column and \
      giving everyone the base rate; intervals are bootstrapped over persons.

      Example:
        vedetta risk evaluate --model model --data cohort.csv --as-of 1997-07 --top 36,71 \\
          --out evaluation
      """
  )

  @Option(help: "The folder of the model.")
  var model: String

  @Option(help: "The table of rows with known outcomes.")
  var data: String

  @Option(help: "Months to judge on (default: all).", transform: ListArgument.months)
  var asOf: ListArgument<Month>?

  @Option(help: "Capacities to judge at, as 36,71.", transform: ListArgument.counts)
  var top: ListArgument<Int>

  @Option(help: "Column of the rule, its highest values first (default: the best in training).")
  var rule: String?

  @Option(help: "Bootstrap replicates.")
  var replicates = 1000

  @Option(help: "Language of the report: it or en.")
  var language: Language = .italian

  @Option(help: "The folder to write to.")
  var out: String

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    guard (2...1_000_000).contains(replicates) else {
      throw ValidationError("--replicates must be from 2 to 1000000.")
    }
  }

  func run() throws {
    let result = try RiskEvaluateWorkflow().run(
      RiskEvaluateRequest(
        model: model,
        data: data,
        asOf: asOf?.values ?? [],
        capacities: top.values,
        rule: rule,
        replicates: replicates,
        language: language,
        output: out,
        environment: common.environment(reading: tables)
      )
    )
    if result.seenInTraining, !common.quiet {
      Output.remark("warning: these rows were trained on, so the figures flatter the model.")
    }
    common.warn(modelFault: result.modelFault)
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) { EvaluationText.text(result) }
  }
}
