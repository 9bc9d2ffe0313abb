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

  /// At most this many rows choose the rule, evenly spaced: enough to tell areas 0.01 apart.
  private static let rowLimit = 20_000

  /// The best rule for training rows; `nil` without a numeric feature, or with grouped outcomes,
  /// which have no ranking of persons.
  init?(encoding: Encoding, rows: Dataset, outcome: Outcome, threads: Int) {
    let count = min(rows.rowCount, Self.rowLimit)
    let chosen = (0..<count).map { $0 * rows.rowCount / count }
    let response = chosen.map { outcome.response[$0] }
    guard response.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
    let outcomes = response.map { $0 == 1 }
    // Equal weights change no ranking.
    let weights =
      outcome.weights.constant == nil ? chosen.map { outcome.weights[$0] } : nil
    let numbers = encoding.terms.compactMap { term -> (name: String, values: [Double])? in
      guard let mean = term.numberMean, case .numbers(let values) = rows[term.column]?.values else {
        return nil
      }
      return (term.column, chosen.map { values[$0].isNaN ? mean : values[$0] })
    }
    let areas = parallelMap(count: numbers.count, threads: threads) { index in
      RankedOutcomes(scores: numbers[index].values, outcomes: outcomes).auc(weights: weights)
    }
    var best: (strength: Double, rule: OneColumnRule)?
    for (number, area) in zip(numbers, areas) {
      let strength = max(area, 1 - area)
      if strength > best?.strength ?? 0 {
        best = (strength, OneColumnRule(column: number.name, higherIsRiskier: area >= 0.5))
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
