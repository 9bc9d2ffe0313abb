internal import DataIO
package import Datasets
internal import Forecasting
internal import Registry
internal import Reporting

/// What `vacancies report` is asked for.
package struct VacanciesReportRequest: Codable, Sendable, Equatable {
  /// Path of the long table.
  package var data: String
  /// Which of its columns and rows are the series.
  package var panel: PanelSelection
  /// Path of a table with the columns of ``titleColumns``, for what the reader calls the series.
  package var titles: String?
  /// Title of the page.
  package var title: String
  /// Unit of the values, in the page's language.
  package var unit: String?
  /// Months ahead, at least 1.
  package var horizon: Int
  /// The model.
  package var model: ForecastModelName
  /// Events and the calendar that the models are told of.
  package var known: EventSelection
  /// Origins of the backtest that the page shows; none when 0.
  package var origins: Int
  /// Identifiers of the series to show, in this order; the first ones of the file when empty.
  package var shown: [String]
  /// Largest number of series to show.
  package var limit: Int
  /// Language of the page.
  package var language: Language
  /// Path of the page to write.
  package var output: String
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// Columns of the table of titles: identifier and title.
  package static let titleColumns = (id: "id", title: "title")

  /// A request.
  package init(
    data: String,
    panel: PanelSelection = PanelSelection(),
    titles: String? = nil,
    title: String,
    unit: String? = nil,
    horizon: Int = 24,
    model: ForecastModelName = .auto,
    known: EventSelection = EventSelection(),
    origins: Int = 2,
    shown: [String] = [],
    limit: Int = 12,
    language: Language = .italian,
    output: String,
    environment: RequestEnvironment
  ) {
    self.data = data
    self.panel = panel
    self.titles = titles
    self.title = title
    self.unit = unit
    self.horizon = horizon
    self.model = model
    self.known = known
    self.origins = origins
    self.shown = shown
    self.limit = limit
    self.language = language
    self.output = output
    self.environment = environment
  }
}

/// What `vacancies report` gave.
package struct VacanciesReportResult: Codable, Sendable, Equatable {
  /// Path of the page.
  package let output: String
  /// How the input was read.
  package let findings: String
  /// Series projected.
  package let seriesCount: Int
  /// Series shown with a chart.
  package let shownCount: Int
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?
}

/// From a long table to a page with fan charts, rankings and the accuracy on the past.
package struct VacanciesReportWorkflow: Sendable {
  private let observer: any ProgressObserver

  /// A workflow.
  ///
  /// - Parameter observer: told of the series done.
  package init(observer: any ProgressObserver = SilentProgress()) {
    self.observer = observer
  }

  /// Projects the series, judges the models on the past and writes the page.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`.
  package func run(_ request: VacanciesReportRequest) throws -> VacanciesReportResult {
    let recorder = RunRecorder(request.environment)
    try OutputProblem.refuse(
      output: request.output,
      amongInputs: [request.data, request.titles, request.known.path].compactMap(\.self)
    )
    let digest = try InputDigest(role: "data", path: request.data)
    let eventDigests = try request.known.digests()
    let input = try PanelInput(request.data, request.panel, environment: request.environment)
    let shown = try Self.shown(request, input.panel)
    let titles = try Self.titles(request)
    let model = request.model.descriptor
    let known = try KnownMonths(request.known, input, models: [model])
    let fit = PanelFit(
      input.panel,
      by: model.told(known),
      intervals: .automatic,
      threads: request.environment.threads,
      observer: observer
    )
    let forecasts = PanelForecast(
      input.panel,
      fit,
      horizon: request.horizon,
      threads: request.environment.threads
    )
    let page = ForecastReport(
      forecasts,
      shown: shown,
      titles: titles,
      backtest: try backtest(request, input.panel, known),
      known: known,
      digest: digest,
      request: request
    )
    try OutputFile.write(to: request.output, force: request.environment.force) { file in
      try file.append(page.html)
    }
    let notRecorded = recorder.record(
      command: "vacancies report",
      request: request,
      inputs: [digest.counting(rows: input.rowCount)] + eventDigests,
      outputs: [request.output]
    )
    return VacanciesReportResult(
      output: request.output,
      findings: input.findings,
      seriesCount: input.panel.series.count,
      shownCount: shown.count,
      notRecorded: notRecorded
    )
  }

  /// The comparison with the simplest models, where the series are long enough for one.
  private func backtest(
    _ request: VacanciesReportRequest,
    _ panel: Panel,
    _ known: KnownMonths
  ) throws -> BacktestResult? {
    guard request.origins > 0 else { return nil }
    let simple = ["seasonal_naive", "naive2"].compactMap { ForecastModelName($0) }
    let comparison = BacktestRequest(
      data: request.data,
      panel: request.panel,
      horizon: min(request.horizon, 12),
      origins: request.origins,
      models: [request.model] + simple.filter { $0 != request.model },
      output: request.output,
      environment: request.environment
    )
    do throws(StatisticalRefusal) {
      return try PanelBacktest(panel, comparison, known, observer: observer).result
    } catch {
      // Without a series that is long enough, the page has no accuracy to show.
      guard case .nothingToJudge = error else { throw error }
      return nil
    }
  }

  /// Positions of the series to show.
  private static func shown(_ request: VacanciesReportRequest, _ panel: Panel) throws -> [Int] {
    guard !request.shown.isEmpty else { return Array(panel.series.indices.prefix(request.limit)) }
    return try request.shown.map { id in
      guard let position = panel.series.firstIndex(where: { $0.id == id }) else {
        throw DataProblem(
          .valueNotFound(value: id),
          file: request.data,
          column: request.panel.id.joined(separator: ",")
        )
      }
      return position
    }
  }

  /// What the reader calls the series, by identifier.
  private static func titles(_ request: VacanciesReportRequest) throws -> [String: String] {
    guard let path = request.titles else { return [:] }
    var environment = request.environment
    environment.tables.textColumns = []  // these name columns of the data
    let table = try TableInput.read(path, environment: environment).dataset
    let columns = VacanciesReportRequest.titleColumns
    let ids = try table.column(columns.id)
    let titles = try table.column(columns.title)
    var result: [String: String] = [:]
    for row in 0..<table.rowCount {
      guard let id = ids.text(at: row), let title = titles.text(at: row) else { continue }
      result[id] = title
    }
    return result
  }
}
