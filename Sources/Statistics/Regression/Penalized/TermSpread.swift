internal import LinearAlgebra

/// Weighted mean and variance of each design column, from the terms as they are.
///
/// The same numbers as ``WeightedMoments``, without writing the design out: columns of categories
/// follow from the weight of each code, and only numbers are passed over.
struct TermSpread: Sendable {
  /// Weighted mean of each design column.
  private(set) var mean: [Double]
  /// Weighted variance about the mean, the sum of the weights in the denominator; 0 for the
  /// intercept and for a column that is constant but for rounding.
  private(set) var variance: [Double]

  /// One pass over the rows; rows of zero weight do not count.
  ///
  /// - Complexity: n times the number of terms.
  init(_ rows: some RowBlocks, threads: Int) {
    let layout = rows.layout
    let parts = mapBlockGroups(of: rows, threads: threads) { group in
      var part = Part(layout)
      var block = TermBlock(capacity: group.capacity, layout: layout)
      for index in group.blocks {
        rows.fill(index, into: &block)
        part.merge(Part(block, layout))
        part.tally(block, layout)
      }
      part.takeOverTallies()
      return part
    }
    var total = Part(layout)
    for part in parts { total.merge(part) }
    mean = Array(repeating: 0, count: layout.columnCount)
    variance = Array(repeating: 0, count: layout.columnCount)
    for (position, (term, placement)) in zip(layout.terms, layout.placements).enumerated() {
      let cells = total.cells[total.starts[position]..<total.starts[position + 1]].map(\.self)
      for (offset, column) in placement.columns.enumerated() {
        switch term {
        case .intercept:
          mean[column] = 1
        case .numbers:
          mean[column] = cells[offset].mean
          variance[column] = cells[offset].squares / cells[offset].weight
        case .levels:
          let rest = total.weight - cells[offset].weight
          mean[column] = cells[offset].weight / total.weight
          variance[column] = mean[column] * rest / total.weight
        case .table(let table):
          let values = table.column(offset)
          mean[column] = zip(values, cells).map { $0 * $1.weight }.compensatedSum / total.weight
          let center = mean[column]
          variance[column] =
            zip(values, cells).map { ($0 - center) * ($0 - center) * $1.weight }.compensatedSum
            / total.weight
        case .slopes:
          // The rows of other codes hold 0.
          let cell = cells[offset]
          let rest = total.weight - cell.weight
          mean[column] = cell.mean * cell.weight / total.weight
          let between = cell.mean * cell.mean * cell.weight * rest / total.weight
          variance[column] = (cell.squares + between) / total.weight
        }
        if variance[column] <= 1e-24 * mean[column] * mean[column] { variance[column] = 0 }
      }
    }
  }

  /// Weight of a code, or of all rows; mean and sum of squared deviations of the numbers there.
  private struct Cell: Sendable {
    var weight = 0.0
    var mean = 0.0
    var squares = 0.0

    /// Adds the rows of another cell: Chan, Golub and LeVeque (1983), The American Statistician 37.
    mutating func merge(_ other: Cell) {
      guard other.weight != 0 else { return }
      let total = weight + other.weight
      let difference = other.mean - mean
      mean += difference * other.weight / total
      squares += other.squares + difference * difference * weight * other.weight / total
      weight = total
    }
  }

  /// The cells of each term: one a number column, or one a code.
  private struct Part: Sendable {
    var weight = 0.0
    var cells: [Cell]
    /// Place of the first cell of each term, and the end.
    let starts: [Int]
    /// Weight of each code of the terms that have nothing else, until it is taken over.
    private var tallies: [Double]

    init(_ layout: DesignLayout) {
      var starts = [0]
      for (term, placement) in zip(layout.terms, layout.placements) {
        starts.append((starts.last ?? 0) + (term.cellCount ?? placement.numbers.count))
      }
      cells = Array(repeating: Cell(), count: starts.last ?? 0)
      tallies = []
      self.starts = starts
    }

    init(_ block: TermBlock, _ layout: DesignLayout) {
      self.init(layout)
      for i in 0..<block.rows { weight += block.weights[i] }
      for (position, (term, placement)) in zip(layout.terms, layout.placements).enumerated() {
        let first = starts[position]
        guard let code = placement.code else {
          for (offset, number) in placement.numbers.enumerated() {
            cells[first + offset] = Self.numbers(block, at: number * block.capacity, weight)
          }
          continue
        }
        guard case .slopes = term else { continue }
        let codes = code * block.capacity
        for i in 0..<block.rows {
          cells[first + Int(block.codes[codes + i])].weight += block.weights[i]
        }
        let numbers = placement.numbers.lowerBound * block.capacity
        addNumbers(of: block, at: numbers, codes: codes, cells: first)
      }
    }

    /// Adds the weights of a block's codes, of the terms that hold no numbers.
    mutating func tally(_ block: TermBlock, _ layout: DesignLayout) {
      if tallies.isEmpty { tallies = Array(repeating: 0, count: cells.count) }
      for (position, (term, placement)) in zip(layout.terms, layout.placements).enumerated() {
        guard placement.numbers.isEmpty, let code = placement.code, let count = term.cellCount
        else {
          continue
        }
        let start = code * block.capacity
        precondition(
          RowKernels.largest(block.codes, from: start, count: block.rows) < count,
          "code outside its term"
        )
        RowKernels.tally(
          block.codes,
          from: start,
          count: block.rows,
          block.weights,
          into: &tallies,
          at: starts[position]
        )
      }
    }

    /// Makes the tallied weights those of their cells.
    mutating func takeOverTallies() {
      for (cell, weight) in tallies.enumerated() where weight != 0 { cells[cell].weight = weight }
      tallies = []
    }

    private static func numbers(_ block: TermBlock, at start: Int, _ weight: Double) -> Cell {
      guard weight > 0 else { return Cell() }
      var sum = 0.0
      for i in 0..<block.rows { sum += block.weights[i] * block.numbers[start + i] }
      let mean = sum / weight
      var squares = 0.0
      for i in 0..<block.rows {
        let deviation = block.numbers[start + i] - mean
        squares += block.weights[i] * deviation * deviation
      }
      return Cell(weight: weight, mean: mean, squares: squares)
    }

    /// Mean and squares of the numbers of each code, whose weights are known.
    private mutating func addNumbers(
      of block: TermBlock,
      at start: Int,
      codes: Int,
      cells first: Int
    ) {
      for i in 0..<block.rows where block.weights[i] > 0 {
        let cell = first + Int(block.codes[codes + i])
        let share = block.weights[i] / cells[cell].weight
        cells[cell].mean += share * block.numbers[start + i]
      }
      for i in 0..<block.rows where block.weights[i] > 0 {
        let cell = first + Int(block.codes[codes + i])
        let deviation = block.numbers[start + i] - cells[cell].mean
        cells[cell].squares += block.weights[i] * deviation * deviation
      }
    }

    mutating func merge(_ other: Part) {
      weight += other.weight
      for cell in cells.indices { cells[cell].merge(other.cells[cell]) }
    }
  }
}
