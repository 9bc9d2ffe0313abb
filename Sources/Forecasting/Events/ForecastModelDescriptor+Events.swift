internal import Datasets

extension ForecastModelDescriptor {
  /// True for a model that takes regressors: it estimates what an event did, and the calendar.
  package var takesRegressors: Bool { model is ARIMA }

  /// The model told of events and of the calendar.
  ///
  /// One that takes regressors gets columns for both. Any other, and what takes the place of the
  /// first for a series that it cannot be fitted to, leaves the months of pulses and spans out of its
  /// fits, interpolated as missing ones are, and their status says so; it passes over levels and the
  /// calendar.
  ///
  /// - Parameter known: what the model is to know.
  /// - Returns: a model of the same name.
  package func told(_ known: KnownMonths) -> ForecastModelDescriptor {
    var result = self
    if let arima = model as? ARIMA {
      result = ForecastModelDescriptor(
        name: name,
        summary: summary,
        model: ARIMA(orders: arima.orders, regressors: arima.regressors + known.regressors)
      )
    }
    result.known = known
    return result
  }

  /// A series as the fits see it.
  ///
  /// - Parameters:
  ///   - series: monthly values; NaN where missing.
  ///   - name: of the model that is fitted, this one or what takes its place; this one when `nil`.
  /// - Returns: the series, without the months of pulses and spans but for models that estimate them.
  func leavingOut(_ series: TimeSeries, fitting name: String? = nil) -> LeftOutMonths {
    model is ARIMA && name ?? self.name == self.name
      ? LeftOutMonths([], of: series) : known.leavingOut(series)
  }
}
