internal import Datasets
internal import Forecasting

/// The series of a panel with their forecasts.
struct PanelForecast {
  /// The series.
  let panel: Panel
  /// One forecast a series, in the same order.
  let forecasts: [SeriesForecast]
  /// Month after the last one of any series; `nil` without series.
  let end: Month?

  /// Forecasts all series in parallel; the same for any number of threads.
  init(
    _ panel: Panel,
    by model: ForecastModelDescriptor,
    horizon: Int,
    intervals: IntervalSource,
    threads: Int,
    observer: any ProgressObserver
  ) {
    self.panel = panel
    let progress = ProgressCounter(
      "Forecasting",
      total: panel.series.count,
      observer: observer
    )
    let end = panel.series.map(\.end).max()
    self.end = end
    forecasts = PanelFit(
      panel.series,
      by: model.pooled(over: panel.series),
      intervals: intervals,
      threads: threads,
      advanced: { progress.advance() }
    )
    .forecast(horizon: horizon, panelEnd: end, threads: threads)
  }

  /// The table of the forecasts; see ``ForecastTable``.
  func dataset(horizon: Int, levels: [Double], id: String, time: String) -> Dataset {
    ForecastTable(
      rows: forecasts.map { ForecastTable.Row($0) },
      horizon: horizon,
      levels: levels
    )
    .dataset(source: panel.source, id: id, time: time)
  }
}
