internal import Concurrency
package import Datasets
internal import Statistics

/// The simplest rival of a model: rank people by one column.
///
/// Of all numeric features it is the one with the largest area under the ROC curve on the training
/// rows, so a model that does not beat it later is not worth its trouble.
package struct OneColumnRule: Sendable, Equatable, Codable {
  /// Name of the column.
  package let column: String
  /// True when higher values mean more risk.
  package let higherIsRiskier: Bool

  /// A rule.
  package init(column: String, higherIsRiskier: Bool) {
    self.column = column
    self.higherIsRiskier = higherIsRiskier
  }

  /// The best rule for training rows; `nil` without a numeric feature, or with grouped outcomes,
  /// which have no ranking of persons.
  init?(_ sample: TrainingSample, threads: Int) {
    guard sample.response.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
    let outcomes = sample.response.map { $0 == 1 }
    let areas = parallelMap(count: sample.numbers.count, threads: threads) { index in
      let number = sample.numbers[index]
      let filled = number.values.map { $0.isNaN ? number.mean : $0 }
      return RankedOutcomes(scores: filled, outcomes: outcomes).auc(weights: sample.weights)
    }
    var best: (strength: Double, rule: OneColumnRule)?
    for (number, area) in zip(sample.numbers, areas) {
      let strength = max(area, 1 - area)
      if strength > best?.strength ?? 0 {
        best = (strength, OneColumnRule(column: number.column, higherIsRiskier: area >= 0.5))
      }
    }
    guard let best else { return nil }
    self = best.rule
  }

  /// Scores of rows under the rule; an empty cell counts as the training mean.
  ///
  /// - Throws: `unknownColumn`; `notANumber` when the column is not numeric.
  package func scores(_ dataset: Dataset, encoding: Encoding) throws(DataProblem) -> [Double] {
    let values = try NumericSource(dataset.column(column), dataset, missing: .indicator).values
    let term = encoding.terms.first { $0.column == column && $0.numberMean != nil }
    let mean = term?.numberMean ?? 0
    return values.map { value in
      let filled = value.isNaN ? mean : value
      return higherIsRiskier ? filled : -filled
    }
  }
}
