internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta risk evaluate`.
struct RiskEvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Judge a model on later dates, beside the simplest rivals.",
    discussion: """
      With --model: writes metrics.json, report.html and card.md. The rivals are ranking by the best \
      single column, giving everyone the base rate, and those that the specification names under \
      baselines; the area mean is learned from --training. Intervals are bootstrapped over persons.
      Where the specification has the key audit, the report shows what the model does in those \
      groups: see risk audit.

      With --spec and --folds: trains and judges on each fold and writes metrics.json, folds.csv \
      (a row a fold, score and metric), report.html and card.md. expanding \
      judges each date by what all earlier ones teach, sliding by the last --history of them, groups \
      each value of --group by what the others teach, random persons drawn into --count parts. Under \
      target, months: 12 says how long a label takes to be known, and nothing is learned from a \
      label that is open at the date judged on. The specification names the rivals under baselines: \
      rules, area, points. More than one --spec are compared.

      Examples:
        vedetta risk evaluate --model model --data cohort.csv --as-of 1997-07 --top 36,71 \\
          --out evaluation
        vedetta risk cohort --spec Models/neet-mvad/folds-cohort.yaml \\
          --data Models/neet-mvad/data/mvad.csv --out folds.csv
        vedetta risk evaluate --spec Models/neet-mvad/folds-spec.yaml --data folds.csv \\
          --folds expanding --top 71 --out folds
      """
  )

  @Option(help: "The folder of the model.")
  var model: String?

  @Option(help: "A specification to train on folds (YAML); again for models to compare.")
  var spec: [String] = []

  @Option(help: "How rows are parted for --spec: expanding, sliding, groups or random.")
  var folds: Folds?

  @Option(help: "Dates to train on under sliding folds.")
  var history = 2

  @Option(help: "Column whose values are held out in turn under group folds.")
  var group: String?

  @Option(help: "Parts of random folds.")
  var count = 5

  @Option(help: "AUC from which on a column by itself is too good to be true.")
  var suspectAuc = 0.95

  @Option(
    help: "What to accept on folds, as aliasing,leakage: aliasing, separation or leakage.",
    transform: ListArgument.foldAllowances
  )
  var allow: ListArgument<RiskValidationRequest.Allowance>?

  @Option(help: "The table of rows with known outcomes.")
  var data: String

  @Option(help: "Months to judge on (default: all).", transform: ListArgument.months)
  var asOf: ListArgument<Month>?

  @Option(help: "Capacities to judge at, as 36,71.", transform: ListArgument.counts)
  var top: ListArgument<Int>

  @Option(help: "Column of the rule, its highest values first (default: the best in training).")
  var rule: String?

  @Option(help: "The table the model was trained on, for the area mean of its specification.")
  var training: String?

  @Option(help: "Bootstrap replicates.")
  var replicates = 1000

  @Option(help: "Language of the report: it or en.")
  var language: Language = .italian

  @Option(help: "The folder to write to.")
  var out: String

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  /// How rows are parted.
  enum Folds: String, ExpressibleByArgument, CaseIterable {
    case expanding, sliding, groups, random
  }

  func validate() throws {
    guard (2...1_000_000).contains(replicates) else {
      throw ValidationError("--replicates must be from 2 to 1000000.")
    }
    guard (model == nil) != spec.isEmpty else {
      throw ValidationError("give either --model, or --spec with --folds.")
    }
    guard spec.isEmpty == (folds == nil) else {
      throw ValidationError("--spec and --folds go together.")
    }
    guard folds == nil || training == nil else {
      throw ValidationError("--training goes with --model: a fold has training rows of its own.")
    }
    guard folds == nil || rule == nil else {
      throw ValidationError("name the rule in the specification, under baselines: rules.")
    }
    guard (folds == .groups) == (group != nil) else {
      throw ValidationError("--folds groups and --group go together.")
    }
    guard folds == nil || folds == .expanding || folds == .sliding || asOf == nil else {
      throw ValidationError("--as-of chooses dates of expanding and sliding folds only.")
    }
    guard (1...1000).contains(history) else {
      throw ValidationError("--history must be from 1 to 1000.")
    }
    guard (2...100).contains(count) else {
      throw ValidationError("--count must be from 2 to 100.")
    }
    guard (0.5...1).contains(suspectAuc) else {
      throw ValidationError("--suspect-auc must be from 0.5 to 1.")
    }
  }

  func run() throws {
    if let folds { try runFolds(folds) } else if let model { try runModel(model) }
  }

  private func runModel(_ model: String) throws {
    let result = try RiskEvaluateWorkflow().run(
      RiskEvaluateRequest(
        model: model,
        data: data,
        asOf: asOf?.values ?? [],
        capacities: top.values,
        rule: rule,
        training: training,
        replicates: replicates,
        suspectAUC: suspectAuc,
        language: language,
        output: out,
        environment: common.environment(reading: tables)
      )
    )
    if result.seenInTraining, !common.quiet {
      Output.remark("warning: these rows were trained on, so the figures flatter the model.")
    }
    if !common.quiet {
      if result.areaLeftOut {
        Output.remark(
          "note: the area mean of the specification was left out; give --training with the table "
            + "that the model was trained on."
        )
      }
      for breach in result.breaches {
        Output.remark("warning: \(AuditText.words(breach)): a declared limit is broken.")
      }
      if let column = result.auditLeftOut {
        Output.remark(
          "warning: the specification's audit was left out, since \"\(column)\" has no groups to "
            + "compare in these rows."
        )
      }
    }
    common.warn(modelFault: result.modelFault)
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) { EvaluationText.text(result) }
  }

  private func runFolds(_ folds: Folds) throws {
    let scheme: RiskValidationRequest.Scheme =
      switch folds {
      case .expanding: .expanding
      case .sliding: .sliding(dates: history)
      case .groups: .groups(column: group ?? "")
      case .random: .random(count: count)
      }
    if folds == .random, !common.quiet {
      Output.remark(
        "warning: a random split hides change over time and flatters the model; give --folds "
          + "expanding for figures to rely on."
      )
    }
    let result = try RiskValidationWorkflow().run(
      RiskValidationRequest(
        specifications: spec,
        data: data,
        scheme: scheme,
        asOf: asOf?.values ?? [],
        capacities: top.values,
        replicates: replicates,
        suspectAUC: suspectAuc,
        allowed: allow?.values ?? [],
        language: language,
        output: out,
        environment: common.environment(reading: tables)
      )
    )
    if !common.quiet {
      Output.remark(result.findings)
      for warning in Self.warnings(result) { Output.remark("warning: \(warning)") }
    }
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) { ValidationText.text(result) }
  }

  private static func warnings(_ result: RiskValidationResult) -> [String] {
    var warnings = result.leakage.map { alarm in
      if let auc = alarm.auc {
        return
          "\"\(alarm.column)\" by itself has an AUC of \(TextTable.number(auc, decimals: 3)) in "
          + "training, too good to be true; see whether it is known before the date."
      }
      let since = alarm.since?.description ?? ""
      return "\"\(alarm.column)\" is known since \(since) and used at "
        + alarm.dates.map(\.description).joined(separator: ", ") + "."
    }
    warnings += result.breaches.map {
      "\($0.fold), \(AuditText.words($0.breach)): a declared limit is broken."
    }
    if result.isTemporal, result.labelMonths == nil {
      warnings.append(
        "the specification does not say how long a label takes to be known, so labels that were "
          + "open at the date may have been trained on; set months under target."
      )
    }
    return warnings
  }
}

extension ListArgument<RiskValidationRequest.Allowance> {
  /// What can be accepted on folds.
  fileprivate static func foldAllowances(_ text: String) throws -> ListArgument {
    ListArgument(
      values: try text.split(separator: ",").map { part in
        guard let value = RiskValidationRequest.Allowance(rawValue: String(part)) else {
          throw ValidationError("\"\(part)\" is not one of aliasing, separation, leakage.")
        }
        return value
      }
    )
  }
}
