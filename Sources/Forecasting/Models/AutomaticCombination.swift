package import Datasets
internal import RealModule

/// The default: averaged exponential smoothing, combined with the optimised Theta model.
///
/// All additive-error smoothing forms, on the values and (without an undamped trend, which would
/// grow exponentially) on the logarithms, are averaged with weights `exp(-Δ/2 · temper)`, where Δ is
/// the difference of a form's AICc from the smallest: instead of betting on the best form, forms
/// that explain the series almost as well have a say. Two thirds of the forecast are this average,
/// one third is the optimised Theta model. Quantile functions are averaged, not densities, so that
/// the interval has the mean width of the parts.
///
/// The two constants were chosen on M3 and Tourism monthly together; accuracy is flat around them.
package struct AutomaticCombination: ForecastModel {
  /// The default combination.
  package init() {}

  /// Share of an AICc difference that counts: 1 would be Akaike weights, 0 equal ones.
  static let temper = 0.25
  /// Share of the smoothing average in the combination.
  static let smoothingShare = 2.0 / 3
  /// Forms whose weight is below this are left out; their sum moves no quantile visibly.
  static let smallestWeight = 0.01
  /// Largest standard deviation of the logarithm two years ahead: where it is more, the
  /// logarithms say nothing about the future and the mean of their exponential explodes.
  static let largestLogarithmicDeviation = 1.0

  package func fit(to series: TimeSeries) throws(ForecastingError) -> FittedCombination {
    try check(series, required: 2 * seasonalPeriod)
    let values = series.values
    let isNonnegative = values.allSatisfy { $0 >= 0 }
    var candidates = ETSEstimation(values: values).fits(ETSForm.nonseasonal + ETSForm.seasonal)
      .map {
        Candidate(
          fit: FittedETS($0, isNonnegative: isNonnegative, observationCount: values.count),
          isLogarithmic: false,
          jacobian: 0
        )
      }
    if values.allSatisfy({ $0 > 0 }) {
      let logarithms = values.map { Double.log($0) }
      let jacobian = logarithms.reduce(0, +)
      let forms = (ETSForm.nonseasonal + ETSForm.seasonal).filter { $0.trend != .additive }
      candidates += ETSEstimation(values: logarithms).fits(forms)
        .map {
          Candidate(
            fit: FittedETS($0, isNonnegative: false, observationCount: values.count),
            isLogarithmic: true,
            jacobian: jacobian
          )
        }
        .filter {
          let variance = $0.fit.moments(horizon: 2 * seasonalPeriod).variances.last ?? 0
          return .sqrt(variance) <= Self.largestLogarithmicDeviation
        }
    }
    let theta = try OptimizedTheta().fit(to: series)
    return FittedCombination(
      smoothing: Self.weighted(candidates),
      theta: theta,
      isNonnegative: isNonnegative,
      observationCount: values.count
    )
  }

  /// A fit of the values or of their logarithms, whose likelihood carries the Jacobian `-Σ log y`.
  private struct Candidate {
    let fit: FittedETS
    let isLogarithmic: Bool
    let jacobian: Double

    var aicc: Double { fit.aicc + 2 * jacobian }
  }

  private static func weighted(_ fits: [Candidate]) -> [FittedCombination.WeightedETS] {
    var smallest = Double.infinity
    for fit in fits where fit.aicc < smallest { smallest = fit.aicc }
    let raw = fits.map { Double.exp((smallest - $0.aicc) / 2 * temper) }
    let sum = raw.reduce(0, +)
    let kept = fits.indices.filter { raw[$0] >= smallestWeight * sum }
    let rest = kept.reduce(0) { $0 + raw[$1] }
    return kept.map {
      .init(weight: raw[$0] / rest, fit: fits[$0].fit, isLogarithmic: fits[$0].isLogarithmic)
    }
  }
}

