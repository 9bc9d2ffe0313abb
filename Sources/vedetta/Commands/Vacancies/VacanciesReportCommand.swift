internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta vacancies report`.
struct VacanciesReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a page with fan charts, rankings and the accuracy on the past.",
    discussion: """
      One self-contained HTML file, in Italian or English, to be read on screen or printed.

      --events and --calendar are as for vacancies forecast; they hold for the accuracy on the past too.

      Example:
        vedetta vacancies report --data Models/us-employment/data/employment.csv \\
          --id id --time month --value value --titles Models/us-employment/data/titles.csv \\
          --title "Occupazione per settore" --out report.html
      """
  )

  @OptionGroup var panel: PanelOptions

  @Option(help: "A table with the columns id and title: what the reader calls the series.")
  var titles: String?

  @Option(help: "Title of the page.")
  var title = "Vedetta"

  @Option(help: "Unit of the values, as it is to be read.")
  var unit: String?

  @Option(help: "Months ahead.")
  var horizon = 24

  @Option(help: "The model.", transform: { try ForecastModelName(argument: $0) })
  var model: ForecastModelName = .auto

  @OptionGroup var known: EventOptions

  @Option(help: "Origins of the backtest that the page shows; 0 for none.")
  var origins = 2

  @Option(
    help: "Identifiers of the series to show (default: the first of the file).",
    transform: { $0.split(separator: ",").map(String.init) }
  )
  var show: [String] = []

  @Option(help: "Largest number of series to show.")
  var limit = 12

  @Option(help: "Language of the page: it or en.")
  var language: Language = .italian

  @Option(help: "The page to write.")
  var out: String

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    guard (1...600).contains(horizon) else {
      throw ValidationError("--horizon must be from 1 to 600.")
    }
    guard (0...1000).contains(origins) else {
      throw ValidationError("--origins must be from 0 to 1000.")
    }
    guard (1...1000).contains(limit) else {
      throw ValidationError("--limit must be from 1 to 1000.")
    }
    try known.check([model])
  }

  func run() throws {
    let result = try VacanciesReportWorkflow(observer: common.observer).run(
      VacanciesReportRequest(
        data: panel.data,
        panel: panel.selection,
        titles: titles,
        title: title,
        unit: unit,
        horizon: horizon,
        model: model,
        known: known.selection,
        origins: origins,
        shown: show,
        limit: limit,
        language: language,
        output: out,
        environment: common.environment(reading: tables)
      )
    )
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) {
      "\(result.seriesCount) series projected, \(result.shownCount) shown.\nWritten: \(result.output)"
    }
  }
}
