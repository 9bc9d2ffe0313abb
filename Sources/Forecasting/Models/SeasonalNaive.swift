package import Datasets
internal import RealModule
internal import Statistics

/// The last year repeats itself.
///
/// The forecast of a month in the k-th year ahead is normal around the value of that month in the
/// last year, with k times the mean square of the yearly changes as its variance
/// (`forecast::snaive` of R). Needs 13 months.
package struct SeasonalNaive: ForecastModel {
  /// A repetition of the last year.
  package init() {}

  package func fit(to series: TimeSeries) throws(ForecastingError) -> FittedSeasonalNaive {
    try check(series, required: seasonalPeriod + 1)
    let values = series.values
    var sum = 0.0
    for t in seasonalPeriod..<values.count {
      let change = values[t] - values[t - seasonalPeriod]
      sum += change * change
    }
    return FittedSeasonalNaive(
      lastYear: Array(values.suffix(seasonalPeriod)),
      variance: sum / Double(values.count - seasonalPeriod),
      isNonnegative: values.allSatisfy { $0 >= 0 },
      observationCount: values.count
    )
  }
}

/// A fitted repetition of the last year.
package struct FittedSeasonalNaive: FittedForecastModel {
  let lastYear: [Double]
  let variance: Double
  let isNonnegative: Bool
  let observationCount: Int

  package var summary: FitSummary {
    FitSummary(
      form: "seasonal naive",
      observationCount: observationCount,
      residualVariance: variance
    )
  }

  package func forecast(horizon: Int) -> Forecast {
    precondition(horizon >= 1, "no month to forecast")
    return Forecast(
      steps: (0..<horizon).map { step in
        let year = step / seasonalPeriod + 1
        let normal = ForecastDistribution.normal(
          Normal(
            mean: lastYear[step % seasonalPeriod],
            standardDeviation: .sqrt(variance * Double(year))
          )
        )
        return isNonnegative ? normal.rectified : normal
      }
    )
  }

  package func extended(by values: [Double]) -> FittedSeasonalNaive {
    FittedSeasonalNaive(
      lastYear: Array((lastYear + values).suffix(seasonalPeriod)),
      variance: variance,
      isNonnegative: isNonnegative && values.allSatisfy { $0 >= 0 },
      observationCount: observationCount + values.count
    )
  }

  /// The yearly changes; months of the first year, which none precedes, are compared with the second,
  /// and with themselves where that has ended.
  package func oneStepErrors(of values: [Double]) -> [Double]? {
    let count = values.count
    guard count == observationCount else { return nil }
    return values.indices.map { t in
      guard t < seasonalPeriod else { return values[t] - values[t - seasonalPeriod] }
      return t + seasonalPeriod < count ? values[t] - values[t + seasonalPeriod] : 0
    }
  }
}

extension ForecastModelDescriptor {
  /// ``SeasonalNaive``.
  package static let seasonalNaive = ForecastModelDescriptor(
    name: "seasonal_naive",
    summary: "the last year repeats itself",
    model: SeasonalNaive()
  )
}
