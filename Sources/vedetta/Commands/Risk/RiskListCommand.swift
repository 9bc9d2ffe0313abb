internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta risk list`.
struct RiskListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Make the contact list of an outreach team.",
    discussion: """
      Leaves out people by the filters of the policy, in their order and each counted, ranks the \
      others, shares the places by the quotas and writes: lista.xlsx, and the same as lista.csv in \
      the form that an Italian Excel opens right; esclusi.csv and non_valutabili.csv, who is not \
      on it and why; riepilogo.csv, counts without small cells; and summary.json. People stand by \
      pseudonym unless the policy asks for contacts; a list only ever invites. The same inputs \
      give the same bytes. Whoever is in the registry's suppression list is left out before anybody \
      is ranked. A correction (--correct) keeps the places of those already phoned.

      Example:
        vedetta risk list --model model --data cohort.csv --as-of 1997-07 \\
          --policy Models/neet-mvad/policy.yaml --out list

      A policy; every key but capacity, purpose and expires may be left out:
        capacity: {total: 450, per: month, operators: [Anna, Bruno]}
        quotas: {column: municipio, kind: floor, minimum: 20}   # or proportional, none
        filters:                                                # in this order
          - {name: eta, keep: {column: eta, at_least: 16, at_most: 29}}
          - {name: meno_di_30_giorni, drop: {column: cessazione, after: issued - 30 days}}
          - {name: in_carico, drop: {file: in_carico.csv, key: id}}
          - {name: contattato, drop: {file: chiamate.csv, key: id, column: data, \
      since: issued - 90 days}}
          - {name: appena_sentito, drop: {contacted: 90 days}}   # by the registry's outcomes
          - {name: senza_telefono, drop: {phone: missing}}
        contacts: {file: contatti.csv, key: id, phone: telefono}
        reasons: 3
        purpose: Invito a un colloquio
        expires: 2026-12-31
        keep: 365 days                    # after expiry, who was on it; then models retire
      """
  )

  @Option(help: "The folder of the model.")
  var model: String

  @Option(help: "The table of people.")
  var data: String

  @Option(help: "The policy: capacity, quotas, filters, contacts, purpose, expiry (YAML).")
  var policy: String

  @Option(
    help: "Month of the list (default: the latest in the data).",
    transform: ListArgument.months
  )
  var asOf: ListArgument<Month>?

  @Option(
    help: "Day of the list, as 2024-03-09 (default: the first of its month).",
    transform: ListArgument.day
  )
  var issued: CalendarDate?

  @Option(help: "The lista.csv to correct, with the team's remarks: those phoned keep their place.")
  var correct: String?

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
        issued: issued,
        earlier: correct,
        key: key,
        output: out,
        environment: common.environment(reading: tables)
      )
    )
    if result.keyIsNew, !common.quiet {
      Output.remark("A new key was made in \(result.key); keep it, for pseudonyms depend on it.")
    }
    if result.registryIsEmpty, !result.keyIsNew {
      Output.remark(
        "warning: the registry knew no list and nobody who is not to be contacted; check --registry "
          + "unless this is the first list."
      )
    }
    common.warn(modelFault: result.modelFault)
    common.warn(notRecorded: result.notRecorded)
    if !common.quiet, result.places < result.capacity {
      Output.remark(
        "The policy has \(result.capacity) places and \(result.candidates) people can be invited; "
          + "all of them are on the list."
      )
    }
    try Output.print(result, json: common.json) { ListText(result).text }
  }
}
