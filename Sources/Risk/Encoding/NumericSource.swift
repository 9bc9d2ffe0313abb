internal import Datasets

/// The numbers of a numeric feature, checked.
struct NumericSource {
  /// One a row; NaN for an empty cell.
  let values: [Double]

  /// Takes the numbers of a column.
  ///
  /// - Throws: `notANumber`, `nonFinite`, `invalidValue`; `missingValue` under the policy to refuse.
  init(
    _ column: Column,
    _ dataset: Dataset,
    missing: RiskSpecification.MissingPolicy
  ) throws(DataProblem) {
    guard case .numbers(let values) = column.values else {
      throw Self.firstOffence(column, dataset)
    }
    // Squares of larger numbers overflow, and no record of a person has one.
    if let row = values.firstIndex(where: { !(abs($0) <= 1e100) && !$0.isNaN }) {
      throw DataProblem(
        values[row].isFinite
          ? .invalidValue(expected: "a number between -1e100 and 1e100") : .nonFinite,
        file: dataset.source,
        line: dataset.line(ofRow: row),
        column: column.name
      )
    }
    if missing == .refuse, let row = values.firstIndex(where: \.isNaN) {
      throw DataProblem(
        .missingValue,
        file: dataset.source,
        line: dataset.line(ofRow: row),
        column: column.name
      )
    }
    self.values = values
  }

  /// What training learns of the numbers themselves.
  func summary(_ weights: RowValues) -> NumberSummary {
    var summary = NumberSummary()
    for (row, value) in values.enumerated() { summary.add(value, weight: weights[row]) }
    return summary
  }

  /// The first cell of a text column that is not a number.
  private static func firstOffence(_ column: Column, _ dataset: Dataset) -> DataProblem {
    let row =
      (0..<dataset.rowCount).first { row in
        guard let text = column.text(at: row) else { return false }
        return Double(text) == nil
      } ?? 0
    return DataProblem(
      .notANumber,
      file: dataset.source,
      line: dataset.rowCount > 0 ? dataset.line(ofRow: row) : nil,
      column: column.name
    )
  }
}

/// Weighted mean of numbers, and how many are missing.
struct NumberSummary {
  private var total = 0.0
  private var known = 0.0
  private var sum = 0.0
  /// True when every number is 0 or 1.
  private(set) var isBinary = true

  /// Adds a number, NaN where it is missing.
  mutating func add(_ value: Double, weight: Double) {
    total += weight
    guard !value.isNaN else { return }
    known += weight
    sum += weight * value
    isBinary = isBinary && (value == 0 || value == 1)
  }

  /// Mean of those that are not missing; 0 without any.
  var mean: Double { known > 0 ? sum / known : 0 }
  /// True when some are missing.
  var hasMissing: Bool { known < total }
  /// Weighted share of those that are missing.
  var missingShare: Double { total > 0 ? (total - known) / total : 0 }
}
