internal import Concurrency
internal import LinearAlgebra

/// Centre, scale and range of each design column.
///
/// The fit works on `(x - center) / scale`, which makes Newton's steps and the test for aliasing
/// independent of units, and turns its result back at the end.
struct ColumnMoments: Sendable {
  var center: [Double]
  var scale: [Double]
  /// Largest minus smallest value of each column.
  var range: [Double]

  /// One pass over the rows; rows of zero weight do not count.
  ///
  /// With an intercept, columns are centred at their mean and scaled by their standard deviation
  /// (n in the denominator); without one they are scaled by their root mean square. A constant
  /// column keeps scale 1. Blocks are merged in order by Chan, Golub and LeVeque's update (1983,
  /// Am. Stat. 37:242).
  init(_ rows: some RowBlocks, threads: Int) {
    let p = rows.columnCount
    let centred = rows.interceptColumn != nil
    let parts = mapBlockGroups(of: rows, threads: threads) { group in
      var part = Part(columns: p)
      var block = DesignBlock(capacity: group.capacity, columns: p)
      for index in group.blocks {
        rows.fill(index, into: &block)
        part.merge(Part(block: block, columns: p))
      }
      return part
    }
    var total = Part(columns: p)
    for part in parts { total.merge(part) }
    center = centred ? total.mean : Array(repeating: 0, count: p)
    scale = (0..<p).map { j in
      let meanSquare = total.squares[j] / max(total.count, 1)
      let second = centred ? meanSquare : meanSquare + total.mean[j] * total.mean[j]
      // Variation at the level of rounding is none: the column is constant.
      let isConstant = second <= 1e-24 * total.mean[j] * total.mean[j]
      return isConstant || second == 0 ? 1 : second.squareRoot()
    }
    range = (0..<p).map { total.count > 0 ? total.maximum[$0] - total.minimum[$0] : 0 }
    if let intercept = rows.interceptColumn {
      center[intercept] = 0
      scale[intercept] = 1
      range[intercept] = 0
    }
  }

  /// Count, mean, sum of squared deviations and extremes of some rows.
  private struct Part: Sendable {
    var count = 0.0
    var mean: [Double]
    var squares: [Double]
    var minimum: [Double]
    var maximum: [Double]

    init(columns: Int) {
      mean = Array(repeating: 0, count: columns)
      squares = Array(repeating: 0, count: columns)
      minimum = Array(repeating: .infinity, count: columns)
      maximum = Array(repeating: -.infinity, count: columns)
    }

    init(block: DesignBlock, columns: Int) {
      self.init(columns: columns)
      let used = (0..<block.rows).filter { block.weights[$0] > 0 }
      guard !used.isEmpty else { return }
      count = Double(used.count)
      for j in 0..<columns {
        let start = j * block.design.rows
        var sum = 0.0
        for i in used {
          let x = block.design.elements[start + i]
          sum += x
          minimum[j] = min(minimum[j], x)
          maximum[j] = max(maximum[j], x)
        }
        let average = sum / count
        var squared = 0.0
        for i in used {
          let deviation = block.design.elements[start + i] - average
          squared += deviation * deviation
        }
        mean[j] = average
        squares[j] = squared
      }
    }

    mutating func merge(_ other: Part) {
      guard other.count > 0 else { return }
      let total = count + other.count
      for j in mean.indices {
        let difference = other.mean[j] - mean[j]
        mean[j] += difference * other.count / total
        squares[j] += other.squares[j] + difference * difference * count * other.count / total
        minimum[j] = min(minimum[j], other.minimum[j])
        maximum[j] = max(maximum[j], other.maximum[j])
      }
      count = total
    }
  }
}

/// Consecutive blocks that one worker goes through with one piece of scratch memory.
struct BlockGroup: Sendable {
  let blocks: Range<Int>
  /// Rows of the largest block.
  let capacity: Int
}

/// Calls `body` for each group of blocks, in parallel, and gives its values in order.
///
/// The groups depend on the number of blocks alone, never on the number of threads, so sums over
/// them have the same bits for any number of threads.
func mapBlockGroups<Value: Sendable>(
  of rows: some RowBlocks,
  threads: Int,
  _ body: @Sendable (BlockGroup) -> Value
) -> [Value] {
  let blocks = rows.blocks
  let capacity = blocks.map(\.count).max() ?? 0
  let groupCount = min(blocks.count, 64)
  return parallelMap(count: groupCount, threads: threads) { index in
    let start = index * blocks.count / groupCount
    let end = (index + 1) * blocks.count / groupCount
    return body(BlockGroup(blocks: start..<end, capacity: capacity))
  }
}
