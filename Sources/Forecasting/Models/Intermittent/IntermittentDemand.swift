internal import Datasets

/// A series that is often 0, as Croston's family of methods sees it.
struct IntermittentDemand {
  /// The values above 0, oldest first.
  let sizes: [Double]
  /// Months from the start, or from the demand before, to each demand, itself counted.
  let intervals: [Double]

  /// Splits the values of a series.
  init(_ values: [Double]) {
    var sizes: [Double] = []
    var intervals: [Double] = []
    var last = -1
    for (month, value) in values.enumerated() where value > 0 {
      sizes.append(value)
      intervals.append(Double(month - last))
      last = month
    }
    self.sizes = sizes
    self.intervals = intervals
  }

  /// Mean of the intervals to the nearest whole number, ties to the even one; `nil` without demand.
  var meanInterval: Int? {
    guard !intervals.isEmpty else { return nil }
    let mean = intervals.reduce(0, +) / Double(intervals.count)
    return Int(mean.rounded(.toNearestOrEven))
  }
}

/// Simple exponential smoothing that starts from the first value.
enum SimpleSmoothing {
  /// The level after the last value.
  ///
  /// - Parameters:
  ///   - values: at least one.
  ///   - alpha: share of the newest value, in [0, 1].
  /// - Returns: the forecast of the next value.
  static func level(_ values: [Double], alpha: Double) -> Double {
    var level = values[0]
    for value in values.dropFirst() { level += alpha * (value - level) }
    return level
  }

  /// Sum of the squared errors one value ahead.
  static func squares(_ values: [Double], alpha: Double) -> Double {
    var level = values[0]
    var sum = 0.0
    for value in values.dropFirst() {
      let error = value - level
      sum += error * error
      level += alpha * error
    }
    return sum
  }
}

/// A forecast that is the same in every month ahead: what the methods of Croston's family estimate.
///
/// They give a mean only. Its distribution has the mean square of the series' months around it as
/// variance: negative binomial where all values are counts, so that quantiles are counts, else
/// gamma.
package struct FittedDemandRate: FittedForecastModel {
  let form: String
  let mean: Double
  let variance: Double
  let isCount: Bool
  let observationCount: Int
  let parameters: [FitSummary.Parameter]

  init(
    form: String,
    mean: Double,
    series: TimeSeries,
    parameters: [FitSummary.Parameter]
  ) {
    self.form = form
    self.mean = mean
    self.parameters = parameters
    let values = series.values
    var sum = 0.0
    for value in values { sum += (value - mean) * (value - mean) }
    variance = sum / Double(values.count)
    isCount = values.allSatisfy(SeriesDomain.counts.contains)
    observationCount = values.count
  }

  package var summary: FitSummary {
    FitSummary(
      form: form,
      observationCount: observationCount,
      parameters: parameters,
      residualVariance: variance
    )
  }

  package func forecast(horizon: Int) -> Forecast {
    precondition(horizon >= 1, "no month to forecast")
    let month = ForecastDistribution.nonnegative(
      mean: mean,
      variance: variance,
      isCount: isCount
    )
    return Forecast(steps: Array(repeating: month, count: horizon))
  }
}
