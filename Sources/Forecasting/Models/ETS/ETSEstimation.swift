internal import RealModule
internal import Statistics

/// Maximum likelihood of additive exponential smoothing models for one series.
struct ETSEstimation {
  private let values: [Double]
  private let center: Double
  private let spread: Double
  private let scaled: [Double]

  /// Smallest sum of squares a month, of values with standard deviation 1: a better fit is exact
  /// but for rounding, and its logarithm would only measure that.
  private static let exactness = 1e-24

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
    let (center, spread) = (center, spread)
    scaled = values.map { ($0 - center) / spread }
  }

  /// The fit of one form.
  struct Fit {
    let form: ETSForm
    let parameters: ETSParameters
    let initialState: ETSWorkspace.InitialState
    let lastState: ETSWorkspace.InitialState
    let sumOfSquares: Double
    let logLikelihood: Double
    let converged: Bool
  }

  /// The fits of the forms that the series is long enough for.
  func fits(_ forms: [ETSForm]) -> [Fit] {
    var workspace = ETSWorkspace(values: scaled)
    return forms.filter { $0.requiredCount <= values.count }.map { fit($0, &workspace) }
  }

  private func fit(_ form: ETSForm, _ workspace: inout ETSWorkspace) -> Fit {
    let floor = Self.exactness * Double(values.count)
    let objective = { (point: [Double], workspace: inout ETSWorkspace) -> Double in
      let parameters = ETSParameters(point, form: form)
      return .log(max(workspace.sumOfSquares(parameters, form: form), floor))
    }
    let minimum: Minimum
    if form.smoothingCount == 1 {
      minimum = brentMinimum(from: 0, to: 1, scan: 12, tolerance: 1e-7) { point in
        objective([point], &workspace)
      }
    } else {
      minimum = search(form) { point in objective(point, &workspace) }
    }
    return finish(form, minimum, &workspace)
  }

  /// A coarse grid, then the simplex from its best point and from the best of another alpha.
  ///
  /// The likelihood often has two maxima, one that follows the level closely and one that follows
  /// the season; a search from one start finds either.
  private func search(_ form: ETSForm, _ objective: ([Double]) -> Double) -> Minimum {
    var starts: [(point: [Double], value: Double)] = []
    for alpha in [0.05, 0.25, 0.6, 0.95] {
      for beta in form.trend == .none ? [0] : [0.02, 0.3] {
        for gamma in form.isSeasonal ? [0.05, 0.5, 0.95] : [0] {
          var point = [alpha]
          if form.trend != .none { point.append(beta) }
          if form.isSeasonal { point.append(gamma) }
          if form.trend == .damped { point.append(0.9) }
          starts.append((point, objective(point)))
        }
      }
    }
    var best = starts[0]
    for start in starts where start.value < best.value { best = start }
    var other: (point: [Double], value: Double)?
    for start in starts where start.point[0] != best.point[0] {
      if start.value < other?.value ?? .infinity { other = start }
    }
    // Roughly from both, then to the end from the better one.
    var rough = simplex(form, from: best.point, tolerance: 1e-3, objective)
    if let other {
      let second = simplex(form, from: other.point, tolerance: 1e-3, objective)
      if second.value < rough.value { rough = second }
    }
    return simplex(form, from: rough.point, tolerance: 1e-7, objective)
  }

  private func simplex(
    _ form: ETSForm,
    from start: [Double],
    tolerance: Double,
    _ objective: ([Double]) -> Double
  ) -> Minimum {
    let count = form.smoothingCount
    return nelderMeadMinimum(
      from: start,
      lower: Array(repeating: 0, count: count),
      upper: Array(repeating: 1, count: count),
      tolerance: tolerance,
      maximumEvaluations: 250 * count,
      objective
    )
  }

  /// The states of the best parameters in the series' own units, with errors from one more run.
  private func finish(
    _ form: ETSForm,
    _ minimum: Minimum,
    _ workspace: inout ETSWorkspace
  ) -> Fit {
    let parameters = ETSParameters(minimum.point, form: form)
    let start = workspace.initialState(parameters, form: form)
    var level = start.level
    var slope = start.slope
    var seasons = start.seasons
    var sum = 0.0
    for t in scaled.indices {
      let growth = parameters.phi * slope
      let season = form.isSeasonal ? seasons[t % seasonalPeriod] : 0
      let error = scaled[t] - level - growth - season
      level += growth + parameters.alpha * error
      slope = growth + parameters.beta * error
      if form.isSeasonal { seasons[t % seasonalPeriod] += parameters.gamma * error }
      sum += error * error
    }
    let shift = form.isSeasonal ? scaled.count % seasonalPeriod : 0
    let count = Double(values.count)
    let squares = max(sum, Self.exactness * count) * spread * spread
    return Fit(
      form: form,
      parameters: parameters,
      initialState: unscaled(start),
      lastState: unscaled(
        .init(level: level, slope: slope, seasons: Array(seasons[shift...] + seasons[..<shift]))
      ),
      sumOfSquares: sum * spread * spread,
      logLikelihood: -count / 2 * .log(squares),
      converged: minimum.converged
    )
  }

  private func unscaled(_ state: ETSWorkspace.InitialState) -> ETSWorkspace.InitialState {
    .init(
      level: center + spread * state.level,
      slope: spread * state.slope,
      seasons: state.seasons.map { $0 * spread }
    )
  }
}
