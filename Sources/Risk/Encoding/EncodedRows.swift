package import Datasets
internal import LinearAlgebra
package import Statistics

/// Rows of a table under an encoding: codes and numbers by column, expanded block by block.
package struct EncodedRows: RowBlocks {
  /// Number of rows.
  package let rowCount: Int
  package let layout: DesignLayout
  /// Share of events of each row; 0 each where the rows have no target.
  package let response: [Double]
  /// Trials or frequency of each row.
  package let weights: [Double]
  /// How many equal rows each one stands for.
  package let frequencies: [Double]
  /// Known part of the linear predictor of each row.
  package let offsets: [Double]
  private let sources: [Source]

  private enum Source: Sendable {
    /// Numbers with empty cells filled, and where these were when they have a column.
    case numbers([Double], isMissing: [Bool]?)
    /// Position of the row's level; the number of levels for the reference.
    case codes([Int32])
  }

  package let blocks: [Range<Int>]

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
    layout = encoding.layout
    blocks = layout.evenBlocks(rowCount: dataset.rowCount)
    response = outcome?.response ?? Array(repeating: 0, count: dataset.rowCount)
    weights = outcome?.weights ?? Array(repeating: 1, count: dataset.rowCount)
    frequencies = outcome?.frequencies ?? Array(repeating: 1, count: dataset.rowCount)
    if let offset {
      offsets = try NumericSource(dataset.column(offset), dataset, missing: .refuse).values
    } else {
      offsets = Array(repeating: 0, count: dataset.rowCount)
    }
    var sources: [Source] = []
    for term in encoding.terms {
      let column = try dataset.column(term.column)
      switch term {
      case .numeric(let numeric):
        let values = try NumericSource(column, dataset, missing: missing).values
        sources.append(
          .numbers(
            values.map { $0.isNaN ? numeric.mean : $0 },
            isMissing: numeric.hasIndicator ? values.map(\.isNaN) : nil
          )
        )
      case .categorical(let category):
        sources.append(
          .codes(try category.codes(column, dataset, missing: missing))
        )
      }
    }
    self.sources = sources
  }

  package func fill(_ index: Int, into block: inout TermBlock) {
    fillOutcomes(index, into: &block)
    let range = blocks[index]
    var number = 0
    var code = 0
    for source in sources {
      switch source {
      case .numbers(let values, let isMissing):
        block.copyNumbers(values, from: range.lowerBound, count: range.count, toColumn: number)
        number += 1
        if let isMissing {
          let target = number * block.capacity
          for (i, row) in range.enumerated() { block.numbers[target + i] = isMissing[row] ? 1 : 0 }
          number += 1
        }
      case .codes(let codes):
        let target = code * block.capacity
        for (i, row) in range.enumerated() { block.codes[target + i] = codes[row] }
        code += 1
      }
    }
  }

  package func fillOutcomes(_ index: Int, into block: inout TermBlock) {
    let range = blocks[index]
    block.rows = range.count
    for (i, row) in range.enumerated() {
      block.response[i] = response[row]
      block.weights[i] = weights[row]
      block.frequencies[i] = frequencies[row]
      block.offsets[i] = offsets[row]
    }
  }
}
