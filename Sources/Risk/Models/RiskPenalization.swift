internal import Datasets
internal import Statistics

/// A penalised fit of training rows.
struct RiskPenalization {
  let fit: LogisticFit
  let penalty: RiskPenalty

  /// Fits at the lambda given, or at the one that a cross-validation chooses.
  ///
  /// A lambda chosen gives the same fit as the same number given.
  init(
    _ choice: RiskSpecification.Penalty,
    _ training: RiskTraining,
    folds: RiskFolds?,
    threads: Int
  ) throws(StatisticsError) {
    let rows = training.rows
    let elasticNet = choice.elasticNet(training.encoding)
    let regression = PenalizedRegression(penalty: elasticNet, threads: threads)
    let validation: RiskPenalty.Validation?
    if let folds, choice.lambda == nil {
      let result = try regression.crossValidate(rows, folds: folds.folds)
      validation = RiskPenalty.Validation(result, choice, folds)
    } else {
      validation = nil
    }
    // Without one solved lambda any will show why: columns without penalty are separated.
    let lambda = choice.lambda ?? validation?.chosen ?? 1
    if choice.l1Ratio == 0 {
      let ridge = RidgeRegression(factors: elasticNet.factors, lambda: lambda, threads: threads)
      fit = try ridge.fit(rows)
    } else {
      let penalized = try regression.fit(rows, lambda: lambda)
      fit = LogisticFit(penalized, rows: rows, threads: threads)
    }
    penalty = RiskPenalty(
      l1Ratio: choice.l1Ratio,
      lambda: lambda,
      factors: elasticNet.factors ?? [],
      validation: validation
    )
  }
}
