internal import DataIO
package import Datasets
internal import Foundation
internal import Registry
internal import Reporting
internal import Risk

/// What `risk evaluate --folds` is asked for.
package struct RiskValidationRequest: Codable, Sendable, Equatable {
  /// Paths of the `SPEC.yaml` of the models; the first is compared with the others and the rivals.
  package var specifications: [String]
  /// Path of the table of rows with known outcomes.
  package var data: String
  /// How the rows are parted.
  package var scheme: Scheme
  /// As-of dates to judge on, under a temporal scheme; all that can be when empty.
  package var asOf: [Month]
  /// Capacities to judge at.
  package var capacities: [Int]
  /// Bootstrap replicates.
  package var replicates: Int
  /// From this AUC on, a feature by itself is too good to be true.
  package var suspectAUC: Double
  /// What is accepted that would be refused otherwise.
  package var allowed: [Allowance]
  /// Language of the report.
  package var language: Language
  /// Folder to write `metrics.json`, `folds.csv`, `report.html` and `card.md` to.
  package var output: String
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// How rows are parted into those to train on and those to judge on.
  package enum Scheme: Codable, Sendable, Equatable {
    /// All earlier dates.
    case expanding
    /// The last so many dates.
    case sliding(dates: Int)
    /// The other values of a column.
    case groups(column: String)
    /// The other parts of a draw of persons.
    case random(count: Int)
  }

  /// What can be accepted by name.
  package enum Allowance: String, Codable, Sendable, CaseIterable {
    /// Columns that are combinations of others.
    case aliasing
    /// Infinite estimates.
    case separation
    /// A column used at dates before it was known.
    case leakage
  }

  /// A request.
  package init(
    specifications: [String],
    data: String,
    scheme: Scheme,
    asOf: [Month] = [],
    capacities: [Int],
    replicates: Int = 1000,
    suspectAUC: Double = 0.95,
    allowed: [Allowance] = [],
    language: Language = .italian,
    output: String,
    environment: RequestEnvironment
  ) {
    self.specifications = specifications
    self.data = data
    self.scheme = scheme
    self.asOf = asOf
    self.capacities = capacities
    self.replicates = replicates
    self.suspectAUC = suspectAUC
    self.allowed = allowed
    self.language = language
    self.output = output
    self.environment = environment
  }
}

