package import Datasets
internal import LinearAlgebra

/// Seasonal ARIMA with exact maximum likelihood, its orders given or chosen.
///
/// The series is differenced first; what is left is a stationary process whose exact likelihood is
/// maximised (``ARMALikelihood``), which is that of R's `arima` with its diffuse start. With
/// regressors, or a mean or drift, it is a regression with ARIMA errors, its coefficients by
/// generalised least squares within the likelihood.
///
/// Chosen orders: a yearly difference where the season is strong (``seasonalStrength(_:)``), monthly
/// ones until the series keeps to a level (``wanders(_:)``), the rest by ``ARIMASearch``. A model
/// whose forecasts explode is refused and the next best one taken.
package struct ARIMA: ForecastModel {
  /// The orders; chosen by AICc when `nil`.
  package let orders: ARIMAOrders?
  /// Columns of a regression; each series gets those that are for it.
  package let regressors: [ARIMARegressor]

  /// A model.
  ///
  /// - Parameters:
  ///   - orders: chosen by AICc when `nil`.
  ///   - regressors: columns that have the months of the series and those to forecast.
  package init(orders: ARIMAOrders? = nil, regressors: [ARIMARegressor] = []) {
    self.orders = orders
    self.regressors = regressors
  }

  /// Strength of the season above which it is differenced; as R.
  private static let strongSeason = 0.64
  /// Fewest months whose orders are chosen.
  private static let leastCount = 10
  /// Gain of the log-likelihood that the last search goes for.
  private static let tolerance = 1e-7
  /// Months over which forecasts are watched.
  private static let watchedMonths = 24
  /// Widths of the series' range by which a forecast may leave it.
  private static let allowedWidths = 2.0

  package func fit(to series: TimeSeries) throws(ForecastingError) -> FittedARIMA {
    let own = regressors.filter { $0.touches(series.id) }
    guard own.count == regressors.count else {
      return try ARIMA(orders: orders, regressors: own).fit(to: series)
    }
    guard let orders else {
      try check(series, required: Self.leastCount + regressorCount(in: series))
      return chosen(series)
    }
    try check(
      series,
      required: Self.required(orders, regressorCount: regressorCount(in: series))
    )
    return fitted(orders, to: series, from: ARMAParameters(orders))
  }

  /// Months that an AICc of the orders needs.
  static func required(_ orders: ARIMAOrders, regressorCount: Int) -> Int {
    orders.lostCount + orders.coefficientCount + (orders.hasConstant ? 1 : 0) + regressorCount + 3
  }

  /// The fit of given orders.
  ///
  /// - Parameters:
  ///   - orders: p, d, q, P, D, Q and the constant.
  ///   - series: checked, long enough.
  ///   - start: first parameters.
  /// - Returns: the fit of largest likelihood.
  func fitted(
    _ orders: ARIMAOrders,
    to series: TimeSeries,
    from start: ARMAParameters
  ) -> FittedARIMA {
    guard var search = search(orders, series, hasConstant: orders.hasConstant) else {
      return exact(orders, series)
    }
    let fit = search.estimate(orders) { $0.thoroughFit(from: start, tolerance: Self.tolerance) }
    return finished(orders, fit, series)
  }

  /// The model of chosen orders.
  private func chosen(_ series: TimeSeries) -> FittedARIMA {
    var orders = differences(of: series)
    let allowsConstant = orders.differences + orders.seasonalDifferences <= 1
    guard var search = search(orders, series, hasConstant: allowsConstant) else {
      orders.hasConstant = allowsConstant
      return exact(orders, series)
    }
    search.run()
    for candidate in search.candidates.sorted(by: { $0.aicc < $1.aicc }) {
      let orders = candidate.orders
      let end = search.estimate(orders) {
        $0.polished(
          $0.fit(from: candidate.parameters, tolerance: Self.tolerance),
          tolerance: Self.tolerance
        )
      }
      let fit = finished(orders, end, series)
      if isStable(fit, series) { return fit }
    }
    // The last year, or the last month, goes on.
    orders.differences = min(orders.differences, 1)
    return FittedARIMA(orders, ARMACoefficients(), regressors: regressors, to: series)
  }

  /// The model at the end of a last search.
  private func finished(
    _ orders: ARIMAOrders,
    _ fit: ARMAEstimation.Fit,
    _ series: TimeSeries
  ) -> FittedARIMA {
    FittedARIMA(
      orders,
      fit.parameters.coefficients,
      regressors: regressors,
      to: series,
      converged: fit.converged
    )
  }

  /// The search for models of a series, `nil` where the differences are constant.
  private func search(
    _ orders: ARIMAOrders,
    _ series: TimeSeries,
    hasConstant: Bool
  ) -> ARIMASearch? {
    let differencing = ARIMADifferencing(orders)
    let differences = differencing.differences(of: series.values)
    guard let unit = scale(of: differences, within: series.values) else { return nil }
    let months = series.start..<series.end
    let constant =
      hasConstant
      ? [Double](repeating: 1, count: differences.count) : nil
    let columns = regressors.map { differencing.differences(of: $0[months]) }
    let independent = ARIMARegression.independent([constant].compactMap(\.self) + columns)
    let places = independent.map { $0 - (hasConstant ? 1 : 0) }.filter { $0 >= 0 }
    return ARIMASearch(
      orders,
      series: differences.map { $0 / unit },
      constant: constant,
      regressors: places.map { columns[$0] }
    )
  }

  /// The root mean square of differences; `nil` where they are constant but for rounding.
  private func scale(of differences: [Double], within values: [Double]) -> Double? {
    var largest = 0.0
    for value in values { largest = max(largest, abs(value)) }
    var low = Double.infinity
    var high = -Double.infinity
    for difference in differences {
      low = min(low, difference)
      high = max(high, difference)
    }
    guard high - low > 1e-12 * largest else { return nil }
    let size = max(abs(low), abs(high))
    var sum = 0.0
    for difference in differences { sum += difference / size * (difference / size) }
    return size * (sum / Double(differences.count)).squareRoot()
  }

  /// The model of a series whose differences are constant.
  private func exact(_ orders: ARIMAOrders, _ series: TimeSeries) -> FittedARIMA {
    var orders = orders
    orders.ar = 0
    orders.ma = 0
    orders.seasonalAR = 0
    orders.seasonalMA = 0
    return FittedARIMA(orders, ARMACoefficients(), regressors: regressors, to: series)
  }

  /// Orders with the numbers of differences that a series needs, and no others.
  private func differences(of series: TimeSeries) -> ARIMAOrders {
    var orders = ARIMAOrders(0, 0, 0)
    let values = unexplained(series)
    if seasonalStrength(values) > Self.strongSeason { orders.seasonalDifferences = 1 }
    while orders.differences < 2 {
      let differences = ARIMADifferencing(orders).differences(of: values)
      guard scale(of: differences, within: values) != nil, wanders(differences) else { break }
      orders.differences += 1
    }
    return orders
  }

  /// The series less its least-squares regression.
  private func unexplained(_ series: TimeSeries) -> [Double] {
    guard !regressors.isEmpty else { return series.values }
    let months = series.start..<series.end
    let orders = ARIMAOrders(0, 0, 0, hasConstant: true)
    var regression = ARIMARegression(orders, regressors: regressors, origin: series.start)
    regression.estimate(series.values, regression.columns(months), errors: ARMACoefficients())
    let explained = regression.values(months)
    return series.values.indices.map { series.values[$0] - explained[$0] }
  }

  /// True when the forecasts of two years stay within twice the series' range of it; regressors
  /// left out.
  private func isStable(_ fit: FittedARIMA, _ series: TimeSeries) -> Bool {
    let months = series.start..<series.end
    let explained = fit.regression.values(months)
    var low = Double.infinity
    var high = -Double.infinity
    for t in series.values.indices {
      low = min(low, series.values[t] - explained[t])
      high = max(high, series.values[t] - explained[t])
    }
    let room = Self.allowedWidths * (high - low)
    let (values, variances) = fit.errorForecast(horizon: Self.watchedMonths)
    return zip(values, variances).allSatisfy {
      $0 >= low - room && $0 <= high + room && $1.isFinite
    }
  }
}

