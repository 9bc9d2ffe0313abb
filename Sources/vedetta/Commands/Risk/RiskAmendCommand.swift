internal import ArgumentParser
internal import Workflows

/// `vedetta risk amend`.
struct RiskAmendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "amend",
    abstract: "Record whom operators added to a list or took off it, and why.",
    discussion: """
      The score proposes and people decide. The table has the columns azione (aggiunta or \
      rimozione), codice (or id, which takes the key), motivo, operatore and data; a reason is \
      never left out. Whoever is not to be contacted cannot be added. The rate of changes stands in \
      the report of outcomes.

      Example:
        vedetta risk amend --list cessazioni-2024-05-1f2e3d4c --changes modifiche.csv
      """
  )

  @Option(help: "The list, by identifier.")
  var list: String

  @Option(help: "The table of additions and removals.")
  var changes: String

  @Option(help: "File of the secret key that the list was made with.")
  var key: String?

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let result = try RiskAmendWorkflow().run(
      RiskAmendRequest(
        list: list,
        changes: changes,
        key: key,
        environment: common.environment(reading: tables)
      )
    )
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) {
      let rate = result.rate.map { TextTable.number(100 * $0, decimals: 1) } ?? "-"
      return "\(result.list): \(result.added) added, \(result.removed) removed; changes so far are "
        + "\(rate) % of \(counted(result.places, "place"))."
    }
  }
}
