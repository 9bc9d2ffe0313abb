internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta risk train`.
struct RiskTrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Fit a logistic risk model and write its folder.",
    discussion: """
      The estimates are R's, by maximum likelihood or by Firth's penalised likelihood, or glmnet's \
      with a penalty (ridge, lasso, elastic net), whose strength cross-validation chooses unless the \
      specification gives it. When columns are combinations of others, or an estimate is infinite, \
      the folder is still written and the exit code is 1, unless this is accepted with --allow.

      Rows that have no room in --memory are read in parts, from CSV or Parquet, and kept encoded in a temporary file beside \
      the output; the model is the same. A fit that needs more itself is refused; its sums take up to 300MB beside. \
      Robust and cluster-robust errors, Firth's estimates, influence and the search for separation \
      write categories out as 0/1 columns, 1024 rows at a time: up to 25KB a coefficient and thread \
      beside.

      Example:
        vedetta risk train --spec Models/neet-mvad/spec.yaml --data cohort.csv \\
          --as-of 1994-07,1995-07,1996-07 --out model
      """
  )

  @Option(help: "The model: target, features, policies (YAML).")
  var spec: String

  @Option(help: "The table of training rows.")
  var data: String

  @Option(
    help: "Months to train on, as 1994-07,1995-07 (default: all).",
    transform: ListArgument.months
  )
  var asOf: ListArgument<Month>?

  @Option(help: "The folder to write the model to.")
  var out: String

  @Option(
    help: "Accept what is refused otherwise: aliasing, separation, few-events.",
    transform: ListArgument.allowances
  )
  var allow: ListArgument<RiskTrainRequest.Allowance>?

  @Option(
    help: "Memory that the rows may take, as 2GB or 500MB (default: half of the machine's).",
    transform: MemoryArgument.bytes
  )
  var memory: Int?

  @Flag(help: "Read the rows in parts and keep them, encoded, in a temporary file beside --out.")
  var stream = false

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let result = try RiskTrainWorkflow(observer: common.observer).run(
      RiskTrainRequest(
        specification: spec,
        data: data,
        asOf: asOf?.values ?? [],
        output: out,
        allowed: allow?.values ?? [],
        memory: memory,
        rows: stream ? .streamed : nil,
        environment: common.environment(reading: tables)
      )
    )
    if !common.quiet {
      Output.remark(result.findings)
      if let note = OneOutcomeText.note(result.oneOutcomeLevels) { Output.remark(note) }
      for warning in result.warnings { Output.remark("warning: \(Self.words(for: warning))") }
    }
    try Output.print(result, json: common.json) { Self.text(result) }
  }

  private static func text(_ result: RiskTrainResult) -> String {
    let dates = result.asOf.isEmpty ? "" : " at \(result.asOf.joined(separator: ", "))"
    let more = [
      CoefficientText.tests(result.termTests), CoefficientText.influence(result.influence),
    ]
    .compactMap(\.self).map { "\($0)\n\n" }.joined()
    return """
      \(result.name): \(result.rows) rows\(dates), \
      \(TextTable.number(result.events, decimals: 0)) positive

      \(CoefficientText.table(result.coefficients, level: result.level))

      \(more)\(result.estimator.prefix(1).uppercased())\(result.estimator.dropFirst()).
      Deviance \(TextTable.number(result.deviance, decimals: 4)), \
      null deviance \(TextTable.number(result.nullDeviance, decimals: 4)), \
      \(ending(result)).
      Written: \(result.output)
      """
  }

  /// `AIC 700.59, 7 Newton steps`, or how many coefficients a penalty left.
  private static func ending(_ result: RiskTrainResult) -> String {
    let criterion = result.aic.map { "AIC \(TextTable.number($0, decimals: 2)), " } ?? ""
    guard let penalty = result.penalty else {
      return "\(criterion)\(result.iterations) Newton steps"
    }
    return "\(criterion)\(penalty.nonZero) of \(penalty.columns) coefficients not zero"
  }

  private static func words(for warning: RiskWarning) -> String {
    switch warning {
    case .fewEvents(let events, let coefficients):
      "\(events) events for \(coefficients) coefficients: fewer than ten each, so estimates are "
        + "unstable and too extreme."
    case .unknownOutcomes(let rows):
      "\(rows) rows have no known outcome and were left out."
    case .mergedKnots(let column, let count):
      "\(count) knots of \"\(column)\" fell on others and were merged, because many of its values "
        + "are equal."
    case .weightedErrors:
      "standard errors take sampling weights for numbers of rows; set inference: "
        + "{covariance: hc0}, or cluster."
    case .saturatedRows(let count):
      "\(count) rows are fitted exactly whatever their outcome is and left out of the covariance, so "
        + "standard errors that rest on them are too small."
    case .notRegistered(let reason):
      "the model was written but not registered (\(reason))."
    }
  }
}
