internal import LinearAlgebra

/// Centre, scale and range of each design column.
///
/// The fit works on `(x - center) / scale`, which makes Newton's steps and the test for aliasing
/// independent of units, and turns its result back at the end. Columns of categories are left as
/// they are: centre 0, scale 1.
struct ColumnMoments: Sendable {
  var center: [Double]
  var scale: [Double]
  /// Largest minus smallest value of each column.
  var range: [Double]

  /// One pass over the rows; rows of zero weight do not count.
  ///
  /// With an intercept, numbers are centred at their mean and scaled by their standard deviation
  /// (n in the denominator); without one they are scaled by their root mean square, and so are
  /// numbers times a category. A constant column keeps scale 1. Blocks are merged in order by Chan,
  /// Golub and LeVeque's update (1983, Am. Stat. 37:242).
  ///
  /// - Parameters:
  ///   - rows: the data.
  ///   - blocks: indices of the blocks that count; all when `nil`.
  ///   - threads: largest number of workers.
  init(_ rows: some RowBlocks, blocks: [Int]? = nil, threads: Int) {
    let layout = rows.layout
    let p = layout.columnCount
    let numbers = layout.numberCount
    let parts = mapBlockGroups(of: rows, blocks: blocks, most: 48, threads: threads) { group in
      var part = Part(columns: numbers)
      var block = TermBlock(capacity: group.capacity, layout: layout)
      for index in group.blocks {
        rows.fill(index, into: &block)
        part.merge(Part(block: block, columns: numbers))
      }
      return part
    }
    var total = Part(columns: numbers)
    for part in parts { total.merge(part) }
    center = Array(repeating: 0, count: p)
    scale = Array(repeating: 1, count: p)
    range = Array(repeating: 1, count: p)
    if let intercept = layout.interceptColumn { range[intercept] = 0 }
    for (term, placement) in zip(layout.terms, layout.placements) {
      switch term {
      case .numbers:
        let isCentred = layout.interceptColumn != nil
        for (column, number) in zip(placement.columns, placement.numbers) {
          center[column] = isCentred ? total.mean[number] : 0
          scale[column] = total.scale(number, isCentred: isCentred)
          range[column] = total.range(number)
        }
      case .slopes:
        let number = placement.numbers.lowerBound
        for column in placement.columns {
          scale[column] = total.scale(number, isCentred: false)
          range[column] = max(abs(total.minimum[number]), abs(total.maximum[number]))
        }
      case .table(let table):
        for (offset, column) in placement.columns.enumerated() {
          let values = table.column(offset)
          range[column] = (values.max() ?? 0) - (values.min() ?? 0)
        }
      case .intercept, .levels: break
      }
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

    init(block: TermBlock, columns: Int) {
      self.init(columns: columns)
      let used = (0..<block.rows).filter { block.weights[$0] > 0 }
      guard !used.isEmpty else { return }
      count = Double(used.count)
      for j in 0..<columns {
        let start = j * block.capacity
        var sum = 0.0
        for i in used {
          let x = block.numbers[start + i]
          sum += x
          minimum[j] = min(minimum[j], x)
          maximum[j] = max(maximum[j], x)
        }
        let average = sum / count
        var squared = 0.0
        for i in used {
          let deviation = block.numbers[start + i] - average
          squared += deviation * deviation
        }
        mean[j] = average
        squares[j] = squared
      }
    }

    /// Standard deviation, or root mean square; 1 for a column without variation.
    func scale(_ column: Int, isCentred: Bool) -> Double {
      let meanSquare = squares[column] / max(count, 1)
      let second = isCentred ? meanSquare : meanSquare + mean[column] * mean[column]
      // Variation at the level of rounding is none: the column is constant.
      let isConstant = second <= 1e-24 * mean[column] * mean[column]
      return isConstant || second == 0 || !second.isFinite ? 1 : second.squareRoot()
    }

    func range(_ column: Int) -> Double { count > 0 ? maximum[column] - minimum[column] : 0 }

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
