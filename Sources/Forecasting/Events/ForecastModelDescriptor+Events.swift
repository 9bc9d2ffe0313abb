package import Datasets

extension ForecastModelDescriptor {
  /// True for a model that takes regressors: it estimates what an event did, and the calendar.
  package var takesRegressors: Bool { model is ARIMA }

  /// The model told of events and of the calendar.
  ///
  /// One that takes regressors gets columns for both. Any other leaves the months of pulses and spans
  /// out of its fits, interpolated as missing ones are, and their status says so; it passes over levels
  /// and the calendar.
  ///
  /// - Parameters:
  ///   - events: what happened.
  ///   - calendar: columns of the calendar, for `months`.
  ///   - months: first month and month after the last of all that the model will see or forecast.
  /// - Returns: a model of the same name.
  package func told(
    of events: [SeriesEvent],
    calendar: [ARIMARegressor] = [],
    months: Range<Month>
  ) -> ForecastModelDescriptor {
    guard let arima = model as? ARIMA else {
      var result = self
      result.events = events
      return result
    }
    return ForecastModelDescriptor(
      name: name,
      summary: summary,
      model: ARIMA(
        orders: arima.orders,
        regressors: arima.regressors + events.flatMap { $0.regressors(months: months) } + calendar
      )
    )
  }

  /// A series as the model's fits see it.
  func leavingOut(_ series: TimeSeries) -> LeftOutMonths { LeftOutMonths(events, of: series) }
}
