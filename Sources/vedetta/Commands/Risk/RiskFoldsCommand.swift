internal import ArgumentParser
internal import Workflows

/// `vedetta risk folds`.
struct RiskFoldsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "folds",
    abstract: "Score every row by a model that has not seen it.",
    discussion: """
      A model is fitted for each fold to the other folds, and scores the fold: probabilities that \
      can be audited, or set beside an experiment, on the rows there are. Writes the table with the \
      columns fold and probability; the file can be read by its owner alone. Rows of unknown outcome \
      are scored and not learned from.

      Folds are drawn (--folds 5, a person's rows together), taken by row number (--by row) or from \
      a column (--by municipio). --train-where learns from some rows alone, such as the controls of \
      an experiment; all rows are scored.

      Examples:
        vedetta risk folds --spec spec.yaml --data cohort.csv --folds 5 --out scored.csv
        vedetta risk folds --spec spec.yaml --data trial.csv --folds 5 --by row \\
          --define neet:work=0,training=0 --train-where assignment=0 --out scored.csv
      """
  )

  @Option(help: "The specification.")
  var spec: String

  @Option(help: "The table to score.")
  var data: String

  @Option(help: "Number of folds.")
  var folds: Int?

  @Option(help: "What makes up a fold: random, row, or the name of a column.")
  var by = "random"

  @Option(
    help: "A new column, 1 where all of this holds and else 0, as neet:work=0,training=0.",
    transform: DefinedColumn.argument
  )
  var define: [DefinedColumn] = []

  @Option(
    help: "The rows to learn from, as assignment=0 (default: all).",
    transform: ListArgument.conditions
  )
  var trainWhere: ListArgument<RowCondition>?

  @Option(
    help: "Accept what is refused otherwise: aliasing, separation.",
    transform: ListArgument.allowances
  )
  var allow: ListArgument<RiskTrainRequest.Allowance>?

  @Option(help: "Name of the new column of probabilities.")
  var column = "probability"

  @Option(help: "The table to write.")
  var out: String

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    guard (2...100).contains(folds ?? 5) else {
      throw ValidationError("--folds must be from 2 to 100.")
    }
    guard folds == nil || ["random", "row"].contains(by) else {
      throw ValidationError("--folds does not go with a column, whose values are the folds.")
    }
  }

  func run() throws {
    let plan: RiskFoldsRequest.Plan =
      switch by {
      case "random": .drawn(folds ?? 5)
      case "row": .rowNumber(folds ?? 5)
      default: .column(by)
      }
    let result = try RiskFoldsWorkflow().run(
      RiskFoldsRequest(
        specification: spec,
        data: data,
        definitions: define,
        training: trainWhere?.values ?? [],
        plan: plan,
        allowed: allow?.values ?? [],
        column: column,
        output: out,
        environment: common.environment(reading: tables)
      )
    )
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) {
      TextTable(
        header: ["fold", "rows", "learned from"],
        rows: result.folds.map { [$0.name, "\($0.rows)", "\($0.trainingRows)"] }
      ).text
        + "\n\n\(result.rows) rows scored; AUC where it was learned from, out of fold: "
        + "\(TextTable.number(result.auc, decimals: 4)).\nWritten: \(result.output)"
    }
  }
}
