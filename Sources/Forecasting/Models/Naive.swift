package import Datasets
internal import RealModule
internal import Statistics

/// The last value goes on: a random walk.
///
/// The forecast h months ahead is normal around the last value, with the mean square of the monthly
/// changes times h as its variance (`forecast::naive` of R).
package struct Naive: ForecastModel {
  /// True to take a fixed season out first, as the Naive2 of the M4 competition, against which
  /// its overall weighted average is measured.
  package let adjustsForSeason: Bool

  /// A random walk.
  package init(adjustsForSeason: Bool = false) {
    self.adjustsForSeason = adjustsForSeason
  }

  package func fit(to series: TimeSeries) throws(ForecastingError) -> FittedNaive {
    try check(series, required: 2)
    let (adjustment, values) =
      adjustsForSeason
      ? SeasonalAdjustment.adjust(series.values)
      : (SeasonalAdjustment(kind: .none, indices: []), series.values)
    var sum = 0.0
    for t in 1..<values.count { sum += (values[t] - values[t - 1]) * (values[t] - values[t - 1]) }
    return FittedNaive(
      adjustment: adjustment,
      last: values[values.count - 1],
      variance: sum / Double(values.count - 1),
      isNonnegative: series.values.allSatisfy { $0 >= 0 },
      observationCount: values.count
    )
  }
}

/// A fitted random walk.
package struct FittedNaive: FittedForecastModel {
  let adjustment: SeasonalAdjustment
  let last: Double
  let variance: Double
  let isNonnegative: Bool
  let observationCount: Int

  package var summary: FitSummary {
    FitSummary(
      form: adjustment.kind == .none ? "naive" : "naive, \(adjustment.kind.rawValue) season",
      observationCount: observationCount,
      residualVariance: variance
    )
  }

  package func forecast(horizon: Int) -> Forecast {
    precondition(horizon >= 1, "no month to forecast")
    return Forecast(
      steps: (0..<horizon).map { step in
        let normal = Normal(
          mean: last,
          standardDeviation: .sqrt(variance * Double(step + 1))
        )
        let restored = adjustment.restored(.normal(normal), step: step)
        return isNonnegative ? restored.rectified : restored
      }
    )
  }

  package func extended(by values: [Double]) -> FittedNaive {
    FittedNaive(
      adjustment: adjustment.advanced(by: values.count),
      last: values.last.map { adjustment.removed($0, step: values.count - 1) } ?? last,
      variance: variance,
      isNonnegative: isNonnegative && values.allSatisfy { $0 >= 0 },
      observationCount: observationCount + values.count
    )
  }

  /// The monthly changes, with the season put back; the first month, which none precedes, is compared
  /// with the second.
  package func oneStepErrors(of values: [Double]) -> [Double]? {
    let count = values.count
    guard count == observationCount else { return nil }
    return values.indices.map { t in
      let known = t > 0 ? t - 1 : 1
      let level = adjustment.removed(values[known], at: known, of: count)
      return values[t] - adjustment.restored(level, at: t, of: count)
    }
  }
}

extension ForecastModelDescriptor {
  /// ``Naive``.
  package static let naive = ForecastModelDescriptor(
    name: "naive",
    summary: "the last value goes on",
    model: Naive()
  )
  /// ``Naive`` with a fixed season.
  package static let naive2 = ForecastModelDescriptor(
    name: "naive2",
    summary: "the last value goes on with a fixed season, as in the M4 competition",
    model: Naive(adjustsForSeason: true)
  )
}
