internal import ArgumentParser
internal import Workflows

/// `vedetta vacancies backtest`.
struct VacanciesBacktestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Judge forecasting models on the past.",
    discussion: """
      Forecasts every series from past dates, each model seeing only the months before, and \
      compares with what came true. Writes metrics.json (over all series and by month ahead) and \
      series.csv (by series) into the folder.

      Models:
      \(ForecastModelName.catalogue)

      With --hierarchy the forecasts are made to add up in the ways of --reconcile and judged by \
      level, beside each series on its own; levels.csv takes the place of series.csv:
      \(ReconciliationName.catalogue)
      --samples says how their distributions are made:
      \(SampleChoice.catalogue)

      With --events the models do not learn from the months of the events, and with --calendar arima, \
      alone or in auto, knows working days and Easter; see vacancies forecast. All months are judged.

      --intervals says where the widths of intervals come from:
      \(IntervalChoice.catalogue)

      Example:
        vedetta vacancies backtest \\
          --data Models/us-employment/data/employment.csv \\
          --id id --time month --value value --horizon 12 \\
          --origins 4 --models auto,ets,theta --out backtest
      """
  )

  @OptionGroup var panel: PanelOptions

  @OptionGroup var columns: HierarchyOptions

  @OptionGroup var known: EventOptions

  @Option(help: "Months ahead.")
  var horizon = 12

  @Option(help: "Number of past dates to forecast from.")
  var origins = 4

  @Option(help: "Months between two of those dates (default: the horizon).")
  var step: Int?

  @Option(help: "Models to compare (default: auto,seasonal_naive).", transform: ListArgument.models)
  var models: ListArgument<ForecastModelName>?

  @Option(
    help: "How the forecasts of a hierarchy are made to add up (default: shrink).",
    transform: ListArgument.reconciliations
  )
  var reconcile: ListArgument<ReconciliationName>?

  @Option(
    help: "Levels of the intervals in percent (default: 80,95).",
    transform: ListArgument.levels
  )
  var levels: ListArgument<Double>?

  @Option(help: "Every how many origins the models are fitted; between, fits are carried on.")
  var refitEvery = 1

  @Flag(help: "Keep the forms chosen at the first origin and start from the last parameters.")
  var warm = false

  @Option(help: "Widths of the intervals: \(IntervalChoice.names).")
  var intervals: IntervalChoice = .automatic

  @Option(help: "The folder to write.")
  var out: String

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    guard (1...600).contains(horizon) else {
      throw ValidationError("--horizon must be from 1 to 600.")
    }
    guard (1...1000).contains(origins) else {
      throw ValidationError("--origins must be from 1 to 1000.")
    }
    guard (1...1200).contains(step ?? 1) else {
      throw ValidationError("--step must be from 1 to 1200.")
    }
    guard (1...1000).contains(refitEvery) else {
      throw ValidationError("--refit-every must be from 1 to 1000.")
    }
    if columns.hierarchy != nil, refitEvery > 1 || warm {
      throw ValidationError("--refit-every and --warm are for panels without --hierarchy.")
    }
    try known.check(models?.values ?? [.auto])
    try columns.check(panel, isReconciled: reconcile != nil)
  }

  func run() throws {
    let request = BacktestRequest(
      data: panel.data,
      panel: columns.selection(panel),
      horizon: horizon,
      origins: origins,
      step: step,
      models: models?.values ?? ["auto", "seasonal_naive"].compactMap { ForecastModelName($0) },
      known: known.selection,
      reconciliations: reconcile?.values ?? [.shrinkage],
      samples: columns.samples ?? .gaussian,
      levels: levels?.values ?? [0.8, 0.95],
      intervals: intervals,
      refitEvery: refitEvery,
      startsWarm: warm,
      output: out,
      environment: common.environment(reading: tables)
    )
    guard columns.hierarchy == nil else {
      let run = try HierarchyBacktestWorkflow(observer: common.observer).run(request)
      common.warn(notRecorded: run.notRecorded)
      try Output.print(run, json: common.json) { HierarchyText.text(run, note: known.note) }
      return
    }
    let run = try BacktestWorkflow(observer: common.observer).run(request)
    common.warn(notRecorded: run.notRecorded)
    try Output.print(run, json: common.json) { Self.text(run, known) }
  }

  private static func text(_ run: BacktestRun, _ known: EventOptions) -> String {
    let result = run.result
    let names = result.models.first?.metrics.map(\.name) ?? []
    let rows = result.models.map { model in
      [model.model, "\(model.forecastCount)"]
        + model.metrics.map { TextTable.number($0.value, decimals: 3) }
        + [TextTable.number(model.owa, decimals: 3)]
    }
    let table = TextTable(header: ["model", "forecasts"] + names + ["owa"], rows: rows)
    let short =
      result.tooShort > 0
      ? " \(result.tooShort) \(result.tooShort == 1 ? "is" : "are") too short for any origin and "
        + "left out." : ""
    let large =
      result.tooLarge > 0
      ? " \(result.tooLarge) \(result.tooLarge == 1 ? "has" : "have") values too large and "
        + "\(result.tooLarge == 1 ? "is" : "are") left out." : ""
    return """
      Read: \(run.findings)
      \(result.seriesCount) series, \(counted(result.horizon, "month")) ahead from up to \
      \(counted(result.origins, "origin")), \(counted(result.step, "month")) apart.\(short)\(large)

      \(table.text)\(known.note)

      Written: \(run.output)/metrics.json, \(run.output)/series.csv
      """
  }
}
