internal import Concurrency
internal import DataIO
internal import Datasets
internal import Forecasting
internal import Registry

/// What `vacancies inspect` is asked for.
package struct VacanciesInspectRequest: Codable, Sendable, Equatable {
  /// Path of the long table.
  package var data: String
  /// Which of its columns and rows are the series.
  package var panel: PanelSelection
  /// What is known of the months, and not to be found again.
  package var known: EventSelection
  /// Path of the table to write; none when `nil`.
  package var output: String?
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    data: String,
    panel: PanelSelection = PanelSelection(),
    known: EventSelection = EventSelection(),
    output: String? = nil,
    environment: RequestEnvironment
  ) {
    self.data = data
    self.panel = panel
    self.known = known
    self.output = output
    self.environment = environment
  }
}

/// What `vacancies inspect` found.
package struct VacanciesInspectResult: Codable, Sendable, Equatable {
  /// Path of the table written; `nil` without one.
  package let output: String?
  /// How the input was read.
  package let findings: String
  /// Number of series.
  package let seriesCount: Int
  /// Series too short for outliers and level shifts to be looked for.
  package let tooShort: Int
  /// What was found, by kind.
  package let kinds: [Kind]
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?

  /// Findings of one kind.
  package struct Kind: Codable, Sendable, Equatable {
    /// `missing`, `outlier` or `level shift`.
    package let kind: String
    /// Months, or shifts.
    package let count: Int
    /// Series that have one.
    package let seriesCount: Int
  }
}

/// From a long table of monthly series to what is unusual in them; nothing is altered.
package struct VacanciesInspectWorkflow: Sendable {
  private let observer: any ProgressObserver

  /// A workflow.
  ///
  /// - Parameter observer: told of the series done.
  package init(observer: any ProgressObserver = SilentProgress()) {
    self.observer = observer
  }

  /// Inspects every series and writes what was found: `unique_id,ds,kind,size,t`.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`.
  package func run(_ request: VacanciesInspectRequest) throws -> VacanciesInspectResult {
    let recorder = RunRecorder(request.environment)
    if let output = request.output {
      try OutputProblem.refuse(
        output: output,
        amongInputs: [request.data] + (request.known.path.map { [$0] } ?? [])
      )
    }
    let digest = try InputDigest(role: "data", path: request.data)
    let eventDigests = try request.known.digests()
    let input = try PanelInput(request.data, request.panel, environment: request.environment)
    let inspections = try inspections(input, request)
    if let output = request.output {
      try CSVWriter.write(
        table(inspections, source: input.panel.source),
        to: output,
        force: request.environment.force,
        threads: request.environment.threads
      )
    }
    let notRecorded = recorder.record(
      command: "vacancies inspect",
      request: request,
      inputs: [digest.counting(rows: input.rowCount)] + eventDigests,
      outputs: request.output.map { [$0] } ?? []
    )
    return VacanciesInspectResult(
      output: request.output,
      findings: input.findings,
      seriesCount: inspections.count,
      tooShort: inspections.count(where: \.isTooShort),
      kinds: SeriesInspection.Kind.allCases.map { kind in
        let counts = inspections.map { $0.findings.count { $0.kind == kind } }
        return .init(
          kind: kind.rawValue,
          count: counts.reduce(0, +),
          seriesCount: counts.count { $0 > 0 }
        )
      },
      notRecorded: notRecorded
    )
  }

  private func inspections(
    _ input: PanelInput,
    _ request: VacanciesInspectRequest
  ) throws -> [SeriesInspection] {
    let panel = input.panel
    let known = try KnownMonths(request.known, input, models: [.arima]).regressors
    let progress = ProgressCounter("Inspecting", total: panel.series.count, observer: observer)
    return parallelMap(count: panel.series.count, threads: request.environment.threads) { index in
      defer { progress.advance() }
      return SeriesInspection(of: panel.series[index], known: known)
    }
  }

  private func table(_ inspections: [SeriesInspection], source: String) -> Dataset {
    let rows = inspections.flatMap { inspection in
      inspection.findings.map { (id: inspection.id, finding: $0) }
    }
    return Dataset(
      source: source,
      columns: [
        Column(name: "unique_id", values: .text(TextColumn(rows.map(\.id)))),
        Column(name: "ds", values: .months(rows.map(\.finding.month))),
        Column(name: "kind", values: .text(TextColumn(rows.map(\.finding.kind.rawValue)))),
        Column(name: "size", values: .numbers(rows.map { $0.finding.size ?? .nan })),
        Column(name: "t", values: .numbers(rows.map { $0.finding.t ?? .nan })),
      ]
    )
  }
}
