package import Datasets

/// The method of Teunter, Syntetos and Babai for intermittent demand that may die out.
///
/// ```
/// forecast = smoothed probability of a demand · smoothed size
/// ```
/// The probability is smoothed every month, the size at the demands (Teunter, Syntetos and Babai
/// 2011, European J. Operational Research 214:606). Equals `TSB` of statsforecast. For the
/// distribution see ``FittedDemandRate``.
package struct TSB: ForecastModel {
  /// Share of the newest size.
  package let alphaSize: Double
  /// Share of the newest month in the probability.
  package let alphaProbability: Double

  /// The method of Teunter, Syntetos and Babai.
  ///
  /// - Parameters:
  ///   - alphaSize: in (0, 1).
  ///   - alphaProbability: in (0, 1).
  package init(alphaSize: Double = 0.1, alphaProbability: Double = 0.1) {
    precondition(alphaSize > 0 && alphaSize < 1, "alpha outside (0, 1)")
    precondition(alphaProbability > 0 && alphaProbability < 1, "alpha outside (0, 1)")
    self.alphaSize = alphaSize
    self.alphaProbability = alphaProbability
  }

  package var domain: SeriesDomain { .nonnegative }

  package func fit(to series: TimeSeries) throws(ForecastingError) -> FittedDemandRate {
    try check(series, required: 2)
    return FittedDemandRate(
      form: "TSB",
      smoothing: .product(Smoothing(alphaSize: alphaSize, alphaProbability: alphaProbability)),
      observing: series.values,
      parameters: [.init("alpha_size", alphaSize), .init("alpha_probability", alphaProbability)]
    )
  }

  /// Smoothed probability and size after some months.
  struct Smoothing: Codable, Equatable {
    let alphaSize: Double
    let alphaProbability: Double
    private var probability = SmoothedLevel()
    private var size = SmoothedLevel()

    init(alphaSize: Double, alphaProbability: Double) {
      self.alphaSize = alphaSize
      self.alphaProbability = alphaProbability
    }

    mutating func observe(_ value: Double) {
      probability.observe(value > 0 ? 1 : 0, alpha: alphaProbability)
      if value > 0 { size.observe(value, alpha: alphaSize) }
    }

    /// Before the first month.
    var restarted: Smoothing {
      Smoothing(alphaSize: alphaSize, alphaProbability: alphaProbability)
    }

    /// True once there has been a demand.
    var hasStarted: Bool { size.value != nil }

    /// Expected month; 0 before the first demand.
    var mean: Double { (probability.value ?? 0) * (size.value ?? 0) }
  }
}

extension ForecastModelDescriptor {
  /// ``TSB``.
  package static let tsb = ForecastModelDescriptor(
    name: "tsb",
    summary: "Teunter, Syntetos and Babai's method for demand that may die out",
    model: TSB()
  )
}
