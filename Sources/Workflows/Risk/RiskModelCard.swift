internal import Registry
internal import Risk
internal import Statistics

/// The model card: purpose, data, estimates and limits of a risk model, for people.
struct RiskModelCard {
  /// The card as Markdown, in Italian.
  let markdown: String

  /// The card of a model that was fitted to some files.
  init(_ model: RiskModel, inputs: [InputDigest]) {
    var card = CardText(title: model.specification.name)
    card.purpose(model.specification)
    card.training(model)
    card.features(model.specification)
    card.coefficients(model)
    card.calibration(model)
    let contents = model.fit.covariance == nil ? "i coefficienti" : "coefficienti e loro covarianza"
    card.limits(
      model.specification,
      [
        "La bontà va provata su date successive a quelle di stima: `vedetta risk evaluate` scrive la "
          + "scheda che completa questa.",
        "`model.json` contiene \(contents), nessuna riga dei dati.",
      ]
    )
    card.sources(inputs)
    markdown = card.markdown
  }
}
