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
  init?(_ sample: Sample, threads: Int) {
    guard sample.response.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
    let outcomes = sample.response.map { $0 == 1 }
    let areas = parallelMap(count: sample.numbers.count, threads: threads) { index in
      RankedOutcomes(scores: sample.numbers[index].values, outcomes: outcomes)
        .auc(weights: sample.weights)
    }
    var best: (strength: Double, rule: OneColumnRule)?
    for (number, area) in zip(sample.numbers, areas) {
      let strength = max(area, 1 - area)
      if strength > best?.strength ?? 0 {
        best = (strength, OneColumnRule(column: number.name, higherIsRiskier: area >= 0.5))
      }
    }
    guard let best else { return nil }
    self = best.rule
  }

  /// The training rows that choose the rule, evenly spaced.
  struct Sample: Sendable {
    /// The numeric features; empty cells count as the training mean.
    fileprivate private(set) var numbers: [(name: String, values: [Double])]
    /// Share of events of each row.
    fileprivate private(set) var response: [Double]
    /// Weights, where they are not equal, which changes no ranking.
    fileprivate private(set) var weights: [Double]?

    /// At most this many rows: enough to tell areas 0.01 apart.
    private static let rowLimit = 20_000

    /// The rows of the sample among some training rows.
    ///
    /// - Parameters:
    ///   - encoding: as learned.
    ///   - rows: training rows.
    ///   - outcome: of these rows.
    ///   - start: place of the first of them among all training rows.
    ///   - rowCount: number of all training rows.
    init(encoding: Encoding, rows: Dataset, outcome: Outcome, start: Int, rowCount: Int) {
      let count = min(rowCount, Self.rowLimit)
      // The places are those of i * rowCount / count, and the first from a start on is a quotient.
      let first = rowCount > 0 ? (start * count + rowCount - 1) / rowCount : 0
      let last = rowCount > 0 ? ((start + rows.rowCount) * count + rowCount - 1) / rowCount : 0
      let chosen = (first..<last).map { $0 * rowCount / count - start }
      response = chosen.map { outcome.response[$0] }
      weights = outcome.weights.constant == nil ? chosen.map { outcome.weights[$0] } : nil
      numbers = encoding.terms.compactMap { term in
        guard let mean = term.numberMean, case .numbers(let values) = rows[term.column]?.values
        else { return nil }
        return (term.column, chosen.map { values[$0].isNaN ? mean : values[$0] })
      }
    }

    /// Adds the rows that follow.
    mutating func add(_ next: Sample) {
      for index in numbers.indices { numbers[index].values += next.numbers[index].values }
      response += next.response
      if let more = next.weights { weights = (weights ?? []) + more }
    }
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
