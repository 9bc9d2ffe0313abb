internal import Datasets
internal import Forecasting

/// The series of a panel with their forecasts.
struct PanelForecast {
  /// The series.
  let panel: Panel
  /// One forecast a series in the same order, then those of series that only a saved panel has.
  let forecasts: [SeriesForecast]
  /// Month after the panel's last one (``Panel/end(of:)``); `nil` without series.
  let end: Month?

  /// Forecasts all series from their fits; the same for any number of threads.
  init(_ panel: Panel, _ fit: PanelFit, horizon: Int, threads: Int) {
    self.panel = panel
    let end = Panel.end(of: fit.fits.map { ($0.end, $0.end) })
    self.end = end
    forecasts = fit.forecast(horizon: horizon, panelEnd: end, threads: threads)
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

extension PanelFit {
  /// Fits all series of a panel, telling an observer of those done.
  init(
    _ panel: Panel,
    by model: ForecastModelDescriptor,
    intervals: IntervalChoice,
    threads: Int,
    observer: any ProgressObserver
  ) {
    let progress = ProgressCounter("Fitting", total: panel.series.count, observer: observer)
    self.init(
      panel.series,
      by: model.pooled(over: panel.series),
      intervals: intervals.source(for: model),
      threads: threads,
      advanced: { progress.advance() }
    )
  }

  /// The fits as a table: `unique_id,model,form,months,parameters,converged,status`.
  func table(source: String) -> Dataset {
    let summaries = fits.map { $0.fitted?.summary }
    return Dataset(
      source: source,
      columns: [
        Column(name: "unique_id", values: .text(TextColumn(fits.map(\.id)))),
        Column(name: "model", values: .text(TextColumn(fits.map { $0.model ?? "none" }))),
        Column(name: "form", values: .text(TextColumn(summaries.map { $0?.form ?? "" }))),
        Column(
          name: "months",
          values: .numbers(summaries.map { $0.map { Double($0.observationCount) } ?? .nan })
        ),
        Column(
          name: "parameters",
          values: .text(
            TextColumn(
              summaries.map { summary in
                (summary?.parameters ?? []).map { "\($0.name)=\($0.value)" }.joined(separator: ";")
              }
            )
          )
        ),
        Column(
          name: "converged",
          values: .text(TextColumn(summaries.map { $0.map { $0.converged ? "yes" : "no" } ?? "" }))
        ),
        Column(
          name: "status",
          values: .text(TextColumn(fits.map { $0.forecast(horizon: 1).status.description }))
        ),
      ]
    )
  }
}
