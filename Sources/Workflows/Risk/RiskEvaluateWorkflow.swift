internal import DataIO
package import Datasets
internal import Foundation
internal import Registry
internal import Reporting
internal import Risk
internal import Statistics

/// What `risk evaluate` is asked for.
package struct RiskEvaluateRequest: Codable, Sendable, Equatable {
  /// Folder of the model.
  package var model: String
  /// Path of the table of rows with known outcomes.
  package var data: String
  /// As-of dates to judge on; all when empty.
  package var asOf: [Month]
  /// Capacities to judge at.
  package var capacities: [Int]
  /// Column of the one-column rule to compare with; the model's own when `nil`.
  package var rule: String?
  /// Path of the table that the model was trained on, for the area mean of its specification.
  package var training: String?
  /// Bootstrap replicates.
  package var replicates: Int
  /// From this AUC on, a feature by itself is too good to be true.
  package var suspectAUC: Double
  /// Language of the report.
  package var language: Language
  /// Folder to write `metrics.json`, `report.html` and `card.md` to.
  package var output: String
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    model: String,
    data: String,
    asOf: [Month] = [],
    capacities: [Int],
    rule: String? = nil,
    training: String? = nil,
    replicates: Int = 1000,
    suspectAUC: Double = 0.95,
    language: Language = .italian,
    output: String,
    environment: RequestEnvironment
  ) {
    self.model = model
    self.data = data
    self.asOf = asOf
    self.capacities = capacities
    self.rule = rule
    self.training = training
    self.replicates = replicates
    self.suspectAUC = suspectAUC
    self.language = language
    self.output = output
    self.environment = environment
  }
}

/// What `risk evaluate` gave.
package struct RiskEvaluateResult: Codable, Sendable, Equatable {
  /// Folder of the outputs.
  package let output: String
  /// Name of the model.
  package let name: String
  /// As-of dates judged on.
  package let asOf: [String]
  /// True when a date, or without dates the file, was also trained or calibrated on: the figures
  /// then flatter the model.
  package let seenInTraining: Bool
  /// Rows of known outcome, and positive ones among them.
  package let rows: Int
  /// Positive rows.
  package let positives: Int
  /// Column of the one-column rule; `nil` where there is no numeric feature.
  package let ruleColumn: String?
  /// Model, rule and base rate side by side.
  package let comparison: [ComparisonLine]
  /// All rivals: the rule, and those that the specification declares.
  package let rivals: [RiskValidationResult.Score]
  /// Where a rival does better than the model.
  package let rivalWins: [RiskValidationResult.RivalWin]
  /// True where the specification declares an area mean and no training table was given to learn
  /// it from.
  package let areaLeftOut: Bool
  /// What the Brier score is made of; `nil` without rows.
  package let brierParts: BrierParts?
  /// Limits of the specification's audit that are broken, and where.
  package let breaches: [AuditBreach]
  /// Column that kept that audit from being made; `nil` where it was made or none is declared.
  package let auditLeftOut: String?
  /// Why the model's fit was refused; `nil` for a model in order.
  package let modelFault: ModelFault?
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?
}

/// One metric of the model beside its rivals.
package struct ComparisonLine: Codable, Sendable, Equatable {
  /// The metric.
  package let metric: Metric
  /// The capacity it is taken at, for those that have one.
  package let capacity: Int?
  /// The model.
  package let model: Interval
  /// The one-column rule; `nil` where it has no such metric.
  package let rule: Interval?
  /// The base rate for everyone; `nil` where it has no such metric.
  package let baseRate: Double?

  /// The metrics compared.
  package enum Metric: String, Codable, Sendable {
    case auc
    case averagePrecision = "average_precision"
    case brier
    case calibrationSlope = "calibration_slope"
    case calibrationIntercept = "calibration_intercept"
    case calibrationInTheLarge = "calibration_in_the_large"
    case precision
    case recall
    case lift
    case aucDifference = "auc_difference"
  }

  /// A number and its 95 % bootstrap interval, where it has one.
  package struct Interval: Codable, Sendable, Equatable {
    /// The number.
    package let value: Double
    /// Lower end.
    package let lower: Double?
    /// Upper end.
    package let upper: Double?

    init(_ estimate: RiskEvaluation.Estimate) {
      value = estimate.value
      lower = estimate.lower
      upper = estimate.upper
    }
  }
}

