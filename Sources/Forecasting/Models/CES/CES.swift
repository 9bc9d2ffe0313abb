package import Datasets
internal import RealModule
internal import Statistics

/// Complex exponential smoothing, its form chosen by AICc.
///
/// Svetunkov, Kourentzes and Ord (2022, Naval Research Logistics 69:1108), see ``CESDynamics``: the
/// level has an imaginary part that carries what the last error did not tell, so that one model
/// covers level and trend. Parameters maximise the likelihood with initial states by backcasting
/// (``CESBackcast``), over 0 ≤ α₀, α₁, β₀, β₁ ≤ 2 where the model is stable
/// (``CESParameters/isStable(form:)``).
///
/// The forecast's variance is that of the state-space form. Where no value is negative, no forecast
/// is: the normal variable is replaced by 0 below 0.
package struct CES: ForecastModel {
  /// Forms to choose from, at least one.
  package let forms: [CESForm]

  /// A model from its candidates.
  package init(forms: [CESForm] = CESForm.allCases) {
    precondition(!forms.isEmpty, "no form to choose from")
    self.forms = forms
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let forms = try container.decode([CESForm].self, forKey: .forms)
    guard !forms.isEmpty else {
      throw DecodingError.dataCorruptedError(
        forKey: .forms,
        in: container,
        debugDescription: "no form to choose from"
      )
    }
    self.init(forms: forms)
  }

  package func fit(to series: TimeSeries) throws(ForecastingError) -> FittedCES {
    try fit(to: series, from: nil)
  }

  fileprivate func fit(
    to series: TimeSeries,
    from start: CESParameters?
  ) throws(ForecastingError) -> FittedCES {
    let required = forms.map(\.requiredCount).min() ?? 0
    try check(series, required: required)
    let estimation = CESEstimation(series.values)
    var best: FittedCES?
    for form in forms where form.requiredCount <= series.count {
      let fitted = estimation.fit(form, from: start)
      if fitted.aicc < best?.aicc ?? .infinity { best = fitted }
    }
    guard let best else { throw .tooShort(required: required, found: series.count) }
    return best
  }
}

/// A fitted complex exponential smoothing model.
package struct FittedCES: FittedForecastModel {
  /// The form chosen.
  package let form: CESForm
  /// Smoothing parameters.
  package let parameters: CESParameters
  /// States before the first month.
  let initialState: CESState
  /// States after the last month.
  let state: CESState
  let residualVariance: Double
  /// `-n/2 · log Σe²`.
  package let logLikelihood: Double
  /// Akaike's criterion with the correction for small samples.
  package let aicc: Double
  let isNonnegative: Bool
  let observationCount: Int
  let converged: Bool

  package var summary: FitSummary {
    FitSummary(
      form: form.name,
      observationCount: observationCount,
      parameters: parameters.named(form: form),
      residualVariance: residualVariance,
      logLikelihood: logLikelihood,
      aicc: aicc,
      converged: converged
    )
  }

  package func forecast(horizon: Int) -> Forecast {
    precondition(horizon >= 1, "no month to forecast")
    let dynamics = CESDynamics(form: form, parameters: parameters)
    let weights = dynamics.errorWeights(count: horizon - 1)
    var state = state
    var variance = residualVariance
    var steps: [ForecastDistribution] = []
    steps.reserveCapacity(horizon)
    for step in 0..<horizon {
      if step > 0 { variance += residualVariance * weights[step - 1] * weights[step - 1] }
      let normal = Normal(mean: dynamics.prediction(state), standardDeviation: .sqrt(variance))
      steps.append(isNonnegative ? .rectifiedNormal(normal) : .normal(normal))
      dynamics.advance(&state, error: 0)
    }
    return Forecast(steps: steps)
  }

  package func extended(by values: [Double]) -> FittedCES {
    var state = state
    _ = CESDynamics(form: form, parameters: parameters).errors(of: values, &state)
    return FittedCES(
      form: form,
      parameters: parameters,
      initialState: initialState,
      state: state,
      residualVariance: residualVariance,
      logLikelihood: logLikelihood,
      aicc: aicc,
      isNonnegative: isNonnegative && values.allSatisfy { $0 >= 0 },
      observationCount: observationCount + values.count,
      converged: converged
    )
  }

  /// The errors of the recursion from the initial states.
  package func oneStepErrors(of values: [Double]) -> [Double]? {
    guard values.count == observationCount else { return nil }
    var state = initialState
    return CESDynamics(form: form, parameters: parameters).errors(of: values, &state)
  }
}

extension FittedCES: WarmStartedModel {
  package func refitted(to series: TimeSeries) throws(ForecastingError) -> FittedCES {
    try CES(forms: [form]).fit(to: series, from: parameters)
  }
}

extension ForecastModelDescriptor {
  /// ``CES`` of all forms.
  package static let ces = ForecastModelDescriptor(
    name: "ces",
    summary: "complex exponential smoothing, its form chosen by AICc",
    model: CES()
  )
}
