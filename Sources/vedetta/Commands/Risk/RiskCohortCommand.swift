internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta risk cohort`.
struct RiskCohortCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cohort",
    abstract: "Make one row a person and date from monthly states or episodes.",
    discussion: """
      Features look at the months that end just before each date, the label at those that start \
      with it. A feature counts months in some states over a window ({window: 6, count: [a, b]}) or \
      since a month ({since: 1993-09}), as months, as a share ({as: share}), or as changes of state \
      ({as: changes}). Under where, a list of conditions says who belongs to the cohort at a date, as \
      {count: joblessness, window: 1, at_most: 0} or {column: sex, is: F}.

      A table of episodes (episodes: {start: start, end: end, kind: kind}) has as many rows a person \
      as it likes; a month is in the kinds of all episodes with a day in it, or in none. Its \
      known_since names the column of the day a row was recorded: nothing is used before. Under \
      where, {ended: contract, cause: {column: cause, is: [...]}, days: 30} is the cessation rule.

      A label is empty, never 0, where missing states could change it; where the person is away \
      (censor: {moved: column}, or {states: [moved]}); and where its window is not closed (kept with \
      censor: {open_windows: yes}, to score people now). known_since: {column: 1995-06} empties a \
      carried column at dates that are not later; a column of months can say it person by person.

      Example:
        vedetta risk cohort --spec Models/neet-mvad/cohort.yaml \\
          --data Models/neet-mvad/data/mvad.csv --out cohort.csv
        vedetta risk cohort --spec Models/cob-cessation/cohort.yaml \\
          --data Models/cob-cessation/data/cob.csv --out cessations.csv
      """
  )

  @Option(help: "The cohort: who, when, what is counted, what is predicted (YAML).")
  var spec: String

  @Option(help: "The table: a row a person with a column a month, or a row an episode.")
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
      typealias Count = RiskCohortResult.Date
      let counts: [(String, (Count) -> Int)] = [
        ("positive", \.positives), ("unknown", \.unknown), ("away", \.moved),
        ("not closed", \.notClosed), ("outside the rule", \.outside), ("undecided", \.undecided),
      ]
      // The first two always; the others where there is something to count.
      let shown = counts.enumerated().filter { place, count in
        place < 2 || result.dates.contains { count.1($0) > 0 }
      }.map(\.element)
      let table = TextTable(
        header: ["as of", "rows"] + shown.map(\.0),
        rows: result.dates.map { date in
          ["\(date.asOf)", "\(date.rows)"] + shown.map { "\($0.1(date))" }
        }
      )
      return "\(result.picture)\n\n\(table.text)\n\nWritten: \(result.output)"
    }
  }
}
