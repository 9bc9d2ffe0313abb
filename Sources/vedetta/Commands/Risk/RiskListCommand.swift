internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta risk list`.
struct RiskListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Make the contact list of an outreach team.",
    discussion: """
      Writes lista.csv, in the form that an Italian Excel opens right, and summary.json. People \
      stand by pseudonym; a list only ever invites.

      Example:
        vedetta risk list --model model --data cohort.csv --as-of 1997-07 \\
          --policy Models/neet-mvad/policy.yaml --out list
      """
  )

  @Option(help: "The folder of the model.")
  var model: String

  @Option(help: "The table of people.")
  var data: String

  @Option(help: "The policy: capacity, reasons, purpose, expiry (YAML).")
  var policy: String

  @Option(
    help: "Month of the list (default: the latest in the data).",
    transform: ListArgument.months
  )
  var asOf: ListArgument<Month>?

  @Option(help: "File of the secret key behind pseudonyms (made when absent).")
  var key: String?

  @Option(help: "The folder to write to.")
  var out: String

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    if let asOf, asOf.values.count != 1 { throw ValidationError("--as-of takes one month here.") }
  }

  func run() throws {
    let result = try RiskListWorkflow().run(
      RiskListRequest(
        model: model,
        data: data,
        policy: policy,
        asOf: asOf?.values.first,
        key: key,
        output: out,
        environment: common.environment(reading: tables)
      )
    )
    if result.keyIsNew, !common.quiet {
      Output.remark("A new key was made in \(result.key); keep it, for pseudonyms depend on it.")
    }
    common.warn(modelFault: result.modelFault)
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) {
      """
      \(result.list): \(result.places) of \(result.candidates) people, \
      \(result.equalsLeftOut) left out at the same score as the last place.
      Purpose: \(result.purpose). Expires \(result.expires).
      Written: \(result.output)/lista.csv, \(result.output)/summary.json
      """
    }
  }
}
