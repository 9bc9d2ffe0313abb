package import Datasets
internal import Statistics

/// Exponential smoothing of a series without its seasons, which then repeat themselves.
///
/// The seasons are those of ``MSTL``; what is left of the series is forecast by exponential
/// smoothing without season (``ETS``), and the last year of each season added, as R's
/// `forecast::stlf` does. The variance is that of the smoothing alone: the seasons count as known.
package struct SeasonalTrendSmoothing: ForecastModel {
  /// The decomposition.
  package let decomposition: MSTL

  /// A model from its decomposition.
  package init(decomposition: MSTL = MSTL()) {
    self.decomposition = decomposition
  }

  private static let smoothing = ETS(forms: ETSForm.nonseasonal)

  package func fit(
    to series: TimeSeries
  ) throws(ForecastingError) -> FittedSeasonalTrendSmoothing {
    try check(series, required: decomposition.requiredCount)
    let values = series.values
    let seasonal = decomposition.components(of: values).seasonal
    var adjusted = values
    for season in seasonal {
      for t in adjusted.indices { adjusted[t] -= season[t] }
    }
    let smoothing = try Self.smoothing.fit(
      to: TimeSeries(id: series.id, start: series.start, values: adjusted)
    )
    return FittedSeasonalTrendSmoothing(
      decomposition: decomposition,
      lastSeasons: zip(decomposition.periods, seasonal).map { Array($1.suffix($0)) },
      smoothing: smoothing,
      decomposedCount: values.count,
      observationCount: values.count,
      isNonnegative: values.allSatisfy { $0 >= 0 }
    )
  }
}

/// A fitted smoothing of a series without its seasons.
package struct FittedSeasonalTrendSmoothing: FittedForecastModel {
  let decomposition: MSTL
  /// The last period of each season of the months decomposed.
  let lastSeasons: [[Double]]
  let smoothing: FittedETS
  /// Months whose seasons come from the decomposition; later ones repeat them.
  let decomposedCount: Int
  let observationCount: Int
  let isNonnegative: Bool

  package var summary: FitSummary {
    let inner = smoothing.summary
    return FitSummary(
      form: "STL and \(inner.form)",
      observationCount: observationCount,
      parameters: inner.parameters,
      residualVariance: inner.residualVariance,
      converged: inner.converged
    )
  }

  /// Sum of the seasons in a month after those decomposed.
  private func season(_ month: Int) -> Double {
    lastSeasons.reduce(0) { $0 + $1[month % $1.count] }
  }

  package func forecast(horizon: Int) -> Forecast {
    precondition(horizon >= 1, "no month to forecast")
    let first = observationCount - decomposedCount
    let steps = smoothing.forecast(horizon: horizon).steps.enumerated().map { step, adjusted in
      // What is left of the series has no lower end, even where all its values are positive.
      let normal =
        switch adjusted {
        case .normal(let normal), .rectifiedNormal(let normal): normal
        default:
          Normal(mean: adjusted.mean, standardDeviation: adjusted.variance.squareRoot())
        }
      let whole = ForecastDistribution.normal(normal).shifted(by: season(first + step))
      return isNonnegative ? whole.rectified : whole
    }
    return Forecast(steps: steps)
  }

  /// The seasons repeat themselves; the smoothing takes in the months without them.
  package func extended(by values: [Double]) -> FittedSeasonalTrendSmoothing {
    let first = observationCount - decomposedCount
    return FittedSeasonalTrendSmoothing(
      decomposition: decomposition,
      lastSeasons: lastSeasons,
      smoothing: smoothing.extended(
        by: values.enumerated().map { $1 - season(first + $0) }
      ),
      decomposedCount: decomposedCount,
      observationCount: observationCount + values.count,
      isNonnegative: isNonnegative && values.allSatisfy { $0 >= 0 }
    )
  }

  /// The errors of the smoothing of the months decomposed again and of those after them.
  package func oneStepErrors(of values: [Double]) -> [Double]? {
    guard values.count == observationCount else { return nil }
    var adjusted = values
    for season in decomposition.components(of: Array(values.prefix(decomposedCount))).seasonal {
      for t in season.indices { adjusted[t] -= season[t] }
    }
    for t in decomposedCount..<values.count { adjusted[t] -= season(t - decomposedCount) }
    return smoothing.oneStepErrors(of: adjusted)
  }
}

extension ForecastModelDescriptor {
  /// ``SeasonalTrendSmoothing`` with a yearly season.
  package static let mstl = ForecastModelDescriptor(
    name: "mstl",
    summary: "exponential smoothing of the series without its season by local regression",
    model: SeasonalTrendSmoothing()
  )
}
