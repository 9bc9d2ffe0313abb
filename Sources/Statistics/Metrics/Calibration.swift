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

  /// Standard error of the slope; `nil` with the slope.
  package let slopeStandardError: Double?
  /// Standard error of the intercept; `nil` with the slope.
  package let interceptStandardError: Double?
  /// Standard error of the intercept with the slope held at 1.
  package let interceptInTheLargeStandardError: Double
  /// Likelihood-ratio statistic of intercept 0 and slope 1 together, on two degrees of freedom
  /// (Miller, Hui and Tierney 1991, Statistics in Medicine 10:1213); `nil` with the slope.
  package let misfitStatistic: Double?
  /// Positives observed for each one expected; 1 is ideal.
  package let observedToExpected: Double

  /// Probability of a statistic at least as large as ``misfitStatistic`` if the probabilities are
  /// right.
  package var misfitPValue: Double? {
    // The upper tail of χ² on two degrees of freedom.
    misfitStatistic.map { Double.exp(-$0 / 2) }
  }

  /// Fits the two regressions (Cox 1958, Biometrika 45:562).
  ///
  /// Standard errors are those of the model, each row standing for as many as its weight says;
  /// agree with R's `glm` to 1e-9.
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
    let logits = probabilities.map { insideLogit($0) }
    let response = outcomes.map { $0 ? 1.0 : 0 }
    let both = DenseRows(
      design: Matrix([Double](repeating: 1, count: n) + logits, rows: n, columns: 2),
      response: response,
      weights: weights,
      interceptColumn: 0
    )
    let fit = try LogisticRegression().fit(both)
    let isEstimable = fit.summary.status == .converged && fit.coefficients[1].status == .estimated
    intercept = isEstimable ? fit.values[0] : nil
    slope = isEstimable ? fit.values[1] : nil
    interceptStandardError = isEstimable ? fit.coefficients[0].standardError : nil
    slopeStandardError = isEstimable ? fit.coefficients[1].standardError : nil
    var deviance = CompensatedSum()
    var expected = CompensatedSum()
    for row in 0..<n {
      let weight = weights?[row] ?? 1
      deviance.add(weight * LogisticLoss(logits[row]).deviance(response[row]))
      expected.add(weight * probabilities[row])
    }
    misfitStatistic = isEstimable ? max(deviance.value - fit.deviance, 0) : nil
    let shift = InterceptShift(
      logits: logits,
      weights: both.weights,
      rate: fit.eventCount / fit.weightSum
    )
    interceptInTheLarge = shift.value
    interceptInTheLargeStandardError = 1 / shift.information.squareRoot()
    observedToExpected = fit.eventCount / expected.value
  }

  /// Wald's interval of the slope, such as at level 0.95; `nil` with the slope.
  package func slopeInterval(level: Double) -> (lower: Double, upper: Double)? {
    guard let slope, let slopeStandardError else { return nil }
    return Self.waldInterval(slope, slopeStandardError, level)
  }

  /// Wald's interval of the intercept; `nil` with the slope.
  package func interceptInterval(level: Double) -> (lower: Double, upper: Double)? {
    guard let intercept, let interceptStandardError else { return nil }
    return Self.waldInterval(intercept, interceptStandardError, level)
  }

  /// Wald's interval of the intercept with the slope held at 1.
  package func interceptInTheLargeInterval(level: Double) -> (lower: Double, upper: Double) {
    Self.waldInterval(interceptInTheLarge, interceptInTheLargeStandardError, level)
  }

  private static func waldInterval(
    _ value: Double,
    _ standardError: Double,
    _ level: Double
  ) -> (lower: Double, upper: Double) {
    let half = Normal.standard.quantile(0.5 + level / 2) * standardError
    return (value - half, value + half)
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
  wilsonInterval(successes: Double(successes), trials: Double(trials), level: level)
}

/// Wilson's score interval of a proportion of weighted trials; see the one of whole numbers.
///
/// - Parameters:
///   - successes: weight of the successes.
///   - trials: weight of the trials; with 0 the interval is [0, 1].
///   - level: confidence, such as 0.95.
/// - Returns: the ends of the interval, within [0, 1].
package func wilsonInterval(
  successes: Double,
  trials: Double,
  level: Double
) -> (lower: Double, upper: Double) {
  guard trials > 0 else { return (0, 1) }
  let z = Normal.standard.quantile(0.5 + level / 2)
  let share = successes / trials
  let center = share + z * z / (2 * trials)
  let half = z * Double.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
  let scale = 1 + z * z / trials
  // Rounding must not move an end past the share, which at 0 and 1 is the end itself.
  return (min(max((center - half) / scale, 0), share), max(min((center + half) / scale, 1), share))
}
