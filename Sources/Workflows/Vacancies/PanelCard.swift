internal import Forecasting
internal import Registry

/// The card of a saved panel: what was fitted to what, and its limits, for people.
struct PanelCard {
  /// The card as Markdown, in Italian.
  let markdown: String

  /// The card of a panel that was fitted to some files.
  init(
    _ fit: PanelFit,
    name: String,
    statuses: ForecastResult.StatusCounts,
    inputs: [InputDigest]
  ) {
    var card = CardText(title: name)
    card.section("Che cosa contiene")
    card.paragraph(
      "\(fit.fits.count) serie mensili stimate con il modello `\(fit.model)`: parametri e ultimi stati "
        + "di ciascuna, non la sua storia (i modelli ingenui tengono gli ultimi valori). `fits.csv` ha una riga per serie con la forma scelta."
    )
    card.section("Serie")
    let counts = [
      ("stimate come richiesto", statuses.ok),
      ("troppo corte o inadatte: un modello più semplice", statuses.fallback),
      ("con meno di un anno: la previsione dell'insieme", statuses.ofPanel),
      ("senza i mesi di eventi", statuses.withoutEvents),
      ("con mesi mancanti interpolati", statuses.interpolated),
      ("senza valore negli ultimi mesi", statuses.withoutLastMonths),
      ("con mesi ripetuti", statuses.withRepeatedMonths),
      ("con mesi che hanno due valori, tenuti per mancanti", statuses.withContradictedMonths),
      ("con valori infiniti, tenuti per mancanti", statuses.withInfiniteValues),
      ("con mesi lontani da tutti gli altri, lasciati fuori", statuses.withStrayMonths),
      ("costanti", statuses.constant),
      ("senza alcun valore: nessuna previsione", statuses.empty),
      ("con valori troppo grandi: nessuna previsione", statuses.tooLarge),
    ]
    card.list(counts.filter { $0.1 > 0 }.map { "\($0.0): \($0.1)" })
    if !fit.known.isEmpty {
      card.section("Eventi e calendario")
      card.list(
        fit.known.events.map(Self.line)
          + (fit.known.calendar.map { ["giorni lavorativi e Pasqua: \($0.rawValue)"] } ?? [])
      )
      card.paragraph(
        "Valgono anche per i mesi nuovi: quelli degli eventi non sono mostrati ai modelli."
      )
    }
    card.section("Intervalli")
    card.paragraph(
      fit.calibration.map {
        "Le ampiezze sono corrette con gli errori degli ultimi due anni di \($0.seriesCount) serie, "
          + "previsti senza conoscerli."
      } ?? "Le ampiezze sono quelle del modello."
    )
    card.section("Limiti")
    card.list([
      "`vedetta vacancies forecast --fitted` porta le serie nei mesi nuovi senza stimare di nuovo: "
        + "dopo un anno, o dopo una rottura, conviene stimare da capo.",
      "La bontà va provata sul passato: `vedetta vacancies backtest`.",
    ])
    card.sources(inputs)
    markdown = card.markdown
  }

  /// An event, its months and how many series it touches.
  private static func line(_ event: SeriesEvent) -> String {
    let months =
      switch event.kind {
      case .pulse: "\(event.first)"
      case .level: "da \(event.first)"
      case .span: "da \(event.first) a \(event.last)"
      }
    return "\(event.name): \(months), "
      + (event.series.map { "serie nominate: \($0.count)" } ?? "tutte le serie")
  }
}
