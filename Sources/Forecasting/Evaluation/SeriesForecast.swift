package import Datasets

/// The forecast of one series of a panel, whatever the series is like.
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
  /// What the fit estimated.
  package let summary: FitSummary?
  /// How the forecast came about.
  package let status: ForecastStatus
  /// The fit; `nil` when there is none.
  let fitted: (any FittedForecastModel)?

  /// Forecasts a series.
  ///
  /// A series that is too short for the model gets the next simpler one that it is long enough for:
  /// exponential smoothing without season, the last value, and for a single month that value
  /// without intervals; so does one with values that the model is not made for. Missing months are
  /// interpolated for the fit (see ``ForecastStatus``). A constant series has its value as a certain
  /// forecast, but for a model that learns from the whole panel, which also forecasts a series
  /// without any value.
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
    id = series.id
    start = series.end
    let monthsBeforePanelEnd = max(0, panelEnd.map { series.end.distance(to: $0) } ?? 0)
    guard let prepared = SeriesPreparation(series, domain: model.model.domain) else {
      let pooled = series.hasTooLargeValues ? nil : Self.pooled(model, series)
      forecast = pooled?.forecast(horizon: series.count + horizon).dropFirst(series.count)
      self.model = pooled.map { _ in model.name }
      summary = pooled?.summary
      self.fitted = pooled
      status = ForecastStatus(
        shortfall: pooled != nil
          ? nil : series.hasTooLargeValues ? nil : .init(required: 1, found: 0),
        unmetDomain: nil,
        ownMonths: pooled.map { _ in 0 },
        interpolatedMonths: 0,
        missingLastMonths: series.hasTooLargeValues ? 0 : series.count,
        monthsBeforePanelEnd: monthsBeforePanelEnd,
        isConstant: false,
        hasTooLargeValues: series.hasTooLargeValues,
        hasIntervals: pooled != nil
      )
      return
    }
    let values = prepared.series.values
    let isConstant = values.allSatisfy { $0 == values[0] }
    var shortfall: ForecastStatus.Shortfall?
    var unmetDomain: SeriesDomain?
    var fitted: (name: String, model: any FittedForecastModel)?
    for candidate in [model] + Self.fallbacks {
      do throws(ForecastingError) {
        fitted = (candidate.name, try candidate.fit(to: prepared.series))
        break
      } catch {
        switch error {
        case .tooShort(let required, let found):
          if shortfall == nil { shortfall = .init(required: required, found: found) }
        case .outside(let domain, _): unmetDomain = domain
        case .notFinite: break
        }
      }
    }
    let steps = horizon + prepared.trailingCount
    let isOfPanel = model.isPooled && fitted?.name == model.name
    let whole =
      isConstant && !isOfPanel
      ? Forecast(steps: Array(repeating: .certain(values[0]), count: steps))
      : fitted?.model.forecast(horizon: steps)
    forecast = whole?.dropFirst(prepared.trailingCount)
    self.model = fitted?.name ?? ForecastModelDescriptor.naive.name
    summary = fitted?.model.summary
    self.fitted = fitted?.model
    status = ForecastStatus(
      shortfall: shortfall,
      unmetDomain: unmetDomain,
      ownMonths: isOfPanel && values.count < seasonalPeriod ? values.count : nil,
      interpolatedMonths: prepared.interpolatedCount,
      missingLastMonths: prepared.trailingCount,
      monthsBeforePanelEnd: monthsBeforePanelEnd,
      isConstant: isConstant && values.count > 1,
      hasTooLargeValues: false,
      hasIntervals: values.count > 1 || isOfPanel
    )
  }

  /// The fit to a series without any value; `nil` where the model needs one.
  private static func pooled(
    _ model: ForecastModelDescriptor,
    _ series: TimeSeries
  ) -> (any FittedForecastModel)? {
    // Only a model that has learnt from a panel takes a series without months.
    try? model.fit(to: TimeSeries(id: series.id, start: series.start, values: []))
  }

  /// What takes the place of a model that needs more months, in this order.
  private static let fallbacks: [ForecastModelDescriptor] = [.smoothing, .naive]
}