/// A fitted default combination.
package struct FittedCombination: FittedForecastModel {
  /// A smoothing form and its share of the average.
  struct WeightedETS: Codable, Equatable, Sendable {
    let weight: Double
    let fit: FittedETS
    /// True when the states are those of the logarithms.
    let isLogarithmic: Bool

    var form: String { isLogarithmic ? "log \(fit.form.name)" : fit.form.name }

    func forecast(horizon: Int) -> [ForecastDistribution] {
      fit.forecast(horizon: horizon).steps.map {
        guard isLogarithmic, case .normal(let normal) = $0 else { return $0 }
        return .logNormal(normal)
      }
    }

    /// A value that has no logarithm is passed over.
    func extended(by values: [Double]) -> WeightedETS {
      var fit = fit
      for value in values {
        let scaled =
          !isLogarithmic
          ? value : value > 0 ? .log(value) : fit.state.prediction(fit.parameters, form: fit.form)
        fit = fit.extended(by: [scaled])
      }
      return WeightedETS(weight: weight, fit: fit, isLogarithmic: isLogarithmic)
    }

    func oneStepErrors(of values: [Double]) -> [Double]? {
      guard isLogarithmic else { return fit.oneStepErrors(of: values) }
      let logarithms = values.map { Double.log($0) }
      return fit.oneStepErrors(of: logarithms).map { errors in
        values.indices.map { values[$0] - .exp(logarithms[$0] - errors[$0]) }
      }
    }
  }

  let smoothing: [WeightedETS]
  let theta: FittedOptimizedTheta
  let isNonnegative: Bool
  let observationCount: Int

  package var summary: FitSummary {
    var leading = smoothing.first
    for part in smoothing where part.weight > leading?.weight ?? 0 { leading = part }
    return FitSummary(
      form: "combination led by \(leading?.form ?? theta.summary.form)",
      observationCount: observationCount,
      parameters: smoothing.map {
        .init($0.form, $0.weight * AutomaticCombination.smoothingShare)
      } + [.init(theta.summary.form, 1 - AutomaticCombination.smoothingShare)],
      converged: theta.converged && smoothing.allSatisfy { $0.fit.converged }
    )
  }

  package func forecast(horizon: Int) -> Forecast {
    let parts = smoothing.map { $0.forecast(horizon: horizon) }
    let ofTheta = theta.forecast(horizon: horizon)
    let share = AutomaticCombination.smoothingShare
    return Forecast(
      steps: (0..<horizon).map { step in
        let average = ForecastDistribution.quantileAverage(
          smoothing.indices.map {
            .init(weight: share * smoothing[$0].weight, distribution: parts[$0][step])
          } + [.init(weight: 1 - share, distribution: ofTheta.steps[step])]
        )
        return isNonnegative ? average.rectified : average
      }
    )
  }
}

extension FittedCombination {
  package func extended(by values: [Double]) -> FittedCombination {
    FittedCombination(
      smoothing: smoothing.map { $0.extended(by: values) },
      theta: theta.extended(by: values),
      isNonnegative: isNonnegative && values.allSatisfy { $0 >= 0 },
      observationCount: observationCount + values.count
    )
  }

  /// The weighted errors of the parts.
  package func oneStepErrors(of values: [Double]) -> [Double]? {
    guard var errors = theta.oneStepErrors(of: values) else { return nil }
    let share = AutomaticCombination.smoothingShare
    for t in errors.indices { errors[t] *= 1 - share }
    for part in smoothing {
      guard let own = part.oneStepErrors(of: values) else { return nil }
      for t in errors.indices { errors[t] += share * part.weight * own[t] }
    }
    return errors
  }
}

extension ForecastModelDescriptor {
  /// ``AutomaticCombination``.
  package static let auto = ForecastModelDescriptor(
    name: "auto",
    summary: "the default combination: averaged exponential smoothing and optimised Theta",
    model: AutomaticCombination()
  )
}
