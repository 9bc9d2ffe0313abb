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
    return FittedDemandRate(
      form: correctsBias ? "SBA" : "Croston",
      smoothing: .ratio(Smoothing(alpha: alpha, correctsBias: correctsBias)),
      observing: series.values,
      parameters: [.init("alpha", alpha)]
    )
  }

  /// Smoothed size and interval after some months.
  struct Smoothing: Codable, Equatable {
    let alpha: Double
    let correctsBias: Bool
    private var size = SmoothedLevel()
    private var interval = SmoothedLevel()
    private var monthsSinceDemand = 0.0

    init(alpha: Double, correctsBias: Bool) {
      self.alpha = alpha
      self.correctsBias = correctsBias
    }

    mutating func observe(_ value: Double) {
      monthsSinceDemand += 1
      guard value > 0 else { return }
      size.observe(value, alpha: alpha)
      interval.observe(monthsSinceDemand, alpha: alpha)
      monthsSinceDemand = 0
    }

    /// Before the first month.
    var restarted: Smoothing { Smoothing(alpha: alpha, correctsBias: correctsBias) }

    /// True once there has been a demand.
    var hasStarted: Bool { size.value != nil }

    /// Expected month; 0 before the first demand.
    var mean: Double {
      guard let size = size.value, let interval = interval.value else { return 0 }
      return size / interval * (correctsBias ? 1 - alpha / 2 : 1)
    }
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
