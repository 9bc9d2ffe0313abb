internal import Datasets

/// At most 20,000 training rows, evenly spaced: enough to tell areas 0.01 apart and to know
/// tenths of a distribution.
struct TrainingSample: Sendable {
  /// The features that are numbers; NaN for an empty cell.
  private(set) var numbers: [Number]
  /// Share of events of each row.
  private(set) var response: [Double]
  /// Weights, where they are not equal.
  private(set) var weights: [Double]?

  /// A feature that is a number.
  struct Number: Sendable {
    let column: String
    /// Training mean, which stands in for empty cells.
    let mean: Double
    var values: [Double]
  }

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
      return Number(column: term.column, mean: mean, values: chosen.map { values[$0] })
    }
  }

  /// Adds the rows that follow.
  mutating func add(_ next: TrainingSample) {
    for index in numbers.indices { numbers[index].values += next.numbers[index].values }
    response += next.response
    if let more = next.weights { weights = (weights ?? []) + more }
  }
}
