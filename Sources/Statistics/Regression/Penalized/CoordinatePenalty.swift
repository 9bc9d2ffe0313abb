/// What the penalty asks of each standardised coefficient, per unit of lambda.
///
/// ```
/// Σ_j l1_j |b_j| + l2_j b_j² / 2
/// ```
struct CoordinatePenalty: Sendable, Equatable {
  /// Factors of the absolute values; 0 where the coefficient is not penalised.
  let l1: [Double]
  /// Factors of the half squares.
  let l2: [Double]
  /// Relative factors scaled to sum to the number of columns, the intercept aside.
  let normalizedFactors: [Double]
  /// Share of the absolute values, in [0, 1].
  let l1Ratio: Double

  /// The penalty of the columns of a design.
  ///
  /// - Parameters:
  ///   - penalty: the settings.
  ///   - moments: scales of the columns; without standardisation they turn a penalty on the data's
  ///     scale into one on the standardised scale.
  ///   - intercept: index of the column of ones.
  init(_ penalty: ElasticNetPenalty, moments: WeightedMoments, intercept: Int?) {
    let p = moments.scale.count
    let factors = penalty.normalizedFactors(columns: p, intercept: intercept)
    normalizedFactors = factors
    l1Ratio = penalty.l1Ratio
    let scale = penalty.standardizes ? Array(repeating: 1, count: p) : moments.scale
    l1 = zip(factors, scale).map { $0 * penalty.l1Ratio / $1 }
    l2 = zip(factors, scale).map { $0 * (1 - penalty.l1Ratio) / ($1 * $1) }
  }

  /// The l1 ratio that stands in for smaller ones where the largest lambda is looked for.
  static let smallestRatio = 1e-3

  /// True when the coefficient of a column is penalised.
  func isPenalized(_ column: Int) -> Bool { normalizedFactors[column] > 0 }

  /// The penalty per unit of lambda.
  func value(_ coefficients: [Double]) -> Double {
    var sum = CompensatedSum()
    for (j, b) in coefficients.enumerated() where b != 0 {
      sum.add(l1[j] * abs(b) + l2[j] * b * b / 2)
    }
    return sum.value
  }

  /// The smallest lambda at which all penalised coefficients are zero, from the gradient of the
  /// model without them; for a ridge that of an l1 ratio of 0.001, as in glmnet.
  func largestLambda(gradient: [Double], usable: [Int]) -> Double {
    let share = max(l1Ratio, Self.smallestRatio)
    return usable.filter(isPenalized).reduce(0) { largest, j in
      // l1 over the ratio, without dividing by a ratio of 0; l2 lacks the scale once.
      let unit = l1Ratio > 0 ? l1[j] / l1Ratio : (l2[j] * normalizedFactors[j]).squareRoot()
      return max(largest, abs(gradient[j]) / (unit * share))
    }
  }
}
