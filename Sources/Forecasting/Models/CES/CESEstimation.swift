internal import RealModule
internal import Statistics

/// Maximum likelihood of complex exponential smoothing models for one series.
struct CESEstimation {
  private let values: [Double]
  /// Mean absolute value, by which the values are divided: unlike their mean, which the model is
  /// not free to move, it changes nothing but the units.
  private let scale: Double
  private let scaled: [Double]

  /// Smallest sum of squares a month, of values with a mean size of 1: a better fit is exact but
  /// for rounding, and its logarithm would only measure that.
  private static let exactness = 1e-24

  /// An estimation for finite values, at least one.
  init(_ values: [Double]) {
    self.values = values
    var sum = 0.0
    for value in values { sum += abs(value) / Double(values.count) }
    let scale = sum > 0 ? sum : 1
    self.scale = scale
    scaled = values.map { $0 / scale }
  }

  /// The fit of a form that the series is long enough for.
  ///
  /// - Parameters:
  ///   - form: the form.
  ///   - start: parameters near the best ones, where they are known.
  /// - Returns: the fit in the series' own units.
  func fit(_ form: CESForm, from start: CESParameters?) -> FittedCES {
    let backcast = CESBackcast(values: scaled, form: form)
    let count = Double(values.count)
    let floor = Self.exactness * count
    let minimum = search(form, from: start) { point in
      let parameters = CESParameters(point, form: form)
      guard parameters.isStable(form: form) else { return .infinity }
      return .log(max(backcast.sumOfSquares(parameters), floor))
    }
    let parameters = CESParameters(minimum.point, form: form)
    let initialState = backcast.initialState(parameters)
    let dynamics = CESDynamics(form: form, parameters: parameters)
    var state = initialState
    var sum = 0.0
    for error in dynamics.errors(of: scaled, &state) { sum += error * error }
    let likelihood = -count / 2 * (.log(max(sum, floor)) + 2 * .log(scale))
    let free = Double(form.parameterCount)
    return FittedCES(
      form: form,
      parameters: parameters,
      initialState: initialState.scaled(by: scale),
      state: state.scaled(by: scale),
      residualVariance: sum / (count - free) * scale * scale,
      logLikelihood: likelihood,
      aicc: -2 * likelihood + 2 * free + 2 * free * (free + 1) / (count - free - 1),
      isNonnegative: values.allSatisfy { $0 >= 0 },
      observationCount: values.count,
      converged: minimum.converged
    )
  }

  /// The simplex from the best point of a coarse grid, or from where an earlier search ended.
  private func search(
    _ form: CESForm,
    from start: CESParameters?,
    _ objective: ([Double]) -> Double
  ) -> Minimum {
    var best = start?.point(form: form) ?? []
    var least = start == nil ? Double.infinity : objective(best)
    if least == .infinity {
      for first in Self.grid {
        for second in form == .partial ? [0.1, 0.6, 1.2] : form == .full ? Self.grid : [0] {
          let point = Array([first, 1, second, 1].prefix(form.smoothingCount))
          let value = objective(point)
          if value < least || best.isEmpty { (best, least) = (point, value) }
        }
      }
    }
    return nelderMeadMinimum(
      from: best,
      lower: Array(repeating: 0, count: best.count),
      upper: Array(repeating: 2, count: best.count),
      step: start == nil ? 0.05 : 0.02,
      tolerance: 1e-6,
      maximumEvaluations: 250 * best.count,
      objective
    )
  }

  /// Real parts to start from; with an imaginary part of 1 the model is simple exponential
  /// smoothing with the parameter α₀ - 1.
  private static let grid = [1.05, 1.25, 1.6]
}
