internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta risk cohort`.
struct RiskCohortCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cohort",
    abstract: "Make one row a person and date from monthly states.",
    discussion: """
      Features look at the months that end just before each date, the label at those that start \
      with it.

      Example:
        vedetta risk cohort --spec Models/neet-mvad/cohort.yaml \\
          --data Models/neet-mvad/data/mvad.csv --out cohort.csv
      """
  )

  @Option(help: "The cohort: who, when, what is counted, what is predicted (YAML).")
  var spec: String

  @Option(help: "The table of persons with one column a month.")
  var data: String

  @Option(help: "The table to write.")
  var out: String

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let result = try RiskCohortWorkflow().run(
      RiskCohortRequest(
        specification: spec,
        data: data,
        output: out,
        environment: common.environment(reading: tables)
      )
    )
    if !common.quiet { Output.remark(result.findings) }
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) {
      let table = TextTable(
        header: ["as of", "rows", "positive", "unknown"],
        rows: result.dates.map {
          [$0.asOf.description, "\($0.rows)", "\($0.positives)", "\($0.unknown)"]
        }
      )
      return "\(result.picture)\n\n\(table.text)\n\nWritten: \(result.output)"
    }
  }
}
