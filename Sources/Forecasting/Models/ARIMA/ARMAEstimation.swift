internal import LinearAlgebra
internal import RealModule
internal import Statistics

/// Maximum likelihood of seasonal ARMA processes for one stationary series.
///
/// The likelihood is a sum of squares once the determinant is spread over the residuals
/// (``ARMALikelihood``), so its maximum is found by the method of Levenberg and Marquardt; the
/// derivatives are differences of neighbouring parameters, which the lanes of one pass evaluate.
struct ARMAEstimation {
  private let count: Int
  private var likelihood: ARMALikelihood
  private var lanes: [ParameterLanes]
  private var residuals: [Double]
  private var derivatives: [Double] = []

  /// Difference for the derivatives: the root of the rounding error.
  private static let step = 1e-7
  /// Limit on the passes of one search.
  private static let maximumPasses = 40

  /// An estimation for a stationary series.
  ///
  /// - Parameters:
  ///   - series: of a scale near 1.
  ///   - regressors: independent columns, differenced as the series is.
  init(series: [Double], regressors: [[Double]]) {
    count = series.count
    likelihood = ARMALikelihood(series: series, regressors: regressors)
    lanes = Array(repeating: .zero, count: series.count)
    residuals = Array(repeating: 0, count: series.count)
  }

  /// The end of a search.
  struct Fit {
    let parameters: ARMAParameters
    /// `log(Σ v²/F / n) + Σ log F / n` at the parameters.
    let value: Double
    let converged: Bool
  }

  /// The largest likelihood of some orders, from several starts.
  ///
  /// - Parameters: as of ``fit(from:tolerance:)``.
  /// - Returns: the best parameters found.
  mutating func thoroughFit(from start: ARMAParameters, tolerance: Double) -> Fit {
    var best = fit(from: start, tolerance: tolerance)
    for other in start.alternatives {
      let found = fit(from: other, tolerance: tolerance)
      if found.value < best.value { best = found }
    }
    return polished(best, tolerance: tolerance)
  }

  /// A fit brought to its end where the linear model of the residuals is poor, which it is near the
  /// edge of stationarity, by a search that learns the curvature.
  ///
  /// - Parameters:
  ///   - fit: from ``fit(from:tolerance:)``; returned as it is when converged.
  ///   - tolerance: as there.
  /// - Returns: a fit at least as good.
  mutating func polished(_ fit: Fit, tolerance: Double) -> Fit {
    guard !fit.converged, fit.value.isFinite else { return fit }
    let size = fit.parameters.point.count
    let half = Double(count) / 2
    var parameters = fit.parameters
    let minimum = bfgsMinimum(
      from: fit.parameters.point,
      tolerance: tolerance / max(abs(half * fit.value), 1),
      maximumIterations: 100
    ) { point in
      parameters.point = point
      let squares = evaluate(parameters)
      let slope = normalEquations(size).slope
      return (half * value(squares), slope.map { 2 * half * $0 / squares })
    }
    parameters.point = minimum.point
    return Fit(
      parameters: parameters,
      value: minimum.value / half,
      converged: minimum.converged
    )
  }

