internal import Datasets
internal import Statistics

/// A number that enters as it is: one design column, `column`, and one for empty cells,
/// `column=(missing)`, where training rows had some.
package struct NumericTerm: Sendable, Equatable, Codable {
  /// Name of the feature's column.
  package let column: String
  /// Mean of the training rows that have a value; stands in for an empty cell.
  package let mean: Double
  /// True when every training value is 0 or 1.
  package let isBinary: Bool
  /// True when empty cells have a coefficient of their own.
  package let hasIndicator: Bool
  /// Share of empty cells in the training rows.
  package let missingShare: Double

  /// Learns from what was counted in training rows.
  init(_ column: String, _ numbers: NumberTally) {
    self.column = column
    mean = numbers.mean
    isBinary = numbers.isBinary
    hasIndicator = numbers.hasMissing
    missingShare = numbers.missingShare
  }
}

extension NumericTerm: DesignTerm {
  var columns: [String] { [column] }
  var columnNames: [String] { hasIndicator ? [column, "\(column)=(missing)"] : [column] }
  var means: [Double] { hasIndicator ? [mean, missingShare] : [mean] }

  func encode(_ source: TermSource) throws(DataProblem) -> EncodedTerm {
    let numbers = FilledNumbers(
      try NumericSource(
        source.dataset.column(column),
        source.dataset,
        missing: source.missing
      ),
      fill: mean
    )
    return EncodedTerm(
      layout: .numbers(count: hasIndicator ? 2 : 1),
      numbers: hasIndicator ? [.values(numbers), .isMissing(numbers)] : [.values(numbers)],
      codes: nil
    )
  }
}
