package import Datasets
internal import RealModule
internal import Statistics

/// A fitted exponential smoothing model.
package struct FittedETS: FittedForecastModel {
  /// The form chosen.
  package let form: ETSForm
  /// Logarithm of the likelihood without its constants, as R's `forecast::ets` defines it.
  package let logLikelihood: Double
  /// Akaike's criterion with the correction for small samples.
  package let aicc: Double
  /// Parameters of smoothing.
  package let parameters: ETSParameters
  /// States before the first month.
  package let initialState: ETSState
  /// States after the last month.
  package private(set) var state: ETSState
  /// Of the errors, of the relative ones where the form's are.
  package let residualVariance: Double
  /// True when no value of the series is negative, so that no forecast is.
  private(set) var isNonnegative: Bool
  private(set) var observationCount: Int
  let converged: Bool

  init(_ fit: ETSEstimation.Fit, isNonnegative: Bool, observationCount: Int) {
    form = fit.form
    parameters = fit.parameters
    initialState = fit.initialState
    state = fit.lastState
    // As R: the residual variance counts the smoothing parameters and the initial states.
    residualVariance =
      fit.sumOfSquares / Double(observationCount - fit.form.parameterCount + 1)
    logLikelihood = fit.logLikelihood
    let parameterCount = Double(fit.form.parameterCount)
    aicc =
      -2 * logLikelihood + 2 * parameterCount
      + 2 * parameterCount * (parameterCount + 1)
      / (Double(observationCount) - parameterCount - 1)
    self.isNonnegative = isNonnegative
    self.observationCount = observationCount
    converged = fit.converged
  }

  /// The model of given parameters and initial state, carried through a series.
  ///
  /// - Parameters:
  ///   - form: of the model.
  ///   - parameters: of smoothing.
  ///   - initialState: before the first month.
  ///   - values: the series; as many as the form's `requiredCount` at least.
  package init(
    form: ETSForm,
    parameters: ETSParameters,
    initialState: ETSState,
    values: [Double]
  ) {
    precondition(values.count >= form.requiredCount, "too few months")
    self.init(
      ETSEstimation(values: values).fit(form, with: parameters, initialState),
      isNonnegative: values.allSatisfy { $0 >= 0 },
      observationCount: values.count
    )
  }

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
    let moments = moments(horizon: horizon)
    return Forecast(
      steps: (0..<horizon).map { step in
        let normal = Normal(
          mean: moments.means[step],
          standardDeviation: .sqrt(boundedVariance(moments.variances, step))
        )
        return isNonnegative ? .rectifiedNormal(normal) : .normal(normal)
      }
    )
  }

  /// Months ahead within which the moments are those of the model, whatever the form.
  private static let trusted = 2 * seasonalPeriod

  /// The variance of a month ahead.
  ///
  /// That of a multiplicative form grows exponentially in the end, while the values that it stands
  /// for are all but certain to stay near 0. A hundred times the deviation of the last month for
  /// which the form was found stable, nothing is told any more, and it is held there.
  private func boundedVariance(_ variances: [Double], _ step: Int) -> Double {
    guard form.isMultiplicative, step >= Self.trusted else { return variances[step] }
    let bound = 10_000 * variances[Self.trusted - 1]
    // An overflow is no number.
    return variances[step] < bound ? variances[step] : bound
  }

  /// Means and variances of the months ahead, before they are held at or above 0.
  func moments(horizon: Int) -> ETSMoments {
    ETSMoments(
      form: form,
      parameters: parameters,
      state: state,
      variance: residualVariance,
      horizon: horizon
    )
  }

  /// Whether forecasts of two years stay within reason; see ``ETS``.
  func isStable(largestValue: Double) -> Bool {
    guard form.isMultiplicative else { return true }
    let moments = moments(horizon: Self.trusted)
    guard moments.means.allSatisfy({ $0 > 0 && isUsable($0) }) else { return false }
    return moments.variances.allSatisfy { Double.sqrt($0) <= largestValue }
  }

  package func extended(by values: [Double]) -> FittedETS {
    var result = self
    for value in values { _ = result.state.observe(value, parameters, form: form) }
    result.isNonnegative = isNonnegative && values.allSatisfy { $0 >= 0 }
    result.observationCount += values.count
    return result
  }

  /// The errors of the recursion from the initial states, as differences whatever the form.
  package func oneStepErrors(of values: [Double]) -> [Double]? {
    guard values.count == observationCount else { return nil }
    var state = initialState
    return values.map { $0 - state.observe($0, parameters, form: form) }
  }
}

extension FittedETS: WarmStartedModel {
  /// The form is kept where it suits the series; a multiplicative one is not kept for a series with
  /// values at or below 0, which gets the best form that suits it.
  package func refitted(to series: TimeSeries) throws(ForecastingError) -> FittedETS {
    let model = ETS(forms: [form])
    try model.check(series, required: form.requiredCount)
    let fit = ETSEstimation(values: series.values).fit(form, from: parameters, initialState)
    guard let fit else { return try ETS().fit(to: series) }
    return FittedETS(
      fit,
      isNonnegative: series.values.allSatisfy { $0 >= 0 },
      observationCount: series.count
    )
  }
}
