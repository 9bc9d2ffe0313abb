internal import Datasets
internal import Forecasting
internal import Reporting

extension ForecastReport {
  /// What a reader should know of the series shown, a sentence each.
  static func warnings(
    _ panel: PanelForecast,
    shown: [Int],
    known: KnownMonths,
    _ language: Language
  ) -> [String] {
    let statuses = shown.map { panel.forecasts[$0].status }
    return early(panel, statuses, language) + leftOut(panel, shown, known, language)
      + ofPanel(statuses, language) + flawed(statuses, language)
  }

  /// How many end before the others.
  private static func early(
    _ panel: PanelForecast,
    _ statuses: [ForecastStatus],
    _ language: Language
  ) -> [String] {
    let early = statuses.count { $0.monthsBeforePanelEnd > 0 }
    guard early > 0, let last = panel.end?.advanced(by: -1) else { return [] }
    let month = language.month(last)
    switch language {
    case .italian:
      return [
        "Delle \(statuses.count) serie mostrate, \(early) \(early == 1 ? "finisce" : "finiscono") prima "
          + "di \(month), ultimo mese dei dati: la previsione parte dal loro ultimo mese e può "
          + "riguardare mesi già passati."
      ]
    case .english:
      return [
        "Of the \(statuses.count) series shown, \(early) \(early == 1 ? "ends" : "end") before "
          + "\(month), the last month of the data: the projection starts after the series’ own last "
          + "month and may be of months already past."
      ]
    }
  }

  /// How many are forecast by what the panel's other series did, for want of months of their own.
  private static func ofPanel(_ statuses: [ForecastStatus], _ language: Language) -> [String] {
    let count = statuses.count { $0.ownMonths != nil }
    guard count > 0 else { return [] }
    switch language {
    case .italian:
      return [
        "Delle \(statuses.count) serie mostrate, \(count) \(count == 1 ? "ha" : "hanno") meno di un anno "
          + "di dati: la previsione è quella delle altre serie ai loro inizi."
      ]
    case .english:
      return [
        "Of the \(statuses.count) series shown, \(count) \(count == 1 ? "has" : "have") less than a year "
          + "of data: the projection is what the other series did at their beginnings."
      ]
    }
  }

  /// How many have months that could not be used.
  private static func flawed(_ statuses: [ForecastStatus], _ language: Language) -> [String] {
    let count = statuses.count { $0.flaws != nil }
    guard count > 0 else { return [] }
    switch language {
    case .italian:
      return [
        "Delle \(statuses.count) serie mostrate, \(count) \(count == 1 ? "ha" : "hanno") righe ripetute o "
          + "impossibili: i mesi che queste lasciano incerti contano come mancanti."
      ]
    case .english:
      return [
        "Of the \(statuses.count) series shown, \(count) \(count == 1 ? "has" : "have") repeated or "
          + "impossible rows: months that these leave in doubt count as missing."
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
}
