package import LinearAlgebra

/// The rows of a regression, handed out block by block, so that the whole n × p design never
/// needs to exist.
///
/// Supplied by the layers above (encoded columns, files); the fits only ask for blocks, any number
/// of times and from several threads. Block boundaries must not depend on the number of threads.
package protocol RowBlocks: Sendable {
  /// Number of rows, n.
  var rowCount: Int { get }
  /// Number of design columns, p, an intercept included where the model has one.
  var columnCount: Int { get }
  /// Index of the column of ones, or `nil` without one.
  var interceptColumn: Int? { get }
  /// The row ranges of the blocks, in order, without gaps.
  var blocks: [Range<Int>] { get }

  /// Writes the rows of a block into `block`, which has room for them.
  func fill(_ index: Int, into block: inout DesignBlock)
}

extension RowBlocks {
  /// Rows of a block where nothing else is asked for: small enough that 50 columns stay in the
  /// second-level cache.
  package static var defaultBlockRows: Int { 1024 }

  /// Consecutive blocks of ``defaultBlockRows`` rows that cover `rowCount` rows.
  package static func evenBlocks(rowCount: Int) -> [Range<Int>] {
    stride(from: 0, to: rowCount, by: defaultBlockRows).map {
      $0..<min($0 + defaultBlockRows, rowCount)
    }
  }
}

/// Rows of a regression: design, response, weight and offset of each.
package struct DesignBlock: Sendable {
  /// Room for rows × p numbers; the first ``rows`` rows count.
  package var design: Matrix<Double>
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

  /// Room for a number of rows and columns, all zero.
  package init(capacity: Int, columns: Int) {
    design = .zeros(rows: capacity, columns: columns)
    response = Array(repeating: 0, count: capacity)
    weights = Array(repeating: 0, count: capacity)
    frequencies = Array(repeating: 1, count: capacity)
    offsets = Array(repeating: 0, count: capacity)
    rows = 0
  }
}

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
  package let interceptColumn: Int?

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
    self.interceptColumn = interceptColumn
    blocks = Self.evenBlocks(rowCount: design.rows)
  }

  package var rowCount: Int { design.rows }
  package var columnCount: Int { design.columns }
  package let blocks: [Range<Int>]

  package func fill(_ index: Int, into block: inout DesignBlock) {
    let range = blocks[index]
    block.rows = range.count
    for j in 0..<design.columns {
      let source = j * design.rows
      let target = j * block.design.rows
      for (i, row) in range.enumerated() {
        block.design.elements[target + i] = design.elements[source + row]
      }
    }
    for (i, row) in range.enumerated() {
      block.response[i] = response[row]
      block.weights[i] = weights[row]
      block.offsets[i] = offsets[row]
    }
  }
}
