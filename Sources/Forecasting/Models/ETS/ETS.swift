package import Datasets

/// Exponential smoothing, its form chosen by AICc.
///
/// The fifteen forms of Hyndman, Koehler, Ord and Snyder (2008) that R's `forecast::ets` chooses
/// from: additive errors with a trend N, A or Ad and a season N or A; multiplicative errors, where
/// all values are above 0, with a season N, A or M too. Parameters maximise the likelihood within the
/// bounds of `forecast::ets` (``ETSParameters``), and the likelihoods are those of the values
/// themselves, so that AICc compares all forms.
///
/// A multiplicative form can fit well and yet explode: one whose forecasts of two years reach 0, or
/// have a standard deviation above the largest value of the series, is refused, and the next best
/// form is taken. Where no value is negative, no forecast is: the normal variable is replaced by 0
/// below 0.
package struct ETS: ForecastModel {
  /// Forms to choose from, at least one.
  package let forms: [ETSForm]

  /// A model from its candidates.
  package init(forms: [ETSForm] = ETSForm.all) {
    precondition(!forms.isEmpty, "no form to choose from")
    self.forms = forms
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
    self.init(forms: forms)
  }

  package func fit(to series: TimeSeries) throws(ForecastingError) -> FittedETS {
    let fits = try stableFits(to: series)
    var best = fits[0]
    for fit in fits where fit.aicc < best.aicc { best = fit }
    return best
  }

  /// The fits of all forms that the series is long enough for and that are not refused as unstable;
  /// the steadiest one where all are.
  ///
  /// - Parameter series: consecutive months, all values finite.
  /// - Returns: at least one fit, in the order of ``forms``.
  /// - Throws: as ``fit(to:)``.
  func stableFits(to series: TimeSeries) throws(ForecastingError) -> [FittedETS] {
    let required = forms.map(\.requiredCount).min() ?? 0
    try check(series, required: required)
    let values = series.values
    let isNonnegative = values.allSatisfy { $0 >= 0 }
    let largest = values.reduce(0) { max($0, abs($1)) }
    var stable: [FittedETS] = []
    // What is left where every form is refused.
    var steadiest: FittedETS?
    for fit in ETSEstimation(values: values).fits(forms) {
      let fitted = FittedETS(fit, isNonnegative: isNonnegative, observationCount: values.count)
      if fitted.isStable(largestValue: largest) {
        stable.append(fitted)
      } else if fitted.residualVariance < steadiest?.residualVariance ?? .infinity {
        steadiest = fitted
      }
    }
    if stable.isEmpty, let steadiest { return [steadiest] }
    guard stable.isEmpty else { return stable }
    // Only multiplicative forms, and they do not suit the values.
    let index = values.firstIndex { $0 <= 0 } ?? 0
    throw .outside(.nonnegative, index: index)
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
