internal import RealModule

extension FittedETS {
  /// The errors of the recursion from its best initial states; of the values where the states are
  /// those of the logarithms.
  package func oneStepErrors(of values: [Double]) -> [Double]? {
    guard values.count == observationCount else { return nil }
    let scaled = isLogarithmic ? values.map { Double.log($0) } : values
    let center = scaled.reduce(0, +) / Double(scaled.count)
    let centered = scaled.map { $0 - center }
    var workspace = ETSWorkspace(values: centered)
    var state = workspace.initialState(parameters, form: form)
    return centered.indices.map { t in
      let growth = parameters.phi * state.slope
      let season = form.isSeasonal ? state.seasons[t % seasonalPeriod] : 0
      let prediction = state.level + growth + season
      let error = centered[t] - prediction
      state.level += growth + parameters.alpha * error
      state.slope = growth + parameters.beta * error
      if form.isSeasonal { state.seasons[t % seasonalPeriod] += parameters.gamma * error }
      return isLogarithmic ? values[t] - .exp(prediction + center) : error
    }
  }
}
