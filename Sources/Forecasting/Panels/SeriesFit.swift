package import Datasets

/// A model fitted to one series of a panel, whatever the series is like.
///
/// A series that is too short for the model gets the next simpler one that it is long enough for:
/// exponential smoothing without season, the last value, and for a single month that value without
/// intervals; so does one with values that the model is not made for. Missing months are interpolated
/// for the fit (see ``ForecastStatus``). A constant series has its value as a certain forecast, but
/// for a model that learns from the whole panel, which is also fitted to a series without any value.
/// What takes the place of a model knows of the same events, and leaves their months out.
package struct SeriesFit: Sendable {
  /// Name of the series.
  package let id: String
  /// Month after the last one that the series names.
  package let end: Month
  /// Name in the catalogue of the model that was fitted; `nil` when none could be.
  package let model: String?
  /// The fit; `nil` when there is none.
  package let fitted: (any FittedForecastModel)?
  /// How the fit came about; the panel's end is not known to it.
  let status: ForecastStatus
  /// The value of a series whose forecast is certain.
  let constant: Double?

  init(
    id: String,
    end: Month,
    model: String?,
    fitted: (any FittedForecastModel)?,
    status: ForecastStatus,
    constant: Double?
  ) {
    self.id = id
    self.end = end
    self.model = model
    self.fitted = fitted
    self.status = status
    self.constant = constant
  }

  /// Fits a model to a series.
  ///
  /// - Parameters:
  ///   - series: monthly values; NaN where missing.
  ///   - model: the model asked for.
  ///   - previous: a fit of the same model to earlier months of the series, from whose parameters
  ///     the estimation starts where the model can; none when `nil`.
  package init(
    of series: TimeSeries,
    by model: ForecastModelDescriptor,
    startingFrom previous: SeriesFit? = nil
  ) {
    id = series.id
    end = series.end
    var shown = model.leavingOut(series)
    let domain = model.model.domain(of: shown.series.values)
    guard var prepared = SeriesPreparation(shown.series, domain: domain) else {
      let pooled = series.hasTooLargeValues ? nil : Self.pooled(model, series)
      self.model = pooled.map { _ in model.name }
      fitted = pooled
      constant = nil
      status = ForecastStatus(
        shortfall: pooled != nil || series.hasTooLargeValues ? nil : .init(required: 1, found: 0),
        unmetDomain: nil,
        ownMonths: pooled.map { _ in 0 },
        interpolatedMonths: 0,
        missingLastMonths: series.hasTooLargeValues ? 0 : series.count,
        monthsBeforePanelEnd: 0,
        isConstant: false,
        hasTooLargeValues: series.hasTooLargeValues,
        hasIntervals: pooled != nil
      )
      .with(series.flaws)
      return
    }
    var shortfall: ForecastStatus.Shortfall?
    var unmetDomain: SeriesDomain?
    var fitted: (name: String, model: any FittedForecastModel)?
    let start = previous.flatMap { $0.model == model.name ? $0.fitted : nil }
    for candidate in [model] + Self.fallbacks {
      if candidate.name != model.name {
        shown = model.leavingOut(series, fitting: candidate.name)
        prepared = SeriesPreparation(shown.series, domain: domain) ?? prepared
      }
      do throws(ForecastingError) {
        fitted = (
          candidate.name,
          try candidate.fit(
            to: prepared.series,
            startingFrom: candidate.name == model.name ? start : nil
          )
        )
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
    let values = prepared.series.values
    let isConstant = values.allSatisfy { $0 == values[0] }
    let isOfPanel = fitted?.model.isOfPanel ?? false
    self.model = fitted?.name ?? ForecastModelDescriptor.naive.name
    self.fitted = fitted?.model
    constant = isConstant && !isOfPanel ? values[0] : nil
    status = ForecastStatus(
      shortfall: shortfall,
      unmetDomain: unmetDomain,
      ownMonths: isOfPanel && values.count < seasonalPeriod ? values.count : nil,
      interpolatedMonths: prepared.interpolatedCount - shown.insideCount,
      missingLastMonths: prepared.trailingCount,
      monthsBeforePanelEnd: 0,
      leftOut: shown.events,
      leftOutLastMonths: shown.trailingCount,
      isConstant: isConstant && values.count > 1,
      hasTooLargeValues: false,
      hasIntervals: values.count > 1 || isOfPanel
    )
    .with(series.flaws)
  }

  /// Forecasts the months that follow the series' end.
  ///
  /// - Parameters:
  ///   - horizon: months ahead, at least 1.
  ///   - panelEnd: month after the last one of the series' panel, for the status; the series' own
  ///     when `nil`.
  ///   - calibration: what the errors of the panel's past say about the intervals; the model's own
  ///     intervals when `nil`.
  /// - Returns: the forecast.
  package func forecast(
    horizon: Int,
    panelEnd: Month? = nil,
    calibration: IntervalCalibration? = nil
  ) -> SeriesForecast {
    let missing = status.missingLastMonths
    var whole: Forecast?
    if let constant {
      whole = Forecast(steps: Array(repeating: .certain(constant), count: missing + horizon))
    } else if let fitted {
      let own = fitted.forecast(horizon: missing + horizon)
      whole = calibration.map { $0.calibrated(own) } ?? own
    }
    return SeriesForecast(
      id: id,
      start: end,
      forecast: whole?.dropFirst(missing),
      model: model,
      fitted: fitted,
      status: status.ending(panelEnd.map { end.distance(to: $0) } ?? 0)
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
