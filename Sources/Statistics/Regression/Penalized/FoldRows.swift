/// The rows of some folds: those of the others get weight 0, and so do not count.
struct FoldRows<Rows: RowBlocks>: RowBlocks {
  let rows: Rows
  /// Fold of each row.
  let codes: [Int32]
  /// True for the folds that count.
  let isIncluded: [Bool]

  var rowCount: Int { rows.rowCount }
  var layout: DesignLayout { rows.layout }
  var blocks: [Range<Int>] { rows.blocks }

  func fill(_ index: Int, into block: inout TermBlock) {
    rows.fill(index, into: &block)
    leaveOut(index, &block)
  }

  func fillOutcomes(_ index: Int, into block: inout TermBlock) {
    rows.fillOutcomes(index, into: &block)
    leaveOut(index, &block)
  }

  private func leaveOut(_ index: Int, _ block: inout TermBlock) {
    for (i, row) in rows.blocks[index].enumerated() where !isIncluded[Int(codes[row])] {
      block.weights[i] = 0
    }
  }
}
