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
      warnings: Self.early(panel, shown, language) + Self.leftOut(panel, shown, known, language),
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

  /// Of the series shown, how many end before the others.
  private static func early(
    _ panel: PanelForecast,
    _ shown: [Int],
    _ language: Language
  ) -> [String] {
    let early = shown.count { panel.forecasts[$0].status.monthsBeforePanelEnd > 0 }
    guard early > 0, let last = panel.end?.advanced(by: -1) else { return [] }
    let month = language.month(last)
    switch language {
    case .italian:
      return [
        "Delle \(shown.count) serie mostrate, \(early) \(early == 1 ? "finisce" : "finiscono") prima "
          + "di \(month), ultimo mese dei dati: la previsione parte dal loro ultimo mese e può "
          + "riguardare mesi già passati."
      ]
    case .english:
      return [
        "Of the \(shown.count) series shown, \(early) \(early == 1 ? "ends" : "end") before \(month), "
          + "the last month of the data: the projection starts after the series’ own last month and "
          + "may be of months already past."
      ]
    }
  }

  /// Of the series shown, from how many the months of events were kept from the model.
  private static func leftOut(
    _ panel: PanelForecast,
    _ shown: [Int],
    _ known: KnownMonths,
    _ language: Language
  ) -> [String] {
    known.events.filter { $0.kind != .level }.compactMap { event in
      let count = shown.count { place in
        event.touches(panel.panel.series[place].id)
          && panel.panel.series[place].start <= event.last
          && event.first < panel.forecasts[place].start
      }
      guard count > 0 else { return nil }
      let first = language.month(event.first)
      let last = language.month(event.last)
      switch language {
      case .italian:
        let months = event.first == event.last ? first : "da \(first) a \(last)"
        return "\(event.name) (\(months)): in \(count) delle \(shown.count) serie mostrate la "
          + "previsione non impara da questi mesi."
      case .english:
        let months = event.first == event.last ? first : "\(first) to \(last)"
        return "\(event.name) (\(months)): in \(count) of the \(shown.count) series shown, the "
          + "projection does not learn from these months."
      }
    }
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
