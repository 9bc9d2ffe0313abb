package import LinearAlgebra

/// Rows of a regression with their design written out: for scores, and for what needs single rows.
package struct DesignBlock: Sendable {
  /// Room for rows × p numbers; the first ``rows`` rows count.
  package var design: Matrix<Double>
  private var terms: TermBlock

  /// Share of successes of each row, in [0, 1].
  package var response: [Double] { terms.response }
  /// Number of trials, or weight, of each row, at least 0; its frequency included.
  package var weights: [Double] { terms.weights }
  /// How many equal rows each one stands for, at least 0.
  package var frequencies: [Double] { terms.frequencies }
  /// Known part of the linear predictor of each row.
  package var offsets: [Double] { terms.offsets }
  /// Rows in use.
  package var rows: Int { terms.rows }

  /// Room for a number of rows, all zero.
  package init(capacity: Int, layout: DesignLayout) {
    design = .zeros(rows: capacity, columns: layout.columnCount)
    terms = TermBlock(capacity: capacity, layout: layout)
  }

  /// Takes the rows of a block and writes out their design.
  package mutating func fill(_ index: Int, of rows: some RowBlocks) {
    rows.fill(index, into: &terms)
    let layout = rows.layout
    let capacity = terms.capacity
    for (term, placement) in zip(layout.terms, layout.placements) {
      let code = (placement.code ?? 0) * capacity
      for (offset, column) in placement.columns.enumerated() {
        let target = column * capacity
        switch term {
        case .intercept:
          for i in 0..<terms.rows { design.elements[target + i] = 1 }
        case .numbers:
          let source = (placement.numbers.lowerBound + offset) * capacity
          for i in 0..<terms.rows { design.elements[target + i] = terms.numbers[source + i] }
        case .levels:
          RowKernels.indicate(
            terms.codes,
            from: code,
            count: terms.rows,
            level: offset,
            into: &design.elements,
            at: target
          )
        case .table(let table):
          for i in 0..<terms.rows {
            design.elements[target + i] = table[Int(terms.codes[code + i]), offset]
          }
        case .slopes:
          let source = placement.numbers.lowerBound * capacity
          for i in 0..<terms.rows {
            let isOwn = terms.codes[code + i] == Int32(offset)
            design.elements[target + i] = isOwn ? terms.numbers[source + i] : 0
          }
        }
      }
    }
  }
}

extension RowBlocks {
  /// Writes the rows of a block, with their design written out, into `block`.
  package func fill(_ index: Int, into block: inout DesignBlock) {
    block.fill(index, of: self)
  }
}
