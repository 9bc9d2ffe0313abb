internal import RealModule
internal import Statistics

/// Maximum likelihood of exponential smoothing models for one series.
///
/// The simple smoothing with additive errors has one parameter once its level is concentrated out
/// (``ETSWorkspace``) and is searched by Brent's method; the other forms by the method of Levenberg
/// and Marquardt over all smoothing parameters and initial states at once (``ETSResiduals``), from
/// the best points of a grid (``ETSStarts``).
struct ETSEstimation {
  private let values: [Double]
  private let center: Double
  private let spread: Double

  /// An estimation for finite values.
  init(values: [Double]) {
    self.values = values
    let count = Double(values.count)
    var sum = 0.0
    for value in values { sum += value / count }
    center = sum
    var squares = 0.0
    for value in values { squares += (value - sum) * (value - sum) / count }
    spread = squares > 0 ? .sqrt(squares) : 1
  }

  /// The fit of one form.
  struct Fit {
    let form: ETSForm
    let parameters: ETSParameters
    let initialState: ETSState
    let lastState: ETSState
    /// Σ e², or Σ ε² of the relative errors where the form's are.
    let sumOfSquares: Double
    let logLikelihood: Double
    let converged: Bool
  }

  /// The fits of the forms that the series is long enough for, and positive enough: multiplicative
  /// ones need values above 0.
  func fits(_ forms: [ETSForm]) -> [Fit] {
    let isPositive = values.allSatisfy { $0 > 0 }
    var starts = ETSStarts(values: values, center: center, spread: spread)
    var result: [Fit] = []
    for form in forms where form.requiredCount <= values.count {
      guard form.isMultiplicative else {
        result.append(additive(form, &starts))
        continue
      }
      guard isPositive else { continue }
      var points = starts.grid(form)
      if form.season != .multiplicative {
        // The model with additive errors has the same states.
        let relative = ETSForm(trend: form.trend, season: form.season)
        let fit = result.first { $0.form == relative } ?? additive(relative, &starts)
        points.append(.init(shares: fit.parameters.shares(form: form), state: fit.initialState))
      }
      points.append(flat(form))
      if let fit = search(form, from: points) { result.append(fit) }
    }
    return result
  }

  /// A level that hardly moves, whose predictions are above 0 where those of the others are not.
  private func flat(_ form: ETSForm) -> ETSStarts.Start {
    var shares = [Double](repeating: 0, count: form.smoothingCount)
    shares[0] = 0.1
    let season = form.season == .multiplicative ? 1.0 : 0
    let seasons = [Double](repeating: season, count: form.isSeasonal ? seasonalPeriod : 0)
    return .init(shares: shares, state: ETSState(level: center, slope: 0, seasons: seasons))
  }

  /// The fit of a form from a fit of it to a similar series; `nil` where the form does not suit the
  /// values.
  ///
  /// - Parameters:
  ///   - form: of the model.
  ///   - parameters: of the other fit.
  ///   - initialState: of the other fit.
  /// - Returns: the fit.
  func fit(
    _ form: ETSForm,
    from parameters: ETSParameters,
    _ initialState: ETSState
  ) -> Fit? {
    guard !form.isMultiplicative || values.allSatisfy({ $0 > 0 }) else { return nil }
    let shares = parameters.shares(form: form)
    var starts = ETSStarts(values: values, center: center, spread: spread)
    var points = [ETSStarts.Start(shares: shares, state: initialState)]
    if let start = starts.start(shares, form) { points.append(start) }
    if form.isMultiplicative { points.append(flat(form)) }
    return search(form, from: points)
  }

  /// A form with given parameters and initial state.
  func fit(
    _ form: ETSForm,
    with parameters: ETSParameters,
    _ initialState: ETSState
  ) -> Fit {
    let (factor, shift) = scaling(form)
    let scaled = initialState.transformed(factor: factor, shift: factor * shift, form: form)
    return finish(form, parameters, scaled, converged: true)
  }

  private func additive(_ form: ETSForm, _ starts: inout ETSStarts) -> Fit {
    if form != ETSForm.nonseasonal[0], let fit = search(form, from: starts.grid(form)) {
      return fit
    }
    let floor = ETSResiduals.exactness * Double(values.count)
    var workspace = ETSWorkspace(values: scaled(form))
    let minimum = brentMinimum(from: 0, to: 1, scan: 12, tolerance: 1e-7) { share in
      let parameters = ETSParameters([share], form: form)
      return .log(max(workspace.sumOfSquares(parameters, form: form), floor))
    }
    let parameters = ETSParameters(minimum.point, form: form)
    return finish(
      form,
      parameters,
      workspace.initialState(parameters, form: form),
      converged: minimum.converged
    )
  }

