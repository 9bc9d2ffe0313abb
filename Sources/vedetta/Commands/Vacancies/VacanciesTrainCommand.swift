internal import ArgumentParser
internal import Workflows

/// `vedetta vacancies train`.
struct VacanciesTrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Fit monthly series and save the fits.",
    discussion: """
      Writes a folder with model.json (parameters and last states of every series, not its \
      history), fits.csv (the form chosen for each), card.md and manifest.json, and registers it. \
      vacancies forecast --fitted carries it through newer months without fitting again.

      --events and --calendar are as for vacancies forecast; the panel keeps them, and newer months of \
      its events are not shown to the models.

      Models:
      \(ForecastModelName.catalogue)

      Example:
        vedetta vacancies train \\
          --data Models/us-employment/data/employment.csv \\
          --id id --time month --value value \\
          --name us-employment --out panel
      """
  )

  @OptionGroup var panel: PanelOptions

  @Option(help: "The model.", transform: { try ForecastModelName(argument: $0) })
  var model: ForecastModelName = .auto

  @OptionGroup var known: EventOptions

  @Option(help: "Widths of the intervals: \(IntervalChoice.names).")
  var intervals: IntervalChoice = .automatic

  @Option(help: "Name for the registry.")
  var name: String

  @Option(help: "The folder to write.")
  var out: String

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    guard !name.isEmpty else { throw ValidationError("--name is empty.") }
    try known.check([model])
  }

  func run() throws {
    let result = try VacanciesTrainWorkflow(observer: common.observer).run(
      VacanciesTrainRequest(
        data: panel.data,
        panel: panel.selection,
        model: model,
        known: known.selection,
        intervals: intervals,
        name: name,
        output: out,
        environment: common.environment(reading: tables)
      )
    )
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) {
      """
      Read: \(result.findings)
      \(counted(result.seriesCount, "series", plural: "series")) fitted by \(result.model); \
      intervals \(result.calibratedCount.map { "learnt from the past of \($0)" } ?? "of the model").

      \(StatusText.table(result.statuses).text)

      Written: \(result.output)
      """
    }
  }
}
