extension RiskSpecification {
  /// How the coefficients are shrunk.
  package struct Penalty: Sendable, Equatable, Codable {
    /// Of absolute values, of squares, or both.
    package var kind: Kind
    /// Share of the absolute values, in [0, 1]: 1 for the lasso, 0 for the ridge.
    package var l1Ratio: Double
    /// Strength, at least 0, on the mean log-likelihood and columns of standard deviation 1;
    /// chosen by cross-validation when `nil`.
    package var lambda: Double?
    /// Terms whose relative strength is not 1.
    package var factors: [Factor]
    /// Number of folds of the cross-validation, at least 2.
    package var folds: Int
    /// Which lambda is chosen.
    package var rule: Rule
    /// What makes up a fold; drawn at random when `nil`.
    package var foldsBy: FoldsBy?

    /// A penalty.
    package init(
      kind: Kind,
      l1Ratio: Double? = nil,
      lambda: Double? = nil,
      factors: [Factor] = [],
      folds: Int = Penalty.defaultFolds,
      rule: Rule = .oneStandardError,
      foldsBy: FoldsBy? = nil
    ) {
      self.kind = kind
      self.l1Ratio = l1Ratio ?? kind.defaultRatio
      self.lambda = lambda
      self.factors = factors
      self.folds = folds
      self.rule = rule
      self.foldsBy = foldsBy
    }

    /// Folds of a cross-validation unless told, as in `cv.glmnet`.
    package static let defaultFolds = 10

    /// The relative strength of a term, as the specification names it.
    package func factor(of term: String) -> Double {
      factors.first { $0.term == term }?.value ?? 1
    }

    /// What is shrunk.
    package enum Kind: String, Sendable, Codable, CaseIterable {
      /// Squares: all coefficients are smaller, none is zero.
      case ridge
      /// Absolute values: some coefficients are zero.
      case lasso
      /// Both, in the share of `l1_ratio`.
      case elasticNet = "elastic_net"

      /// Share of the absolute values unless told.
      package var defaultRatio: Double {
        switch self {
        case .ridge: 0
        case .lasso: 1
        case .elasticNet: 0.5
        }
      }
    }

    /// The relative strength of a term, the same for each of its design columns.
    package struct Factor: Sendable, Equatable, Codable {
      /// Name of the term: `column`, or `a:b`.
      package var term: String
      /// At least 0; 0 leaves the term unpenalised.
      package var value: Double

      /// A factor.
      package init(term: String, value: Double) {
        self.term = term
        self.value = value
      }
    }

    /// Which lambda a cross-validation chooses.
    package enum Rule: String, Sendable, Codable, CaseIterable {
      /// The largest whose mean deviance is within one standard error of the smallest.
      case oneStandardError = "one_standard_error"
      /// That of the smallest mean deviance.
      case minimum
    }

    /// What makes up a fold.
    package enum FoldsBy: String, Sendable, Codable, CaseIterable {
      /// The rows of an as-of date, predicted from the dates before.
      case asOf = "as_of"
    }
  }

  /// Names of the terms: features in order, then interactions as `a:b`.
  package var termNames: [String] {
    features.map(\.column) + interactions.map { "\($0.first):\($0.second)" }
  }
}
