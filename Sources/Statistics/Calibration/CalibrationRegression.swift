internal import LinearAlgebra

/// A logistic regression with an intercept on a few columns, for fitting curves.
struct CalibrationRegression: Sendable {
  /// The intercept.
  let intercept: Double
  /// One a column.
  let slopes: [Double]
  /// Twice the distance of the log-likelihood to that of a perfect fit.
  let deviance: Double

  /// Fits by maximum likelihood.
  ///
  /// - Throws: `degenerateOutcome`; `separated`; `tooFewDistinctProbabilities` when the columns
  ///   depend on each other; `notConverged`.
  init(columns: [[Double]], response: [Double], weights: [Double]) throws(CalibrationError) {
    let n = response.count
    let rows = DenseRows(
      design: Matrix(
        [Double](repeating: 1, count: n) + columns.flatMap(\.self),
        rows: n,
        columns: columns.count + 1
      ),
      response: response,
      weights: weights,
      interceptColumn: 0
    )
    let fit: LogisticFit
    do throws(StatisticsError) {
      fit = try LogisticRegression().fit(rows)
    } catch {
      throw error == .degenerateOutcome ? .degenerateOutcome : .notConverged
    }
    if fit.summary.status == .separated { throw .separated }
    guard fit.degreesOfFreedom == columns.count + 1 else {
      throw .tooFewDistinctProbabilities(
        required: columns.count + 1,
        found: fit.degreesOfFreedom
      )
    }
    guard fit.summary.status == .converged else { throw .notConverged }
    intercept = fit.values[0]
    slopes = Array(fit.values.dropFirst())
    deviance = fit.deviance
  }
}
