internal import Datasets
internal import Registry
internal import Reporting
internal import Risk
internal import Statistics

/// A comparison with rivals, from the figures to what pages and cards show.
struct RiskValidationReport {
  /// What pages and cards show.
  let input: ValidationReportInput

  /// The figures of folds.
  ///
  /// - Parameters:
  ///   - validation: the figures.
  ///   - specifications: of the models.
  ///   - audits: what each fold does in groups of people; `nil` where that was not asked or not
  ///     possible.
  ///   - inputs: digests of the files read.
  ///   - request: what was asked for.
  init(
    _ validation: RiskValidation,
    _ specifications: [RiskSpecification],
    audits: [RiskAuditResult?],
    inputs: [InputDigest],
    _ request: RiskValidationRequest
  ) {
    let language = request.language
    let specification = specifications[0]
    let broken = zip(validation.folds, audits).flatMap { fold, audit in
      audit.map { audit in
        RiskAuditReport.breachesByLimit(audit, specification, language)
          .map { "\(fold.name): \($0)" }
      } ?? []
    }
    input = ValidationReportInput(
      name: specifications.map(\.name).joined(separator: ", "),
      purpose: specification.documentation.purpose?.nearest(language) ?? "",
      outcome: specification.targetLabel?.nearest(language) ?? "",
      scheme: Self.words(validation.scheme, language),
      folds: validation.folds.map { Self.fold($0, specification, language) },
      regret: validation.regret.map {
        .init(
          name: Self.name($0.name, $0.kind, specification, language),
          auc: $0.auc,
          found: $0.found
        )
      },
      warnings: Self.warnings(validation.leakage, language) + broken,
      provenance: Provenance(
        inputs,
        seed: request.environment.seed,
        replicates: validation.replicates,
        language
      )
    )
  }

  /// The figures of a model on one set of later rows.
  ///
  /// - Parameters:
  ///   - evaluation: the figures.
  ///   - model: the model.
  ///   - drift: limits that the rows are beyond.
  ///   - inputs: digests of the files read.
  ///   - request: what was asked for.
  init(
    _ evaluation: RiskEvaluation,
    _ model: RiskModel,
    drift: [RiskDrift.Breach],
    inputs: [InputDigest],
    _ request: RiskEvaluateRequest
  ) {
    let language = request.language
    let specification = model.specification
    input = ValidationReportInput(
      name: specification.name,
      folds: [
        .init(
          trainingDates: model.training.asOf,
          trainingRows: model.training.rows,
          trainingPositives: Int(model.fit.eventCount),
          rows: evaluation.rows,
          positives: evaluation.positives,
          scores: evaluation.scores.map { Self.score($0, specification, language) },
          drift: drift.map { Self.words($0, specification, language) }
        )
      ],
      warnings: Self.warnings(evaluation.leakage, language),
      provenance: Provenance(
        inputs,
        seed: request.environment.seed,
        replicates: evaluation.replicates,
        language
      )
    )
  }

  private static func fold(
    _ fold: RiskValidation.Fold,
    _ specification: RiskSpecification,
    _ language: Language
  ) -> ValidationReportInput.Fold {
    .init(
      name: fold.name,
      trainingDates: fold.trainingDates.map(\.description),
      trainingRows: fold.trainingRows,
      trainingPositives: fold.trainingPositives,
      rows: fold.rows,
      positives: fold.positives,
      scores: fold.scores.map { score($0, specification, language) },
      calibration: fold.calibrationBins.map {
        CalibrationBin(
          meanPredicted: $0.meanPredicted,
          count: $0.count,
          positives: $0.positives
        )
      },
      drift: fold.drift.map { breach in
        guard breach.kind == .baseRate else { return words(breach, specification, language) }
        let shares = [
          Double(fold.trainingPositives) / Double(fold.trainingRows), fold.baseRate,
        ].map { language.percent($0, decimals: 1) }
        return language == .italian
          ? "quota con l'esito dal \(shares[0]) al \(shares[1])"
          : "share with the outcome from \(shares[0]) to \(shares[1])"
      }
    )
  }

