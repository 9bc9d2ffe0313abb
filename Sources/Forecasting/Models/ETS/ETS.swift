package import Datasets
internal import RealModule
internal import Statistics

/// Exponential smoothing with additive errors, its form chosen by AICc.
///
/// The six forms ETS(A,N|A|Ad,N|A) of Hyndman, Koehler, Ord and Snyder (2008), on the values or,
/// where all are above 0 and the likelihood prefers it, on their logarithms, which gives
/// multiplicative errors and seasons and log-normal forecasts. Where no value is negative, no
/// forecast is: the normal variable is replaced by 0 below 0. The likelihood of the logarithms
/// carries the Jacobian `-Σ log y`, so that both scales are compared for the same data.
///
/// Parameters maximise the likelihood within the bounds of R's `forecast::ets`; the initial states
/// are concentrated out (``ETSWorkspace``), so the maximum is at least R's.
package struct ETS: ForecastModel {
  /// On which scale the series is modelled.
  package enum Scale: String, Codable, Sendable {
    /// As it is.
    case original
    /// By its logarithms; needs values above 0, else the series is taken as it is.
    case logarithmic
    /// The better of both by AICc.
    case automatic
  }

  /// Forms to choose from, at least one.
  package let forms: [ETSForm]
  /// On which scale the series is modelled.
  package let scale: Scale

  /// A model from its candidates.
  package init(forms: [ETSForm] = ETSForm.nonseasonal + ETSForm.seasonal, scale: Scale = .original)
  {
    precondition(!forms.isEmpty, "no form to choose from")
    self.forms = forms
    self.scale = scale
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let forms = try container.decode([ETSForm].self, forKey: .forms)
    guard !forms.isEmpty else {
      throw DecodingError.dataCorruptedError(
        forKey: .forms,
        in: container,
        debugDescription: "no form to choose from"
      )
    }
    self.init(forms: forms, scale: try container.decode(Scale.self, forKey: .scale))
  }

  package func fit(to series: TimeSeries) throws(ForecastingError) -> FittedETS {
    let required = forms.map(\.requiredCount).min() ?? 0
    try check(series, required: required)
    let values = series.values
    let isNonnegative = values.allSatisfy { $0 >= 0 }
    let isPositive = values.allSatisfy { $0 > 0 }
    var best: FittedETS?
    func consider(_ scaled: [Double], jacobian: Double, isLogarithmic: Bool) {
      for candidate in ETSEstimation(values: scaled).fits(forms) {
        let fitted = FittedETS(
          candidate,
          jacobian: jacobian,
          isLogarithmic: isLogarithmic,
          isNonnegative: isNonnegative,
          observationCount: values.count
        )
        if fitted.aicc < best?.aicc ?? .infinity { best = fitted }
      }
    }
    if scale != .logarithmic || !isPositive {
      consider(values, jacobian: 0, isLogarithmic: false)
    }
    if scale != .original && isPositive {
      let logarithms = values.map { Double.log($0) }
      consider(logarithms, jacobian: logarithms.reduce(0, +), isLogarithmic: true)
    }
    guard let best else { throw .tooShort(required: required, found: series.count) }
    return best
  }
}

