package import Datasets
internal import Risk
internal import Statistics

/// What `risk evaluate --folds` gave.
package struct RiskValidationResult: Codable, Sendable, Equatable {
  /// Folder of the outputs.
  package let output: String
  /// How the data file was read, in one line.
  package let findings: String
  /// Names of the models; the first is compared with everything else.
  package let models: [String]
  /// True where training always came before judging.
  package let isTemporal: Bool
  /// True for a random split, which hides change over time.
  package let isRandom: Bool
  /// Months of the label's window; `nil` where the specification does not tell.
  package let labelMonths: Int?
  /// One result a fold.
  package let folds: [Fold]
  /// What it would have cost to stay with each score.
  package let regret: [Regret]
  /// Where a rival does better than the first model.
  package let rivalWins: [RivalWin]
  /// Features that look as if they knew the outcome.
  package let leakage: [Leakage]
  /// Limits of the specification's audit that are broken, with the fold.
  package let breaches: [FoldBreach]
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?

  /// A number and its interval.
  package typealias Interval = ComparisonLine.Interval

  /// A limit of the audit that a fold breaks.
  package struct FoldBreach: Codable, Sendable, Equatable {
    /// Name of the fold.
    package let fold: String
    /// The limit, and where it is broken.
    package let breach: AuditBreach
  }

  /// What makes a score.
  package enum ScoreKind: String, Codable, Sendable {
    case model
    case rule
    case points
    case area
    case baseRate = "base_rate"
  }

  /// One fold.
  package struct Fold: Codable, Sendable, Equatable {
    /// The test date, the group, or the number of the draw.
    package let name: String
    /// Dates of the training rows.
    package let trainingDates: [Month]
    /// Training rows, and positive ones among them.
    package let trainingRows: Int
    /// Positive training rows.
    package let trainingPositives: Int
    /// Rows judged on, and positive ones among them.
    package let rows: Int
    /// Positive rows judged on.
    package let positives: Int
    /// Share of positives among the rows judged on.
    package var baseRate: Double { Double(positives) / Double(rows) }
    /// How the fit of each model ended.
    package let fits: [String]
    /// The models, and then the rivals.
    package let scores: [Score]
    /// What each band of the points table holds.
    package let bands: [Band]
    /// What has moved since training.
    package let drift: [Drift]
  }

  /// How a score does on a fold.
  package struct Score: Codable, Sendable, Equatable {
    /// Name of the model, rule, table or columns.
    package let name: String
    /// What makes it.
    package let kind: ScoreKind
    /// Area under the ROC curve.
    package let auc: Interval
    /// Average precision.
    package let averagePrecision: Interval
    /// Brier score, of a probability.
    package let brier: Interval?
    /// At each capacity.
    package let top: [Top]
    /// The first model's AUC minus this one's.
    package let aucDifference: Interval?
    /// The first model's positives found minus this one's, at each capacity.
    package let foundDifference: [Interval]
  }

  /// A list of as many rows as can be contacted.
  package struct Top: Codable, Sendable, Equatable {
    /// Rows that can be contacted.
    package let capacity: Int
    /// Share of positives among them.
    package let precision: Interval
    /// Share of all positives among them.
    package let recall: Interval
    /// Precision over the base rate.
    package let lift: Interval
    /// Positives among them beyond those of a list drawn by lot.
    package let net: Interval
    /// Positives among them.
    package let found: Int
    /// Fewest positives over the orders of equal scores.
    package let fewestFound: Int
    /// Most positives over the orders of equal scores.
    package let mostFound: Int
    /// Share of the list that is on the first model's list too.
    package let overlap: Double
  }

  /// A band of the points table.
  package struct Band: Codable, Sendable, Equatable {
    /// The smallest sum of points in it; `nil` for the lowest.
    package let from: Double?
    /// Rows in it; `nil` for few.
    package let rows: Int?
    /// Share of positives among them; `nil` for few.
    package let share: Double?
  }

  /// Something that has moved since training.
  package struct Drift: Codable, Sendable, Equatable {
    /// Name of the column; `nil` for the score and the share of positives.
    package let column: String?
    /// What has moved: `psi`, `score_psi`, `missing`, `unseen` or `base_rate`.
    package let kind: String
    /// Stability index, or share.
    package let value: Double
  }

  /// What it would have cost to stay with a score.
  package struct Regret: Codable, Sendable, Equatable {
    /// Name of the score.
    package let name: String
    /// What makes it.
    package let kind: ScoreKind
    /// The best AUC less its own, fold by fold.
    package let auc: [Double]
    /// The most positives found at the first capacity less its own.
    package let found: [Int]
  }

  /// Where a rival does better than the first model.
  package struct RivalWin: Codable, Sendable, Equatable {
    /// Name of the fold; `nil` where there is only one set of rows.
    package let fold: String?
    /// Name of the rival.
    package let rival: String
    /// What makes it.
    package let kind: ScoreKind
    /// The capacity at which it finds more; `nil` where its AUC is larger.
    package let capacity: Int?
    /// The model's number.
    package let model: Double
    /// The rival's.
    package let value: Double
    /// Fewest positives the rival finds over the orders of its ties; `nil` for an AUC.
    package let fewestFound: Int?
    /// Most positives.
    package let mostFound: Int?
    /// Model minus rival.
    package let difference: Interval
  }

  /// A feature that looks as if it knew the outcome.
  package struct Leakage: Codable, Sendable, Equatable {
    /// Name of the column.
    package let column: String
    /// Its AUC by itself, where that is too good to be true.
    package let auc: Double?
    /// The month since which it is known, where some dates are not after it.
    package let since: Month?
    /// Those dates.
    package let dates: [Month]
  }
}

