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
    let demand = IntermittentDemand(series.values)
    var mean = 0.0
    if !demand.sizes.isEmpty {
      let occurrences = series.values.map { $0 > 0 ? 1.0 : 0 }
      mean =
        SimpleSmoothing.level(occurrences, alpha: alphaProbability)
        * SimpleSmoothing.level(demand.sizes, alpha: alphaSize)
    }
    return FittedDemandRate(
      form: "TSB",
      mean: mean,
      series: series,
      parameters: [.init("alpha_size", alphaSize), .init("alpha_probability", alphaProbability)]
    )
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
