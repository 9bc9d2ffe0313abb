internal import Datasets
internal import Foundation
internal import Risk
internal import Statistics

/// The model card: purpose, data, estimates and limits of a risk model, for people.
struct RiskModelCard {
  /// The card as Markdown, in Italian.
  let markdown: String

  init(_ model: RiskModel) {
    let specification = model.specification
    let fit = model.fit
    let dates = model.training.asOf.joined(separator: ", ")
    let rows = model.coefficientTable.map { row -> String in
      let cells = [
        row.term, Self.number(row.estimate), Self.number(row.standardError),
        Self.number(row.oddsRatio), Self.note(row.status),
      ]
      return "| \(cells.map(Self.escaped).joined(separator: " | ")) |"
    }
    let labels = specification.features.map { feature in
      "- `\(feature.column)`: \(specification.label(of: feature.column, .italian))"
    }
    markdown = """
      # \(specification.name)

      Punteggio di rischio: regressione logistica di \(EstimatorText(model, .italian).estimator). Serve solo a invitare
      persone, mai a escluderle da un diritto; la decisione resta a un operatore.

      ## Dati di stima

      - righe con esito noto: \(model.training.rows)\
      \(dates.isEmpty ? "" : "; date di riferimento: \(dates)")
      - esiti positivi: \(Self.number(fit.eventCount, digits: 0))
      - righe con esito ignoto, lasciate fuori: \(model.training.unknownOutcomes)
      - devianza: \(Self.number(fit.deviance)); devianza nulla: \(Self.number(fit.nullDeviance))\
      \(fit.hasInformationCriteria ? "; AIC: \(Self.number(fit.aic))" : "")
      - stima: \(Self.words(fit.summary.status)), \(Self.steps(fit))\
      \(EstimatorText(model, .italian).errors.map { "\n- \($0)" } ?? "")

      ## Fattori

      \(labels.joined(separator: "\n"))

      Colonne mai usate come motivo: \
      \(specification.sensitive.isEmpty ? "nessuna" : specification.sensitive.joined(separator: ", "))

      ## Coefficienti

      | termine | stima | errore standard | rapporto di odds | nota |
      | --- | ---: | ---: | ---: | --- |
      \(rows.joined(separator: "\n"))

      \(Self.calibration(model))## Limiti

      - I coefficienti descrivono associazioni, non effetti causali.
      - La bontà va provata su date successive a quelle di stima (`vedetta risk evaluate`).
      - `model.json` contiene \(Self.contents(fit)), nessuna riga dei dati.

      """
  }

  /// How the probabilities were put right; empty where they were not.
  private static func calibration(_ model: RiskModel) -> String {
    guard let calibration = model.calibration else { return "" }
    let stages = calibration.map.stages.map { stage -> String in
      let support = stage.support.map {
        ": \($0.observationCount) righe, \(number($0.eventCount, digits: 0)) esiti positivi"
      }
      return "- metodo `\(stage.method)`\(support ?? "")"
    }
    let dates = calibration.asOf.joined(separator: ", ")
    return """
      ## Calibrazione

      Le probabilità sono corrette su righe successive a quelle di stima\
      \(dates.isEmpty ? "" : " (\(dates))"); l'ordine delle persone non cambia.

      \(stages.joined(separator: "\n"))


      """
  }

  private static func steps(_ fit: LogisticFit) -> String {
    guard fit.penalization != nil else { return "\(fit.summary.iterations) passi di Newton" }
    let count = fit.coefficients.dropFirst().count { $0.value != 0 }
    return "\(count) coefficienti diversi da zero su \(fit.coefficients.count - 1)"
  }

  /// What a status is in Italian; empty for the ordinary one.
  static func note(_ status: String) -> String {
    switch status {
    case "estimated": ""
    case "penalised": "penalizzato"
    case "unpenalised": "non penalizzato"
    default: status
    }
  }

  private static func contents(_ fit: LogisticFit) -> String {
    fit.covariance == nil ? "i coefficienti" : "coefficienti e loro covarianza"
  }

  private static func words(_ status: FitSummary.Status) -> String {
    switch status {
    case .converged: "convergente"
    case .separated: "separata, con coefficienti infiniti"
    case .maximumIterations, .stalledLineSearch: "non convergente"
    }
  }

  private static func number(_ value: Double?, digits: Int = 4) -> String {
    guard let value, !value.isNaN else { return "-" }
    if value.isInfinite { return value > 0 ? "∞" : "-∞" }
    let text = String(format: "%.\(digits)f", value)
    let isZero = !text.contains { $0.isNumber && $0 != "0" }
    // A rounded zero has no sign.
    return (isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text)
      .replacing(".", with: ",")
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("\n", with: " ")
  }
}