extension RiskValidationResult {
  /// What a run gave, from its figures.
  init(
    request: RiskValidationRequest,
    findings: String,
    specifications: [RiskSpecification],
    validation: RiskValidation,
    audits: [RiskAuditResult?],
    notRecorded: String?
  ) {
    output = request.output
    self.findings = findings
    models = specifications.map(\.name)
    isTemporal = validation.scheme.isTemporal
    if case .random = validation.scheme { isRandom = true } else { isRandom = false }
    labelMonths = specifications[0].labelMonths
    folds = validation.folds.map(Fold.init)
    regret = validation.regret.map {
      Regret(name: $0.name, kind: ScoreKind($0.kind), auc: $0.auc, found: $0.found)
    }
    rivalWins = validation.rivalWins.map(RivalWin.init)
    leakage = validation.leakage.map { alarm in
      switch alarm.cause {
      case .tooGood(let auc): Leakage(column: alarm.column, auc: auc, since: nil, dates: [])
      case .knownLater(let since, let dates):
        Leakage(column: alarm.column, auc: nil, since: since, dates: dates)
      }
    }
    breaches = zip(validation.folds, audits).flatMap { fold, audit in
      (audit?.breaches ?? []).map { FoldBreach(fold: fold.name, breach: $0) }
    }
    self.notRecorded = notRecorded
  }
}

extension RiskValidationResult.ScoreKind {
  init(_ kind: RiskValidation.ScoreKind) {
    self =
      switch kind {
      case .model: .model
      case .rule: .rule
      case .points: .points
      case .area: .area
      case .baseRate: .baseRate
      }
  }
}

extension RiskValidationResult.Fold {
  init(_ fold: RiskValidation.Fold) {
    self.init(
      name: fold.name,
      trainingDates: fold.trainingDates,
      trainingRows: fold.trainingRows,
      trainingPositives: fold.trainingPositives,
      rows: fold.rows,
      positives: fold.positives,
      fits: fold.fits.map(\.rawValue),
      scores: fold.scores.map(RiskValidationResult.Score.init),
      bands: fold.bands.map { .init(from: $0.from, rows: $0.rows, share: $0.share) },
      drift: fold.drift.map { .init(column: $0.column, kind: $0.kind.rawValue, value: $0.value) }
    )
  }
}

extension RiskValidationResult.Score {
  init(_ score: RiskValidation.Score) {
    self.init(
      name: score.name,
      kind: .init(score.kind),
      auc: .init(score.auc),
      averagePrecision: .init(score.averagePrecision),
      brier: score.probability.map { .init($0.brier) },
      top: score.top.map { top in
        .init(
          capacity: top.capacity,
          precision: .init(top.precision),
          recall: .init(top.recall),
          lift: .init(top.lift),
          net: .init(top.net),
          found: top.found,
          fewestFound: top.tie?.fewestFound ?? top.found,
          mostFound: top.tie?.mostFound ?? top.found,
          overlap: top.overlap
        )
      },
      aucDifference: score.difference.map { .init($0.auc) },
      foundDifference: score.difference?.found.map { .init($0) } ?? []
    )
  }
}

extension RiskValidationResult.RivalWin {
  init(_ win: RiskValidation.RivalWin) {
    self.init(
      fold: win.fold,
      rival: win.rival,
      kind: .init(win.kind),
      capacity: win.capacity,
      model: win.model,
      value: win.value,
      fewestFound: win.capacity == nil ? nil : win.tie?.fewestFound ?? Int(win.value),
      mostFound: win.capacity == nil ? nil : win.tie?.mostFound ?? Int(win.value),
      difference: .init(win.difference)
    )
  }
}
