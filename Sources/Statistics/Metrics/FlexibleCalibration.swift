/// Calibration errors against a smooth curve instead of bins.
///
/// The curve is a logistic regression of the outcome on a natural cubic spline of the logit of the
/// probability, with interior knots at its quartiles. The errors are those of Austin and Steyerberg
/// (2019, Statistics in Medicine 38:4051), who use a loess curve; R's
/// `glm(y ~ ns(qlogis(p), df = 4), binomial)` gives the same curve to 1e-9.
package struct FlexibleCalibration: Sendable, Equatable {
  /// Integrated calibration index: mean distance of probability and curve.
  package let integratedCalibrationIndex: Double
  /// Median of the distances.
  package let medianError: Double
  /// 90th percentile of the distances.
  package let ninetiethPercentileError: Double
  /// Largest distance.
  package let maximumError: Double

  private let basis: SplineBasis
  private let intercept: Double
  private let slopes: [Double]

  /// Fits the curve and measures the distances over the rows.
  ///
  /// - Parameters:
  ///   - sample: probabilities, outcomes and weights.
  ///   - knots: interior knots, at least 0; fewer where many probabilities are equal.
  /// - Throws: `degenerateOutcome`, `tooFewDistinctProbabilities`, `separated`, `notConverged`.
  /// - Complexity: n log n + n k² for each Newton step.
  package init(_ sample: CalibrationSample, knots: Int = 3) throws(CalibrationError) {
    let logits = sample.probabilities.map { insideLogit($0) }
    do throws(SplineError) {
      basis = try SplineBasis(.natural, knots: knots, from: logits, weights: sample.weights)
    } catch {
      guard case .tooFewDistinctValues(let required, let found) = error else {
        throw .notConverged
      }
      throw .tooFewDistinctProbabilities(required: required, found: found)
    }
    let n = logits.count
    var columns = [Double](repeating: 0, count: n * basis.columnCount)
    var span = columns.mutableSpan
    basis.fill(logits.span, into: &span, offset: 0, stride: n)
    let fit = try CalibrationRegression(
      columns: (0..<basis.columnCount).map { Array(columns[($0 * n)..<(($0 + 1) * n)]) },
      response: sample.outcomes,
      weights: sample.weights
    )
    intercept = fit.intercept
    slopes = fit.slopes
    let distances = sample.probabilities.indices.map { row in
      var predictor = fit.intercept
      for (column, slope) in fit.slopes.enumerated() {
        predictor += slope * columns[column * n + row]
      }
      return abs(LogisticLoss.probability(predictor) - sample.probabilities[row])
    }
    let sorted = SortedSample(distances, weights: sample.weights)
    integratedCalibrationIndex =
      zip(distances, sample.weights).lazy.map { $0 * $1 }.compensatedSum
      / sample.support.weightSum
    medianError = sorted.quantile(0.5)
    ninetiethPercentileError = sorted.quantile(0.9)
    maximumError = distances.max() ?? .nan
  }

  /// The curve: the probability observed where the model gives `probability`.
  ///
  /// Not forced to rise; for drawing, not for correcting.
  package func observed(at probability: Double) -> Double {
    let values = basis.values(at: insideLogit(probability))
    var predictor = intercept
    for (slope, value) in zip(slopes, values) { predictor += slope * value }
    return LogisticLoss.probability(predictor)
  }
}
