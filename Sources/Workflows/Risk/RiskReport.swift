internal import Datasets
internal import Registry
internal import Reporting
internal import Risk
internal import Statistics

/// The report on a model's evaluation, from the model's values to the page's input.
struct RiskReport {
  /// The page.
  let html: String

  init(
    model: RiskModel,
    evaluation: RiskEvaluation,
    audit: RiskAuditResult?,
    asOf: [Month],
    inputs: [InputDigest],
    request: RiskEvaluateRequest
  ) {
    let language = request.language
    let specification = model.specification
    let input = RiskReportInput(
      modelName: specification.name,
      purpose: specification.documentation.purpose?.nearest(language) ?? "",
      outcome: specification.targetLabel?.nearest(language) ?? "",
      training: .init(
        asOf: model.training.asOf,
        count: model.training.rows,
        positives: Int(model.fit.eventCount)
      ),
      evaluation: .init(
        asOf: asOf.map(\.description),
        count: evaluation.rows,
        positives: evaluation.positives
      ),
      model: Self.performance(evaluation.model),
      rule: evaluation.rule.map { Self.performance($0, specification, language) },
      aucDifference: (evaluation.difference?.auc).map(Self.estimate),
      baseRate: .init(
        auc: .init(evaluation.baseline.auc),
        averagePrecision: .init(evaluation.baseline.averagePrecision),
        brier: .init(evaluation.baseline.brier)
      ),
      calibration: evaluation.calibrationBins.map {
        CalibrationBin(
          meanPredicted: $0.meanPredicted,
          count: $0.count,
          positives: $0.positives
        )
      },
      scores: evaluation.scoreCounts.map {
        ScoreCount(lower: $0.lower, upper: $0.upper, count: $0.count, positives: $0.positives)
      },
      coefficients: model.coefficientTable.map { Self.coefficient($0, specification, language) },
      fairness: audit.map {
        RiskAuditReport.input(
          $0,
          specification,
          [],
          seed: request.environment.seed,
          language: language
        )
      },
      provenance: Provenance(
        inputs,
        seed: request.environment.seed,
        replicates: evaluation.replicates,
        language
      )
    )
    html = RiskReportPage(input: input, language: language).html
  }

  private static func estimate(_ estimate: RiskEvaluation.Estimate) -> Estimate {
    Estimate(estimate.value, lower: estimate.lower, upper: estimate.upper)
  }

  private static func capacities(
    _ top: [RiskEvaluation.TopEstimate]
  ) -> [RiskReportInput.Capacity] {
    top.map {
      .init(
        capacity: $0.capacity,
        precision: estimate($0.precision),
        recall: estimate($0.recall),
        lift: estimate($0.lift)
      )
    }
  }

  private static func gain(_ points: [RiskEvaluation.GainPoint]) -> [GainPoint] {
    points.map { GainPoint(contacted: $0.contacted, found: $0.found) }
  }

  private static func performance(
    _ metrics: RiskEvaluation.ScoreMetrics
  ) -> RiskReportInput.Performance {
    .init(
      auc: estimate(metrics.auc),
      averagePrecision: estimate(metrics.averagePrecision),
      brier: estimate(metrics.brier),
      brierParts: metrics.brierParts.map(BrierParts.init).map {
        .init(
          reliability: $0.reliability,
          resolution: $0.resolution,
          uncertainty: $0.uncertainty
        )
      },
      calibrationSlope: estimate(metrics.calibrationSlope),
      calibrationIntercept: estimate(metrics.calibrationIntercept),
      capacities: capacities(metrics.top),
      gain: gain(metrics.gain)
    )
  }

  private static func performance(
    _ metrics: RiskEvaluation.RuleMetrics,
    _ specification: RiskSpecification,
    _ language: Language
  ) -> RiskReportInput.Performance {
    .init(
      name: specification.label(of: metrics.rule.column, language),
      auc: estimate(metrics.auc),
      averagePrecision: estimate(metrics.averagePrecision),
      capacities: capacities(metrics.top),
      gain: gain(metrics.gain)
    )
  }

  /// What a term is called: the label of its column, with the level or the part of the curve.
  private static func label(
    ofTerm term: String,
    _ specification: RiskSpecification,
    _ language: Language
  ) -> String {
    let parts = term.split(separator: "=", maxSplits: 1).map(String.init)
    if parts.count > 1 { return "\(specification.label(of: parts[0], language)): \(parts[1])" }
    // The basis of a spline: column[1], column[2] ...
    if term.hasSuffix("]"), let bracket = term.lastIndex(of: "[") {
      let column = String(term[..<bracket])
      let label = specification.label(of: column, language)
      return label == column ? term : label + term[bracket...]
    }
    return specification.label(of: term, language)
  }

  private static func coefficient(
    _ row: RiskCoefficient,
    _ specification: RiskSpecification,
    _ language: Language
  ) -> RiskReportInput.Coefficient {
    let full = label(ofTerm: row.term, specification, language)
    let note: String? =
      switch (row.status, language) {
      case ("estimated", _): nil
      case (let status, .italian): CardText.note(status)
      case (let status, .english): status
      }
    return .init(
      term: row.term,
      label: row.term == full ? nil : full,
      estimate: row.estimate ?? .nan,
      standardError: row.standardError ?? .nan,
      pValue: row.pValue ?? .nan,
      oddsRatioLower: row.oddsRatioLower ?? .nan,
      oddsRatioUpper: row.oddsRatioUpper ?? .nan,
      note: note,
      isIntercept: row.term == "(Intercept)"
    )
  }
}
