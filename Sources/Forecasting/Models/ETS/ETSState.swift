/// Level, slope and seasons of an exponential smoothing model between two months.
///
/// With the prediction μ_t, the error e_t = y_t - μ_t and p_t = l_{t-1} + φ b_{t-1}, of which the
/// parts that the form has:
///
/// ```
/// season none or additive            season multiplicative
/// μ_t = p_t + s_{t-m}                μ_t = p_t s_{t-m}
/// l_t = p_t + α e_t                  l_t = p_t (1 + α ε_t),   ε_t = e_t / μ_t
/// b_t = φ b_{t-1} + β e_t            b_t = φ b_{t-1} + β p_t ε_t
/// s_t = s_{t-m} + γ e_t              s_t = s_{t-m} (1 + γ ε_t)
/// ```
/// (Hyndman, Koehler, Ord and Snyder 2008, tables 2.2 and 2.3, where additive and multiplicative
/// errors have the same states for the same smoothing parameters.)
package struct ETSState: Codable, Equatable, Sendable {
  /// Level after the last month.
  package var level: Double
  /// Growth a month; 0 without trend.
  package var slope: Double
  /// Seasons of the year ahead, the next month first; empty without season.
  ///
  /// Additive ones start from a sum of 0, multiplicative ones from a mean of 1.
  package var seasons: [Double]

  /// A state.
  package init(level: Double, slope: Double, seasons: [Double]) {
    self.level = level
    self.slope = slope
    self.seasons = seasons
  }

  /// The prediction of the next month.
  func prediction(_ parameters: ETSParameters, form: ETSForm) -> Double {
    let base = level + parameters.phi * slope
    switch form.season {
    case .none: return base
    case .additive: return base + seasons[0]
    case .multiplicative: return base * seasons[0]
    }
  }

  /// Carries the states through a month.
  ///
  /// - Parameters:
  ///   - value: of the month.
  ///   - parameters: of smoothing.
  ///   - form: of the model.
  /// - Returns: the prediction the states gave for it.
  mutating func observe(_ value: Double, _ parameters: ETSParameters, form: ETSForm) -> Double {
    let growth = parameters.phi * slope
    let base = level + growth
    let prediction = prediction(parameters, form: form)
    var error = value - prediction
    if form.isSeasonal {
      let season = seasons.removeFirst()
      if form.season == .multiplicative {
        let relative = prediction == 0 ? 0 : error / prediction
        error = base * relative
        seasons.append(season * (1 + parameters.gamma * relative))
      } else {
        seasons.append(season + parameters.gamma * error)
      }
    }
    level = base + parameters.alpha * error
    slope = growth + parameters.beta * error
    return prediction
  }

  /// The states with values `factor · y + shift` instead of y; a shift only without multiplicative
  /// parts.
  func transformed(factor: Double, shift: Double = 0, form: ETSForm) -> ETSState {
    ETSState(
      level: factor * level + shift,
      slope: factor * slope,
      seasons: form.season == .multiplicative ? seasons : seasons.map { factor * $0 }
    )
  }

  /// The same model with seasons that add up to 0, or have a mean of 1.
  func normalized(form: ETSForm) -> ETSState {
    guard form.isSeasonal else { return self }
    var mean = 0.0
    for season in seasons { mean += season / Double(seasonalPeriod) }
    if form.season == .additive {
      return ETSState(level: level + mean, slope: slope, seasons: seasons.map { $0 - mean })
    }
    return ETSState(level: level * mean, slope: slope * mean, seasons: seasons.map { $0 / mean })
  }
}
