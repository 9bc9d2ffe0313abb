/// What a fit estimated, and how the estimation ended.
package struct FitSummary: Codable, Equatable, Sendable {
  /// Short form of the model chosen, such as `ETS(A,Ad,A)`.
  package let form: String
  /// Number of months fitted to.
  package let observationCount: Int
  /// Estimated parameters by name, in a fixed order.
  package let parameters: [Parameter]
  /// Residual variance with the degrees of freedom lost; of the transformed series where the
  /// model transforms.
  package let residualVariance: Double?
  /// Logarithm of the likelihood as the R package forecast defines it for the kind of model.
  ///
  /// Of exponential smoothing `-n/2 · log Σe²`, or with relative errors `-n/2 · log Σε² - Σ log μ`
  /// (without the constants).
  /// Of ARIMA models the whole Gaussian one of the differenced series, as R's `arima`.
  package let logLikelihood: Double?
  /// Akaike's criterion with the correction for small samples, from ``logLikelihood``.
  package let aicc: Double?
  /// True when the optimiser met its tolerance; models without one are always converged.
  package let converged: Bool

  /// A named estimate.
  package struct Parameter: Codable, Equatable, Sendable {
    /// Name, such as `alpha`.
    package let name: String
    /// Estimate.
    package let value: Double

    /// A named estimate.
    package init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// A summary.
  package init(
    form: String,
    observationCount: Int,
    parameters: [Parameter] = [],
    residualVariance: Double? = nil,
    logLikelihood: Double? = nil,
    aicc: Double? = nil,
    converged: Bool = true
  ) {
    self.form = form
    self.observationCount = observationCount
    self.parameters = parameters
    self.residualVariance = residualVariance
    self.logLikelihood = logLikelihood
    self.aicc = aicc
    self.converged = converged
  }
}
