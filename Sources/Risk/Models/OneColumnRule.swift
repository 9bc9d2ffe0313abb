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
  init?(encoding: Encoding, rows: Dataset, outcome: Outcome) {
    let response = outcome.response.array(count: rows.rowCount)
    guard response.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
    let outcomes = response.map { $0 == 1 }
    // Equal weights change no ranking.
    let weights =
      outcome.weights.constant == nil ? outcome.weights.array(count: rows.rowCount) : nil
    var best: (area: Double, rule: OneColumnRule)?
    for term in encoding.terms {
      guard let mean = term.numberMean, case .numbers(let values) = rows[term.column]?.values else {
        continue
      }
      let filled = values.map { $0.isNaN ? mean : $0 }
      let area = RankedOutcomes(scores: filled, outcomes: outcomes).auc(weights: weights)
      let strength = max(area, 1 - area)
      if strength > best?.area ?? 0 {
        best = (strength, OneColumnRule(column: term.column, higherIsRiskier: area >= 0.5))
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
