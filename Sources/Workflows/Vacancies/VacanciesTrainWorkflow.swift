internal import DataIO
internal import Datasets
internal import Forecasting
internal import LinearAlgebra
internal import Registry

/// What `vacancies train` is asked for.
package struct VacanciesTrainRequest: Codable, Sendable, Equatable {
  /// Path of the long table.
  package var data: String
  /// Which of its columns and rows are the series.
  package var panel: PanelSelection
  /// The model.
  package var model: ForecastModelName
  /// Events and the calendar that the model is told of.
  package var known: EventSelection
  /// Where the widths of the intervals come from.
  package var intervals: IntervalChoice
  /// Name of the saved panel, by which the registry knows it.
  package var name: String
  /// Folder to write.
  package var output: String
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    data: String,
    panel: PanelSelection = PanelSelection(),
    model: ForecastModelName = .auto,
    known: EventSelection = EventSelection(),
    intervals: IntervalChoice = .automatic,
    name: String,
    output: String,
    environment: RequestEnvironment
  ) {
    self.data = data
    self.panel = panel
    self.model = model
    self.known = known
    self.intervals = intervals
    self.name = name
    self.output = output
    self.environment = environment
  }
}

/// What `vacancies train` gave.
package struct VacanciesTrainResult: Codable, Sendable, Equatable {
  /// Folder written.
  package let output: String
  /// How the input was read.
  package let findings: String
  /// Number of series.
  package let seriesCount: Int
  /// Name of the model asked for.
  package let model: String
  /// How many series came about how.
  package let statuses: ForecastResult.StatusCounts
  /// Series whose past the intervals were learnt from; `nil` for the model's own intervals.
  package let calibratedCount: Int?
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?
}

/// From a long table of monthly series to a folder with their fits.
package struct VacanciesTrainWorkflow: Sendable {
  private let observer: any ProgressObserver

  /// A workflow.
  ///
  /// - Parameter observer: told of the series done.
  package init(observer: any ProgressObserver = SilentProgress()) {
    self.observer = observer
  }

  /// Fits every series and writes `model.json`, `manifest.json`, `fits.csv` and `card.md`.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`.
  package func run(_ request: VacanciesTrainRequest) throws -> VacanciesTrainResult {
    let recorder = RunRecorder(request.environment)
    try OutputProblem.refuse(
      output: request.output,
      amongInputs: [request.data] + (request.known.path.map { [$0] } ?? [])
    )
    let digest = try InputDigest(role: "data", path: request.data)
    let eventDigests = try request.known.digests()
    let input = try PanelInput(request.data, request.panel, environment: request.environment)
    let model = request.model.descriptor
    let fit = PanelFit(
      input.panel,
      by: model.told(try KnownMonths(request.known, input, models: [model])),
      intervals: request.intervals,
      threads: request.environment.threads,
      observer: observer
    )
    let statuses = ForecastResult.StatusCounts(fit.forecast(horizon: 1, threads: 1).map(\.status))
    let inputs = [digest.counting(rows: input.rowCount)] + eventDigests
    let folder = ModelFolder(request.output)
    let manifest = try folder.write(
      [
        .init(name: ModelFolder.modelFile, contents: try JSONDocument.encode(fit, pretty: false)),
        .init(name: "fits.csv", contents: CSVWriter.bytes(of: fit.table(source: request.data))),
        .init(
          name: ModelFolder.cardFile,
          text: PanelCard(fit, name: request.name, statuses: statuses, inputs: inputs).markdown
        ),
      ],
      replacing: request.environment.force
    ) { artefacts in
      ModelManifest(
        kind: .forecast,
        name: request.name,
        programVersion: Program.version,
        inputs: inputs,
        artefacts: artefacts,
        seed: request.environment.seed,
        blas: BLAS.configuration,
        command: "vacancies train",
        request: try RunRecorder.portable(request, inputs: inputs),
        facts: ["model": request.model.name, "series": "\(fit.fits.count)"]
      )
    }
    return VacanciesTrainResult(
      output: request.output,
      findings: input.findings,
      seriesCount: fit.fits.count,
      model: request.model.name,
      statuses: statuses,
      calibratedCount: fit.calibration?.seriesCount,
      notRecorded: recorder.register(
        folder: folder,
        manifest: manifest,
        command: "vacancies train",
        request: request,
        inputs: inputs
      )
    )
  }
}