  /// Where the likelihood of some orders is largest, near a start.
  ///
  /// - Parameters:
  ///   - start: first parameters, of the orders to fit.
  ///   - tolerance: gain of the log-likelihood that is worth no further step.
  /// - Returns: the best parameters found.
  /// - Complexity: about 5 to 15 passes over the series.
  mutating func fit(from start: ARMAParameters, tolerance: Double) -> Fit {
    var parameters = start
    var squares = evaluate(parameters)
    let size = parameters.point.count
    guard size > 0, squares > 0, squares.isFinite else {
      return Fit(parameters: parameters, value: value(squares), converged: squares.isFinite)
    }
    var (gram, slope) = normalEquations(size)
    var damping = 1e-3
    var passes = 1
    while passes < Self.maximumPasses {
      guard let move = Self.step(gram, slope, damping: damping) else {
        damping *= 10
        if damping > 1e8 { break }
        continue
      }
      var expected = 0.0
      for k in 0..<size { expected -= move[k] * slope[k] }
      // n/2 · log(S) falls by about n/2 · (what the linear model expects) / S.
      if Double(count) / 2 * expected / squares < tolerance {
        return Fit(parameters: parameters, value: value(squares), converged: true)
      }
      var trial = parameters
      trial.point = zip(parameters.point, move).map { $0 + $1 }
      let found = evaluate(trial)
      passes += 1
      if found < squares {
        let gain = Double(count) / 2 * .log(squares / found)
        let ratio = (squares - found) / expected
        parameters = trial
        squares = found
        if ratio > 0.75 { damping = max(damping / 10, 1e-9) }
        if ratio < 0.25 { damping *= 4 }
        if gain < tolerance / 10 {
          return Fit(parameters: parameters, value: value(squares), converged: true)
        }
        (gram, slope) = normalEquations(size)
      } else {
        damping *= 10
        if damping > 1e8 { break }
      }
    }
    return Fit(parameters: parameters, value: value(squares), converged: false)
  }

  private func value(_ squares: Double) -> Double { .log(squares / Double(count)) }

  /// Fills residuals and derivatives and returns the sum of squares; infinite where there is none.
  private mutating func evaluate(_ parameters: ARMAParameters) -> Double {
    let size = parameters.point.count
    if derivatives.count < size * count {
      derivatives = Array(repeating: 0, count: size * count)
    }
    let width = ParameterLanes.scalarCount - 1
    let point = parameters.point
    for first in stride(from: 0, through: max(size - 1, 0), by: width) {
      let moved = first..<min(first + width, size)
      let points = moved.map { k in
        var neighbour = parameters
        var values = point
        values[k] += point[k] > 0 ? -Self.step : Self.step
        neighbour.point = values
        return neighbour
      }
      let (ar, ma) = ARMAParameters.polynomials([parameters] + points)
      likelihood.residuals(ar: ar, ma: ma, into: &lanes)
      for t in 0..<count { residuals[t] = lanes[t][0] }
      for k in moved {
        let step = point[k] > 0 ? -Self.step : Self.step
        for t in 0..<count {
          derivatives[k * count + t] = (lanes[t][k - first + 1] - lanes[t][0]) / step
        }
      }
    }
    var squares = 0.0
    for residual in residuals { squares += residual * residual }
    return squares.isNaN ? .infinity : squares
  }

  /// Lower triangle of J'J by columns, and J'u.
  private func normalEquations(_ size: Int) -> (gram: [Double], slope: [Double]) {
    var gram = [Double](repeating: 0, count: size * size)
    var slope = [Double](repeating: 0, count: size)
    for k in 0..<size {
      for t in 0..<count { slope[k] += derivatives[k * count + t] * residuals[t] }
      for l in k..<size {
        var sum = 0.0
        for t in 0..<count { sum += derivatives[k * count + t] * derivatives[l * count + t] }
        gram[k * size + l] = sum
      }
    }
    return (gram, slope)
  }

  /// The step `-(J'J + damping · D)⁻¹ J'u`, at most 1 in any parameter.
  private static func step(_ gram: [Double], _ slope: [Double], damping: Double) -> [Double]? {
    let size = slope.count
    var damped = gram
    var largest = 0.0
    for k in 0..<size { largest = max(largest, gram[k * size + k]) }
    for k in 0..<size {
      // A parameter without effect at the edge of invertibility is held by a share of the largest.
      damped[k * size + k] += damping * max(gram[k * size + k], 1e-10 * largest)
    }
    guard largest.isFinite,
      let factor = try? Cholesky(Matrix(damped, rows: size, columns: size))
    else { return nil }
    return factor.solve(slope).map { min(max(-$0, -1), 1) }
  }
}