extension ARIMA: RegressionModel {
  package var estimatesEvents: Bool { true }

  package func told(_ known: KnownMonths) -> ARIMA {
    ARIMA(orders: orders, regressors: regressors + known.regressors)
  }

  /// Number of regressors that are not 0 in all months of a series, and so can have a coefficient.
  func regressorCount(in series: TimeSeries) -> Int {
    let months = series.start..<series.end
    return regressors.count { regressor in regressor[months].contains { $0 != 0 } }
  }
}

extension FittedARIMA: WarmStartedModel {
  /// A fit of the same orders and regressors to another series, its coefficients estimated again
  /// starting from the present ones.
  ///
  /// - Parameter series: consecutive months, all values finite.
  /// - Returns: the new fit.
  /// - Throws: as ``ARIMA/fit(to:)``.
  package func refitted(to series: TimeSeries) throws(ForecastingError) -> FittedARIMA {
    let model = ARIMA(orders: orders, regressors: regression.regressors)
    try model.check(
      series,
      required: ARIMA.required(orders, regressorCount: model.regressorCount(in: series))
    )
    return model.fitted(orders, to: series, from: ARMAParameters(coefficients))
  }
}

extension ForecastModelDescriptor {
  /// ``ARIMA`` of chosen orders.
  package static let arima = ForecastModelDescriptor(
    name: "arima",
    summary: "seasonal ARIMA, its orders chosen by AICc",
    model: ARIMA()
  )
}
