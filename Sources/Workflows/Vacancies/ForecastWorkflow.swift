internal import DataIO
internal import Datasets
internal import Forecasting
internal import Registry

/// What `vacancies forecast` is asked for.
package struct ForecastRequest: Codable, Sendable, Equatable {
  /// Path of the long table.
  package var data: String
  /// Which of its columns and rows are the series.
  package var panel: PanelSelection
  /// Months ahead, at least 1.
  package var horizon: Int
  /// The model.
  package var model: ForecastModelName
  /// Events and the calendar that the model is told of.
  package var known: EventSelection
  /// Folder of a saved panel to carry through the newer months; fitted now when `nil`.
  package var fitted: String?
  /// How the forecasts of a hierarchy are made to add up; nothing without hierarchy.
  package var reconciliation: ReconciliationName
  /// How their distributions are made; nothing without hierarchy.
  package var samples: SampleChoice
  /// Levels of the intervals, in (0, 1).
  package var levels: [Double]
  /// Where the widths of the intervals come from.
  package var intervals: IntervalChoice
  /// Path of the table to write.
  package var output: String
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    data: String,
    panel: PanelSelection = PanelSelection(),
    horizon: Int = 24,
    model: ForecastModelName = .auto,
    known: EventSelection = EventSelection(),
    fitted: String? = nil,
    reconciliation: ReconciliationName = .shrinkage,
    samples: SampleChoice = .gaussian,
    levels: [Double] = [0.8, 0.95],
    intervals: IntervalChoice = .automatic,
    output: String,
    environment: RequestEnvironment
  ) {
    self.data = data
    self.panel = panel
    self.horizon = horizon
    self.model = model
    self.known = known
    self.fitted = fitted
    self.reconciliation = reconciliation
    self.samples = samples
    self.levels = levels
    self.intervals = intervals
    self.output = output
    self.environment = environment
  }
}

/// What `vacancies forecast` gave.
package struct ForecastResult: Codable, Sendable, Equatable {
  /// Path of the table written.
  package let output: String
  /// How the input was read.
  package let findings: String
  /// Number of series.
  package let seriesCount: Int
  /// Months ahead.
  package let horizon: Int
  /// Name of the model asked for.
  package let model: String
  /// How many series came about how.
  package let statuses: StatusCounts
  /// The hierarchy; `nil` without.
  package let hierarchy: HierarchySummary?
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?

  /// Series by status; a series can count in several but the first.
  package struct StatusCounts: Codable, Sendable, Equatable {
    /// Forecast by the model asked for, as they are.
    package let ok: Int
    /// Too short, or with values that the model is not made for: forecast by a simpler model.
    package let fallback: Int
    /// With less than a year of their own: forecast mainly from the panel.
    package let ofPanel: Int
    /// Without the months of an event.
    package let withoutEvents: Int
    /// With missing months inside, interpolated.
    package let interpolated: Int
    /// Without a value in their last months.
    package let withoutLastMonths: Int
    /// Ending before the panel's last month; their forecasts start after their own end.
    package let endedEarly: Int
    /// Going on after the panel's last month; their forecasts start after their own end.
    package let endedLate: Int
    /// With months that stand twice with one value.
    package let withRepeatedMonths: Int
    /// With months that stand twice with two values, taken as missing.
    package let withContradictedMonths: Int
    /// With infinite values, taken as missing.
    package let withInfiniteValues: Int
    /// With months far from all others, or after the last one of a hierarchy, left out.
    package let withStrayMonths: Int
    /// Not in the saved panel, and fitted now.
    package let fittedNow: Int
    /// Sampled with errors of fewer months than others.
    package let fewErrors: Int
    /// Of one value only.
    package let constant: Int
    /// Without any value, so without forecast.
    package let empty: Int
    /// With values above 1e100 in size, so without forecast.
    package let tooLarge: Int

    init(_ statuses: [ForecastStatus]) {
      ok = statuses.count { $0.isOK }
      fallback = statuses.count { $0.isFallback }
      ofPanel = statuses.count { $0.ownMonths != nil }
      withoutEvents = statuses.count { !$0.leftOut.isEmpty }
      interpolated = statuses.count { $0.interpolatedMonths > 0 }
      withoutLastMonths = statuses.count { $0.missingLastMonths > 0 }
      endedEarly = statuses.count { $0.monthsBeforePanelEnd > 0 }
      endedLate = statuses.count { $0.monthsBeforePanelEnd < 0 }
      func count(_ kinds: SeriesFlaw.Kind...) -> Int {
        statuses.count { ($0.flaws ?? []).contains { kinds.contains($0.kind) } }
      }
      withRepeatedMonths = count(.repeatedMonth)
      withContradictedMonths = count(.contradictedMonth)
      withInfiniteValues = count(.infiniteValue)
      withStrayMonths = count(.remoteMonth, .lateMonth)
      fittedNow = statuses.count { $0.isFittedNow }
      fewErrors = statuses.count { $0.drawnErrors != nil }
      constant = statuses.count { $0.isConstant }
      empty = statuses.count { $0.isEmpty }
      tooLarge = statuses.count { $0.hasTooLargeValues }
    }
  }
}

