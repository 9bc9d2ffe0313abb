internal import Datasets

/// The numbers of a numeric feature, checked.
struct NumericSource {
  /// One a row; NaN for an empty cell.
  let values: [Double]
  /// True when some cell is empty.
  let hasMissing: Bool

  /// Takes the numbers of a column.
  ///
  /// - Throws: `notANumber`, `nonFinite`, `invalidValue`; `missingValue` under the policy to refuse.
  init(
    _ column: Column,
    _ dataset: Dataset,
    missing: RiskSpecification.MissingPolicy
  ) throws(DataProblem) {
    guard case .numbers(let values) = column.values else {
      throw Self.firstOffence(column, dataset, missing)
    }
    self.values = values
    // Most columns hold nothing to look at again: one pass without a branch tells.
    var unusual = 0
    for value in values { unusual &+= abs(value) <= Self.largest ? 0 : 1 }
    hasMissing = unusual > 0 && values.contains(where: \.isNaN)
    guard unusual > 0 else { return }
    if let row = values.firstIndex(where: { !(abs($0) <= Self.largest) && !$0.isNaN }) {
      throw DataProblem(
        values[row].isFinite
          ? .invalidValue(expected: "a number between -1e100 and 1e100") : .nonFinite,
        file: dataset.source,
        line: dataset.line(ofRow: row),
        column: column.name,
        emptyCell: missing == .refuse ? .refused : .accepted
      )
    }
    if missing == .refuse, hasMissing, let row = values.firstIndex(where: \.isNaN) {
      throw DataProblem(
        .missingValue,
        file: dataset.source,
        line: dataset.line(ofRow: row),
        column: column.name
      )
    }
  }

  /// Squares of larger numbers overflow, and no record of a person has one.
  private static let largest = 1e100

  /// The first cell of a text column that is not a number.
  private static func firstOffence(
    _ column: Column,
    _ dataset: Dataset,
    _ missing: RiskSpecification.MissingPolicy
  ) -> DataProblem {
    let row =
      (0..<dataset.rowCount).first { row in
        guard let text = column.text(at: row) else { return false }
        return Double(text) == nil
      } ?? 0
    return DataProblem(
      .notANumber,
      file: dataset.source,
      line: dataset.rowCount > 0 ? dataset.line(ofRow: row) : nil,
      column: column.name,
      emptyCell: missing == .refuse ? .refused : .accepted
    )
  }
}
