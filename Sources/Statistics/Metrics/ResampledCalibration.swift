internal import LinearAlgebra

/// Calibration and Brier score of the same rows under one set of multiplicities after the other.
///
/// A replicate of the bootstrap moves the estimates a little: Newton's method starts from those of
/// all rows, whose residuals and variances are kept, so that its first step needs sums alone, and
/// stops once a step is so small that the next, its square, would be lost in rounding. The values
/// are those of ``Calibration`` under the same weights, to 1e-9.
package struct ResampledCalibration: Sendable {
  private let probabilities: [Double]
  private let outcomes: [Bool]
  private let logits: [Double]
  private let squares: [Double]
  private let ones: [Double]
  private let response: [Double]
  /// Squared distance of probability and outcome of each row.
  private let distances: [Double]
  /// The regression on the logit; `nil` where it cannot be estimated of all rows.
  private let line: Start?
  /// The regression with the slope held at 1; `nil` where all outcomes are equal.
  private let shift: Start?

  private static let blockSize = 4096
  private static let smallestStep = 1e-6
  private static let iterationLimit = 12
  /// Coefficients beyond it are on their way to infinity.
  private static let bound = 100.0

  /// The estimates of the rows themselves.
  package let estimates: Estimates

  /// What the rows, or a replicate of them, have.
  package struct Estimates: Sendable, Equatable {
    /// Calibration slope; NaN where it cannot be estimated.
    package let slope: Double
    /// Calibration intercept; NaN with the slope.
    package let intercept: Double
    /// Calibration in the large; NaN where all outcomes are equal.
    package let interceptInTheLarge: Double
    /// Mean squared distance of probability and outcome.
    package let brier: Double
  }

  /// Where the iterations of a regression begin, and what the first of them adds up over the rows.
  private struct Start: Sendable {
    let intercept: Double
    let slope: Double
    /// `y - μ` of each row, and its product with the logit.
    let gradient: [[Double]]
    /// `μ (1 - μ)` of each row, and its products with the logit and its square.
    let hessian: [[Double]]
  }

  /// Gradient and Hessian of a regression on intercept and logit; of the intercept alone where the
  /// slope is held.
  private struct Sums {
    var gradient: [Double]
    var hessian: [Double]

    /// What Newton's method adds to intercept and slope; `nil` where the Hessian is singular.
    var newtonStep: (intercept: Double, slope: Double)? {
      guard gradient.count > 1 else {
        return hessian[0] > 0 ? (gradient[0] / hessian[0], 0) : nil
      }
      let determinant = hessian[0] * hessian[2] - hessian[1] * hessian[1]
      guard determinant > 0 else { return nil }
      return (
        (hessian[2] * gradient[0] - hessian[1] * gradient[1]) / determinant,
        (hessian[0] * gradient[1] - hessian[1] * gradient[0]) / determinant
      )
    }
  }

  /// Rows of known outcome.
  ///
  /// - Parameters:
  ///   - probabilities: one a row, in [0, 1].
  ///   - outcomes: true for a positive row.
  /// - Complexity: a fit of the regressions on all rows.
  package init(probabilities: [Double], outcomes: [Bool]) {
    self.probabilities = probabilities
    self.outcomes = outcomes
    let logits = probabilities.map { insideLogit($0) }
    let response = outcomes.map { $0 ? 1.0 : 0 }
    self.logits = logits
    self.response = response
    let squares = logits.map { $0 * $0 }
    self.squares = squares
    ones = logits.map { _ in 1 }
    distances = zip(probabilities, response).map { ($0 - $1) * ($0 - $1) }
    func start(_ intercept: Double, _ slope: Double, hasSlope: Bool) -> Start {
      let losses = logits.map { LogisticLoss(intercept + slope * $0) }
      let residuals = zip(losses, outcomes).map { $1 ? $0.complement : -$0.probability }
      let variances = losses.map(\.weight)
      func times(_ factors: [Double], _ values: [Double]) -> [Double] {
        zip(factors, values).map { $0 * $1 }
      }
      return Start(
        intercept: intercept,
        slope: slope,
        gradient: [residuals] + (hasSlope ? [times(logits, residuals)] : []),
        hessian: [variances]
          + (hasSlope ? [times(logits, variances), times(squares, variances)] : [])
      )
    }
    // Rows whose outcomes are all equal have no calibration.
    let all = try? Calibration(probabilities: probabilities, outcomes: outcomes)
    estimates = Estimates(
      all,
      brier: Calibration.brierScore(probabilities: probabilities, outcomes: outcomes)
    )
    shift = all.map { start($0.interceptInTheLarge, 1, hasSlope: false) }
    line = all.flatMap { all in
      all.intercept.flatMap { intercept in
        all.slope.map { start(intercept, $0, hasSlope: true) }
      }
    }
  }

  /// The estimates of a replicate.
  ///
  /// - Parameter weights: multiplicity of each row.
  /// - Returns: NaN where an estimate does not exist.
  /// - Complexity: about two passes over the rows for each of the two regressions.
  package func estimates(weights: [Double]) -> Estimates {
    let total = weights.reduce(0, +)
    let brier = RowKernels.dot(distances, from: 0, count: distances.count, weights) / total
    let events = RowKernels.dot(response, from: 0, count: response.count, weights)
    guard events > 0, events < total else {
      return Estimates(nil, brier: brier)
    }
    if let line, let shift, let large = iterate(shift, weights),
      let both = iterate(line, weights)
    {
      return Estimates(
        slope: both.slope,
        intercept: both.intercept,
        interceptInTheLarge: large.intercept,
        brier: brier
      )
    }
    // Where Newton's method from here fails, most often for separation, the careful fit decides.
    return Estimates(
      try? Calibration(probabilities: probabilities, outcomes: outcomes, weights: weights),
      brier: brier
    )
  }

  /// The maximum of the likelihood near a start; `nil` when no step becomes small.
  private func iterate(
    _ start: Start,
    _ weights: [Double]
  ) -> (intercept: Double, slope: Double)? {
    let hasSlope = start.gradient.count > 1
    var intercept = start.intercept
    var slope = start.slope
    var sums = Sums(
      gradient: start.gradient.map { RowKernels.dot($0, from: 0, count: $0.count, weights) },
      hessian: start.hessian.map { RowKernels.dot($0, from: 0, count: $0.count, weights) }
    )
    for _ in 0..<Self.iterationLimit {
      guard let step = sums.newtonStep else { return nil }
      intercept += step.intercept
      slope += step.slope
      guard abs(intercept) < Self.bound, abs(slope) < Self.bound else { return nil }
      if max(abs(step.intercept), abs(step.slope)) < Self.smallestStep { return (intercept, slope) }
      sums = self.sums(intercept, slope, weights, hasSlope: hasSlope)
    }
    return nil
  }

  /// Gradient and Hessian at some coefficients, block by block.
  private func sums(
    _ intercept: Double,
    _ slope: Double,
    _ weights: [Double],
    hasSlope: Bool
  ) -> Sums {
    var sums = Sums(
      gradient: [Double](repeating: 0, count: hasSlope ? 2 : 1),
      hessian: [Double](repeating: 0, count: hasSlope ? 3 : 1)
    )
    var predictor = [Double](repeating: 0, count: Self.blockSize)
    var residual = predictor
    var variance = predictor
    var root = predictor
    for start in stride(from: 0, to: logits.count, by: Self.blockSize) {
      let count = min(Self.blockSize, logits.count - start)
      for row in 0..<count { predictor[row] = intercept + slope * logits[start + row] }
      _ = RowKernels.logistic(
        predictor,
        count: count,
        response: response,
        weights: weights,
        from: start,
        residual: &residual,
        variance: &variance,
        root: &root
      )
      for (place, factors) in [ones, logits].prefix(sums.gradient.count).enumerated() {
        sums.gradient[place] += RowKernels.dot(factors, from: start, count: count, residual)
      }
      for (place, factors) in [ones, logits, squares].prefix(sums.hessian.count).enumerated() {
        sums.hessian[place] += RowKernels.dot(factors, from: start, count: count, variance)
      }
    }
    return sums
  }
}

extension ResampledCalibration.Estimates {
  fileprivate init(_ calibration: Calibration?, brier: Double) {
    slope = (calibration?.slope).flatMap(\.self) ?? .nan
    intercept = (calibration?.intercept).flatMap(\.self) ?? .nan
    interceptInTheLarge = calibration?.interceptInTheLarge ?? .nan
    self.brier = brier
  }
}