/// From a long table of monthly series to their forecasts with intervals.
package struct ForecastWorkflow: Sendable {
  private let observer: any ProgressObserver

  /// A workflow.
  ///
  /// - Parameter observer: told of the series done.
  package init(observer: any ProgressObserver = SilentProgress()) {
    self.observer = observer
  }

  /// Forecasts every series and writes them as a table.
  ///
  /// No series stops the others: one that the model cannot be fitted to gets a simpler model, and
  /// the column `status` says why.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`; `StatisticalRefusal.tooManyToSample`.
  package func run(_ request: ForecastRequest) throws -> ForecastResult {
    let recorder = RunRecorder(request.environment)
    try OutputProblem.refuse(
      output: request.output,
      amongInputs: [request.data] + (request.fitted.map { ["\($0)/model.json"] } ?? [])
        + (request.known.path.map { [$0] } ?? [])
    )
    let digest = try InputDigest(role: "data", path: request.data)
    let eventDigests = try request.known.digests()
    let input = try PanelInput(request.data, request.panel, environment: request.environment)
    let (table, statuses) = try forecasts(input, request)
    try CSVWriter.write(
      table,
      to: request.output,
      force: request.environment.force,
      threads: request.environment.threads
    )
    let notRecorded = recorder.record(
      command: "vacancies forecast",
      request: request,
      inputs: [digest.counting(rows: input.rowCount)] + eventDigests,
      outputs: [request.output]
    )
    return ForecastResult(
      output: request.output,
      findings: input.findings,
      seriesCount: statuses.count,
      horizon: request.horizon,
      model: request.model.name,
      statuses: .init(statuses),
      hierarchy: input.hierarchy.map { HierarchySummary($0, [request.reconciliation.name]) },
      notRecorded: notRecorded
    )
  }

  /// The table to write, and how the forecasts came about.
  private func forecasts(
    _ input: PanelInput,
    _ request: ForecastRequest
  ) throws -> (table: Dataset, statuses: [ForecastStatus]) {
    let descriptor = request.model.descriptor
    let model = descriptor.told(
      try KnownMonths(request.known, input, models: [descriptor])
    )
    guard let panel = input.hierarchy else {
      let fit = try fit(input.panel, by: model, request)
      let result = PanelForecast(
        input.panel,
        fit,
        horizon: request.horizon,
        threads: request.environment.threads
      )
      let table = result.dataset(
        horizon: request.horizon,
        levels: request.levels,
        id: "unique_id",
        time: "ds"
      )
      return (table, result.forecasts.map(\.status))
    }
    try panel.checkColumns(levels: request.levels)
    try request.samples.check(panel)
    let result = panel.forecast(
      by: model,
      horizon: request.horizon,
      intervals: request.intervals.source(for: model),
      threads: request.environment.threads,
      observer: observer
    )
    let coherent = result.coherent(
      by: request.reconciliation.method,
      distributions: request.samples.distribution(seed: request.environment.seed)
    )
    let table = panel.table(
      result,
      coherent,
      by: request.reconciliation.method,
      horizon: request.horizon,
      levels: request.levels
    )
    return (table, coherent.map(\.status))
  }

  /// The panel's fits: made now, or saved ones carried through the newer months.
  private func fit(
    _ panel: Panel,
    by model: ForecastModelDescriptor,
    _ request: ForecastRequest
  ) throws -> PanelFit {
    guard let saved = request.fitted else {
      return PanelFit(
        panel,
        by: model,
        intervals: request.intervals,
        threads: request.environment.threads,
        observer: observer
      )
    }
    let progress = ProgressCounter("Carrying on", total: panel.series.count, observer: observer)
    return try PanelFit(folder: saved).extended(
      through: panel.series,
      threads: request.environment.threads,
      advanced: { progress.advance() }
    )
  }
}
