/// The penalty of an elastic net, as glmnet defines it.
///
/// ```
/// lambda Σ_j f_j (l1Ratio |b_j| + (1 - l1Ratio) b_j² / 2)
/// ```
///
/// added to the mean negative log-likelihood (weights divided by their sum), where b_j is the
/// coefficient of the predictor divided by its weighted standard deviation, the sum of the weights
/// in the denominator (Friedman, Hastie and Tibshirani 2010, J. Stat. Softw. 33(1)).
package struct ElasticNetPenalty: Sendable, Equatable, Codable {
  /// Share of the absolute values: 1 for the lasso, 0 for the ridge.
  package let l1Ratio: Double
  /// Relative strength for each design column, at least 0; 0 leaves a coefficient unpenalised.
  ///
  /// They are scaled to sum to the number of columns, the intercept aside, before use, as glmnet
  /// does; so only their ratios matter. The intercept is never penalised, whatever its factor.
  /// `nil` for 1 each.
  package let factors: [Double]?
  /// True when predictors are scaled by their standard deviation for the penalty; false when it is
  /// on the coefficients of the predictors as given.
  package let standardizes: Bool

  /// A penalty.
  ///
  /// - Parameters:
  ///   - l1Ratio: in [0, 1].
  ///   - factors: p finite numbers, at least 0; the intercept's is not used. 1 each when `nil`.
  ///   - standardizes: whether predictors are scaled for the penalty.
  package init(l1Ratio: Double, factors: [Double]? = nil, standardizes: Bool = true) {
    precondition(l1Ratio >= 0 && l1Ratio <= 1, "not a share")
    precondition(
      factors?.allSatisfy { $0 >= 0 && $0.isFinite } ?? true,
      "factors must be finite and at least 0"
    )
    self.l1Ratio = l1Ratio
    self.factors = factors
    self.standardizes = standardizes
  }

  /// The lasso: absolute values alone.
  package static let lasso = ElasticNetPenalty(l1Ratio: 1)
  /// The ridge: squares alone.
  package static let ridge = ElasticNetPenalty(l1Ratio: 0)

  /// The factors as they are used: scaled to sum to the number of columns, the intercept aside.
  ///
  /// - Parameters:
  ///   - columns: number of design columns, p.
  ///   - intercept: index of the column of ones, whose factor is 0.
  /// - Returns: p numbers.
  func normalizedFactors(columns: Int, intercept: Int?) -> [Double] {
    var factors = factors ?? Array(repeating: 1, count: columns)
    precondition(factors.count == columns, "one factor a design column")
    if let intercept { factors[intercept] = 0 }
    let sum = factors.reduce(0, +)
    let count = Double(intercept == nil ? columns : columns - 1)
    return sum > 0 ? factors.map { $0 * count / sum } : factors
  }

  private enum CodingKeys: String, CodingKey {
    case l1Ratio
    case factors
    case standardizes
  }

  /// Decodes and checks the ranges.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let l1Ratio = try container.decode(Double.self, forKey: .l1Ratio)
    let factors = try container.decodeIfPresent([Double].self, forKey: .factors)
    let standardizes = try container.decode(Bool.self, forKey: .standardizes)
    guard l1Ratio >= 0, l1Ratio <= 1, factors?.allSatisfy({ $0 >= 0 && $0.isFinite }) ?? true else {
      throw DecodingError.dataCorruptedError(
        forKey: .l1Ratio,
        in: container,
        debugDescription: "penalty out of range"
      )
    }
    self.init(l1Ratio: l1Ratio, factors: factors, standardizes: standardizes)
  }
}