  private static func score(
    _ score: RiskValidation.Score,
    _ specification: RiskSpecification,
    _ language: Language
  ) -> ValidationReportInput.Score {
    .init(
      name: name(score.name, score.kind, specification, language),
      isModel: score.kind == .model,
      auc: estimate(score.auc),
      averagePrecision: estimate(score.averagePrecision),
      brier: score.probability.map { estimate($0.brier) },
      slope: (score.probability?.calibrationSlope).map(estimate),
      intercept: (score.probability?.calibrationIntercept).map(estimate),
      lists: score.top.map { top in
        .init(
          capacity: top.capacity,
          found: top.found,
          precision: estimate(top.precision),
          recall: estimate(top.recall),
          lift: estimate(top.lift),
          net: estimate(top.net),
          overlap: top.overlap
        )
      },
      difference: score.difference.map { difference in
        .init(
          auc: estimate(difference.auc),
          averagePrecision: estimate(difference.averagePrecision),
          brier: difference.brier.map(estimate),
          found: difference.found.map(estimate)
        )
      }
    )
  }

  private static func estimate(_ estimate: RiskEvaluation.Estimate) -> Estimate {
    Estimate(estimate.value, lower: estimate.lower, upper: estimate.upper)
  }

  private static func name(
    _ name: String,
    _ kind: RiskValidation.ScoreKind,
    _ specification: RiskSpecification,
    _ language: Language
  ) -> String {
    let isItalian = language == .italian
    switch kind {
    case .model: return name
    case .rule:
      let columns = name.split(separator: ColumnRanking.separator).map {
        specification.label(of: String($0), language)
      }
      return (isItalian ? "regola: " : "rule: ")
        + columns.joined(separator: isItalian ? ", poi " : ", then ")
    case .points: return (isItalian ? "punti: " : "points: ") + name
    case .area: return (isItalian ? "media dell'area: " : "area mean: ") + name
    case .baseRate: return isItalian ? "tasso di base" : "base rate"
    }
  }

  private static func words(_ scheme: FoldScheme, _ language: Language) -> String {
    switch (scheme, language) {
    case (.expanding, .italian):
      "ogni data è prevista da tutte le precedenti il cui esito era già noto"
    case (.expanding, .english):
      "each date is predicted from all earlier ones whose outcome was known by then"
    case (.sliding(let dates), .italian):
      "ogni data è prevista dalle ultime precedenti il cui esito era già noto: \(dates)"
    case (.sliding(let dates), .english):
      "each date is predicted from the last before it whose outcome was known by then: \(dates)"
    case (.groups(let column), .italian): "ogni valore di \(column) è previsto dagli altri"
    case (.groups(let column), .english): "each value of \(column) is predicted from the others"
    case (.random(let count), .italian):
      "parti a caso: \(count); nascondono i cambiamenti nel tempo e lusingano il modello"
    case (.random(let count), .english):
      "random parts: \(count); they hide change over time and flatter the model"
    }
  }

  private static func warnings(_ leakage: [LeakageAlarm], _ language: Language) -> [String] {
    leakage.map { alarm in
      switch (alarm.cause, language) {
      case (.tooGood(let auc), .italian):
        "\(alarm.column) da sola ha un'AUC di \(language.number(auc, decimals: 3)): troppo bella per "
          + "essere vera; va controllato se è nota prima della data."
      case (.tooGood(let auc), .english):
        "\(alarm.column) by itself has an AUC of \(language.number(auc, decimals: 3)), too good to be "
          + "true; see whether it is known before the date."
      case (.knownLater(let since, let dates), .italian):
        "\(alarm.column) è nota dal mese \(since) ed è usata alle date "
          + dates.map(\.description).joined(separator: ", ") + "."
      case (.knownLater(let since, let dates), .english):
        "\(alarm.column) is known since \(since) and used at "
          + dates.map(\.description).joined(separator: ", ") + "."
      }
    }
  }

  private static func moved(_ column: String, _ index: Double, _ language: Language) -> String {
    "\(column) (PSI \(language.number(index, decimals: 2)))"
  }

  private static func words(
    _ breach: RiskDrift.Breach,
    _ specification: RiskSpecification,
    _ language: Language
  ) -> String {
    let isItalian = language == .italian
    let column = breach.column.map { specification.label(of: $0, language) } ?? ""
    return switch breach.kind {
    case .stability: moved(column, breach.value, language)
    case .score:
      moved(isItalian ? "punteggio" : "score", breach.value, language)
    case .missing:
      (isItalian ? "celle vuote di \(column) cambiate del " : "empty cells of \(column) by ")
        + language.percent(breach.value, decimals: 1)
    case .unseen:
      (isItalian ? "livelli nuovi di \(column): " : "new levels of \(column): ")
        + language.percent(breach.value, decimals: 1)
    case .baseRate:
      (isItalian ? "quota con l'esito cambiata del " : "share with the outcome by ")
        + language.percent(breach.value, decimals: 1)
    }
  }
}
