internal import Concurrency
internal import DataIO
internal import Datasets
internal import Forecasting
internal import Foundation
internal import Registry
internal import Statistics

/// What `vacancies backtest` is asked for.
package struct BacktestRequest: Codable, Sendable, Equatable {
  /// Path of the long table.
  package var data: String
  /// Which of its columns and rows are the series.
  package var panel: PanelSelection
  /// Months ahead, at least 1.
  package var horizon: Int
  /// Number of past dates to forecast from, at least 1.
  package var origins: Int
  /// Months between two of them, at least 1; the horizon when `nil`.
  package var step: Int?
  /// The models to compare.
  package var models: [ForecastModelName]
  /// Events and the calendar that the models are told of.
  package var known: EventSelection
  /// How the forecasts of a hierarchy are made to add up; nothing without hierarchy.
  package var reconciliations: [ReconciliationName]
  /// How their distributions are made; nothing without hierarchy.
  package var samples: SampleChoice
  /// Levels of the intervals, in (0, 1).
  package var levels: [Double]
  /// Where the widths of the intervals come from.
  package var intervals: IntervalChoice
  /// Every how many origins the models are fitted, at least 1; between, fits are carried on.
  package var refitEvery: Int
  /// True to keep the forms chosen at the first origin and to start from the last parameters.
  package var startsWarm: Bool
  /// Folder to write `metrics.json` and `series.csv` to.
  package var output: String
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    data: String,
    panel: PanelSelection = PanelSelection(),
    horizon: Int = 12,
    origins: Int = 4,
    step: Int? = nil,
    models: [ForecastModelName] = [.auto],
    known: EventSelection = EventSelection(),
    reconciliations: [ReconciliationName] = [.shrinkage],
    samples: SampleChoice = .gaussian,
    levels: [Double] = [0.8, 0.95],
    intervals: IntervalChoice = .automatic,
    refitEvery: Int = 1,
    startsWarm: Bool = false,
    output: String,
    environment: RequestEnvironment
  ) {
    self.data = data
    self.panel = panel
    self.horizon = horizon
    self.origins = origins
    self.step = step
    self.models = models
    self.known = known
    self.reconciliations = reconciliations
    self.samples = samples
    self.levels = levels
    self.intervals = intervals
    self.refitEvery = refitEvery
    self.startsWarm = startsWarm
    self.output = output
    self.environment = environment
  }
}

/// What `vacancies backtest` gave, and the content of its `metrics.json`.
package struct BacktestResult: Codable, Sendable, Equatable {
  /// Months ahead.
  package let horizon: Int
  /// Past dates forecast from, at most; short series have fewer.
  package let origins: Int
  /// Months between two of them.
  package let step: Int
  /// Series of the panel.
  package let seriesCount: Int
  /// Series too short for any origin.
  package let tooShort: Int
  /// Series with values above 1e100 in size, which are neither forecast nor judged.
  package let tooLarge: Int
  /// Levels of the intervals.
  package let levels: [Double]
  /// One summary a model, in the order asked for.
  package let models: [BacktestSummary]
}

/// What `vacancies backtest` tells beside its result.
package struct BacktestRun: Codable, Sendable, Equatable {
  /// Folder of the outputs.
  package let output: String
  /// How the input was read.
  package let findings: String
  /// The comparison.
  package let result: BacktestResult
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?
}

/// From a long table of monthly series to a comparison of models on its past.
package struct BacktestWorkflow: Sendable {
  private let observer: any ProgressObserver

  /// A workflow.
  ///
  /// - Parameter observer: told of the series done.
  package init(observer: any ProgressObserver = SilentProgress()) {
    self.observer = observer
  }

  /// Forecasts every series from past dates by every model and judges the forecasts.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`; `StatisticalRefusal.nothingToJudge` when no series
  ///   is long enough for one origin.
  package func run(_ request: BacktestRequest) throws -> BacktestRun {
    let recorder = RunRecorder(request.environment)
    try OutputProblem.refuse(
      output: request.output,
      amongInputs: [request.data] + (request.known.path.map { [$0] } ?? [])
    )
    let digest = try InputDigest(role: "data", path: request.data)
    let eventDigests = try request.known.digests()
    let input = try PanelInput(request.data, request.panel, environment: request.environment)
    let known = try KnownMonths(
      request.known,
      input,
      models: request.models.map(\.descriptor)
    )
    let comparison = try PanelBacktest(input.panel, request, known, observer: observer)
    let result = comparison.result
    try OutputFolder.write(
      to: request.output,
      force: request.environment.force,
      files: ["metrics.json", "series.csv"]
    ) { folder in
      try JSONDocument.write(result, to: folder.appending(path: "metrics.json").path)
      try CSVWriter.write(
        comparison.seriesTable,
        to: folder.appending(path: "series.csv").path
      )
    }
    let notRecorded = recorder.record(
      command: "vacancies backtest",
      request: request,
      inputs: [digest.counting(rows: input.rowCount)] + eventDigests,
      outputs: ["metrics.json", "series.csv"].map { "\(request.output)/\($0)" }
    )
    return BacktestRun(
      output: request.output,
      findings: input.findings,
      result: result,
      notRecorded: notRecorded
    )
  }
}
