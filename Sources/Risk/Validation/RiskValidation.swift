package import Datasets
package import Statistics

/// How models and their rivals do when they learn from some rows and are judged on others.
package struct RiskValidation: Sendable, Equatable, Encodable {
  /// How the rows were parted.
  package let scheme: FoldScheme
  /// One result a fold.
  package let folds: [Fold]
  /// What it would have cost to stay with each score, over the folds.
  package let regret: [Regret]
  /// Where a rival does better than the first model.
  package let rivalWins: [RivalWin]
  /// Features that look as if they knew the outcome.
  package let leakage: [LeakageAlarm]
  /// Replicates behind the intervals, clustered by person.
  package let replicates: Int

  /// A number with its 95 % bootstrap interval.
  package typealias Estimate = RiskEvaluation.Estimate

  /// What makes a score.
  package enum ScoreKind: String, Sendable, Equatable, Codable {
    /// A regression.
    case model
    /// A ranking by one column.
    case rule
    /// A table of points.
    case points
    /// The share of events in the area's training rows.
    case area
    /// The share of events in all training rows, for everyone.
    case baseRate = "base_rate"
  }

  /// One fold.
  package struct Fold: Sendable, Equatable, Encodable {
    /// The test date, the group, or the number of the draw.
    package let name: String
    /// Dates of the training rows.
    package let trainingDates: [Month]
    /// Training rows.
    package let trainingRows: Int
    /// Positive rows among them.
    package let trainingPositives: Int
    /// Rows judged on.
    package let rows: Int
    /// Positive rows among them.
    package let positives: Int
    /// How the fit of each model ended.
    package let fits: [FitSummary.Status]
    /// The models, and then the rivals.
    package let scores: [Score]
    /// Bins of the first model's probabilities, whose small counts are in no file but the page, which
    /// hides them.
    package let calibrationBins: [Calibration.Bin]
    /// What the first model does in groups of people; `nil` where that is not asked or not possible.
    package let audit: FairnessAudit?
    /// What each band of the points table holds; empty without one.
    package let bands: [Band]
    /// What has moved between the training rows and those judged on, beyond limit and chance.
    package let drift: [RiskDrift.Breach]

    /// Share of positives among the rows judged on.
    package var baseRate: Double { Double(positives) / Double(rows) }

    private enum CodingKeys: String, CodingKey {
      case name
      case trainingDates
      case trainingRows
      case trainingPositives
      case rows
      case positives
      case fits
      case scores
      case bands
      case drift
    }
  }

  /// How a score does on the rows of a fold.
  package struct Score: Sendable, Equatable, Encodable {
    /// Name of the model, rule, table or columns.
    package let name: String
    /// What makes it.
    package let kind: ScoreKind
    /// Area under the ROC curve.
    package let auc: Estimate
    /// Average precision.
    package let averagePrecision: Estimate
    /// Mean squared distance of probability and outcome, and what only a probability has.
    package let probability: ProbabilityMetrics?
    /// At each capacity; empty for the base rate, which ranks nobody.
    package let top: [Top]
    /// The first model minus this one; `nil` for that itself.
    package let difference: Difference?
  }

  /// Metrics of a probability.
  package struct ProbabilityMetrics: Sendable, Equatable, Encodable {
    /// Mean squared distance of probability and outcome.
    package let brier: Estimate
    /// What it is made of, over ten groups of about equal size.
    package let brierParts: BrierDecomposition?
    /// Calibration slope, of a model; 1 is ideal.
    package let calibrationSlope: Estimate?
    /// Calibration intercept, of a model; 0 is ideal together with slope 1.
    package let calibrationIntercept: Estimate?
    /// Calibration in the large, of a model; 0 is ideal.
    package let calibrationInTheLarge: Estimate?
  }

  /// A list of as many rows as can be contacted.
  package struct Top: Sendable, Equatable, Encodable {
    /// Rows that can be contacted.
    package let capacity: Int
    /// Share of positives among them.
    package let precision: Estimate
    /// Share of all positives among them.
    package let recall: Estimate
    /// Precision over the base rate.
    package let lift: Estimate
    /// Positives among them beyond those of a list drawn by lot.
    package let net: Estimate
    /// Positives among them.
    package let found: Int
    /// Equal scores on both sides of the cut, if any.
    package let tie: TopMetrics.Tie?
    /// Share of the list that is on the first model's list too.
    package let overlap: Double
  }

  /// The first model minus another score.
  package struct Difference: Sendable, Equatable, Encodable {
    /// Of the areas under the ROC curve.
    package let auc: Estimate
    /// Of the average precisions.
    package let averagePrecision: Estimate
    /// Of the Brier scores; the smaller the better.
    package let brier: Estimate?
    /// Of the positives found at each capacity.
    package let found: [Estimate]
  }

  /// A band of the points table.
  package struct Band: Sendable, Equatable, Encodable {
    /// The smallest sum of points in it; `nil` for the lowest band.
    package let from: Double?
    /// Rows in it; `nil` where rows or positives are too few to be told.
    package let rows: Int?
    /// Share of positives among them; likewise.
    package let share: Double?
  }

  /// What it would have cost to stay with one score: the best of the fold less its own.
  package struct Regret: Sendable, Equatable, Encodable {
    /// Name of the score.
    package let name: String
    /// What makes it.
    package let kind: ScoreKind
    /// In area under the ROC curve, fold by fold.
    package let auc: [Double]
    /// In positives found at the first capacity.
    package let found: [Int]
  }

  /// Where a rival does better than the first model.
  package struct RivalWin: Sendable, Equatable, Encodable {
    /// Name of the fold; `nil` where there is only one set of rows.
    package let fold: String?
    /// Name of the rival.
    package let rival: String
    /// What makes it.
    package let kind: ScoreKind
    /// The capacity at which it finds more; `nil` where its AUC is larger.
    package let capacity: Int?
    /// The model's AUC or positives found.
    package let model: Double
    /// The rival's.
    package let value: Double
    /// The rival's fewest and most positives over the orders of its ties at the cut.
    package let tie: TopMetrics.Tie?
    /// Model minus rival, with its interval.
    package let difference: Estimate
  }
}
