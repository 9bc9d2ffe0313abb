internal import DataIO
internal import Datasets
internal import Forecasting
internal import Foundation
internal import Registry

/// What `vacancies backtest --hierarchy` gave, and the content of its `metrics.json`.
package struct HierarchyBacktestResult: Codable, Sendable, Equatable {
  /// Months ahead.
  package let horizon: Int
  /// Past dates forecast from.
  package let origins: Int
  /// Months between two of them.
  package let step: Int
  /// Levels of the intervals.
  package let levels: [Double]
  /// The hierarchy.
  package let hierarchy: HierarchySummary
  /// How the distributions of coherent forecasts were made.
  package let samples: SampleChoice
  /// One a model, way of adding up and level, in this order.
  package let scores: [HierarchyScore]
}

/// What `vacancies backtest --hierarchy` tells beside its result.
package struct HierarchyBacktestRun: Codable, Sendable, Equatable {
  /// Folder of the outputs.
  package let output: String
  /// How the input was read.
  package let findings: String
  /// The comparison.
  package let result: HierarchyBacktestResult
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?
}

/// From a table of hierarchical series to a comparison of ways to make forecasts add up.
package struct HierarchyBacktestWorkflow: Sendable {
  private let observer: any ProgressObserver

  /// A workflow.
  ///
  /// - Parameter observer: told of the series done.
  package init(observer: any ProgressObserver = SilentProgress()) {
    self.observer = observer
  }

  /// Forecasts all series from past dates, makes the forecasts add up and judges them by level.
  ///
  /// - Parameter request: with a hierarchy among its selection.
  /// - Returns: the scores, which are written too.
  /// - Throws: `DataProblem`, `OutputProblem`; `StatisticalRefusal.nothingToJudge` when the total
  ///   is too short for one origin, `tooManyToSample`.
  package func run(_ request: BacktestRequest) throws -> HierarchyBacktestRun {
    let recorder = RunRecorder(request.environment)
    try OutputProblem.refuse(
      output: request.output,
      amongInputs: [request.data] + (request.known.path.map { [$0] } ?? [])
    )
    let digest = try InputDigest(role: "data", path: request.data)
    let eventDigests = try request.known.digests()
    let input = try PanelInput(request.data, request.panel, environment: request.environment)
    guard let panel = input.hierarchy else { preconditionFailure("a request without hierarchy") }
    let known = try KnownMonths(
      request.known,
      input,
      models: request.models.map(\.descriptor)
    )
    let backtest = try HierarchyBacktest(panel, request, known, observer: observer)
    let result = HierarchyBacktestResult(
      horizon: request.horizon,
      origins: backtest.originCount,
      step: request.step ?? request.horizon,
      levels: request.levels,
      hierarchy: HierarchySummary(panel, request.reconciliations.map(\.name)),
      samples: request.samples,
      scores: backtest.scores
    )
    let files = ["metrics.json", "levels.csv"]
    try OutputFolder.write(
      to: request.output,
      force: request.environment.force,
      files: files
    ) { folder in
      try JSONDocument.write(result, to: folder.appending(path: "metrics.json").path)
      try CSVWriter.write(backtest.table, to: folder.appending(path: "levels.csv").path)
    }
    let notRecorded = recorder.record(
      command: "vacancies backtest",
      request: request,
      inputs: [digest.counting(rows: input.rowCount)] + eventDigests,
      outputs: files.map { "\(request.output)/\($0)" }
    )
    return HierarchyBacktestRun(
      output: request.output,
      findings: input.findings,
      result: result,
      notRecorded: notRecorded
    )
  }
}
