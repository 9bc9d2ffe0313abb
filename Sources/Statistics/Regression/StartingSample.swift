/// Blocks spread evenly over many rows, whose fit costs little and starts the fit to all of them.
struct StartingSample: Sendable {
  /// Indices of the blocks, ascending.
  let blocks: [Int]
  /// Rows in them.
  let rowCount: Int

  /// Fewer rows than this are fitted from the beginning.
  static let smallestRowCount = 50_000
  /// One in so many blocks.
  private static let stride = 16

  /// A sample of the rows; `nil` where they are too few for one to help.
  init?(_ rows: some RowBlocks) {
    let wanted = max(rows.rowCount / Self.stride, 40 * rows.columnCount)
    guard rows.rowCount >= Self.smallestRowCount, wanted <= rows.rowCount / 4 else { return nil }
    let perBlock = Double(rows.rowCount) / Double(rows.blocks.count)
    let count = max(1, Int((Double(wanted) / perBlock).rounded(.up)))
    guard count <= rows.blocks.count / 2 else { return nil }
    // The middle of each of `count` equal stretches.
    blocks = (0..<count).map { (2 * $0 + 1) * rows.blocks.count / (2 * count) }
    rowCount = blocks.reduce(0) { $0 + rows.blocks[$1].count }
  }
}
