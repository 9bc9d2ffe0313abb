internal import Datasets
internal import Registry
internal import Reporting
internal import Risk
internal import Statistics

// The sections that the cards of training and of judging have in common, in Italian.
extension CardText {
  private static var language: Language { .italian }

  /// What the score is for, whom it was made for, what it predicts.
  mutating func purpose(_ specification: RiskSpecification) {
    let documentation = specification.documentation
    paragraph(
      "Serve solo a invitare persone, mai a escluderle da un diritto; la decisione resta a un "
        + "operatore."
    )
    section("Scopo e popolazione")
    list([
      "scopo: " + (documentation.purpose?.nearest(Self.language) ?? "non dichiarato"),
      "popolazione: " + (documentation.population?.nearest(Self.language) ?? "non dichiarata"),
      "esito previsto: " + outcome(specification),
      documentation.retentionMonths.map {
        "conservazione: " + ($0 == 1 ? "1 mese" : "\($0) mesi") + ", poi va ritirato"
      } ?? "conservazione: non dichiarata",
    ])
  }

  private func outcome(_ specification: RiskSpecification) -> String {
    let column =
      switch specification.target {
      case .binary(let column, let positive): "`\(column)` = \(positive)"
      case .grouped(let successes, let failures): "`\(successes)` su `\(successes)` + `\(failures)`"
      }
    let months = specification.labelMonths.map { ", noto dopo \($0) mesi" } ?? ""
    let label = specification.targetLabel?.nearest(Self.language)
    return (label.map { "\($0) (\(column)\(months))" }) ?? column + months
  }

  /// What the model was fitted on, and how that went.
  mutating func training(_ model: RiskModel) {
    let fit = model.fit
    func number(_ value: Double) -> String { Self.language.number(value, decimals: 4) }
    let dates = model.training.asOf.joined(separator: ", ")
    section("Dati di stima")
    list(
      [
        "stima: " + EstimatorText(model, .italian).estimator,
        "righe con esito noto: \(Self.language.number(Double(model.training.rows)))"
          + (dates.isEmpty ? "" : "; date di riferimento: \(dates)"),
        "esiti positivi: \(Self.language.number(fit.eventCount))",
        "righe con esito ignoto, lasciate fuori: "
          + Self.language.number(Double(model.training.unknownOutcomes)),
        "devianza: \(number(fit.deviance)); devianza nulla: \(number(fit.nullDeviance))"
          + (fit.hasInformationCriteria ? "; AIC: \(number(fit.aic))" : ""),
        "convergenza: \(Self.words(fit.summary.status)), \(Self.steps(fit))",
      ] + [EstimatorText(model, .italian).errors].compactMap(\.self)
    )
  }

  /// The columns the score is made of.
  mutating func features(_ specification: RiskSpecification) {
    section("Fattori")
    list(
      specification.features.map {
        "`\($0.column)`: \(specification.label(of: $0.column, Self.language))"
      }
    )
    paragraph(
      "Colonne mai usate come motivo: "
        + (specification.sensitive.isEmpty
          ? "nessuna" : specification.sensitive.joined(separator: ", "))
    )
  }

  /// The table of estimates.
  mutating func coefficients(_ model: RiskModel) {
    func number(_ value: Double?) -> String {
      value.map { Self.language.number($0, decimals: 4) } ?? "–"
    }
    section("Coefficienti")
    table(
      ReportTable(
        caption: "",
        columns: ["termine", "stima", "errore standard", "rapporto di odds", "nota"],
        textColumns: [0, 4],
        rows: model.coefficientTable.map { row in
          [
            row.term, number(row.estimate), number(row.standardError), number(row.oddsRatio),
            Self.note(row.status),
          ]
        }
      )
    )
  }

  /// How the probabilities were put right; nothing where they were not.
  mutating func calibration(_ model: RiskModel) {
    guard let calibration = model.calibration else { return }
    let dates = calibration.asOf.joined(separator: ", ")
    section("Calibrazione")
    paragraph(
      "Le probabilità sono corrette su righe successive a quelle di stima"
        + (dates.isEmpty ? "" : " (\(dates))") + "; l'ordine delle persone non cambia."
    )
    list(
      calibration.map.stages.map { stage in
        let support = stage.support.map {
          ": \($0.observationCount) righe, \(Self.language.number($0.eventCount)) esiti positivi"
        }
        return "metodo `\(stage.method)`\(support ?? "")"
      }
    )
  }

  /// What the specification declares, and what holds for every such model.
  mutating func limits(_ specification: RiskSpecification, _ others: [String]) {
    section("Limiti")
    list(
      specification.documentation.limits.compactMap { $0.nearest(Self.language) }
        + ["I coefficienti descrivono associazioni, non effetti causali."] + others
    )
  }

  /// Version of the program and digests of the files it read.
  mutating func sources(_ inputs: [InputDigest], _ facts: [String] = []) {
    section("Fonti e versioni")
    list(
      ["programma: Vedetta \(Program.version)"] + facts
        + inputs.map { input in
          let rows = input.rows.map { ", \(Self.language.number(Double($0))) righe" } ?? ""
          return "\(input.role): `\(input.file.fileName)`\(rows), SHA-256 `\(input.file.sha256)`"
        }
    )
  }

  /// What a status is in Italian; empty for the ordinary one.
  static func note(_ status: String) -> String {
    switch status {
    case "estimated": ""
    case "infinite": "infinito"
    case "penalised": "penalizzato"
    case "unpenalised": "non penalizzato"
    default: status
    }
  }

  private static func steps(_ fit: LogisticFit) -> String {
    guard fit.penalization != nil else { return "\(fit.summary.iterations) passi di Newton" }
    let count = fit.coefficients.dropFirst().count { $0.value != 0 }
    return "\(count) coefficienti diversi da zero su \(fit.coefficients.count - 1)"
  }

  private static func words(_ status: FitSummary.Status) -> String {
    switch status {
    case .converged: "raggiunta"
    case .separated: "separata, con coefficienti infiniti"
    case .maximumIterations, .stalledLineSearch: "mancata"
    }
  }
}