/// A fitted exponential smoothing model.
package struct FittedETS: FittedForecastModel {
  /// The form chosen.
  package let form: ETSForm
  /// True when the states are those of the logarithms.
  package let isLogarithmic: Bool
  /// States after the last month.
  let state: ETSWorkspace.InitialState
  let parameters: ETSParameters
  let residualVariance: Double
  /// True when no value of the series is negative, so that no forecast is.
  let isNonnegative: Bool
  /// Logarithm of the likelihood, the Jacobian of the logarithms included.
  package let logLikelihood: Double
  let observationCount: Int
  let converged: Bool

  init(
    _ fit: ETSEstimation.Fit,
    jacobian: Double,
    isLogarithmic: Bool,
    isNonnegative: Bool,
    observationCount: Int
  ) {
    form = fit.form
    self.isLogarithmic = isLogarithmic
    state = fit.lastState
    parameters = fit.parameters
    // As R: the residual variance counts the smoothing parameters and the initial states.
    residualVariance =
      fit.sumOfSquares / Double(observationCount - fit.form.parameterCount + 1)
    logLikelihood = fit.logLikelihood - jacobian
    self.isNonnegative = isNonnegative
    self.observationCount = observationCount
    converged = fit.converged
  }

  private init(
    _ fit: FittedETS,
    state: ETSWorkspace.InitialState,
    isNonnegative: Bool,
    observationCount: Int
  ) {
    form = fit.form
    isLogarithmic = fit.isLogarithmic
    self.state = state
    parameters = fit.parameters
    residualVariance = fit.residualVariance
    self.isNonnegative = isNonnegative
    logLikelihood = fit.logLikelihood
    self.observationCount = observationCount
    converged = fit.converged
  }

  /// The recursion goes on; where the model is of the logarithms, a value that has none is passed
  /// over.
  package func extended(by values: [Double]) -> FittedETS {
    var state = state
    for value in values {
      let growth = parameters.phi * state.slope
      let prediction = state.level + growth + (state.seasons.first ?? 0)
      let scaled = isLogarithmic ? (value > 0 ? .log(value) : prediction) : value
      let error = scaled - prediction
      state.level += growth + parameters.alpha * error
      state.slope = growth + parameters.beta * error
      if form.isSeasonal {
        state.seasons.append(state.seasons.removeFirst() + parameters.gamma * error)
      }
    }
    return FittedETS(
      self,
      state: state,
      isNonnegative: isNonnegative && values.allSatisfy { $0 >= 0 },
      observationCount: observationCount + values.count
    )
  }

  /// Akaike's criterion with the correction for small samples.
  package var aicc: Double {
    let parameters = Double(form.parameterCount)
    let count = Double(observationCount)
    return -2 * logLikelihood + 2 * parameters
      + 2 * parameters * (parameters + 1) / (count - parameters - 1)
  }

  package var summary: FitSummary {
    FitSummary(
      form: isLogarithmic ? "log \(form.name)" : form.name,
      observationCount: observationCount,
      parameters: parameters.named(form: form),
      residualVariance: residualVariance,
      logLikelihood: logLikelihood,
      aicc: aicc,
      converged: converged
    )
  }

  /// Standard deviation of the forecast of the `step`-th month ahead, from 1, on the scale of the
  /// states.
  func standardDeviation(at step: Int) -> Double {
    var sum = 1.0
    for weight in parameters.errorWeights(count: step - 1) { sum += weight * weight }
    return .sqrt(residualVariance * sum)
  }

  package func forecast(horizon: Int) -> Forecast {
    precondition(horizon >= 1, "no month to forecast")
    let weights = parameters.errorWeights(count: horizon - 1)
    var steps: [ForecastDistribution] = []
    steps.reserveCapacity(horizon)
    var growth = 0.0
    var power = 1.0
    var variance = residualVariance
    for step in 0..<horizon {
      power *= parameters.phi
      growth += power
      if step > 0 { variance += residualVariance * weights[step - 1] * weights[step - 1] }
      let season = form.isSeasonal ? state.seasons[step % seasonalPeriod] : 0
      let normal = Normal(
        mean: state.level + growth * state.slope + season,
        standardDeviation: .sqrt(variance)
      )
      steps.append(
        isLogarithmic
          ? .logNormal(normal) : isNonnegative ? .rectifiedNormal(normal) : .normal(normal)
      )
    }
    return Forecast(steps: steps)
  }
}

extension ForecastModelDescriptor {
  /// ``ETS`` of all forms.
  package static let ets = ForecastModelDescriptor(
    name: "ets",
    summary: "exponential smoothing, its form chosen by AICc",
    model: ETS()
  )
}

extension ForecastModelDescriptor {
  /// ``ETS`` without season, for series of less than two years.
  package static let smoothing = ForecastModelDescriptor(
    name: "smoothing",
    summary: "exponential smoothing without season, with or without a damped trend",
    model: ETS(forms: [ETSForm.nonseasonal[0], ETSForm.nonseasonal[2]])
  )
}