/// What a Brier score is made of: `reliability - resolution + uncertainty`.
package struct BrierParts: Codable, Sendable, Equatable {
  /// Mean squared distance of probability and share of positives in groups of rows; 0 is ideal.
  package let reliability: Double
  /// How far the groups' shares are from the base rate; the larger the better.
  package let resolution: Double
  /// What the base rate alone leaves open.
  package let uncertainty: Double

  init(_ parts: BrierDecomposition) {
    reliability = parts.reliability
    resolution = parts.generalizedResolution
    uncertainty = parts.uncertainty
  }
}

/// From a model and later rows to metrics with intervals and a report.
package struct RiskEvaluateWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Judges the model and writes `metrics.json`, `report.html` and `card.md`.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`.
  package func run(_ request: RiskEvaluateRequest) throws -> RiskEvaluateResult {
    let recorder = RunRecorder(request.environment)
    let input = try ScoringInput(
      model: request.model,
      data: request.data,
      others: request.training.map { [("training", $0)] } ?? [],
      output: request.output,
      isJudged: true,
      environment: request.environment
    )
    let model = input.model
    let (rows, dates) = try input.dataset.selecting(asOf: request.asOf, model.specification)
    try Self.checkWindows(model, dates)
    let hash = KeyedHash(seed: request.environment.seed, list: model.specification.name)
    let evaluator = RiskEvaluator(
      capacities: request.capacities,
      replicates: request.replicates,
      suspectAUC: request.suspectAUC,
      seed: request.environment.seed,
      threads: request.environment.threads
    )
    let evaluation = try evaluator.evaluate(
      model,
      on: rows,
      tieKeys: hash.value(of:),
      rule: request.rule.map { OneColumnRule(column: $0, higherIsRiskier: true) },
      area: try request.training.map { try Self.area(model, trainedOn: $0, request) }
    )
    // The same dates of the same file, or the same file without dates.
    let trained = try ModelFolder(request.model).readManifest().inputs
    let isSameFile = trained.contains { $0.file.sha256 == input.digests[1].file.sha256 }
    let seenInTraining =
      dates.isEmpty
      ? isSameFile : dates.contains { model.seenDates.contains($0.description) }
    let audit = try RiskAuditOfEvaluation(
      model,
      rows: rows,
      dates: dates,
      seenInTraining: seenInTraining,
      request: request
    )
    let drift = model.reference == nil ? [] : try RiskDrift(model, rows).breaches
    try OutputFolder.write(
      to: request.output,
      force: request.environment.force,
      files: Self.files
    ) { folder in
      try JSONDocument.write(
        MetricsDocument(
          name: model.specification.name,
          asOf: dates.map(\.description),
          seenInTraining: seenInTraining,
          evaluation: evaluation,
          audit: audit.result,
          drift: drift
        ),
        to: folder.appending(path: "metrics.json").path
      )
      let page = RiskReport(
        model: model,
        evaluation: evaluation,
        audit: audit.result,
        asOf: dates,
        inputs: input.digests,
        request: request
      )
      let card = Self.card(model, evaluation, audit, drift, input, request, dates, seenInTraining)
      try OutputFile.write(to: folder.appending(path: ModelFolder.cardFile).path) { file in
        try file.append(card)
      }
      try OutputFile.write(to: folder.appending(path: "report.html").path) { file in
        try file.append(page.html)
      }
    }
    let notRecorded = recorder.record(
      command: "risk evaluate",
      request: request,
      inputs: input.digests,
      outputs: Self.files.map { request.output + "/" + $0 }
    )
    return RiskEvaluateResult(
      output: request.output,
      name: model.specification.name,
      asOf: dates.map(\.description),
      seenInTraining: seenInTraining,
      rows: evaluation.rows,
      positives: evaluation.positives,
      ruleColumn: evaluation.rule?.rule.column,
      comparison: evaluation.comparison,
      rivals: evaluation.rivals.map(RiskValidationResult.Score.init),
      rivalWins: evaluation.rivalWins.map(RiskValidationResult.RivalWin.init),
      areaLeftOut: request.training == nil
        && model.specification.baselines?.area.isEmpty == false,
      brierParts: evaluation.model.brierParts.map(BrierParts.init),
      breaches: audit.result?.breaches ?? [],
      auditLeftOut: audit.leftOut,
      modelFault: ModelFault(model),
      notRecorded: notRecorded
    )
  }
}

extension RiskEvaluateWorkflow {
  /// The shares of areas in the rows that the model was trained on.
  private static func area(
    _ model: RiskModel,
    trainedOn path: String,
    _ request: RiskEvaluateRequest
  ) throws -> AreaMean {
    let table = try TableInput.read(path, environment: request.environment)
    let dates = model.training.asOf.compactMap { MonthFormat.iso.month($0) }
    let rows = try table.dataset.selecting(asOf: dates, model.specification).rows
    return try AreaMean(model.specification, trainedOn: rows)
  }

  /// Refuses dates whose label window shares months with one that the model was trained on.
  ///
  /// Rows of the training dates themselves are judged with a warning.
  private static func checkWindows(_ model: RiskModel, _ dates: [Month]) throws {
    guard let months = model.specification.labelMonths else { return }
    for text in model.training.asOf {
      guard let training = MonthFormat.iso.month(text) else { continue }
      for date in dates where date != training && abs(training.distance(to: date)) < months {
        throw StatisticalRefusal.labelWindowOverlap(training: training, test: date, months: months)
      }
    }
  }
}

extension RiskEvaluateWorkflow {
  private static let files = ["metrics.json", "report.html", ModelFolder.cardFile]

  /// The card, always in Italian.
  private static func card(
    _ model: RiskModel,
    _ evaluation: RiskEvaluation,
    _ audit: RiskAuditOfEvaluation,
    _ drift: [RiskDrift.Breach],
    _ input: ScoringInput,
    _ request: RiskEvaluateRequest,
    _ dates: [Month],
    _ seenInTraining: Bool
  ) -> String {
    var request = request
    request.language = .italian
    let report = RiskValidationReport(
      evaluation,
      model,
      drift: drift,
      inputs: input.digests,
      request
    )
    return RiskEvaluationCard(
      model,
      dates: dates,
      seenInTraining: seenInTraining,
      input: report.input,
      audit: audit.result.map {
        RiskAuditReport.input(
          $0,
          model.specification,
          input.digests,
          seed: request.environment.seed,
          language: .italian
        )
      },
      auditLeftOut: audit.leftOut,
      inputs: input.digests
    ).markdown
  }
}

/// What `metrics.json` holds: nothing of where it was written.
private struct MetricsDocument: Encodable {
  let name: String
  let asOf: [String]
  let seenInTraining: Bool
  let evaluation: RiskEvaluation
  let audit: RiskAuditResult?
  let drift: [RiskDrift.Breach]
}

extension RiskEvaluation {
  /// Model, rule and base rate side by side.
  fileprivate var comparison: [ComparisonLine] {
    func line(
      _ metric: ComparisonLine.Metric,
      _ model: Estimate,
      rule: Estimate? = nil,
      base: Double? = nil,
      capacity: Int? = nil
    ) -> ComparisonLine {
      ComparisonLine(
        metric: metric,
        capacity: capacity,
        model: .init(model),
        rule: rule.map { .init($0) },
        baseRate: base
      )
    }
    var lines = [
      line(.auc, model.auc, rule: rule?.auc, base: baseline.auc),
      line(
        .averagePrecision,
        model.averagePrecision,
        rule: rule?.averagePrecision,
        base: baseline.averagePrecision
      ),
      line(.brier, model.brier, base: baseline.brier),
      line(.calibrationSlope, model.calibrationSlope),
      line(.calibrationIntercept, model.calibrationIntercept),
      line(.calibrationInTheLarge, model.calibrationInTheLarge),
    ]
    for (position, top) in model.top.enumerated() {
      let rival = rule?.top[position]
      let k = top.capacity
      lines.append(
        line(.precision, top.precision, rule: rival?.precision, base: baseRate, capacity: k)
      )
      lines.append(
        line(
          .recall,
          top.recall,
          rule: rival?.recall,
          base: min(Double(k) / Double(rows), 1),
          capacity: k
        )
      )
      lines.append(line(.lift, top.lift, rule: rival?.lift, base: 1, capacity: k))
    }
    if let difference { lines.append(line(.aucDifference, difference.auc)) }
    return lines
  }
}
