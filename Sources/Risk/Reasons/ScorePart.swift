internal import LinearAlgebra
internal import Statistics

/// A feature's part of the linear predictor: its own design columns with those of interactions.
///
/// An interaction counts with its first feature; with the sensitive one where it has one, so that
/// no reason tells of it.
package struct ScorePart: Sendable, Equatable {
  /// The feature's column.
  package let column: String
  /// True for a feature that is never a reason.
  package let isSensitive: Bool
  /// True for a feature whose training values are all 1 or 0.
  package let isBinary: Bool
  /// Its design columns.
  fileprivate var designColumns: [Int]
  /// Their means over the training rows.
  fileprivate var means: [Double]
}

extension RiskModel {
  /// The parts of the linear predictor, in the order of the features: all of it but the intercept
  /// and an offset.
  package var scoreParts: [ScorePart] {
    var parts: [ScorePart] = []
    for (term, columns) in zip(encoding.terms, encoding.columnRanges) {
      if term.isInteraction {
        let owner = term.columns.first(where: specification.sensitive.contains) ?? term.column
        guard let index = parts.firstIndex(where: { $0.column == owner }) else { continue }
        parts[index].designColumns += Array(columns)
        parts[index].means += term.means
      } else {
        parts.append(
          ScorePart(
            column: term.column,
            isSensitive: specification.sensitive.contains(term.column),
            isBinary: term.isBinary,
            designColumns: Array(columns),
            means: term.means
          )
        )
      }
    }
    return parts
  }

  /// What each feature adds to the linear predictor of each row beyond that of the mean training
  /// row.
  ///
  /// ```
  /// sum over the part's design columns of coefficient × (value - training mean)
  /// ```
  ///
  /// Over all parts they sum to the linear predictor less that of the mean row, an offset apart.
  ///
  /// - Parameters:
  ///   - rows: as ``encode(_:)`` gives them.
  ///   - parts: as ``scoreParts`` gives them, or some of these.
  ///   - body: gets the row and one contribution a part.
  package func eachContribution(
    _ rows: EncodedRows,
    of parts: [ScorePart],
    _ body: (_ row: Int, _ contributions: [Double]) -> Void
  ) {
    let values = fit.values
    var block = DesignBlock(
      capacity: rows.blocks.map(\.count).max() ?? 0,
      layout: rows.layout
    )
    for (index, range) in rows.blocks.enumerated() {
      rows.fill(index, into: &block)
      for (i, row) in range.enumerated() {
        body(
          row,
          parts.map { part in
            var contribution = 0.0
            for (column, mean) in zip(part.designColumns, part.means) {
              contribution += values[column] * (block.design[i, column] - mean)
            }
            return contribution
          }
        )
      }
    }
  }
}
