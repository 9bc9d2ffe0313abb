package import Datasets

/// What a risk model is to be fitted on: the content of a `SPEC.yaml`.
package struct RiskSpecification: Sendable, Equatable {
  /// Name of the model.
  package var name: String
  /// Column that identifies the person; rows of one person belong together.
  package var id: String?
  /// What is to be predicted.
  package var target: Target
  /// What the event is called, for people.
  package var targetLabel: Label?
  /// Column of the as-of date.
  package var asOf: String?
  /// Weights of the rows.
  package var weights: Weights?
  /// Column of the known part of the linear predictor.
  package var offset: String?
  /// Columns the score is made of, in order.
  package var features: [Feature]
  /// Pairs of features whose effects depend on each other.
  package var interactions: [Interaction]
  /// How the coefficients are shrunk; not at all when `nil`.
  package var penalty: Penalty?
  /// How the coefficients are estimated.
  package var estimator: Estimator
  /// Column of the clusters of rows that belong together.
  package var cluster: String?
  /// What is said of the estimates beside their values.
  package var inference: Inference
  /// What happens to empty cells of the features.
  package var missing: MissingPolicy
  /// Columns that are never given as a reason.
  package var sensitive: [String]
  /// Ascending probabilities at which a higher band of risk begins.
  package var bands: [Double]
  /// How far later rows may be from those of training.
  package var drift: DriftLimits
  /// Groups that the score must treat alike; `nil` where the specification names none.
  package var audit: Audit?
  /// Months of the window of the label, which starts with the as-of date; `nil` when it is not told.
  package var labelMonths: Int?
  /// The rivals on folds; the best single column and the base rate when `nil`.
  package var baselines: Baselines?
  /// Columns that are known only since a month, in the order of the specification.
  package var knownSince: [KnownSince] = []
  /// What those who answer for the model say of it.
  package var documentation = Documentation()

  /// A specification.
  package init(
    name: String,
    id: String? = nil,
    target: Target,
    targetLabel: Label? = nil,
    asOf: String? = nil,
    weights: Weights? = nil,
    offset: String? = nil,
    features: [Feature],
    interactions: [Interaction] = [],
    penalty: Penalty? = nil,
    estimator: Estimator = .maximumLikelihood,
    cluster: String? = nil,
    inference: Inference = Inference(),
    missing: MissingPolicy = .refuse,
    sensitive: [String] = [],
    bands: [Double] = RiskSpecification.defaultBands,
    drift: DriftLimits = DriftLimits(),
    audit: Audit? = nil
  ) {
    self.name = name
    self.id = id
    self.target = target
    self.targetLabel = targetLabel
    self.asOf = asOf
    self.weights = weights
    self.offset = offset
    self.features = features
    self.interactions = interactions
    self.penalty = penalty
    self.estimator = estimator
    self.cluster = cluster
    self.inference = inference
    self.missing = missing
    self.sensitive = sensitive
    self.bands = bands
    self.drift = drift
    self.audit = audit
  }

  /// Columns that must hold numbers to score a row: numeric and spline features, and the offset.
  package var numericInputs: [String] {
    features.filter(\.kind.isNumber).map(\.column) + [offset].compactMap(\.self)
  }

  /// Columns that must hold numbers to train: the inputs, counts and weights.
  package var numericColumns: [String] {
    var names = numericInputs
    if case .grouped(let successes, let failures) = target { names += [successes, failures] }
    if let weights { names.append(weights.column) }
    return names
  }

  /// Columns whose values are needed to train: all named but the identifier, each once.
  package var trainingColumns: [String] {
    var names = features.map(\.column)
    switch target {
    case .binary(let column, _): names.append(column)
    case .grouped(let successes, let failures): names += [successes, failures]
    }
    names += [asOf, weights?.column, offset, cluster].compactMap(\.self)
    var known: Set<String> = []
    return names.filter { known.insert($0).inserted }
  }

  /// A name for people in each language.
  package struct Label: Sendable, Equatable, Codable {
    /// In Italian; `nil` where there is none.
    package var italian: String?
    /// In English.
    package var english: String?

    /// A name.
    package init(italian: String? = nil, english: String? = nil) {
      self.italian = italian
      self.english = english
    }

    /// The name in a language.
    package func text(_ language: Language) -> String? {
      switch language {
      case .italian: italian
      case .english: english
      }
    }
  }

  /// What a column is called in a language; its name where the specification has no label.
  package func label(of column: String, _ language: Language) -> String {
    features.first { $0.column == column }?.label?.text(language) ?? column
  }

  /// How a feature is said where it is a reason; `nil` where the specification does not say.
  package func reasonTemplate(of column: String) -> ReasonTemplate? {
    features.first { $0.column == column }?.reason
  }

  /// The quarters of probability that Italy's Garanzia Giovani uses since February 2015.
  package static let defaultBands = [0.25, 0.5, 0.75]

  /// What is to be predicted.
  package enum Target: Sendable, Equatable {
    /// A column of two values, of which `positive`, as it is written in the file, is the event.
    case binary(column: String, positive: String)
    /// Numbers of events and of non-events in each row.
    case grouped(successes: String, failures: String)
  }

  /// Weights of the rows.
  package enum Weights: Sendable, Equatable {
    /// Column that says how many equal rows one stands for.
    case frequency(column: String)
    /// Column of how much a row counts in the estimates; it is one observation all the same.
    case sampling(column: String)

    /// Name of the column.
    package var column: String {
      switch self {
      case .frequency(let column), .sampling(let column): column
      }
    }

    /// True for numbers of equal rows.
    package var isFrequency: Bool {
      if case .frequency = self { return true }
      return false
    }
  }

  /// Two features whose effects depend on each other.
  package struct Interaction: Sendable, Equatable {
    /// Column of the first feature.
    package var first: String
    /// Column of the second feature.
    package var second: String

    /// A pair of features.
    package init(_ first: String, _ second: String) {
      self.first = first
      self.second = second
    }
  }

  /// One column of the score.
  package struct Feature: Sendable, Equatable, Codable {
    /// Name of the column.
    package var column: String
    /// How it enters.
    package var kind: Kind
    /// What it is called, for people; the column's name where it has none.
    package var label: Label?
    /// How it is said where it is a reason; label and value where it has none.
    package var reason: ReasonTemplate?

    /// A feature.
    package init(
      column: String,
      kind: Kind,
      label: Label? = nil,
      reason: ReasonTemplate? = nil
    ) {
      self.column = column
      self.kind = kind
      self.label = label
      self.reason = reason
    }
  }

  /// How a column enters the score.
  package enum Kind: Sendable, Equatable {
    /// As the number it is.
    case numeric
    /// One coefficient a level but the reference.
    case categorical(Categories)
    /// As a smooth curve of the number.
    case spline(Spline)

    /// True when the column must hold numbers.
    package var isNumber: Bool {
      switch self {
      case .numeric, .spline: true
      case .categorical: false
      }
    }
  }

  /// The curve of a number.
  package struct Spline: Sendable, Equatable, Codable {
    /// Where its pieces meet.
    package var knots: Knots
    /// Family of curves.
    package var basis: Basis

    /// A curve.
    package init(knots: Knots, basis: Basis = .natural) {
      self.knots = knots
      self.basis = basis
    }

    /// Interior knots of a curve.
    package enum Knots: Sendable, Equatable {
      /// That many, at quantiles of the training rows.
      case count(Int)
      /// At these values, ascending.
      case positions([Double])
    }

    /// Families of curves.
    package enum Basis: String, Sendable, Codable, CaseIterable {
      /// Cubic, a straight line beyond the training rows.
      case natural
      /// Cubic B-splines.
      case b
    }
  }

  /// How the levels of a category are treated.
  package struct Categories: Sendable, Equatable, Codable {
    /// Level without a coefficient; the first in order when `nil`.
    package var reference: String?
    /// Levels of fewer training rows than this become one level, `(pooled)`; 0 pools none.
    package var poolBelow: Int
    /// What a level not seen in training counts as at scoring.
    package var unseen: UnseenPolicy

    /// How the levels of a category are treated.
    package init(reference: String? = nil, poolBelow: Int = 0, unseen: UnseenPolicy = .refuse) {
      self.reference = reference
      self.poolBelow = poolBelow
      self.unseen = unseen
    }
  }

  /// What a level not seen in training counts as at scoring.
  package enum UnseenPolicy: String, Sendable, Codable, CaseIterable {
    /// The reference level.
    case reference
    /// The pooled level; the reference where there is none.
    case pooled
    /// An error that names file, line and column.
    case refuse
  }

  /// What happens to empty cells of the features.
  package enum MissingPolicy: String, Sendable, Codable, CaseIterable {
    /// Numbers get the training mean and a coefficient of their own; categories a level.
    case indicator
    /// The same; the name for specifications that have categories only.
    case level
    /// An error that names file, line and column.
    case refuse
  }
}
