internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta risk experiment`: what contacting people does, by comparison with those held out.
struct RiskExperimentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract: "Hold people out at random, and tell what contacting the others did.",
    subcommands: [
      RiskExperimentPowerCommand.self, RiskExperimentDrawCommand.self,
      RiskExperimentAnalyseCommand.self,
    ]
  )
}

/// `vedetta risk experiment power`.
struct RiskExperimentPowerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "power",
    abstract: "What an experiment of some size can find.",
    discussion: """
      The two-sided test of two shares. Says the smallest fall that is found with probability \
      --power and, with --effect, the probability of finding that effect and the people needed.

      Example:
        vedetta risk experiment power --rows 9240 --hold-out 40% --rate 0.133 --effect -0.03
      """
  )

  @Option(help: "People of both groups.")
  var rows: Int

  @Option(help: "How many are held out, as 200 or 20%.", transform: ListArgument.capacities)
  var holdOut: ListArgument<AuditCapacity>

  @Option(help: "Expected share with the outcome without contact.")
  var rate: Double

  @OptionGroup var test: PowerOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    guard rows >= 2 else { throw ValidationError("--rows must be at least 2.") }
    try test.validate(rate: rate)
  }

  func run() throws {
    let result = try RiskExperimentPowerWorkflow().run(
      RiskExperimentPowerRequest(
        rows: rows,
        heldOut: holdOut.values[0],
        rate: rate,
        effect: test.effect,
        level: test.level,
        target: test.power
      )
    )
    try Output.print(result, json: common.json) { ExperimentText.power(result) }
  }
}

/// What a test is to find, and how surely.
struct PowerOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Expected change of the share by contact, as -0.03."
  )
  var effect: Double?

  @Option(help: "Confidence level of the test.")
  var level = 0.95

  @Option(help: "Probability with which an effect is to be found.")
  var power = 0.8

  func validate() throws {
    guard level > 0, level < 1 else { throw ValidationError("--level must be between 0 and 1.") }
    guard power > 0, power < 1 else { throw ValidationError("--power must be between 0 and 1.") }
    if let effect, effect == 0 { throw ValidationError("--effect must not be 0.") }
  }

  func validate(rate: Double?) throws {
    guard let rate else { return }
    guard rate > 0, rate < 1 else { throw ValidationError("--rate must be between 0 and 1.") }
    if let effect, !(0...1).contains(rate + effect) {
      throw ValidationError("--rate and --effect together must be from 0 to 1.")
    }
  }
}

/// `vedetta risk experiment draw`.
struct RiskExperimentDrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw",
    abstract: "Draw the people who are held out from being contacted.",
    discussion: """
      Simple, or in proportion within the strata of some columns. The draw depends on the seed, the \
      name of the experiment and the ids, not on the order of the rows. Writes id, strata and arm \
      (contact or hold_out); the file can be read by its owner alone. With --rate, or --scores whose \
      mean it is, says first what the experiment can find.

      Example:
        vedetta risk experiment draw --data scores.csv --id id --hold-out 20% --stratify band \\
          --scores probability --seed 7 --out arms.csv
      """
  )

  @Option(help: "The table of people, one row each.")
  var data: String

  @Option(help: "Column of the person.")
  var id = "id"

  @Option(help: "How many are held out, as 200 or 20%.", transform: ListArgument.capacities)
  var holdOut: ListArgument<AuditCapacity>

  @Option(help: "Columns of the strata, as band,municipio.", transform: ListArgument.names)
  var stratify: ListArgument<String>?

  @Option(help: "Name of the experiment.")
  var name = "experiment"

  @Option(
    help: "The rows that have these values, as as_of=1997-07 (default: all).",
    transform: ListArgument.conditions
  )
  var `where`: ListArgument<RowCondition>?

  @Option(help: "Expected share with the outcome without contact.")
  var rate: Double?

  @Option(help: "Column of probabilities whose mean is that share.")
  var scores: String?

  @OptionGroup var test: PowerOptions

  @Option(help: "The table to write.")
  var out: String

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    try test.validate(rate: rate)
    if test.effect != nil, rate == nil, scores == nil {
      throw ValidationError("--effect needs --rate or --scores.")
    }
  }

  func run() throws {
    let result = try RiskExperimentDrawWorkflow().run(
      RiskExperimentDrawRequest(
        data: data,
        id: id,
        heldOut: holdOut.values[0],
        strata: stratify?.values ?? [],
        name: name,
        conditions: `where`?.values ?? [],
        rate: rate,
        scores: scores,
        effect: test.effect,
        level: test.level,
        target: test.power,
        output: out,
        environment: common.environment(reading: tables)
      )
    )
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) {
      ExperimentText.draw(result, columns: stratify?.values ?? [])
    }
  }
}

/// `vedetta risk experiment analyse`.
struct RiskExperimentAnalyseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyse",
    abstract: "Tell what contacting did, overall and by band of risk.",
    discussion: """
      The effect is the share with the outcome of those treated minus that of those held out, with \
      Neyman's standard error and Newcombe's interval. Bands are equal shares of the people by the \
      rank of --scores, the lowest risk first; the uplift curve says what treating the riskiest \
      first does over all people. A person of unknown outcome is counted and left out, never taken \
      for a failure. What would tell of fewer than five people is not shown.

      Example:
        vedetta risk experiment analyse --data trial.csv --arm assignment --treated 1 --control 0 \\
          --outcome work=0,training=0 --scores probability --bands 5 --out effect
      """
  )

  @Option(help: "The table of the experiment, one row a person.")
  var data: String

  @Option(help: "Column that says who was treated.")
  var arm = "arm"

  @Option(help: "Value of the treated.")
  var treated = "contact"

  @Option(help: "Value of the controls.")
  var control = "hold_out"

  @Option(
    help: "What makes the outcome, as neet=1, or work=0,training=0 for both.",
    transform: ListArgument.conditions
  )
  var outcome: ListArgument<RowCondition>

  @Option(help: "Column of the person, each of whom must have one row.")
  var id: String?

  @Option(help: "Column of scores from before the experiment.")
  var scores: String?

  @Option(help: "Number of bands of risk.")
  var bands = 5

  @Option(help: "Column of subgroups, as municipio.")
  var by: String?

  @OptionGroup(title: "Which rows") var rows: RowOptions

  @Option(help: "Confidence level of intervals.")
  var level = 0.95

  @Option(help: "Bootstrap replicates of the uplift curve.")
  var replicates = 1000

  @Option(help: "Language of the report: it or en.")
  var language: Language = .italian

  @Option(
    help: """
      The folder to write to: experiment.json, effects.csv, uplift.csv, report.html (default: none).
      """
  )
  var out: String?

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    guard (1...100).contains(bands) else {
      throw ValidationError("--bands must be from 1 to 100.")
    }
    guard level > 0, level < 1 else { throw ValidationError("--level must be between 0 and 1.") }
    guard (2...1_000_000).contains(replicates) else {
      throw ValidationError("--replicates must be from 2 to 1000000.")
    }
    guard treated != control else {
      throw ValidationError("--treated and --control must be different values.")
    }
  }

  func run() throws {
    let result = try RiskExperimentAnalyseWorkflow().run(
      RiskExperimentAnalyseRequest(
        data: data,
        arm: arm,
        treated: treated,
        control: control,
        outcome: outcome.values,
        id: id,
        scores: scores,
        bands: bands,
        subgroups: by,
        definitions: rows.define,
        conditions: rows.where?.values ?? [],
        level: level,
        replicates: replicates,
        language: language,
        output: out,
        environment: common.environment(reading: tables)
      )
    )
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) { ExperimentText.analysis(result, by: by) }
  }
}
