internal import ArgumentParser
internal import Workflows

/// `vedetta vacancies forecast`.
struct VacanciesForecastCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Project monthly series with intervals.",
    discussion: """
      Writes unique_id, ds, mean, median, one pair lo_N, hi_N a level, model and status. A series \
      that the model cannot be fitted to gets a simpler one; its status says why.

      Models:
      \(ForecastModelName.catalogue)

      With --fitted nothing is estimated: the panel of vacancies train is carried through the months \
      that the table has beyond it, with the events and the calendar that it was trained with.

      With --hierarchy all aggregates are forecast too and --reconcile makes the means add up; \
      the table has the columns of the hierarchy, with <all> where a series adds up:
      \(ReconciliationName.catalogue)
      --samples says how their distributions are made:
      \(SampleChoice.catalogue)

      --events names what happened in known months: covid, or a YAML file with lines like
        events:
          - {name: strike, kind: pulse, month: 2022-11, series: [milan]}
          - {name: closures, kind: span, first: 2020-03, last: 2020-05}
          - {name: new source, kind: level, month: 2021-06}
      arima, alone or in auto, gets regressors for them; other models leave pulses and spans out, as \
      their status says, and pass over levels and the calendar. \
      In a hierarchy an event of a series is one of all that it adds up and of all that it is summed in.

      --intervals says where their widths come from:
      \(IntervalChoice.catalogue)

      Example:
        vedetta vacancies forecast \\
          --data Models/us-employment/data/employment.csv \\
          --id id --time month --value value \\
          --horizon 24 --out forecast.csv
      """
  )

  @OptionGroup var panel: PanelOptions

  @OptionGroup var columns: HierarchyOptions

  @Option(help: "Months ahead.")
  var horizon = 24

  @Option(
    help: "The model (default: auto).",
    transform: { try ForecastModelName(argument: $0) }
  )
  var model: ForecastModelName?

  @OptionGroup var known: EventOptions

  @Option(help: "Folder of a panel saved by vacancies train, carried on through newer months.")
  var fitted: String?

  @Option(
    help: "How the forecasts of a hierarchy are made to add up (default: shrink).",
    transform: { try ReconciliationName(argument: $0) }
  )
  var reconcile: ReconciliationName?

  @Option(
    help: "Levels of the intervals in percent (default: 80,95).",
    transform: ListArgument.levels
  )
  var levels: ListArgument<Double>?

  @Option(help: "Widths of the intervals: \(IntervalChoice.names) (default: auto).")
  var intervals: IntervalChoice?

  @Option(help: "The table to write.")
  var out: String

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    guard (1...600).contains(horizon) else {
      throw ValidationError("--horizon must be from 1 to 600.")
    }
    guard fitted == nil || (model == nil && intervals == nil && columns.hierarchy == nil) else {
      throw ValidationError(
        "--fitted brings its own model and intervals; leave out --model, --intervals and --hierarchy."
      )
    }
    guard fitted == nil || known.isEmpty else {
      throw ValidationError(
        "--fitted brings the events and the calendar of its panel; leave out --events and --calendar."
      )
    }
    try known.check([model ?? .auto])
    try columns.check(panel, isReconciled: reconcile != nil)
  }

  func run() throws {
    let result = try ForecastWorkflow(observer: common.observer).run(
      ForecastRequest(
        data: panel.data,
        panel: columns.selection(panel),
        horizon: horizon,
        model: model ?? .auto,
        known: known.selection,
        fitted: fitted,
        reconciliation: reconcile ?? .shrinkage,
        samples: columns.samples ?? .gaussian,
        levels: levels?.values ?? [0.8, 0.95],
        intervals: intervals ?? .automatic,
        output: out,
        environment: common.environment(reading: tables)
      )
    )
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) { Self.text(result) }
  }

  private static func text(_ result: ForecastResult) -> String {
    let table = StatusText.table(result.statuses)
    return """
      Read: \(result.findings)
      \(result.seriesCount) series projected \(counted(result.horizon, "month")) ahead by \
      \(result.model).\(result.hierarchy.map { "\n" + HierarchyText.text($0) } ?? "")

      \(table.text)

      Written: \(result.output)
      """
  }
}
