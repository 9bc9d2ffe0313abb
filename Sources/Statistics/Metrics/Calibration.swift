internal import LinearAlgebra
internal import RealModule

/// How well probabilities agree with what happened.
package struct Calibration: Sendable, Equatable, Codable {
  /// Slope of a logistic regression of the outcome on the logit of the probability.
  ///
  /// 1 is ideal,
  /// below 1 the probabilities are too extreme. `nil` where it is not estimable: all probabilities
  /// are equal, or they separate the outcomes.
  package let slope: Double?
  /// Intercept of that regression; `nil` with the slope.
  ///
  /// 0 is ideal together with a slope of 1.
  package let intercept: Double?
  /// Intercept with the slope held at 1 (calibration in the large); 0 is ideal, above 0 the
  /// probabilities are too low on average.
  package let interceptInTheLarge: Double

  /// Fits the two regressions (Cox 1958, Biometrika 45:562).
  ///
  /// - Parameters:
  ///   - probabilities: one a row, strictly between 0 and 1; others are moved inside by 1e-15.
  ///   - outcomes: true for a positive row.
  ///   - weights: multiplicity of each row; 1 each when `nil`.
  /// - Throws: `degenerateOutcome` when all outcomes are equal; `tooFewObservations` without rows.
  package init(
    probabilities: [Double],
    outcomes: [Bool],
    weights: [Double]? = nil
  ) throws(StatisticsError) {
    let n = probabilities.count
    let logits = probabilities.map { LogisticLoss.logit(min(max($0, 1e-15), 1 - 1e-15)) }
    let response = outcomes.map { $0 ? 1.0 : 0 }
    let ones = [Double](repeating: 1, count: n)
    let both = DenseRows(
      design: Matrix(ones + logits, rows: n, columns: 2),
      response: response,
      weights: weights,
      interceptColumn: 0
    )
    let large = DenseRows(
      design: Matrix(ones, rows: n, columns: 1),
      response: response,
      weights: weights,
      offsets: logits,
      interceptColumn: 0
    )
    let fit = try LogisticRegression().fit(both)
    let isEstimable = fit.summary.status == .converged && fit.coefficients[1].status == .estimated
    intercept = isEstimable ? fit.values[0] : nil
    slope = isEstimable ? fit.values[1] : nil
    interceptInTheLarge = try LogisticRegression().fit(large).values[0]
  }

  /// Mean squared distance of probability and outcome (Brier 1950); 0 is ideal.
  ///
  /// - Returns: NaN without rows.
  package static func brierScore(
    probabilities: [Double],
    outcomes: [Bool],
    weights: [Double]? = nil
  ) -> Double {
    var sum = CompensatedSum()
    var total = 0.0
    for (row, probability) in probabilities.enumerated() {
      let weight = weights?[row] ?? 1
      let distance = probability - (outcomes[row] ? 1 : 0)
      sum.add(weight * distance * distance)
      total += weight
    }
    return sum.value / total
  }

  /// Rows of similar probability, and how often they turned out positive.
  package struct Bin: Sendable, Equatable, Codable {
    /// Number of rows.
    package let count: Int
    /// Number of positive rows.
    package let positives: Int
    /// Mean of the probabilities.
    package let meanPredicted: Double
    /// Share of positive rows.
    package let observed: Double
    /// Wilson's 95 % interval of that share.
    package let lower: Double
    /// Upper end of the interval.
    package let upper: Double
  }
}

/// Wilson's score interval of a proportion.
///
/// Wilson (1927), Journal of the American Statistical Association 22:209.
///
/// - Parameters:
///   - successes: number of successes.
///   - trials: number of trials; with 0 the interval is [0, 1].
///   - level: confidence, such as 0.95.
/// - Returns: the ends of the interval, within [0, 1].
package func wilsonInterval(
  successes: Int,
  trials: Int,
  level: Double
) -> (lower: Double, upper: Double) {
  guard trials > 0 else { return (0, 1) }
  let z = Normal.standard.quantile(0.5 + level / 2)
  let n = Double(trials)
  let share = Double(successes) / n
  let center = share + z * z / (2 * n)
  let half = z * Double.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
  let scale = 1 + z * z / n
  return (max((center - half) / scale, 0), min((center + half) / scale, 1))
}