/// From specifications and rows of several dates to models trained and judged on folds.
package struct RiskValidationWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Trains and judges the models on every fold and writes `metrics.json`, `folds.csv`,
  /// `report.html` and `card.md`.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`; `StatisticalRefusal` after the files were written, when
  ///   a fit was aliased, separated or not converged, or a column is used before it is known, and
  ///   this was not allowed.
  package func run(_ request: RiskValidationRequest) throws -> RiskValidationResult {
    let recorder = RunRecorder(request.environment)
    try OutputProblem.refuse(
      output: request.output,
      amongInputs: request.specifications + [request.data]
    )
    let inputs =
      try request.specifications.map { try InputDigest(role: "spec", path: $0) }
      + [InputDigest(role: "data", path: request.data)]
    let specifications = try request.specifications.map { try RiskSpecification(path: $0) }
    let rivals = specifications[0].baselines
    let table = try specifications[0].explainingEmptyCells(in: .training) {
      try TableInput.read(
        request.data,
        numbers: specifications.flatMap(\.numericColumns) + (rivals?.numericColumns ?? []),
        environment: request.environment
      )
    }
    let hash = KeyedHash(seed: request.environment.seed, list: specifications[0].name)
    let fits = FitWatch(allowed: request.allowed)
    let validation = try RiskValidator(
      scheme: FoldScheme(request.scheme),
      testDates: request.asOf,
      capacities: request.capacities,
      replicates: request.replicates,
      suspectAUC: request.suspectAUC,
      seed: request.environment.seed,
      threads: request.environment.threads
    ).validate(specifications, on: table.dataset, tieKeys: hash.value(of:), observe: fits.see)
    let audits = validation.folds.map { fold in
      fold.audit.flatMap { RiskAuditResult($0, specifications[0], fold) }
    }
    let digests = inputs.map {
      $0.role == "data" ? $0.counting(rows: table.dataset.rowCount) : $0
    }
    try OutputFolder.write(
      to: request.output,
      force: request.environment.force,
      files: Self.files
    ) { folder in
      try CSVWriter.write(
        ValidationTable(validation, source: request.data).dataset,
        to: folder.appending(path: "folds.csv").path
      )
      try JSONDocument.write(
        ValidationDocument(
          models: specifications.map(\.name),
          labelMonths: specifications[0].labelMonths,
          validation: validation,
          audits: audits
        ),
        to: folder.appending(path: "metrics.json").path
      )
      let texts = Self.texts(validation, specifications, audits, digests, request)
      for (name, text) in texts {
        try OutputFile.write(to: folder.appending(path: name).path) { try $0.append(text) }
      }
    }
    let refusal = fits.refusal ?? Self.refusal(validation, request.allowed)
    let notRecorded = recorder.record(
      command: "risk evaluate --folds",
      request: request,
      inputs: digests,
      outputs: Self.files.map { request.output + "/" + $0 },
      outcome: refusal == nil ? .done : .refused
    )
    if let refusal { throw refusal }
    return RiskValidationResult(
      request: request,
      findings: table.findings,
      specifications: specifications,
      validation: validation,
      audits: audits,
      notRecorded: notRecorded
    )
  }

  private static let files = ["folds.csv", "metrics.json", "report.html", ModelFolder.cardFile]

  /// The page and the card, which is always in Italian.
  private static func texts(
    _ validation: RiskValidation,
    _ specifications: [RiskSpecification],
    _ audits: [RiskAuditResult?],
    _ inputs: [InputDigest],
    _ request: RiskValidationRequest
  ) -> [(name: String, text: String)] {
    func input(_ language: Language) -> ValidationReportInput {
      var request = request
      request.language = language
      return RiskValidationReport(
        validation,
        specifications,
        audits: audits,
        inputs: inputs,
        request
      ).input
    }
    let page = ValidationReportPage(
      input: input(request.language),
      language: request.language,
      replicates: validation.replicates
    )
    let card = RiskValidationCard(
      specifications,
      input: input(.italian),
      audits: zip(validation.folds, audits).compactMap { fold, audit in
        audit.map {
          let input = RiskAuditReport.input(
            $0,
            specifications[0],
            inputs,
            seed: request.environment.seed,
            language: .italian
          )
          return (fold.name, input)
        }
      },
      inputs: inputs
    )
    return [("report.html", page.html), (ModelFolder.cardFile, card.markdown)]
  }

  private static func refusal(
    _ validation: RiskValidation,
    _ allowed: [RiskValidationRequest.Allowance]
  ) -> StatisticalRefusal? {
    guard !allowed.contains(.leakage) else { return nil }
    for alarm in validation.leakage {
      if case .knownLater(let since, let dates) = alarm.cause {
        return .knownLater(column: alarm.column, since: since, dates: dates)
      }
    }
    return nil
  }
}

/// Looks at the fit of each fold for what is refused unless allowed.
///
/// A class, because the validator tells it of models one after the other.
private final class FitWatch {
  private let allowed: [RiskTrainRequest.Allowance]
  private(set) var refusal: StatisticalRefusal?

  init(allowed: [RiskValidationRequest.Allowance]) {
    self.allowed = allowed.compactMap { RiskTrainRequest.Allowance(rawValue: $0.rawValue) }
  }

  func see(_ model: RiskModel) {
    refusal = refusal ?? RiskTrainWorkflow.refusal(model, allowed: allowed)
  }
}

/// What `metrics.json` holds: nothing of where it was written.
private struct ValidationDocument: Encodable {
  let models: [String]
  let labelMonths: Int?
  let validation: RiskValidation
  /// One a fold; `null` where none is declared or possible.
  let audits: [RiskAuditResult?]
}

extension RiskAuditResult {
  /// What a fold does in groups; `nil` where the specification declares no audit.
  fileprivate init?(
    _ audit: FairnessAudit,
    _ specification: RiskSpecification,
    _ fold: RiskValidation.Fold
  ) {
    guard let choice = specification.audit else { return nil }
    self.init(
      audit,
      choice,
      AuditInput(
        specification,
        dates: MonthFormat.iso.month(fold.name).map { [$0] } ?? [],
        seenInTraining: false
      ),
      leftOut: []
    )
  }
}

extension FoldScheme {
  init(_ scheme: RiskValidationRequest.Scheme) {
    switch scheme {
    case .expanding: self = .expanding
    case .sliding(let dates): self = .sliding(dates: dates)
    case .groups(let column): self = .groups(column: column)
    case .random(let count): self = .random(count: count)
    }
  }
}
