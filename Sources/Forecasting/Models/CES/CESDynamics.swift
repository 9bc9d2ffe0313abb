/// States of a complex exponential smoothing model, real parts first.
package struct CESState: Codable, Equatable, Sendable {
  /// The level; zero where the form has none.
  package var level: SIMD2<Double>
  /// A state for each month of the year, in the order of the series' first year; empty without
  /// season.
  package var seasons: [SIMD2<Double>]
  /// Place of the next month in ``seasons``.
  package var month: Int

  /// States before a month.
  package init(level: SIMD2<Double>, seasons: [SIMD2<Double>], month: Int = 0) {
    self.level = level
    self.seasons = seasons
    self.month = month
  }

  /// All states times a factor.
  func scaled(by factor: Double) -> CESState {
    CESState(level: level * factor, seasons: seasons.map { $0 * factor }, month: month)
  }
}

/// How one complex state moves from one step to the next.
///
/// ```
/// x' = x.re · real + x.im · imaginary + e · gain
/// ```
struct CESComponent {
  let real: SIMD2<Double>
  let imaginary: SIMD2<Double>
  let gain: SIMD2<Double>

  /// That of complex smoothing.
  init(_ parameter: SIMD2<Double>) {
    real = SIMD2(1, 1)
    imaginary = SIMD2(parameter.y - 1, 1 - parameter.x)
    gain = SIMD2(parameter.x - parameter.y, parameter.x + parameter.y)
  }

  /// That of a season of real numbers.
  init(partial beta: Double) {
    real = SIMD2(1, 0)
    imaginary = .zero
    gain = SIMD2(beta, 0)
  }

  @inline(__always)
  func moved(_ state: SIMD2<Double>, error: Double) -> SIMD2<Double> {
    // The error comes last: everything else is at hand before it.
    (real * state.x + imaginary * state.y) + gain * error
  }
}

/// The recursion of complex exponential smoothing.
///
/// Svetunkov, Kourentzes and Ord (2022, Naval Research Logistics 69:1108), with l and c the real and
/// the imaginary part of the level, s and q those of the season:
///
/// ```
/// y_t = l_{t-1} + s_{t-m} + e_t
/// l_t = l_{t-1} - (1-α₁) c_{t-1} + (α₀-α₁) e_t      s_t = s_{t-m} - (1-β₁) q_{t-m} + (β₀-β₁) e_t
/// c_t = l_{t-1} + (1-α₀) c_{t-1} + (α₀+α₁) e_t      q_t = s_{t-m} + (1-β₀) q_{t-m} + (β₀+β₁) e_t
/// ```
/// for the full season; s_t = s_{t-m} + β₀ e_t for the partial one; only l and c without season;
/// and for the simple one l and c with the lag m. Linear in states and errors.
package struct CESDynamics: Sendable {
  let form: CESForm
  let level: CESComponent
  let season: CESComponent

  /// The recursion of a form with its parameters.
  package init(form: CESForm, parameters: CESParameters) {
    self.form = form
    level = CESComponent(parameters.alpha)
    season =
      switch form {
      case .none, .simple: level
      case .partial: CESComponent(partial: parameters.beta.x)
      case .full: CESComponent(parameters.beta)
      }
  }

  /// What the next month is expected to be.
  package func prediction(_ state: CESState) -> Double {
    (form.hasLevel ? state.level.x : 0) + (form.isSeasonal ? state.seasons[state.month].x : 0)
  }

  /// Carries the states over a month with the given error.
  package func advance(_ state: inout CESState, error: Double) {
    if form.hasLevel { state.level = level.moved(state.level, error: error) }
    guard form.isSeasonal else { return }
    state.seasons[state.month] = season.moved(state.seasons[state.month], error: error)
    state.month = (state.month + 1) % seasonalPeriod
  }

  /// Carries the states through months and gives their errors.
  package func errors(of values: [Double], _ state: inout CESState) -> [Double] {
    values.map { value in
      let error = value - prediction(state)
      advance(&state, error: error)
      return error
    }
  }

  /// Effects ψ of an error on the forecasts of the months after it.
  ///
  /// - Parameter count: number of months.
  /// - Returns: ψ₁, …; the variance h months ahead is `σ² (1 + ψ₁² + … + ψ²_{h-1})`.
  package func errorWeights(count: Int) -> [Double] {
    var state = CESState(
      level: .zero,
      seasons: Array(repeating: .zero, count: form.isSeasonal ? seasonalPeriod : 0)
    )
    advance(&state, error: 1)
    return (0..<count).map { _ in
      let weight = prediction(state)
      advance(&state, error: 0)
      return weight
    }
  }
}
