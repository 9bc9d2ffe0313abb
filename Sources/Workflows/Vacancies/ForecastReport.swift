internal import Datasets
internal import Forecasting
internal import Registry
internal import Reporting

/// The report on a panel's forecasts, from the forecasts to the page's input.
struct ForecastReport {
  /// The page.
  let html: String

  init(
    _ panel: PanelForecast,
    shown: [Int],
    titles: [String: String],
    backtest: BacktestResult?,
    known: KnownMonths,
    digest: InputDigest,
    request: VacanciesReportRequest
  ) {
    let language = request.language
    let isItalian = language == .italian
    let input = ForecastReportInput(
      title: request.title,
      series: shown.map { position in
        Self.series(
          panel.panel.series[position],
          panel.forecasts[position],
          title: titles[panel.panel.series[position].id],
          request
        )
      },
      backtest: backtest.map(Self.table),
      warnings: Self.warnings(panel, shown: shown, known: known, language),
      provenance: Provenance(
        program: "Vedetta \(Program.version)",
        entries: [
          .init(
            name: isItalian ? "Dati (SHA-256)" : "Data (SHA-256)",
            value: digest.file.sha256
          ),
          .init(name: isItalian ? "Modello" : "Model", value: request.model.name),
          .init(
            name: isItalian ? "Serie proiettate" : "Series projected",
            value: "\(panel.forecasts.count)"
          ),
        ]
      )
    )
    html = ForecastReportPage(input: input, language: language).html
  }

  private static func series(
    _ history: TimeSeries,
    _ forecast: SeriesForecast,
    title: String?,
    _ request: VacanciesReportRequest
  ) -> ForecastSeries {
    let missing = [Double](repeating: .nan, count: request.horizon)
    let bands = [0.8, 0.95].compactMap { level -> ForecastBand? in
      guard forecast.status.hasIntervals, let interval = forecast.forecast?.interval(level: level)
      else { return nil }
      return ForecastBand(level: level, lower: interval.lower, upper: interval.upper)
    }
    return ForecastSeries(
      title: title ?? history.id,
      unit: request.unit,
      history: history,
      mean: forecast.forecast?.mean ?? missing,
      median: forecast.forecast?.median ?? missing,
      bands: bands,
      model: forecast.model ?? "",
      status: status(forecast.status, request.language)
    )
  }

  private static func status(
    _ status: ForecastStatus,
    _ language: Language
  ) -> ForecastSeries.Status {
    let isItalian = language == .italian
    if status.hasTooLargeValues {
      return .failed(isItalian ? "valori troppo grandi" : ForecastStatus.tooLargeValues)
    }
    if status.unmetDomain != nil {
      return .fallback(
        isItalian
          ? "valori per cui il modello richiesto non è fatto"
          : "values that the requested model is not made for"
      )
    }
    guard let shortfall = status.shortfall else { return .regular }
    guard shortfall.found > 0 else {
      return .failed(isItalian ? "nessun valore" : "no value")
    }
    return .fallback(
      isItalian
        ? "\(shortfall.found) mesi dove ne servono \(shortfall.required)"
        : "\(shortfall.found) months where \(shortfall.required) are needed"
    )
  }

  private static func table(_ backtest: BacktestResult) -> BacktestTable {
    let names = ["mase", "smape", "rmsse"]
    return BacktestTable(
      origins: backtest.origins,
      horizon: backtest.horizon,
      seriesCount: backtest.seriesCount - backtest.tooShort - backtest.tooLarge,
      metrics: ["MASE", "sMAPE", "RMSSE"].map { BacktestTable.Metric(name: $0) },
      levels: backtest.levels,
      models: backtest.models.map { model in
        BacktestTable.Model(
          name: model.model,
          values: names.map { model.value($0) ?? .nan },
          coverage: backtest.levels.map { level in
            model.value("coverage_\(Int((level * 100).rounded()))") ?? .nan
          }
        )
      }
    )
  }
}
