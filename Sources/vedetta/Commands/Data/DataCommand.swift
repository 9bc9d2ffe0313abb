internal import ArgumentParser
internal import Workflows

/// `vedetta data`: what the program makes of a file.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Look at a table before computing from it.",
    subcommands: [DataInspectCommand.self]
  )
}

/// `vedetta data inspect`.
struct DataInspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say how a table is read: separator, encoding, types, missing values.",
    discussion: """
      Example:
        vedetta data inspect --data Models/neet-mvad/data/mvad.csv
      """
  )

  @Option(help: "The table.")
  var data: String

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let result = try DataInspectWorkflow().run(
      DataInspectRequest(data: data, environment: common.environment(reading: tables))
    )
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) {
      let table = TextTable(
        header: ["column", "type", "missing", "levels", "smallest", "largest"],
        rows: result.columns.map { column in
          [
            column.name, column.type, "\(column.missing)",
            column.levels.map { "\($0)" } ?? "-", column.minimum ?? "-", column.maximum ?? "-",
          ]
        }
      )
      return "\(result.findings)\n\n\(table.text)\n\n\(result.rows) rows"
    }
  }
}
