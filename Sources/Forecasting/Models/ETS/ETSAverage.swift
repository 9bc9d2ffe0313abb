package import Datasets
internal import RealModule

/// All forms of exponential smoothing, averaged with Akaike weights.
///
/// ```
/// w = exp(-Δ/2) / Σ exp(-Δ/2),   Δ = AICc - smallest AICc
/// ```
/// Instead of betting on the best form, forms that explain a series about as well have a say (Kolassa
/// 2011, Int. J. Forecasting 27:238). Quantile functions are averaged. Unstable forms are refused as
/// by ``ETS``; what weighs below 1 % is left out.
package struct ETSAverage: ForecastModel {
  /// An average of all forms.
  package init() {}

  /// Forms that weigh less are left out; their sum moves no quantile visibly.
  static let smallestWeight = 0.01

  package func fit(to series: TimeSeries) throws(ForecastingError) -> FittedETSAverage {
    let fits = try ETS().stableFits(to: series)
    var smallest = Double.infinity
    for fit in fits where fit.aicc < smallest { smallest = fit.aicc }
    let raw = fits.map { Double.exp((smallest - $0.aicc) / 2) }
    let sum = raw.reduce(0, +)
    let kept = fits.indices.filter { raw[$0] >= Self.smallestWeight * sum }
    let rest = kept.reduce(0) { $0 + raw[$1] }
    return FittedETSAverage(parts: kept.map { .init(weight: raw[$0] / rest, fit: fits[$0]) })
  }
}

/// Averaged forms of exponential smoothing.
package struct FittedETSAverage: WarmStartedModel {
  /// A form and its share.
  struct Part: Codable, Equatable, Sendable {
    let weight: Double
    let fit: FittedETS
  }

  /// At least one.
  let parts: [Part]

  package var summary: FitSummary {
    let summaries = parts.map(\.fit.summary)
    var leading = 0
    for place in parts.indices where parts[place].weight > parts[leading].weight { leading = place }
    return FitSummary(
      form: parts.count == 1
        ? summaries[0].form : "\(parts.count) forms led by \(summaries[leading].form)",
      observationCount: summaries[0].observationCount,
      parameters: zip(parts, summaries).map { .init($1.form, $0.weight) },
      converged: summaries.allSatisfy(\.converged)
    )
  }

  package func forecast(horizon: Int) -> Forecast {
    let forecasts = parts.map { $0.fit.forecast(horizon: horizon) }
    guard parts.count > 1 else { return forecasts[0] }
    return Forecast(
      steps: (0..<horizon).map { step in
        .quantileAverage(
          zip(parts, forecasts).map { .init(weight: $0.weight, distribution: $1.steps[step]) }
        )
      }
    )
  }

  package func extended(by values: [Double]) -> FittedETSAverage {
    FittedETSAverage(
      parts: parts.map { .init(weight: $0.weight, fit: $0.fit.extended(by: values)) }
    )
  }

  /// The same forms with the same weights.
  package func refitted(to series: TimeSeries) throws(ForecastingError) -> FittedETSAverage {
    var refitted: [Part] = []
    for part in parts {
      refitted.append(Part(weight: part.weight, fit: try part.fit.refitted(to: series)))
    }
    return FittedETSAverage(parts: refitted)
  }

  /// The weighted errors of the forms.
  package func oneStepErrors(of values: [Double]) -> [Double]? {
    var result = [Double](repeating: 0, count: values.count)
    for part in parts {
      guard let errors = part.fit.oneStepErrors(of: values) else { return nil }
      for t in errors.indices { result[t] += part.weight * errors[t] }
    }
    return result
  }
}

extension ForecastModelDescriptor {
  /// ``ETSAverage``.
  package static let etsAverage = ForecastModelDescriptor(
    name: "ets_average",
    summary: "all forms of exponential smoothing, averaged with Akaike weights",
    model: ETSAverage()
  )
}
