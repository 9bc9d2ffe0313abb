internal import LinearAlgebra

/// The rows of a regression, handed out block by block, so that the whole n × p design never
/// needs to exist.
///
/// Supplied by the layers above (encoded columns, files); the fits only ask for blocks, any number
/// of times and from several threads. Block boundaries must not depend on the number of threads.
package protocol RowBlocks: Sendable {
  /// Number of rows, n.
  var rowCount: Int { get }
  /// The terms of the design.
  var layout: DesignLayout { get }
  /// The row ranges of the blocks, in order, without gaps.
  var blocks: [Range<Int>] { get }

  /// Writes the rows of a block into `block`, which has room for them.
  func fill(_ index: Int, into block: inout TermBlock)
  /// Writes response, weights, frequencies and offsets of a block alone; `block` may lack room for
  /// numbers and codes.
  func fillOutcomes(_ index: Int, into block: inout TermBlock)
}

extension RowBlocks {
  /// Number of design columns, p, an intercept included where the model has one.
  package var columnCount: Int { layout.columnCount }
  /// Index of the column of ones, or `nil` without one.
  package var interceptColumn: Int? { layout.interceptColumn }
}

/// Rows of a regression, term by term: numbers, codes, response, weight and offset of each.
package struct TermBlock: Sendable {
  /// Room for rows; every column of ``numbers`` and ``codes`` has that many places.
  package let capacity: Int
  /// Numbers of the layout's terms, column by column: `capacity` × `numberCount`.
  package var numbers: [Double]
  /// Codes of the layout's terms, column by column: `capacity` × `codeCount`.
  package var codes: [Int32]
  /// Share of successes of each row, in [0, 1].
  package var response: [Double]
  /// Number of trials, or weight, of each row, at least 0; its frequency included.
  package var weights: [Double]
  /// How many equal rows each one stands for, at least 0.
  package var frequencies: [Double]
  /// Known part of the linear predictor of each row.
  package var offsets: [Double]
  /// Rows in use.
  package var rows: Int
  /// How ``copyNumbers(_:from:count:toColumn:)`` standardises; not at all when `nil`.
  var standardization: Standardization?

  /// Room for a number of rows, all zero with weight 0.
  package init(capacity: Int, layout: DesignLayout) {
    self.capacity = capacity
    numbers = Array(repeating: 0, count: capacity * layout.numberCount)
    codes = Array(repeating: 0, count: capacity * layout.codeCount)
    response = Array(repeating: 0, count: capacity)
    weights = Array(repeating: 0, count: capacity)
    frequencies = Array(repeating: 1, count: capacity)
    offsets = Array(repeating: 0, count: capacity)
    rows = 0
    standardization = nil
  }

  /// Copies consecutive numbers into the beginning of a column of ``numbers``.
  ///
  /// A pass over the rows has them standardised on the way, which saves a way through memory; it
  /// standardises the columns that were written otherwise afterwards.
  package mutating func copyNumbers(
    _ source: [Double],
    from start: Int,
    count: Int,
    toColumn column: Int
  ) {
    guard standardization != nil else {
      RowKernels.copy(source, from: start, count: count, to: &numbers, at: column * capacity)
      return
    }
    standardization?.copy(
      source,
      from: start,
      count: count,
      column: column,
      to: &numbers,
      at: column * capacity
    )
  }
}
