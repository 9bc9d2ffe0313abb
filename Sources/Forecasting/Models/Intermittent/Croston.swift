package import Datasets

/// Croston's method for intermittent demand, and its correction by Syntetos and Boylan.
///
/// ```
/// forecast = (1 - α/2 if corrected) · smoothed size / smoothed interval
/// ```
/// Sizes and intervals are smoothed at the demands only, with the same α (Croston 1972, Operational
/// Research Quarterly 23:289; Syntetos and Boylan 2005, Int. J. Forecasting 21:303). Equals
/// `forecast::croston` of R. For the distribution see ``FittedDemandRate``.
package struct Croston: ForecastModel {
  /// Share of the newest size and interval.
  package let alpha: Double
  /// True for the correction of the bias that the ratio has.
  package let correctsBias: Bool

  /// Croston's method.
  ///
  /// - Parameters:
  ///   - alpha: in (0, 1).
  ///   - correctsBias: true for Syntetos and Boylan's approximation.
  package init(alpha: Double = 0.1, correctsBias: Bool = false) {
    precondition(alpha > 0 && alpha < 1, "alpha outside (0, 1)")
    self.alpha = alpha
    self.correctsBias = correctsBias
  }

  package var domain: SeriesDomain { .nonnegative }

  package func fit(to series: TimeSeries) throws(ForecastingError) -> FittedDemandRate {
    try check(series, required: 2)
    let demand = IntermittentDemand(series.values)
    var mean = 0.0
    if !demand.sizes.isEmpty {
      mean =
        SimpleSmoothing.level(demand.sizes, alpha: alpha)
        / SimpleSmoothing.level(demand.intervals, alpha: alpha)
      if correctsBias { mean *= 1 - alpha / 2 }
    }
    return FittedDemandRate(
      form: correctsBias ? "SBA" : "Croston",
      mean: mean,
      series: series,
      parameters: [.init("alpha", alpha)]
    )
  }
}

extension ForecastModelDescriptor {
  /// ``Croston``.
  package static let croston = ForecastModelDescriptor(
    name: "croston",
    summary: "Croston's method for intermittent demand",
    model: Croston()
  )
  /// ``Croston`` with the correction by Syntetos and Boylan.
  package static let sba = ForecastModelDescriptor(
    name: "sba",
    summary: "Croston's method with the correction by Syntetos and Boylan",
    model: Croston(correctsBias: true)
  )
}
