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
      with it. A feature counts months in some states over a window ({window: 6, count: [a, b]}) or \
      since a month ({since: 1993-09}), as months, as a share ({as: share}), or as changes of state \
      ({as: changes}). Under where, a list of conditions says who belongs to the cohort at a date, as \
      {count: joblessness, window: 1, at_most: 0} or {column: sex, is: F}.

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
      // Persons outside the rule are shown where there is one that keeps somebody out.
      let hasRule = result.dates.contains { $0.outside + $0.undecided > 0 }
      let table = TextTable(
        header: ["as of", "rows", "positive", "unknown"]
          + (hasRule ? ["outside the rule", "undecided"] : []),
        rows: result.dates.map {
          [$0.asOf.description, "\($0.rows)", "\($0.positives)", "\($0.unknown)"]
            + (hasRule ? ["\($0.outside)", "\($0.undecided)"] : [])
        }
      )
      return "\(result.picture)\n\n\(table.text)\n\nWritten: \(result.output)"
    }
  }
}
