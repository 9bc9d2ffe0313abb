internal import DataIO
package import Datasets
internal import LinearAlgebra
internal import Registry
internal import Risk
internal import Statistics

/// What `risk calibrate` is asked for.
package struct RiskCalibrateRequest: Codable, Sendable, Equatable {
  /// Folder of the model.
  package var model: String
  /// Path of the table of later rows with known outcomes.
  package var data: String
  /// As-of dates to learn from; all when empty.
  package var asOf: [Month]
  /// How.
  package var method: Method
  /// Folder to write the calibrated model to.
  package var output: String
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// Ways to calibrate.
  package enum Method: String, Codable, Sendable, CaseIterable {
    /// Intercept and slope on the logit scale.
    case platt
    /// A monotone curve without a form.
    case isotonic
    /// Three parameters, for probabilities that are bent.
    case beta
    /// One shift of all logits, after the calibration there is.
    case intercept
  }

  /// A request.
  package init(
    model: String,
    data: String,
    asOf: [Month] = [],
    method: Method,
    output: String,
    environment: RequestEnvironment
  ) {
    self.model = model
    self.data = data
    self.asOf = asOf
    self.method = method
    self.output = output
    self.environment = environment
  }
}

/// What `risk calibrate` gave.
package struct RiskCalibrateResult: Codable, Sendable, Equatable {
  /// Folder of the calibrated model.
  package let output: String
  /// Name of the model.
  package let name: String
  /// Rows of known outcome, and the weight of their events.
  package let rows: Int
  /// Weighted number of events.
  package let events: Double
  /// True when a date, or without dates the file, was also trained on: there is nothing to mend
  /// then.
  package let seenInTraining: Bool
  /// Mean probability before.
  package let meanBefore: Double
  /// Mean probability after.
  package let meanAfter: Double
  /// Share of events.
  package let observed: Double
  /// Why the model's fit was refused; `nil` for a model in order.
  package let modelFault: ModelFault?
  /// Why the model could not be registered; `nil` when it was.
  package let notRecorded: String?
}

/// From a model and later rows to a model whose probabilities are right.
package struct RiskCalibrateWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Learns the calibration and writes a new model folder.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`; `StatisticalRefusal.calibration`, and nothing is
  ///   written.
  package func run(_ request: RiskCalibrateRequest) throws -> RiskCalibrateResult {
    let recorder = RunRecorder(request.environment)
    let input = try ScoringInput(
      model: request.model,
      data: request.data,
      output: request.output,
      environment: request.environment
    )
    let (rows, dates) = try input.dataset.selecting(asOf: request.asOf, input.model.specification)
    let keeps = request.method == .intercept
    let sample = try input.model.calibrationSample(rows, keepsCalibration: keeps)
    let map: CalibrationMap
    do throws(CalibrationError) {
      map = try request.method.catalogued.fit(sample)
    } catch {
      throw StatisticalRefusal.calibration(StatisticalRefusal.CalibrationFault(error))
    }
    let model = input.model.calibrated(
      by: map,
      asOf: dates.map(\.description),
      keepsCalibration: keeps
    )
    let trained = try ModelFolder(request.model).readManifest()
    let notRecorded = try save(model, request, trained: trained, input.digests, recorder)
    let isSameFile = trained.inputs.contains { $0.file.sha256 == input.digests[1].file.sha256 }
    let mean = { (values: [Double]) in
      zip(values, sample.weights).reduce(0) { $0 + $1.0 * $1.1 } / sample.support.weightSum
    }
    return RiskCalibrateResult(
      output: request.output,
      name: model.specification.name,
      rows: sample.support.observationCount,
      events: sample.support.eventCount,
      seenInTraining: dates.isEmpty
        ? isSameFile : dates.contains { input.model.seenDates.contains($0.description) },
      meanBefore: mean(sample.probabilities),
      meanAfter: mean(sample.probabilities.map { map($0) }),
      observed: sample.support.eventCount / sample.support.weightSum,
      modelFault: ModelFault(model),
      notRecorded: notRecorded
    )
  }

  private func save(
    _ model: RiskModel,
    _ request: RiskCalibrateRequest,
    trained: ModelManifest,
    _ digests: [InputDigest],
    _ recorder: RunRecorder
  ) throws -> String? {
    let folder = ModelFolder(request.output)
    // The rows that the coefficients come from stay on record beside those of the calibration.
    let inputs = trained.inputs.filter { $0.role != "model" } + digests
    let manifest = try folder.write(
      [
        .init(name: ModelFolder.modelFile, contents: try JSONDocument.encode(model)),
        .init(name: ModelFolder.cardFile, text: RiskModelCard(model, inputs: inputs).markdown),
      ],
      replacing: request.environment.force
    ) { artefacts in
      ModelManifest(
        kind: .risk,
        name: model.specification.name,
        programVersion: Program.version,
        inputs: inputs,
        artefacts: artefacts,
        seed: request.environment.seed,
        blas: BLAS.configuration,
        command: "risk calibrate",
        request: try RunRecorder.portable(request, inputs: digests),
        metrics: trained.metrics,
        facts: trained.facts.merging(["calibration": request.method.rawValue]) { $1 }
      )
    }
    return recorder.register(
      folder: folder,
      manifest: manifest,
      command: "risk calibrate",
      request: request,
      inputs: digests
    )
  }
}

extension RiskCalibrateRequest.Method {
  /// The method of that name in the catalogue.
  fileprivate var catalogued: CalibrationMethod {
    switch self {
    case .platt: .platt
    case .isotonic: .isotonic
    case .beta: .beta
    case .intercept: .inTheLarge
    }
  }
}

extension StatisticalRefusal.CalibrationFault {
  fileprivate init(_ error: CalibrationError) {
    switch error {
    case .degenerateOutcome: self = .degenerateOutcome
    case .tooFewEvents(let required, let found):
      self = .tooFewEvents(required: required, found: Int(found))
    case .tooFewDistinctProbabilities(let required, let found):
      self = .tooFewDistinctProbabilities(required: required, found: found)
    case .separated: self = .separated
    case .notIncreasing: self = .notIncreasing
    case .noRows, .invalidProbability, .invalidOutcome, .invalidWeight, .invalidBaseRate,
      .notConverged:
      self = .notConverged
    }
  }
}

extension RiskModel {
  /// The as-of dates that coefficients or calibration were learned on.
  var seenDates: [String] { training.asOf + (calibration?.asOf ?? []) }
}
