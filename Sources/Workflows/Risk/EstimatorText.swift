internal import Datasets
internal import Foundation
internal import Risk
internal import Statistics

/// What estimates, standard errors, intervals and tests of a model are, in a phrase.
struct EstimatorText {
  private let specification: RiskSpecification
  private let inference: RiskInference?
  private let language: Language

  init(_ model: RiskModel, _ language: Language) {
    specification = model.specification
    inference = model.inference
    self.language = language
  }

  /// `maximum likelihood; Wald tests and 95 % Wald intervals`.
  var text: String { [estimator, errors, tests].compactMap(\.self).joined(separator: "; ") }

  /// How the values were estimated.
  var estimator: String {
    switch (specification.estimator, language) {
    case (.maximumLikelihood, .english): "maximum likelihood"
    case (.maximumLikelihood, .italian): "massima verosimiglianza"
    case (.firth, .english): "Firth's penalised likelihood"
    case (.firth, .italian): "verosimiglianza penalizzata di Firth"
    case (.flic, .english): "Firth's penalised likelihood with corrected intercept (FLIC)"
    case (.flic, .italian): "verosimiglianza penalizzata di Firth con intercetta corretta (FLIC)"
    }
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
    let percent = String(format: "%g", 100 * specification.inference.level)
    return (language == .italian ? percent.replacing(".", with: ",") : percent) + " %"
  }
}
