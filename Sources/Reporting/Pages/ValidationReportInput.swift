internal import Datasets

/// How models and their rivals do on folds, or on one set of later rows, as pages and cards show it.
package struct ValidationReportInput: Sendable, Equatable {
  /// Name of the first model, which everything else is compared with.
  package let name: String
  /// What the score is used for; empty for nothing to say.
  package let purpose: String
  /// The outcome in plain words; empty for none.
  package let outcome: String
  /// How rows were parted, in words; empty for one set of rows.
  package let scheme: String
  /// The folds.
  package let folds: [Fold]
  /// What it would have cost to stay with each score; empty for one set of rows.
  package let regret: [Regret]
  /// What the reader must know: features that look as if they knew the outcome, limits broken.
  package let warnings: [String]
  /// What made the page.
  package let provenance: Provenance

  /// How models and their rivals do.
  package init(
    name: String,
    purpose: String = "",
    outcome: String = "",
    scheme: String = "",
    folds: [Fold],
    regret: [Regret] = [],
    warnings: [String] = [],
    provenance: Provenance
  ) {
    self.name = name
    self.purpose = purpose
    self.outcome = outcome
    self.scheme = scheme
    self.folds = folds
    self.regret = regret
    self.warnings = warnings
    self.provenance = provenance
  }

  /// Rows trained on and rows judged on.
  package struct Fold: Sendable, Equatable {
    /// The test date, the group, or the number of the draw; empty for one set of rows.
    package let name: String
    /// Dates trained on, as `1996-07`; empty without dates.
    package let trainingDates: [String]
    /// Rows trained on, and positive ones among them.
    package let trainingRows: Int
    /// Positive rows trained on.
    package let trainingPositives: Int
    /// Rows judged on, and positive ones among them.
    package let rows: Int
    /// Positive rows judged on.
    package let positives: Int
    /// The first model, then what it is compared with.
    package let scores: [Score]
    /// Bins of the first model's probabilities.
    package let calibration: [CalibrationBin]
    /// What has moved since training, in words.
    package let drift: [String]

    /// Rows trained on and rows judged on.
    package init(
      name: String = "",
      trainingDates: [String] = [],
      trainingRows: Int,
      trainingPositives: Int,
      rows: Int,
      positives: Int,
      scores: [Score],
      calibration: [CalibrationBin] = [],
      drift: [String] = []
    ) {
      self.name = name
      self.trainingDates = trainingDates
      self.trainingRows = trainingRows
      self.trainingPositives = trainingPositives
      self.rows = rows
      self.positives = positives
      self.scores = scores
      self.calibration = calibration
      self.drift = drift
    }
  }

  /// How a score does on the rows of a fold.
  package struct Score: Sendable, Equatable {
    /// What it is called, in the page's language.
    package let name: String
    /// True for a regression, false for a rival.
    package let isModel: Bool
    /// Area under the ROC curve.
    package let auc: Estimate
    /// Average precision.
    package let averagePrecision: Estimate
    /// Brier score, of a probability.
    package let brier: Estimate?
    /// Calibration slope, of a model.
    package let slope: Estimate?
    /// Calibration intercept, of a model.
    package let intercept: Estimate?
    /// Lists of the first k; empty for the base rate.
    package let lists: [List]
    /// The first model minus this one; `nil` for that itself.
    package let difference: Difference?

    /// How a score does.
    package init(
      name: String,
      isModel: Bool,
      auc: Estimate,
      averagePrecision: Estimate,
      brier: Estimate? = nil,
      slope: Estimate? = nil,
      intercept: Estimate? = nil,
      lists: [List] = [],
      difference: Difference? = nil
    ) {
      self.name = name
      self.isModel = isModel
      self.auc = auc
      self.averagePrecision = averagePrecision
      self.brier = brier
      self.slope = slope
      self.intercept = intercept
      self.lists = lists
      self.difference = difference
    }
  }

  /// A list of the first k rows.
  package struct List: Sendable, Equatable {
    /// Rows that can be contacted.
    package let capacity: Int
    /// Positives among them.
    package let found: Int
    /// Share of positives among them.
    package let precision: Estimate
    /// Share of all positives among them.
    package let recall: Estimate
    /// Precision over the base rate.
    package let lift: Estimate
    /// Positives among them beyond those of a list drawn by lot.
    package let net: Estimate
    /// Share of the list that is on the first model's list too.
    package let overlap: Double

    /// A list of the first k rows.
    package init(
      capacity: Int,
      found: Int,
      precision: Estimate,
      recall: Estimate,
      lift: Estimate,
      net: Estimate,
      overlap: Double
    ) {
      self.capacity = capacity
      self.found = found
      self.precision = precision
      self.recall = recall
      self.lift = lift
      self.net = net
      self.overlap = overlap
    }
  }

  /// The first model minus another score.
  package struct Difference: Sendable, Equatable {
    /// Of the areas under the ROC curve.
    package let auc: Estimate
    /// Of the average precisions.
    package let averagePrecision: Estimate
    /// Of the Brier scores; below zero the model is better.
    package let brier: Estimate?
    /// Of the positives found, list by list.
    package let found: [Estimate]

    /// The first model minus another score.
    package init(
      auc: Estimate,
      averagePrecision: Estimate,
      brier: Estimate?,
      found: [Estimate]
    ) {
      self.auc = auc
      self.averagePrecision = averagePrecision
      self.brier = brier
      self.found = found
    }
  }

  /// The best of each fold less one score.
  package struct Regret: Sendable, Equatable {
    /// What the score is called.
    package let name: String
    /// In area under the ROC curve, fold by fold.
    package let auc: [Double]
    /// In positives found at the first capacity.
    package let found: [Int]

    /// The best of each fold less one score.
    package init(name: String, auc: [Double], found: [Int]) {
      self.name = name
      self.auc = auc
      self.found = found
    }
  }
}
