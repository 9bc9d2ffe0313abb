internal import DataIO
internal import Datasets
internal import Registry
internal import Risk

/// What `risk export` is asked for.
package struct RiskExportRequest: Codable, Sendable, Equatable {
  /// Folder of the model.
  package var model: String
  /// Name of the format.
  package var format: RiskExportName
  /// Name of the dialect, for a query.
  package var dialect: RiskExportName
  /// Name of the table, for a query.
  package var table: String
  /// Column that identifies a row, for a query; the model's own when `nil`.
  package var id: String?
  /// Path of the file to write.
  package var output: String
  /// Seed, force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    model: String,
    format: RiskExportName,
    dialect: RiskExportName = .defaultDialect,
    table: String = "people",
    id: String? = nil,
    output: String,
    environment: RequestEnvironment
  ) {
    self.model = model
    self.format = format
    self.dialect = dialect
    self.table = table
    self.id = id
    self.output = output
    self.environment = environment
  }
}

/// What `risk export` gave.
package struct RiskExportResult: Codable, Sendable, Equatable {
  /// Path of the file written.
  package let output: String
  /// Name of the format.
  package let format: String
  /// Name of the dialect; `nil` for a format without.
  package let dialect: String?
  /// Why the model's fit was refused; `nil` for a model in order.
  package let modelFault: ModelFault?
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?
}

/// Why a model was not exported.
package enum RiskExportRefusal: Error, Equatable, Sendable {
  /// A coefficient is infinite.
  case infiniteCoefficient(term: String)
  /// A name or level has characters that the format cannot hold.
  case unwritableText(format: String)
  /// The id or date column is named as the column of results.
  case reservedColumn(String)
  /// The name of the table cannot be read.
  case invalidTable
  /// The format cannot carry the calibration of a method.
  case calibration(method: String, format: String)

  init(_ problem: ExportProblem, format: String) {
    self =
      switch problem {
      case .infiniteCoefficient(let term): .infiniteCoefficient(term: term)
      case .unwritableText: .unwritableText(format: format)
      case .reservedColumn(let name): .reservedColumn(name)
      case .invalidTable: .invalidTable
      case .calibration(let method): .calibration(method: method, format: format)
      }
  }
}

/// From a model to its formula in a language of other programs.
package struct RiskExportWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Reads the model and writes its formula.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`; `RiskExportRefusal` for what the format cannot say.
  package func run(_ request: RiskExportRequest) throws -> RiskExportResult {
    let recorder = RunRecorder(request.environment)
    let file = request.model + "/model.json"
    try OutputProblem.refuse(
      output: request.output,
      amongInputs: [request.model, file, request.model + "/manifest.json"]
    )
    let digest = try InputDigest(role: "model", path: file)
    let model = try RiskModel(folder: request.model)
    let format = request.format.exportFormat
    let text: String
    do throws(ExportProblem) {
      text = try format.text(
        of: model,
        ExportOptions(
          dialect: request.dialect.sqlDialect,
          table: request.table,
          id: request.id,
          digest: digest.file.sha256
        )
      )
    } catch {
      throw RiskExportRefusal(error, format: format.name)
    }
    try OutputFile.write(to: request.output, force: request.environment.force) { file in
      try file.append(text)
    }
    let notRecorded = recorder.record(
      command: "risk export",
      request: request,
      inputs: [digest],
      outputs: [request.output]
    )
    return RiskExportResult(
      output: request.output,
      format: format.name,
      dialect: format.isQuery ? request.dialect.name : nil,
      modelFault: ModelFault(model),
      notRecorded: notRecorded
    )
  }
}
