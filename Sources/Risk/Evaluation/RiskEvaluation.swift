package import Statistics

/// How a score does on rows it was not fitted on, beside the simplest rivals.
///
/// Its encoded form leaves the bins out, whose small counts would say something of single people;
/// the report shows them with small counts suppressed.
package struct RiskEvaluation: Sendable, Equatable, Encodable {
  /// Rows of known outcome.
  package let rows: Int
  /// Positive rows among them.
  package let positives: Int
  /// Share of positive rows.
  package let baseRate: Double
  /// The model.
  package let model: ScoreMetrics
  /// The one-column rule, where there is a numeric feature.
  package let rule: RuleMetrics?
  /// Everyone at the base rate of this set of rows: what knowing nothing gives.
  package let baseline: BaselineMetrics
  /// Model minus rule.
  package let difference: DifferenceMetrics?
  /// The model, then all its rivals: the rule, those that the specification declares.
  package let scores: [RiskValidation.Score]
  /// Where a rival does better than the model.
  package let rivalWins: [RiskValidation.RivalWin]
  /// Features that look as if they knew the outcome.
  package let leakage: [LeakageAlarm]
  /// Bins of the calibration plot.
  package let calibrationBins: [Calibration.Bin]
  /// Rows by probability, in forty ranges of equal width.
  package let scoreCounts: [ScoreCount]
  /// Replicates behind the intervals, clustered by person.
  package let replicates: Int

  /// What the model is compared with.
  package var rivals: ArraySlice<RiskValidation.Score> { scores.dropFirst() }

  private enum CodingKeys: String, CodingKey {
    case rows
    case positives
    case baseRate
    case model
    case rule
    case baseline
    case difference
    case scores
    case rivalWins
    case leakage
    case replicates
  }

  /// A number with its 95 % bootstrap interval.
  package struct Estimate: Sendable, Equatable, Codable {
    /// The number.
    package let value: Double
    /// Lower end; `nil` where too few replicates have a value.
    package let lower: Double?
    /// Upper end.
    package let upper: Double?
  }

  /// Metrics of a ranking at one capacity.
  package struct TopEstimate: Sendable, Equatable, Codable {
    /// Rows that can be contacted.
    package let capacity: Int
    /// Share of positives among them.
    package let precision: Estimate
    /// Share of all positives among them.
    package let recall: Estimate
    /// Precision over the base rate.
    package let lift: Estimate
    /// Positives among them.
    package let found: Int
    /// Equal scores on both sides of the cut, if any.
    package let tie: TopMetrics.Tie?
  }

  /// Metrics of a probability.
  package struct ScoreMetrics: Sendable, Equatable, Codable {
    /// Area under the ROC curve.
    package let auc: Estimate
    /// Average precision.
    package let averagePrecision: Estimate
    /// Mean squared distance of probability and outcome.
    package let brier: Estimate
    /// Calibration slope; 1 is ideal.
    package let calibrationSlope: Estimate
    /// Calibration intercept; 0 is ideal together with slope 1.
    package let calibrationIntercept: Estimate
    /// Calibration in the large; 0 is ideal.
    package let calibrationInTheLarge: Estimate
    /// At each capacity.
    package let top: [TopEstimate]
    /// Share of positives found by share contacted.
    package let gain: [GainPoint]
    /// What the Brier score is made of, over ten groups of about equal size.
    package let brierParts: BrierDecomposition?
  }

  /// Metrics of a ranking that is no probability.
  package struct RuleMetrics: Sendable, Equatable, Codable {
    /// The column it ranks by.
    package let rule: OneColumnRule
    /// Area under the ROC curve.
    package let auc: Estimate
    /// Average precision.
    package let averagePrecision: Estimate
    /// At each capacity.
    package let top: [TopEstimate]
    /// Share of positives found by share contacted.
    package let gain: [GainPoint]
  }

  /// Metrics of the base rate given to everyone.
  package struct BaselineMetrics: Sendable, Equatable, Codable {
    /// Area under the ROC curve: one half.
    package let auc: Double
    /// Average precision: the base rate.
    package let averagePrecision: Double
    /// Brier score: rate times one minus rate.
    package let brier: Double
  }

  /// Model minus rule.
  package struct DifferenceMetrics: Sendable, Equatable, Codable {
    /// Difference of the areas under the ROC curve.
    package let auc: Estimate
    /// Difference of the average precisions.
    package let averagePrecision: Estimate
    /// Difference of the positives found, at each capacity.
    package let found: [Estimate]
  }

  /// A point of the gain curve.
  package struct GainPoint: Sendable, Equatable, Codable {
    /// Share of rows contacted.
    package let contacted: Double
    /// Share of positives among them.
    package let found: Double
  }

  /// Rows whose probability is in a range.
  package struct ScoreCount: Sendable, Equatable, Codable {
    /// Lower end of the range.
    package let lower: Double
    /// Upper end; belongs to the next range, but for the last.
    package let upper: Double
    /// Number of rows.
    package let count: Int
    /// Positive rows among them.
    package let positives: Int
  }
}
