package import Datasets
internal import LinearAlgebra
package import Statistics

/// Rows of a table under an encoding: codes and numbers by column, handed out block by block.
///
/// Numbers are those of the table itself, not a copy; codes take a byte a row up to 256 levels, and
/// response, weights and offsets that are the same or 0 and 1 for all rows no more.
package struct EncodedRows: RowBlocks {
  /// Number of rows.
  package let rowCount: Int
  package let layout: DesignLayout
  package let blocks: [Range<Int>]
  /// Share of events of each row; 0 each where the rows have no target.
  package let response: RowValues
  /// Trials or weight of each row.
  package let weights: RowValues
  /// How many equal rows each one stands for.
  package let frequencies: RowValues
  /// Known part of the linear predictor of each row.
  package let offsets: RowValues
  private let terms: [EncodedTerm]

  /// Encodes rows.
  ///
  /// - Parameters:
  ///   - dataset: the rows.
  ///   - encoding: as learned in training.
  ///   - outcome: response and weights of the rows; none for scoring.
  ///   - offset: name of the offset column.
  ///   - missing: what happens to empty cells. Unless they are refused, a number gets the training
  ///     mean, and a category whose training rows had no empty cell its policy for unseen levels.
  /// - Throws: `DataProblem` with file, line and column for a cell that cannot be encoded.
  package init(
    _ dataset: Dataset,
    encoding: Encoding,
    outcome: Outcome?,
    offset: String?,
    missing: RiskSpecification.MissingPolicy
  ) throws(DataProblem) {
    rowCount = dataset.rowCount
    terms = try encoding.encode(dataset, missing: missing)
    layout = DesignLayout([.intercept] + terms.map(\.layout))
    blocks = layout.evenBlocks(rowCount: dataset.rowCount)
    response = outcome?.response ?? RowValues(constant: 0)
    weights = outcome?.weights ?? RowValues(constant: 1)
    frequencies = outcome?.frequencies ?? RowValues(constant: 1)
    if let offset {
      offsets = RowValues(
        try NumericSource(dataset.column(offset), dataset, missing: .refuse).values
      )
    } else {
      offsets = RowValues(constant: 0)
    }
  }

  package func fill(_ index: Int, into block: inout TermBlock) {
    fillOutcomes(index, into: &block)
    let rows = blocks[index]
    let capacity = block.capacity
    var number = 0
    var code = 0
    for term in terms {
      for columns in term.numbers {
        columns.copy(rows, into: &block.numbers, at: number * capacity, stride: capacity)
        number += columns.count
      }
      if let codes = term.codes {
        codes.copy(rows, into: &block.codes, at: code * capacity)
        code += 1
      }
    }
  }

  package func fillOutcomes(_ index: Int, into block: inout TermBlock) {
    let rows = blocks[index]
    block.rows = rows.count
    response.copy(rows, into: &block.response)
    weights.copy(rows, into: &block.weights)
    frequencies.copy(rows, into: &block.frequencies)
    offsets.copy(rows, into: &block.offsets)
  }
}
