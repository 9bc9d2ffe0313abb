internal import RealModule

/// Where the search for the parameters of an exponential smoothing model starts.
///
/// A coarse grid of the smoothing parameters, each with the initial states that are best for
/// additive errors (``ETSWorkspace``); those of multiplicative seasons from the logarithms. The grids
/// are made once for the forms that share a trend and a season.
struct ETSStarts {
  /// Smoothing coordinates in the unit cube and an initial state.
  struct Start {
    let shares: [Double]
    let state: ETSState
  }

  private let center: Double
  private let spread: Double
  private let values: [Double]
  private var workspace: ETSWorkspace
  private var logarithmic: Logarithmic?
  private var grids: [Grid] = []

  private struct Grid {
    let trend: ETSForm.Trend
    let season: ETSForm.Season
    let starts: [Start]
  }

  /// The workspace of the logarithms less their mean.
  private struct Logarithmic {
    let center: Double
    var workspace: ETSWorkspace
  }

  /// Starts for a series.
  ///
  /// - Parameters:
  ///   - values: the series.
  ///   - center: its mean.
  ///   - spread: its standard deviation, above 0.
  init(values: [Double], center: Double, spread: Double) {
    self.values = values
    self.center = center
    self.spread = spread
    workspace = ETSWorkspace(values: values.map { ($0 - center) / spread })
  }

  /// The grid of a form's trend and season; its values must be above 0 for multiplicative ones.
  mutating func grid(_ form: ETSForm) -> [Start] {
    if let known = grids.first(where: { $0.trend == form.trend && $0.season == form.season }) {
      return known.starts
    }
    var starts: [Start] = []
    let alphas = form.isSeasonal ? [0.05, 0.25, 0.6, 0.95] : [0.02, 0.1, 0.3, 0.6, 0.95]
    let betas = form.trend == .none ? [0] : form.isSeasonal ? [0.02, 0.3] : [0.02, 0.3, 0.95]
    for alpha in alphas {
      for beta in betas {
        for gamma in form.isSeasonal ? [0.05, 0.5, 0.95] : [0] {
          var shares = [alpha]
          if form.trend != .none { shares.append(beta) }
          if form.isSeasonal { shares.append(gamma) }
          if form.trend == .damped { shares.append(0.9) }
          if let start = start(shares, form) { starts.append(start) }
        }
      }
    }
    grids.append(Grid(trend: form.trend, season: form.season, starts: starts))
    return starts
  }

  /// A start with the best initial state for the smoothing parameters; `nil` where they are not
  /// stable.
  mutating func start(_ shares: [Double], _ form: ETSForm) -> Start? {
    let parameters = ETSParameters(shares, form: form)
    guard parameters.isStable(form: form) else { return nil }
    guard form.season == .multiplicative else {
      let state = workspace.initialState(parameters, form: form)
      return Start(
        shares: shares,
        state: state.transformed(factor: spread, shift: center, form: form)
      )
    }
    var logarithmic = self.logarithmic ?? makeLogarithmic()
    self.logarithmic = nil
    let state = logarithmic.workspace.initialState(parameters, form: form)
    let level = Double.exp(state.level + logarithmic.center)
    self.logarithmic = logarithmic
    return Start(
      shares: shares,
      state: ETSState(
        level: level,
        slope: level * .expMinusOne(state.slope),
        seasons: state.seasons.map { Double.exp($0) }
      )
    )
  }

  private func makeLogarithmic() -> Logarithmic {
    let logarithms = values.map { Double.log($0) }
    let center = logarithms.reduce(0, +) / Double(values.count)
    return Logarithmic(
      center: center,
      workspace: ETSWorkspace(values: logarithms.map { $0 - center })
    )
  }
}
