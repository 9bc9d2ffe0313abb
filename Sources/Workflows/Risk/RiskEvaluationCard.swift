internal import Datasets
internal import Registry
internal import Reporting
internal import Risk

/// The card of a model that was judged on later rows: what its training card says, completed by what
/// the judging gave.
struct RiskEvaluationCard {
  /// The card as Markdown, in Italian.
  let markdown: String

  /// The card of an evaluation.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - dates: the rows' as-of dates.
  ///   - seenInTraining: true when the model has learned from these rows.
  ///   - input: the comparison with the rivals, in Italian.
  ///   - audit: what the score does in groups; `nil` where that was not asked or not possible.
  ///   - auditLeftOut: column that kept the audit from being made.
  ///   - inputs: digests of the files read.
  init(
    _ model: RiskModel,
    dates: [Month],
    seenInTraining: Bool,
    input: ValidationReportInput,
    audit: FairnessReportInput?,
    auditLeftOut: String?,
    inputs: [InputDigest]
  ) {
    let specification = model.specification
    var card = CardText(title: specification.name)
    card.purpose(specification)
    card.training(model)
    card.features(specification)
    card.calibration(model)
    card.section("Prova")
    let fold = input.folds[0]
    card.list([
      "righe di prova: \(Language.italian.number(Double(fold.rows))), con l'esito "
        + SmallCells.count(fold.positives, .italian),
      "date di prova: "
        + (dates.isEmpty ? "senza data" : dates.map(\.description).joined(separator: ", ")),
    ])
    card.comparison(input)
    card.fairness(
      audit.map { [("", $0)] } ?? [],
      otherwise: auditLeftOut.map {
        "Non verificata: la colonna `\($0)` non ha gruppi da confrontare in queste righe."
      } ?? "Non verificata: la specifica non nomina gruppi (chiave `audit`)."
    )
    card.alarms(
      input,
      seenInTraining
        ? ["le righe di prova sono state usate anche per la stima: le misure lusingano il modello"]
        : []
    )
    card.limits(
      specification,
      ["Le misure valgono per le date e le persone provate, non per altre."]
    )
    card.sources(inputs, Self.facts(input))
    markdown = card.markdown
  }

  /// Seed and replicates, as the page's foot has them.
  static func facts(_ input: ValidationReportInput) -> [String] {
    input.provenance.entries.suffix(2).map { "\($0.name.lowercased()): \($0.value)" }
  }
}
