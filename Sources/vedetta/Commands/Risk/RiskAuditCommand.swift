internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta risk audit`.
struct RiskAuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Compare what a score does in groups of people.",
    discussion: """
      For each group: recall at capacity (who is missed), selection rate beside base rate, \
      precision, false positive rate and calibration, with ratio and difference to a reference \
      group and intervals bootstrapped over persons. Groups and limits come from the key audit of \
      the specification or from the options; a limit on a ratio holds both ways (0.8 allows 0.8 to \
      1.25). Groups of too few rows are marked and not judged; what would tell of fewer than five \
      people is not shown. The exit code is 1 when a limit is broken.

      Columns of scores, as those of risk folds, are audited with --scores, beside a model or alone.

      Examples:
        vedetta risk audit --model model --data cohort.csv --as-of 1997-07 --groups male,catholic \\
          --top 71 --limits recall_ratio=0.5
        vedetta risk audit --model model --data cohort.csv --as-of 1997-07 --groups male \\
          --top 10% --training cohort.csv --out audit
        vedetta risk audit --spec spec.yaml --data scored.csv --scores probability --groups male
      """
  )

  @Option(help: "The folder of the model.")
  var model: String?

  @Option(help: "The specification, where its key audit or no model is to be used.")
  var spec: String?

  @Option(help: "The table of rows with known outcomes.")
  var data: String

  @Option(help: "Months to audit (default: all).", transform: ListArgument.months)
  var asOf: ListArgument<Month>?

  @Option(
    help: "Columns of the table that hold scores, as those of risk folds.",
    transform: ListArgument.names
  )
  var scores: ListArgument<String>?

  @Option(
    help: """
      The table that the model was trained on: audits it fitted without its sensitive columns and \
      the groups' too.
      """
  )
  var training: String?

  @Option(
    help: "Columns of groups (default: those of the specification).",
    transform: ListArgument.names
  )
  var groups: ListArgument<String>?

  @Option(
    help: "Reference groups, as male=1 (default: the largest group).",
    transform: ListArgument.conditions
  )
  var reference: ListArgument<RowCondition>?

  @Option(
    help: "Limits, as recall_ratio=0.8 (default: those of the specification).",
    transform: ListArgument.limits
  )
  var limits: ListArgument<RiskAuditRequest.Limit>?

  @Option(help: "How many can be contacted, as 36,71 or 10%.", transform: ListArgument.capacities)
  var top = ListArgument<AuditCapacity>(values: [.share(0.1)])

  @OptionGroup(title: "Which rows") var rows: RowOptions

  @Option(help: "Bootstrap replicates.")
  var replicates = 1000

  @Option(help: "Language of the report: it or en.")
  var language: Language = .italian

  @Option(help: "The folder to write to: audit.json, audit.csv, report.html (default: none).")
  var out: String?

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    guard (2...1_000_000).contains(replicates) else {
      throw ValidationError("--replicates must be from 2 to 1000000.")
    }
    if model == nil, spec == nil { throw ValidationError("Give --model, or --spec and --scores.") }
    if model == nil, scores == nil {
      throw ValidationError("Without a --model there is nothing to audit but --scores.")
    }
    if model == nil, training != nil {
      throw ValidationError("--training goes with a --model.")
    }
  }

  func run() throws {
    let result = try RiskAuditWorkflow().run(
      RiskAuditRequest(
        model: model,
        specification: spec,
        data: data,
        asOf: asOf?.values ?? [],
        scores: scores?.values ?? [],
        training: training,
        groups: groups?.values ?? [],
        references: reference?.values ?? [],
        limits: limits?.values ?? [],
        definitions: rows.define,
        conditions: rows.where?.values ?? [],
        capacities: top.values,
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
    try Output.print(result, json: common.json) { AuditText.text(result) }
    if let refusal = result.refusal { throw refusal }
  }
}

/// Which rows of a table are used, and columns made of its own.
struct RowOptions: ParsableArguments {
  @Option(
    help: "A new column, 1 where all of this holds and else 0, as neet:work=0,training=0.",
    transform: DefinedColumn.argument
  )
  var define: [DefinedColumn] = []

  @Option(
    help: "The rows that have these values, as assignment=0 (default: all).",
    transform: ListArgument.conditions
  )
  var `where`: ListArgument<RowCondition>?
}
