package import LinearAlgebra

/// Rows held as one dense design matrix.
package struct DenseRows: RowBlocks {
  /// n × p design.
  package let design: Matrix<Double>
  /// Share of successes of each row.
  package let response: [Double]
  /// Trials or weight of each row.
  package let weights: [Double]
  /// Known part of the linear predictor of each row.
  package let offsets: [Double]
  package let layout: DesignLayout
  package let blocks: [Range<Int>]

  /// Rows from a dense design.
  ///
  /// - Parameters:
  ///   - design: n × p.
  ///   - response: n shares of successes in [0, 1].
  ///   - weights: n weights, at least 0; 1 each when `nil`.
  ///   - offsets: n numbers; 0 each when `nil`.
  ///   - interceptColumn: index of the column of ones.
  package init(
    design: Matrix<Double>,
    response: [Double],
    weights: [Double]? = nil,
    offsets: [Double]? = nil,
    interceptColumn: Int?
  ) {
    precondition(response.count == design.rows, "sizes differ")
    self.design = design
    self.response = response
    self.weights = weights ?? Array(repeating: 1, count: design.rows)
    self.offsets = offsets ?? Array(repeating: 0, count: design.rows)
    if let interceptColumn {
      layout = DesignLayout(
        [
          .numbers(count: interceptColumn), .intercept,
          .numbers(count: design.columns - interceptColumn - 1),
        ]
      )
    } else {
      layout = DesignLayout([.numbers(count: design.columns)])
    }
    blocks = layout.evenBlocks(rowCount: design.rows)
  }

  package var rowCount: Int { design.rows }

  package func fill(_ index: Int, into block: inout TermBlock) {
    fillOutcomes(index, into: &block)
    let range = blocks[index]
    for j in 0..<layout.numberCount {
      let column = interceptColumn.map { j < $0 ? j : j + 1 } ?? j
      let start = column * design.rows + range.lowerBound
      block.copyNumbers(design.elements, from: start, count: range.count, toColumn: j)
    }
  }

  package func fillOutcomes(_ index: Int, into block: inout TermBlock) {
    let range = blocks[index]
    block.rows = range.count
    for (i, row) in range.enumerated() {
      block.response[i] = response[row]
      block.weights[i] = weights[row]
      block.offsets[i] = offsets[row]
    }
  }
}
