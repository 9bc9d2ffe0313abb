/// Everything a report on a risk model says.
package struct RiskReportInput: Sendable, Equatable {
  /// People of some as-of dates.
  package struct Population: Sendable, Equatable {
    /// As-of dates: a month such as `1997-07` is written out in the page's language, anything else
    /// stands as it is; empty for a plain table.
    package let asOf: [String]
    /// Number of people (rows).
    package let count: Int
    /// Number of them with the outcome.
    package let positives: Int

    /// A population.
    package init(asOf: [String] = [], count: Int, positives: Int) {
      self.asOf = asOf
      self.count = count
      self.positives = positives
    }
  }

  /// How a list of the first k people does.
  package struct Capacity: Sendable, Equatable {
    /// Number of people contacted.
    package let capacity: Int
    /// Share of those contacted who have the outcome, in [0, 1].
    package let precision: Estimate
    /// Share of those with the outcome who are contacted, in [0, 1].
    package let recall: Estimate
    /// Precision divided by the share with the outcome among all.
    package let lift: Estimate

    /// Figures of a list.
    package init(capacity: Int, precision: Estimate, recall: Estimate, lift: Estimate) {
      self.capacity = capacity
      self.precision = precision
      self.recall = recall
      self.lift = lift
    }
  }

  /// How a way of ranking people does; `nil` for a measure that it has none of.
  package struct Performance: Sendable, Equatable {
    /// Name of a rule, such as «mesi senza lavoro negli ultimi 6»; not shown for model and base
    /// rate.
    package let name: String
    /// Area under the ROC curve, in [0, 1].
    package let auc: Estimate?
    /// Average precision, in [0, 1].
    package let averagePrecision: Estimate?
    /// Mean squared error of the probabilities.
    package let brier: Estimate?
    /// What that is made of.
    package let brierParts: BrierParts?
    /// Slope of the outcome's log odds on the score's.
    package let calibrationSlope: Estimate?
    /// Calibration intercept.
    package let calibrationIntercept: Estimate?
    /// Lists of the first k, in the order of k.
    package let capacities: [Capacity]
    /// Gain curve.
    package let gain: [GainPoint]

    /// Figures of a model, a rule or the base rate.
    package init(
      name: String = "",
      auc: Estimate? = nil,
      averagePrecision: Estimate? = nil,
      brier: Estimate? = nil,
      brierParts: BrierParts? = nil,
      calibrationSlope: Estimate? = nil,
      calibrationIntercept: Estimate? = nil,
      capacities: [Capacity] = [],
      gain: [GainPoint] = []
    ) {
      self.name = name
      self.auc = auc
      self.averagePrecision = averagePrecision
      self.brier = brier
      self.brierParts = brierParts
      self.calibrationSlope = calibrationSlope
      self.calibrationIntercept = calibrationIntercept
      self.capacities = capacities
      self.gain = gain
    }
  }

  /// What a Brier score is made of: `reliability - resolution + uncertainty`.
  package struct BrierParts: Sendable, Equatable {
    /// Mean squared distance of probability and share with the outcome; 0 is ideal.
    package let reliability: Double
    /// How far the shares of groups of people are from that of all; the larger the better.
    package let resolution: Double
    /// What the share of all leaves open.
    package let uncertainty: Double

    /// Parts of a score.
    package init(reliability: Double, resolution: Double, uncertainty: Double) {
      self.reliability = reliability
      self.resolution = resolution
      self.uncertainty = uncertainty
    }
  }

  /// A term of the model.
  package struct Coefficient: Sendable, Equatable {
    /// Name of the term, such as `jobless_6` or `(Intercept)`.
    package let term: String
    /// What it means, in the page's language; the term where `nil`.
    package let label: String?
    /// Log odds ratio; infinite or NaN where it is not estimated.
    package let estimate: Double
    /// Its standard error; NaN for none.
    package let standardError: Double
    /// Two-sided p value; NaN for none.
    package let pValue: Double
    /// Lower end of the odds ratio's interval; NaN for none.
    package let oddsRatioLower: Double
    /// Upper end of the odds ratio's interval; NaN for none.
    package let oddsRatioUpper: Double
    /// A word on the estimate, in the page's language, such as «infinito»; `nil` for an ordinary one.
    package let note: String?
    /// Whether it is the intercept, which the chart leaves out.
    package let isIntercept: Bool

    /// A term.
    package init(
      term: String,
      label: String? = nil,
      estimate: Double,
      standardError: Double,
      pValue: Double,
      oddsRatioLower: Double,
      oddsRatioUpper: Double,
      note: String? = nil,
      isIntercept: Bool = false
    ) {
      self.term = term
      self.label = label
      self.estimate = estimate
      self.standardError = standardError
      self.pValue = pValue
      self.oddsRatioLower = oddsRatioLower
      self.oddsRatioUpper = oddsRatioUpper
      self.note = note
      self.isIntercept = isIntercept
    }
  }

  /// Name of the model.
  package let modelName: String
  /// What the score is used for; empty for nothing to say.
  package let purpose: String
  /// The outcome in plain words: «almeno 6 mesi senza lavoro nei 12 successivi»; empty for none.
  package let outcome: String
  /// On whom the model was fitted.
  package let training: Population?
  /// On whom it is judged here.
  package let evaluation: Population
  /// Level of all intervals, in (0, 1).
  package let level: Double
  /// The model's figures.
  package let model: Performance
  /// A one-column rule's.
  package let rule: Performance?
  /// The model's AUC minus the rule's, with an interval that resamples the same people for both.
  package let aucDifference: Estimate?
  /// The figures of giving everybody the share with the outcome.
  package let baseRate: Performance?
  /// Bins of predicted risk, ascending; bins of equal expected cases show a rare outcome best.
  package let calibration: [CalibrationBin]
  /// Distribution of the scores.
  package let scores: [ScoreCount]
  /// The model's terms; empty leaves their section out.
  package let coefficients: [Coefficient]
  /// What the reader must know, in the page's language.
  package let warnings: [String]
  /// What the score does in groups of people; `nil` where no groups are declared.
  package let fairness: FairnessReportInput?
  /// What made the page.
  package let provenance: Provenance

  /// A report's input.
  package init(
    modelName: String,
    purpose: String = "",
    outcome: String = "",
    training: Population? = nil,
    evaluation: Population,
    level: Double = 0.95,
    model: Performance,
    rule: Performance? = nil,
    aucDifference: Estimate? = nil,
    baseRate: Performance? = nil,
    calibration: [CalibrationBin] = [],
    scores: [ScoreCount] = [],
    coefficients: [Coefficient] = [],
    warnings: [String] = [],
    fairness: FairnessReportInput? = nil,
    provenance: Provenance
  ) {
    self.modelName = modelName
    self.purpose = purpose
    self.outcome = outcome
    self.training = training
    self.evaluation = evaluation
    self.level = level
    self.model = model
    self.rule = rule
    self.aucDifference = aucDifference
    self.baseRate = baseRate
    self.calibration = calibration
    self.scores = scores
    self.coefficients = coefficients
    self.warnings = warnings
    self.fairness = fairness
    self.provenance = provenance
  }
}
