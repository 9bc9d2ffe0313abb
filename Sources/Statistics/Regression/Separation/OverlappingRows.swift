internal import LinearAlgebra

/// Rows of a regression with those that are separated left out, by a weight of 0.
///
/// The finite part of separated estimates is the fit of these rows.
package struct OverlappingRows<Rows: RowBlocks>: RowBlocks {
  /// All rows.
  package let base: Rows
  /// The separated rows of each block, counted from its first.
  let separated: [[Int32]]

  /// The rows that a proof does not find separated.
  ///
  /// - Parameters:
  ///   - base: the rows the proof was made of.
  ///   - proof: tells the separated rows.
  ///   - threads: largest number of workers.
  /// - Complexity: a pass of 2 n p² flops; memory for the separated rows' indices.
  package init(_ base: Rows, proof: SeparationProof, threads: Int = 1) {
    self.base = base
    let source = SignedRows(rows: base, columns: proof.frame, threads: threads)
    separated = source.mapGroups([[Int32]]()) { found, block in
      let lengths = block.lengths(in: proof.space)
      found.append(
        (0..<block.rows).filter { block.sides[$0] > 0 && lengths[$0] > NullSpace.tolerance }
          .map { Int32($0) }
      )
    }.flatMap { $0 }
  }

  package var rowCount: Int { base.rowCount }
  package var layout: DesignLayout { base.layout }
  package var blocks: [Range<Int>] { base.blocks }

  package func fill(_ index: Int, into block: inout TermBlock) {
    base.fill(index, into: &block)
    for row in separated[index] { block.weights[Int(row)] = 0 }
  }

  package func fillOutcomes(_ index: Int, into block: inout TermBlock) {
    base.fillOutcomes(index, into: &block)
    for row in separated[index] { block.weights[Int(row)] = 0 }
  }
}
