internal import ArgumentParser
internal import Workflows

/// `vedetta vacancies inspect`.
struct VacanciesInspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show missing months, outliers and level shifts of series.",
    discussion: """
      Looks in every series for months without value, single months that are off, and months from \
      which the level is another, beside what --events and --calendar explain. Nothing is altered. \
      With --out writes unique_id, ds, kind, size (in the unit of the series) and t.

      Fewer than one series in twenty without anything unusual has something found in it, where its \
      errors are normal.

      Example:
        vedetta vacancies inspect \\
          --data Models/us-employment/data/employment.csv \\
          --id id --time month --value value \\
          --events covid --out findings.csv
      """
  )

  @OptionGroup var panel: PanelOptions

  @OptionGroup var known: EventOptions

  @Option(help: "The table to write.")
  var out: String?

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let result = try VacanciesInspectWorkflow(observer: common.observer).run(
      VacanciesInspectRequest(
        data: panel.data,
        panel: panel.selection,
        known: known.selection,
        output: out,
        environment: common.environment(reading: tables)
      )
    )
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) { Self.text(result) }
  }

  private static func text(_ result: VacanciesInspectResult) -> String {
    let table = TextTable(
      header: ["found", "number", "series"],
      rows: result.kinds.map { [$0.kind, "\($0.count)", "\($0.seriesCount)"] }
    )
    let short =
      result.tooShort > 0
      ? " \(result.tooShort) too short for more than missing months." : ""
    return """
      Read: \(result.findings)
      \(counted(result.seriesCount, "series", plural: "series")) inspected, nothing altered.\(short)

      \(table.text)\(result.output.map { "\n\nWritten: \($0)" } ?? "")
      """
  }
}