  /// The values with mean 0 and standard deviation 1; with mean 1 where only their ratios count.
  private func scaled(_ form: ETSForm) -> [Double] {
    let (factor, shift) = scaling(form)
    return form.isMultiplicative
      ? values.map { $0 * factor } : values.map { ($0 + shift) * factor }
  }

  private func scaling(_ form: ETSForm) -> (factor: Double, shift: Double) {
    form.isMultiplicative ? (1 / center, 0) : (1 / spread, -center)
  }

  /// The best of the starts and the best of those that smooth otherwise, all roughly, then the best
  /// of these to the end.
  ///
  /// The likelihood often has two maxima, one that follows the level closely and one that follows
  /// the season; a search from one start finds either.
  private func search(_ form: ETSForm, from starts: [ETSStarts.Start]) -> Fit? {
    var residuals = ETSResiduals(form: form, values: scaled(form))
    let (factor, shift) = scaling(form)
    var points: [Point] = []
    points.reserveCapacity(starts.count)
    for start in starts {
      let state = start.state.transformed(factor: factor, shift: factor * shift, form: form)
      let point = residuals.point(start.shares, state)
      points.append((point, residuals.sumOfSquares(at: point)))
    }
    guard let best = Self.best(points, where: { _ in true }) else { return nil }
    var chosen = [best]
    if let other = Self.best(points, where: { abs($0[0] - best.point[0]) > 0.1 }) {
      chosen.append(other)
    }
    if form.smoothingCount > 1 {
      // The coordinate of gamma, or without season of beta.
      let second = form.isSeasonal && form.trend != .none ? 2 : 1
      let other = Self.best(points) { point in
        chosen.allSatisfy { abs(point[second] - $0.point[second]) > 0.2 }
      }
      if let other { chosen.append(other) }
    }
    var rough = best
    for start in chosen {
      let found = minimum(&residuals, start.point, tolerance: 1e-2, maximumIterations: 6)
      if found.value < rough.value { rough = (found.point, found.value) }
    }
    let minimum = minimum(&residuals, rough.point, tolerance: 1e-8, maximumIterations: 100)
    return finish(
      form,
      ETSParameters(minimum.point, form: form),
      residuals.state(at: minimum.point),
      converged: minimum.converged
    )
  }

  private typealias Point = (point: [Double], value: Double)

  /// The smallest finite one of some points, or `nil`.
  private static func best(
    _ points: [Point],
    where isWanted: ([Double]) -> Bool
  ) -> Point? {
    var best: Point?
    for candidate in points where isWanted(candidate.point) {
      if candidate.value < best?.value ?? .infinity { best = candidate }
    }
    return best
  }

  private func minimum(
    _ residuals: inout ETSResiduals,
    _ start: [Double],
    tolerance: Double,
    maximumIterations: Int
  ) -> Minimum {
    let form = residuals.form
    var lower = [Double](repeating: -.infinity, count: start.count)
    var upper = [Double](repeating: .infinity, count: start.count)
    for index in 0..<form.smoothingCount {
      lower[index] = 0
      upper[index] = 1
    }
    return levenbergMarquardtMinimum(
      of: &residuals,
      from: start,
      lower: lower,
      upper: upper,
      tolerance: tolerance,
      maximumIterations: maximumIterations
    )
  }

  /// The states of the best parameters in the series' own units, with errors from one more run.
  private func finish(
    _ form: ETSForm,
    _ parameters: ETSParameters,
    _ initialState: ETSState,
    converged: Bool
  ) -> Fit {
    let (factor, shift) = scaling(form)
    let start = initialState.normalized(form: form)
    var state = start
    var sum = 0.0
    var logarithms = 0.0
    for value in scaled(form) {
      let prediction = state.observe(value, parameters, form: form)
      if form.isMultiplicative {
        let relative = value / prediction - 1
        sum += relative * relative
        logarithms += .log(abs(prediction))
      } else {
        sum += (value - prediction) * (value - prediction)
      }
    }
    let count = Double(values.count)
    let unit = form.isMultiplicative ? 1 : spread
    // The logarithm of the unit on its own: the square of a tiny one is 0.
    let perMonth = form.isMultiplicative ? logarithms / count + .log(center) : .log(unit)
    let squares = max(sum, ETSResiduals.exactness * count)
    return Fit(
      form: form,
      parameters: parameters,
      initialState: start.transformed(factor: 1 / factor, shift: -shift, form: form),
      lastState: state.transformed(factor: 1 / factor, shift: -shift, form: form),
      sumOfSquares: sum * unit * unit,
      logLikelihood: -count / 2 * .log(squares) - count * perMonth,
      converged: converged
    )
  }
}
