internal import Datasets
internal import Foundation
internal import Risk
internal import Statistics

extension RiskTrainResult {
  /// What a run gave, from its model.
  init(
    request: RiskTrainRequest,
    findings: String,
    model: RiskModel,
    influence: [RowOfInfluence],
    warnings: [RiskWarning],
    seconds: [Double]
  ) {
    let fit = model.fit
    let parameters = Double(fit.degreesOfFreedom)
    // Binary outcomes have a saturated log-likelihood of 0, grouped ones their binomial coefficients.
    let nullLogLikelihood = fit.logLikelihood - (fit.nullDeviance - fit.deviance) / 2
    self.init(
      output: request.output,
      name: model.specification.name,
      findings: findings,
      rows: model.training.rows,
      asOf: model.training.asOf,
      events: fit.eventCount,
      deviance: fit.deviance,
      nullDeviance: fit.nullDeviance,
      aic: fit.hasInformationCriteria ? fit.aic : nil,
      bic: fit.hasInformationCriteria
        ? -2 * fit.logLikelihood + parameters * log(Double(fit.observationCount)) : nil,
      mcFadden: 1 - fit.logLikelihood / nullLogLikelihood,
      iterations: fit.summary.iterations,
      estimator: EstimatorText(model, .english).text,
      penalty: model.penalty.map { Penalty($0, fit) },
      level: model.specification.inference.level,
      coefficients: model.coefficientTable,
      termTests: model.termTests,
      influence: influence,
      oneOutcomeLevels: (model.oneOutcomeLevels ?? []).map(OneOutcomeValue.init),
      warnings: warnings,
      seconds: Seconds(read: seconds[0], encode: seconds[1], fit: seconds[2], write: seconds[3])
    )
  }
}

extension RiskTrainResult.Penalty {
  fileprivate init(_ penalty: RiskPenalty, _ fit: LogisticFit) {
    self.init(
      l1Ratio: penalty.l1Ratio,
      lambda: penalty.lambda,
      columns: fit.coefficients.count - 1,
      nonZero: fit.coefficients.dropFirst().count { $0.value != 0 },
      minimum: penalty.validation?.minimum,
      oneStandardError: penalty.validation?.oneStandardError,
      crossValidation: (penalty.validation?.table ?? []).map { row in
        .init(
          lambda: row.lambda,
          degreesOfFreedom: row.degreesOfFreedom,
          deviance: row.deviance,
          standardError: row.standardError,
          auc: row.auc
        )
      }
    )
  }
}

extension OneOutcomeValue {
  /// What a model found.
  init(_ found: OneOutcomeLevel) {
    self.init(
      variable: found.variable,
      level: found.level,
      rows: found.rowCount,
      outcome: found.isPositive ? .positive : .negative
    )
  }
}

extension RiskModel {
  /// What a careful reader of a model just fitted should know.
  func trainingWarnings(allowed: [RiskTrainRequest.Allowance]) -> [RiskWarning] {
    var warnings: [RiskWarning] = []
    let rarer = min(fit.eventCount, fit.weightSum - fit.eventCount)
    let coefficients = fit.degreesOfFreedom - 1
    if penalty == nil, rarer < 10 * Double(coefficients), !allowed.contains(.fewEvents) {
      warnings.append(.fewEvents(events: Int(rarer), coefficients: coefficients))
    }
    if training.unknownOutcomes > 0 {
      warnings.append(.unknownOutcomes(rows: training.unknownOutcomes))
    }
    for case .spline(let term) in encoding.terms where term.basis.mergedKnotCount > 0 {
      warnings.append(.mergedKnots(column: term.column, count: term.basis.mergedKnotCount))
    }
    if case .sampling = specification.weights, inference?.robust == nil, penalty == nil {
      warnings.append(.weightedErrors)
    }
    if let count = inference?.robust?.saturatedRowCount, count > 0,
      [.hc2, .hc3].contains(specification.inference.covariance)
    {
      warnings.append(.saturatedRows(count: count))
    }
    return warnings
  }
}
