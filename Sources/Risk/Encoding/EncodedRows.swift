package import Datasets
package import Statistics

/// Rows of a table under an encoding: codes and numbers by column, handed out block by block.
///
/// In memory numbers are those of the table itself, not a copy; codes take a byte a row up to 256
/// levels, and response, weights and offsets that are the same or 0 and 1 for all rows no more. The
/// rows of a table beyond memory are kept in a file.
package struct EncodedRows: RowBlocks {
  /// Number of rows.
  package let rowCount: Int
  package let layout: DesignLayout
  package let blocks: [Range<Int>]
  private let storage: Storage

  private enum Storage: Sendable {
    case memory(LoadedRows)
    case file(StoredRows)
  }

  /// Rows that are kept in a file.
  init(_ rows: StoredRows) {
    rowCount = rows.rowCount
    layout = rows.layout
    blocks = rows.blocks
    storage = .file(rows)
  }

  /// Encodes rows.
  ///
  /// - Parameters:
  ///   - dataset: the rows.
  ///   - encoding: as learned in training.
  ///   - outcome: response and weights of the rows; none for scoring.
  ///   - offset: name of the offset column.
  ///   - missing: what happens to empty cells. Unless they are refused, a number gets the training
  ///     mean, and a category whose training rows had no empty cell its policy for unseen levels.
  ///   - threads: largest number of workers.
  /// - Throws: `DataProblem` with file, line and column for a cell that cannot be encoded.
  package init(
    _ dataset: Dataset,
    encoding: Encoding,
    outcome: Outcome?,
    offset: String?,
    missing: RiskSpecification.MissingPolicy,
    threads: Int = 1
  ) throws(DataProblem) {
    let rows = try LoadedRows(
      dataset,
      encoding: encoding,
      outcome: outcome,
      offset: offset,
      missing: missing,
      threads: threads
    )
    rowCount = dataset.rowCount
    layout = DesignLayout([.intercept] + rows.terms.map(\.layout))
    blocks = layout.evenBlocks(rowCount: dataset.rowCount)
    storage = .memory(rows)
  }

  package func fill(_ index: Int, into block: inout TermBlock) {
    switch storage {
    case .memory(let loaded): loaded.fill(blocks[index], into: &block)
    case .file(let stored): stored.fill(index, into: &block)
    }
  }

  package func fillOutcomes(_ index: Int, into block: inout TermBlock) {
    switch storage {
    case .memory(let loaded): loaded.fillOutcomes(blocks[index], into: &block)
    case .file(let stored): stored.fillOutcomes(index, into: &block)
    }
  }
}
