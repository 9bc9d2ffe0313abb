package import Datasets

/// The forecast of one series of a panel.
package struct SeriesForecast: Sendable {
  /// Name of the series.
  package let id: String
  /// First month of the forecast, the one after the series' end.
  package let start: Month
  /// One distribution a month; `nil` when the series has no value at all, or one above 1e100
  /// in size.
  package let forecast: Forecast?
  /// Name in the catalogue of the model that was fitted; `nil` when none could be.
  package let model: String?
  /// The fit; `nil` when there is none.
  let fitted: (any FittedForecastModel)?
  /// How the forecast came about.
  package let status: ForecastStatus

  init(
    id: String,
    start: Month,
    forecast: Forecast?,
    model: String?,
    fitted: (any FittedForecastModel)?,
    status: ForecastStatus
  ) {
    self.id = id
    self.start = start
    self.forecast = forecast
    self.model = model
    self.fitted = fitted
    self.status = status
  }

  /// Fits a model to a series and forecasts it; see ``SeriesFit``.
  ///
  /// - Parameters:
  ///   - series: monthly values; NaN where missing.
  ///   - model: the model asked for.
  ///   - horizon: months ahead, at least 1.
  ///   - panelEnd: month after the last one of the series' panel, for the status; the series' own
  ///     when `nil`.
  package init(
    of series: TimeSeries,
    by model: ForecastModelDescriptor,
    horizon: Int,
    panelEnd: Month? = nil
  ) {
    self = SeriesFit(of: series, by: model).forecast(horizon: horizon, panelEnd: panelEnd)
  }

  /// What the fit estimated; `nil` without a fit.
  package var summary: FitSummary? { fitted?.summary }
}
