internal import Concurrency
package import Datasets

/// Where the widths of intervals come from.
package enum IntervalSource: String, Codable, Sendable, CaseIterable {
  /// The model's own.
  case model
  /// The model's own, corrected by what the panel's past shows (``IntervalCalibration``).
  case calibrated
}

/// A model fitted to all series of a panel, and what its past says about the intervals.
package struct PanelFit: Sendable {
  /// One fit a series, in the panel's order.
  package let fits: [SeriesFit]
  /// Name in the catalogue of the model asked for.
  package let model: String
  /// The events and the calendar that the model was told of.
  package let known: KnownMonths
  /// The correction of the intervals; `nil` for the model's own.
  package let calibration: IntervalCalibration?

  /// A panel's fits.
  init(
    fits: [SeriesFit],
    model: String,
    known: KnownMonths,
    calibration: IntervalCalibration?
  ) {
    self.fits = fits
    self.model = model
    self.known = known
    self.calibration = calibration
  }

  /// Fits all series in parallel; the same for any number of threads.
  ///
  /// - Parameters:
  ///   - series: the panel; monthly values, NaN where missing.
  ///   - model: the model, pooled where it learns from a panel.
  ///   - intervals: where the widths of intervals come from.
  ///   - previous: fits of the same model to earlier months, one a series, from which the
  ///     estimation starts; none when `nil`.
  ///   - threads: number of threads, at least 1.
  ///   - advanced: called after each series, on any thread.
  package init(
    _ series: [TimeSeries],
    by model: ForecastModelDescriptor,
    intervals: IntervalSource,
    startingFrom previous: [SeriesFit?]? = nil,
    threads: Int,
    advanced: @Sendable () -> Void = {}
  ) {
    precondition(previous?.count ?? series.count == series.count, "not one fit a series")
    let isCalibrated = intervals == .calibrated
    let results = parallelMap(count: series.count, threads: threads) { index in
      defer { advanced() }
      let fit = SeriesFit(of: series[index], by: model, startingFrom: previous?[index])
      return (
        fit: fit, errors: isCalibrated ? fit.heldBackErrors(of: series[index], by: model) : nil
      )
    }
    fits = results.map(\.fit)
    self.model = model.name
    known = model.known
    calibration = isCalibrated ? IntervalCalibration(results.map(\.errors)) : nil
  }

  /// Forecasts all series.
  ///
  /// - Parameters:
  ///   - horizon: months ahead, at least 1.
  ///   - panelEnd: month after the last one of the panel, for the statuses.
  ///   - threads: number of threads, at least 1; the result is the same for any.
  /// - Returns: one forecast a series.
  package func forecast(
    horizon: Int,
    panelEnd: Month? = nil,
    threads: Int
  ) -> [SeriesForecast] {
    parallelMap(count: fits.count, threads: threads) { index in
      fits[index].forecast(horizon: horizon, panelEnd: panelEnd, calibration: calibration)
    }
  }
}

/// A fit that has forecast held-back months of its own series, to weigh its parts by.
package protocol HeldBackForecaster: FittedForecastModel {
  /// The errors of those forecasts; `nil` where the series was too short for any.
  var heldBackErrors: HeldBackErrors? { get }
}

extension SeriesFit {
  /// The errors of the model fitted to the series without its last months, in the form chosen for the
  /// whole; `nil` where another model took its place or too few months are left.
  func heldBackErrors(
    of series: TimeSeries,
    by model: ForecastModelDescriptor
  ) -> HeldBackErrors? {
    guard let fitted, self.model == model.name, constant == nil, !fitted.isOfPanel else {
      return nil
    }
    if let own = fitted as? any HeldBackForecaster { return own.heldBackErrors }
    // Nobody forecasts the months of events.
    let shown = model.known.leavingOut(series).series
    guard
      let prepared = SeriesPreparation(shown, domain: model.model.domain(of: shown.values))?.series
    else {
      return nil
    }
    let count = HeldBackErrors.count(of: prepared.count)
    do throws(ForecastingError) {
      let shorter = try model.fit(
        to: prepared.prefix(prepared.count - count),
        startingFrom: fitted
      )
      return HeldBackErrors(of: prepared.values, heldBack: count, by: shorter)
    } catch {
      return nil
    }
  }
}
