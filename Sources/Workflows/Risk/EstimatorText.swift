internal import Datasets
internal import Foundation
internal import Risk
internal import Statistics

/// What estimates, standard errors, intervals and tests of a model are, in a phrase.
struct EstimatorText {
  private let specification: RiskSpecification
  private let inference: RiskInference?
  private let penalty: RiskPenalty?
  private let language: Language

  init(_ model: RiskModel, _ language: Language) {
    specification = model.specification
    inference = model.inference
    penalty = model.penalty
    self.language = language
  }

  /// `maximum likelihood; Wald tests and 95 % Wald intervals`.
  var text: String {
    penalty == nil
      ? [estimator, errors, tests].compactMap(\.self).joined(separator: "; ") : estimator
  }

  /// How the values were estimated.
  var estimator: String {
    if let penalty, let kind = specification.penalty?.kind { return text(penalty, kind) }
    return switch (specification.estimator, language) {
    case (.maximumLikelihood, .english): "maximum likelihood"
    case (.maximumLikelihood, .italian): "massima verosimiglianza"
    case (.firth, .english): "Firth's penalised likelihood"
    case (.firth, .italian): "verosimiglianza penalizzata di Firth"
    case (.flic, .english): "Firth's penalised likelihood with corrected intercept (FLIC)"
    case (.flic, .italian): "verosimiglianza penalizzata di Firth con intercetta corretta (FLIC)"
    }
  }

  /// `elastic net, lambda 0.0123 by 10-fold cross-validation, one-standard-error rule`.
  private func text(_ penalty: RiskPenalty, _ kind: RiskSpecification.Penalty.Kind) -> String {
    let name = kind.rawValue.replacing("_", with: " ")
    let lambda = "lambda " + number(String(format: "%.4g", penalty.lambda))
    let parts = [name, lambda + (penalty.validation.map { " " + text($0) } ?? "")]
    let whole = parts.joined(separator: ", ")
    return language == .italian ? "verosimiglianza penalizzata (\(whole))" : whole
  }

  private func text(_ validation: RiskPenalty.Validation) -> String {
    let count = validation.folds
    let isMinimum = validation.rule == .minimum
    switch language {
    case .english:
      let way =
        validation.isTemporal
        ? "cross-validation over \(count) later dates" : "\(count)-fold cross-validation"
      return "by \(way), \(isMinimum ? "minimum" : "one-standard-error") rule"
    case .italian:
      let way = validation.isTemporal ? "\(count) date successive" : "\(count) parti"
      let rule = isMinimum ? "del minimo" : "di un errore standard"
      return "per convalida incrociata su \(way), regola \(rule)"
    }
  }

  /// A number with a decimal point as the language writes it.
  private func number(_ text: String) -> String {
    language == .italian ? text.replacing(".", with: ",") : text
  }

  /// What the standard errors are made of; `nil` for those of the model.
  var errors: String? {
    guard let robust = inference?.robust else { return nil }
    let name = robust.estimator.name
    if let clusters = robust.clusterCount {
      let column = specification.cluster ?? ""
      return language == .italian
        ? "errori standard per gruppi (\(name), \(clusters) valori di \(column))"
        : "cluster-robust standard errors (\(name), \(clusters) values of \(column))"
    }
    return language == .italian
      ? "errori standard robusti (\(name))" : "robust standard errors (\(name))"
  }

  /// What tests and intervals are made of.
  private var tests: String {
    let level = level
    let isProfile = inference?.profiles != nil
    switch (isProfile, language) {
    case (false, .english): return "Wald tests and \(level) Wald intervals"
    case (false, .italian): return "test e intervalli di Wald al \(level)"
    case (true, .english): return "likelihood-ratio tests and \(level) profile intervals"
    case (true, .italian):
      return "test del rapporto di verosimiglianza e intervalli di profilo al \(level)"
    }
  }

  /// The confidence level, as `95 %`.
  var level: String {
    number(String(format: "%g", 100 * specification.inference.level)) + " %"
  }
}
