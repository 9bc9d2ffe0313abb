internal import Datasets

/// Mean number of months from the start, or from the demand before, to each demand, itself counted.
///
/// - Parameter values: at least 0, oldest first.
/// - Returns: to the nearest whole number, ties to the even one; `nil` without demand.
func meanDemandInterval(_ values: [Double]) -> Int? {
  guard let last = values.lastIndex(where: { $0 > 0 }) else { return nil }
  let mean = Double(last + 1) / Double(values.count { $0 > 0 })
  return Int(mean.rounded(.toNearestOrEven))
}

/// A level of simple exponential smoothing that starts from the first value.
struct SmoothedLevel: Codable, Equatable {
  /// The level; `nil` before the first value.
  private(set) var value: Double?

  /// Takes up a value.
  ///
  /// - Parameters:
  ///   - newest: the value.
  ///   - alpha: its share, in [0, 1].
  mutating func observe(_ newest: Double, alpha: Double) {
    value = value.map { $0 + alpha * (newest - $0) } ?? newest
  }
}

/// What the methods of Croston's family keep of a series.
enum DemandSmoothing: Codable, Equatable {
  /// Size over interval.
  case ratio(Croston.Smoothing)
  /// Probability times size.
  case product(TSB.Smoothing)
  /// The mean over lengths of periods.
  case periods([TemporalAggregation.Period])

  /// Expected value of every month ahead.
  var mean: Double {
    switch self {
    case .ratio(let smoothing): return smoothing.mean
    case .product(let smoothing): return smoothing.mean
    case .periods(let periods):
      var sum = 0.0
      for period in periods { sum += period.mean }
      return sum / Double(periods.count)
    }
  }

  /// Before the first of some months.
  func restarted(months: Int) -> DemandSmoothing {
    switch self {
    case .ratio(let smoothing): .ratio(smoothing.restarted)
    case .product(let smoothing): .product(smoothing.restarted)
    case .periods(let periods): .periods(periods.map { $0.restarted(months: months) })
    }
  }

  /// True once the expected value is one.
  var hasStarted: Bool {
    switch self {
    case .ratio(let smoothing): smoothing.hasStarted
    case .product(let smoothing): smoothing.hasStarted
    case .periods(let periods): periods.allSatisfy(\.hasStarted)
    }
  }

  mutating func observe(_ values: [Double]) {
    switch self {
    case .ratio(var smoothing):
      for value in values { smoothing.observe(value) }
      self = .ratio(smoothing)
    case .product(var smoothing):
      for value in values { smoothing.observe(value) }
      self = .product(smoothing)
    case .periods(var periods):
      for index in periods.indices {
        for value in values { periods[index].observe(value) }
      }
      self = .periods(periods)
    }
  }
}

/// A forecast that is the same in every month ahead: what the methods of Croston's family estimate.
///
/// They give a mean only. Its distribution has the mean square of the series' months around it as
/// variance: negative binomial where all values are counts, so that quantiles are counts, else
/// gamma.
package struct FittedDemandRate: FittedForecastModel {
  let form: String
  let parameters: [FitSummary.Parameter]
  private var smoothing: DemandSmoothing
  private var observationCount = 0
  /// Mean of all months.
  private var level = 0.0
  /// Sum of the squared distances of all months from their mean.
  private var squares = 0.0
  private var isCount = true

  /// The rate after the months of a series.
  ///
  /// - Parameters:
  ///   - form: name of the method.
  ///   - smoothing: what it keeps, before the first month.
  ///   - values: at least 0, oldest first.
  ///   - parameters: what was estimated.
  init(
    form: String,
    smoothing: DemandSmoothing,
    observing values: [Double],
    parameters: [FitSummary.Parameter]
  ) {
    self.form = form
    self.smoothing = smoothing
    self.parameters = parameters
    observe(values)
  }

  private mutating func observe(_ values: [Double]) {
    smoothing.observe(values)
    for value in values {
      observationCount += 1
      let distance = value - level
      level += distance / Double(observationCount)
      squares += distance * (value - level)
    }
    isCount = isCount && values.allSatisfy(SeriesDomain.counts.contains)
  }

  private var variance: Double {
    let distance = smoothing.mean - level
    return squares / Double(observationCount) + distance * distance
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
      mean: smoothing.mean,
      variance: variance,
      isCount: isCount
    )
    return Forecast(steps: Array(repeating: month, count: horizon))
  }

  package func extended(by values: [Double]) -> FittedDemandRate {
    var result = self
    result.observe(values)
    return result
  }

  /// The distances from the rate before each month; months before there is one, until the first
  /// demand or the first whole period, are compared with the mean of all.
  package func oneStepErrors(of values: [Double]) -> [Double]? {
    guard values.count == observationCount else { return nil }
    var smoothing = smoothing.restarted(months: values.count)
    return values.map { value in
      let expected = smoothing.hasStarted ? smoothing.mean : level
      smoothing.observe([value])
      return value - expected
    }
  }
}
