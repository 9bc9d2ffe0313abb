internal import Datasets
internal import Registry
internal import Reporting
internal import Risk

/// The card of a specification that was judged on folds: there is no model yet, but what one made
/// from it can be expected to do.
struct RiskValidationCard {
  /// The card as Markdown, in Italian.
  let markdown: String

  /// The card of a validation.
  ///
  /// - Parameters:
  ///   - specifications: of the models; the first is the one the card is of.
  ///   - input: the comparison with the rivals, in Italian.
  ///   - audits: what the score does in groups, with the name of the fold.
  ///   - inputs: digests of the files read.
  init(
    _ specifications: [RiskSpecification],
    input: ValidationReportInput,
    audits: [(fold: String, audit: FairnessReportInput)],
    inputs: [InputDigest]
  ) {
    let specification = specifications[0]
    var card = CardText(title: specification.name)
    card.purpose(specification)
    card.features(specification)
    card.section("Prove")
    card.list([input.scheme])
    card.table(ValidationTables(input, .italian).folds)
    card.comparison(input)
    card.fairness(
      audits,
      otherwise: specification.audit == nil
        ? "Non verificata: la specifica non nomina gruppi (chiave `audit`)."
        : "Non verificata: nessuna prova ha i gruppi da confrontare."
    )
    card.alarms(input)
    card.limits(
      specification,
      [
        "Le misure valgono per le date e le persone provate, non per altre.",
        "Ogni prova stima un modello suo: quello da usare si stima con `vedetta risk train` su tutte "
          + "le righe.",
      ]
    )
    card.sources(inputs, RiskEvaluationCard.facts(input))
    markdown = card.markdown
  }
}
