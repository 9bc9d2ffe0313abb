internal import ArgumentParser
internal import Workflows

/// `vedetta risk outcomes`: what calling the people of a list brought.
struct RiskOutcomesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outcomes",
    abstract: "Take over what calling people brought, and report it.",
    subcommands: [RiskOutcomesImportCommand.self, RiskOutcomesReportCommand.self]
  )
}

/// `vedetta risk outcomes import`.
struct RiskOutcomesImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take over a list that the team gave back.",
    discussion: """
      The file is a lista.csv with its columns esito, data_contatto and operatore filled in; a \
      column tentativi counts attempts. Outcomes: non_risponde, numero_errato, richiamare, \
      rifiuta, disponibile, preso_in_carico, gia_occupato, non_contattare, or nothing. Every row is \
      checked against the list as the registry knows it, and nothing is taken over when one is \
      wrong. The same file twice changes nothing, and an empty cell takes nothing back. Whoever \
      does not want to be contacted enters the suppression list, for good.

      Example:
        vedetta risk outcomes import --file lista-restituita.csv
      """
  )

  @Option(help: "The file that the team gave back.")
  var file: String

  @Option(help: "The list that all rows are of, for a file without the column lista_id.")
  var list: String?

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let result = try RiskOutcomesImportWorkflow().run(
      RiskOutcomesImportRequest(
        file: file,
        list: list,
        environment: common.environment(reading: tables)
      )
    )
    common.warn(notRecorded: result.notRecorded)
    if !common.quiet { for list in result.lists { Self.warn(list) } }
    try Output.print(result, json: common.json) {
      result.lists.map(Self.text).joined(separator: "\n")
    }
  }

  private static func warn(_ list: RiskOutcomesImportResult.List) {
    if list.isUnapproved {
      Output.remark("warning: nobody has approved \(list.list) (vedetta risk approve).")
    }
    if list.afterExpiry > 0 {
      Output.remark(
        "warning: of \(list.list) \(counted(list.afterExpiry, "call")) came after its last day."
      )
    }
  }

  private static func text(_ list: RiskOutcomesImportResult.List) -> String {
    let opposed =
      list.suppressed == 0
      ? ""
      : " \(counted(list.suppressed, "person", plural: "people")) entered the suppression list."
    return "\(list.list): \(counted(list.rows, "row")), \(list.new) new, \(list.changed) changed, "
      + "\(list.notCalled) not called yet.\(opposed)"
  }
}

/// `vedetta risk outcomes report`.
struct RiskOutcomesReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Say what the calls brought: by band of risk, area, group.",
    discussion: """
      Called: an outcome or a day of contact. Reached: an answer is known (rifiuta, disponibile, \
      preso_in_carico, gia_occupato, non_contattare). Positive: disponibile or preso_in_carico. Who \
      did not answer is unknown, never a no: shares are of those reached, and lowest and highest \
      say between which shares of those called the truth lies. Counts under 5 are hidden. Columns \
      of a table of people (--data, --by) are joined by the codes, which takes the key.

      Example:
        vedetta risk outcomes report --by sesso,cittadinanza --data cohort.csv --id id
      """
  )

  @Option(
    help: "Lists, by identifier (default: all that stand).",
    transform: { text in text.split(separator: ",").map(String.init) }
  )
  var list: [String] = []

  @Option(help: "Only lists of the model of this name.")
  var model: String?

  @Option(help: "A table of people, to group them by its columns.")
  var data: String?

  @Option(help: "Its column of ids.")
  var id = "id"

  @Option(
    help: "Its columns to group by, as sesso,cittadinanza.",
    transform: { text in text.split(separator: ",").map(String.init) }
  )
  var by: [String] = []

  @Option(help: "File of the secret key behind the codes.")
  var key: String?

  @Option(help: "A table to write (CSV), one row a group.")
  var out: String?

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    guard (data == nil) == by.isEmpty else {
      throw ValidationError("--data and --by go together.")
    }
  }

  func run() throws {
    let result = try RiskOutcomesReportWorkflow().run(
      RiskOutcomesReportRequest(
        lists: list,
        model: model,
        data: data,
        id: id,
        by: by,
        key: key,
        output: out,
        environment: common.environment(reading: tables)
      )
    )
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) { OutcomeText(result).text }
  }
}
