package import Datasets
internal import RealModule
internal import Statistics

/// A fitted seasonal ARIMA model: coefficients, and the exact filter after its last month.
package struct FittedARIMA: FittedForecastModel {
  /// The orders.
  package let orders: ARIMAOrders
  /// The coefficients of the errors' process.
  package let coefficients: ARMACoefficients
  let regression: ARIMARegression
  private(set) var filter: ARMAFilter
  /// The last d + 12 D values less the regression.
  private(set) var lastValues: [Double]
  private(set) var end: Month
  /// Variance of ε: Σ v²/F over the differenced months less the coefficients, as R's `Arima`.
  package let residualVariance: Double
  /// Logarithm of the exact Gaussian likelihood of the differenced series, which is that of R's
  /// `arima`; `nil` where the fit has no error.
  package let logLikelihood: Double?
  /// Akaike's criterion with the correction for small samples, as R's `Arima`.
  package let aicc: Double?
  private(set) var isNonnegative: Bool
  let origin: Month
  private(set) var observationCount: Int
  let converged: Bool

  /// Smallest mean square of errors, in units of the largest difference, that is more than rounding.
  private static let exactness = 1e-26

  /// A model with given coefficients, run through a series.
  ///
  /// - Parameters:
  ///   - orders: at least one month more than the differences take.
  ///   - coefficients: stationary, of the number that the orders say.
  ///   - regressors: columns with all months of the series.
  ///   - regressionCoefficients: the constant's, then one a regressor; by generalised least squares
  ///     when `nil`.
  ///   - series: all values usable.
  ///   - converged: true when the coefficients are where they should be.
  package init(
    _ orders: ARIMAOrders,
    _ coefficients: ARMACoefficients,
    regressors: [ARIMARegressor] = [],
    regressionCoefficients: [Double]? = nil,
    to series: TimeSeries,
    converged: Bool = true
  ) {
    precondition(coefficients.matches(orders), "coefficients of other orders")
    let differencing = ARIMADifferencing(orders)
    let months = series.start..<series.end
    var regression = ARIMARegression(orders, regressors: regressors, origin: series.start)
    if let regressionCoefficients {
      regression = regression.with(regressionCoefficients)
    } else {
      regression.estimate(
        differencing.differences(of: series.values),
        regression.columns(months).map { differencing.differences(of: $0) },
        errors: coefficients
      )
    }
    let explained = regression.values(months)
    let values = series.values.indices.map { series.values[$0] - explained[$0] }
    let differences = differencing.differences(of: values)
    // In units of the largest, so that squares neither vanish nor overflow.
    var largest = 0.0
    for difference in differencing.differences(of: series.values) {
      largest = max(largest, abs(difference))
    }
    let unit = largest > 0 ? largest : 1
    var filter = ARMAFilter(coefficients)
    var squares = 0.0
    var logDeterminant = 0.0
    for difference in differences {
      let innovation = difference - filter.prediction
      squares += innovation / unit * (innovation / unit) / filter.variance
      logDeterminant += .log(filter.variance)
      filter.advance(innovation: innovation)
    }
    let count = Double(differences.count)
    let estimated = orders.coefficientCount + regression.estimatedCount
    self.orders = orders
    self.coefficients = coefficients
    self.regression = regression
    self.filter = filter
    lastValues = Array(values.suffix(differencing.lostCount))
    end = series.end
    residualVariance = squares / max(count - Double(estimated), 1) * unit * unit
    logLikelihood =
      squares > Self.exactness * count
      ? -count / 2 * (.log(2 * .pi * squares / count) + 2 * .log(unit) + 1) - logDeterminant / 2
      : nil
    aicc = logLikelihood.map {
      ARIMASearch.aicc(logLikelihood: $0, parameters: estimated + 1, count: differences.count)
    }
    isNonnegative = series.values.allSatisfy { $0 >= 0 }
    origin = series.start
    observationCount = series.count
    self.converged = converged
  }

  package var summary: FitSummary {
    func named(_ name: String, _ values: [Double]) -> [FitSummary.Parameter] {
      values.indices.map { .init("\(name)\($0 + 1)", values[$0]) }
    }
    return FitSummary(
      form: orders.name,
      observationCount: observationCount,
      parameters: named("ar", coefficients.ar) + named("ma", coefficients.ma)
        + named("sar", coefficients.seasonalAR) + named("sma", coefficients.seasonalMA)
        + regression.named,
      residualVariance: residualVariance,
      logLikelihood: logLikelihood,
      aicc: aicc,
      converged: converged
    )
  }

  package func forecast(horizon: Int) -> Forecast {
    precondition(horizon >= 1, "no month to forecast")
    let explained = regression.values(end..<end.advanced(by: horizon))
    let (values, variances) = errorForecast(horizon: horizon)
    return Forecast(
      steps: (0..<horizon).map { step in
        let normal = Normal(
          mean: values[step] + explained[step],
          standardDeviation: .sqrt(residualVariance) * .sqrt(variances[step])
        )
        return isNonnegative ? .rectifiedNormal(normal) : .normal(normal)
      }
    )
  }

  /// Predictions of the errors of the regression, and their variances in units of that of ε.
  ///
  /// An innovation of month j moves the forecast of month h by the filter's weight, summed up as the
  /// differences are; innovations are independent, so the variances add:
  ///
  /// ```
  /// Var_h = Σ_{j≤h} F_j ψ_{j,h-j}²
  /// ```
  func errorForecast(horizon: Int) -> (values: [Double], variances: [Double]) {
    let differencing = ARIMADifferencing(orders)
    let before = [Double](repeating: 0, count: differencing.lostCount)
    var filter = filter
    var predictions: [Double] = []
    var variances = [Double](repeating: 0, count: horizon)
    for month in 0..<horizon {
      predictions.append(filter.prediction)
      let weights = differencing.integrated(
        filter.weights(count: horizon - month),
        after: before
      )
      for step in weights.indices {
        variances[month + step] += filter.variance * weights[step] * weights[step]
      }
      filter.advance(innovation: 0)
    }
    return (differencing.integrated(predictions, after: lastValues), variances)
  }

  /// The fit carried through the months that follow its series: coefficients kept, states updated.
  ///
  /// - Parameter values: the newer months in order, all usable; may be empty. Regressors that
  ///   are lists must have them too.
  /// - Returns: a fit whose forecasts start after the last of them.
  package func extended(by values: [Double]) -> FittedARIMA {
    var result = self
    let explained = regression.values(end..<end.advanced(by: values.count))
    let differencing = ARIMADifferencing(orders)
    for index in values.indices {
      let value = values[index] - explained[index]
      let difference = differencing.differences(of: result.lastValues + [value])[0]
      result.filter.advance(innovation: difference - result.filter.prediction)
      result.lastValues = Array((result.lastValues + [value]).suffix(differencing.lostCount))
    }
    result.end = end.advanced(by: values.count)
    result.observationCount += values.count
    result.isNonnegative = isNonnegative && values.allSatisfy { $0 >= 0 }
    return result
  }

  /// The innovations; 0 in the first d + 12 D months, which only start the differences.
  package func oneStepErrors(of values: [Double]) -> [Double]? {
    guard values.count == observationCount else { return nil }
    let explained = regression.values(origin..<origin.advanced(by: values.count))
    let differencing = ARIMADifferencing(orders)
    let differences = differencing.differences(
      of: values.indices.map { values[$0] - explained[$0] }
    )
    var filter = ARMAFilter(coefficients)
    var errors = [Double](repeating: 0, count: values.count - differences.count)
    for difference in differences {
      errors.append(difference - filter.prediction)
      filter.advance(innovation: difference - filter.prediction)
    }
    return errors
  }
}
