/// Initial states of complex exponential smoothing by backcasting, and the squared errors from them.
///
/// The recursion runs through the series, then through the series read backwards from the states it
/// ended with, then forwards again; between two runs every state takes one step without error. The
/// initial states are those before the last run, whose errors are judged. They depend on the data
/// and the parameters alone, so the search has two to four dimensions; solving for the states of
/// least squares instead fits better and forecasts worse. The first run starts from the mean of the
/// first year and from the additive season of classical decomposition, the simple season from the
/// first year itself, imaginary parts from the real ones over 1.1, all as statsforecast does.
///
/// An evaluation allocates nothing.
package struct CESBackcast {
  private typealias Seasons = [12 of SIMD2<Double>]

  private let form: CESForm
  private let values: [Double]
  private let firstLevel: SIMD2<Double>
  private let firstSeasons: Seasons

  /// Backcasting of a form for a series that is long enough for it.
  package init(values: [Double], form: CESForm) {
    self.form = form
    self.values = values
    let share = SIMD2(1, 1 / 1.1)
    let year = min(seasonalPeriod, values.count)
    firstLevel = share * (values[..<year].reduce(0, +) / Double(year))
    var seasons = Seasons(repeating: .zero)
    switch form {
    case .none: break
    case .simple:
      for month in 0..<seasonalPeriod { seasons[month] = share * values[month] }
    case .partial, .full:
      let figure = SeasonalAdjustment.additiveFigure(values)
      for month in 0..<seasonalPeriod {
        seasons[month] = form == .full ? share * figure[month] : SIMD2(figure[month], 0)
      }
    }
    firstSeasons = seasons
  }

  /// Σe² from the initial states of backcasting.
  package func sumOfSquares(_ parameters: CESParameters) -> Double {
    let dynamics = CESDynamics(form: form, parameters: parameters)
    var (level, seasons) = backcast(dynamics)
    return run(dynamics, &level, &seasons, backwards: false)
  }

  /// The initial states of backcasting.
  package func initialState(_ parameters: CESParameters) -> CESState {
    let dynamics = CESDynamics(form: form, parameters: parameters)
    let (level, seasons) = backcast(dynamics)
    return CESState(
      level: form.hasLevel ? level : .zero,
      seasons: form.isSeasonal ? seasons.indices.map { seasons[$0] } : []
    )
  }

  private func backcast(_ dynamics: CESDynamics) -> (SIMD2<Double>, Seasons) {
    var level = firstLevel
    var seasons = firstSeasons
    _ = run(dynamics, &level, &seasons, backwards: false)
    rest(dynamics, &level, &seasons)
    _ = run(dynamics, &level, &seasons, backwards: true)
    rest(dynamics, &level, &seasons)
    return (level, seasons)
  }

  /// One step of every state without error.
  private func rest(
    _ dynamics: CESDynamics,
    _ level: inout SIMD2<Double>,
    _ seasons: inout Seasons
  ) {
    level = dynamics.level.moved(level, error: 0)
    for month in seasons.indices {
      seasons[month] = dynamics.season.moved(seasons[month], error: 0)
    }
  }

  /// Runs through the series; returns Σe².
  private func run(
    _ dynamics: CESDynamics,
    _ level: inout SIMD2<Double>,
    _ seasons: inout Seasons,
    backwards: Bool
  ) -> Double {
    let values = values.span
    let count = values.count
    let ofLevel = dynamics.level
    let ofSeason = dynamics.season
    var place = backwards ? count - 1 : 0
    let step = backwards ? -1 : 1
    var month = place % seasonalPeriod
    var state = level
    var sum = 0.0
    switch form {
    case .none:
      for _ in 0..<count {
        let error = values[place] - state.x
        state = ofLevel.moved(state, error: error)
        sum += error * error
        place += step
      }
    case .simple:
      for _ in 0..<count {
        let season = seasons[month]
        let error = values[place] - season.x
        seasons[month] = ofSeason.moved(season, error: error)
        sum += error * error
        place += step
        month = Self.next(month, step)
      }
    case .partial, .full:
      for _ in 0..<count {
        let season = seasons[month]
        let error = values[place] - season.x - state.x
        state = ofLevel.moved(state, error: error)
        seasons[month] = ofSeason.moved(season, error: error)
        sum += error * error
        place += step
        month = Self.next(month, step)
      }
    }
    level = state
    return sum
  }

  @inline(__always)
  private static func next(_ month: Int, _ step: Int) -> Int {
    let next = month + step
    return next == seasonalPeriod ? 0 : next < 0 ? seasonalPeriod - 1 : next
  }
}
