internal import Concurrency
internal import LinearAlgebra

/// Rows of a regression with standardised columns, passed over chunk by chunk.
///
/// Where one copy of the standardised design fits the memory allowed, it is made once and kept;
/// otherwise each pass fills and standardises the blocks anew. Both ways give the same bits, for
/// any number of threads. Rows of zero weight are left out.
struct StandardizedRows<Rows: RowBlocks, Scalar: ColumnScalar>: MeanLoss {
  let rows: Rows
  let moments: WeightedMoments
  let threads: Int
  /// Sum of the weights.
  let weightSum: Double
  /// The copy, one part a group of blocks; `nil` when the blocks are filled anew for each pass.
  private let copy: [RowChunks<Scalar>]?

  /// Makes the copy, where there is room for it.
  ///
  /// - Parameters:
  ///   - rows: the data.
  ///   - moments: centre and scale of the columns.
  ///   - weightSum: sum of the weights.
  ///   - memoryLimit: bytes that the copy may take.
  ///   - threads: largest number of workers.
  init(
    _ rows: Rows,
    moments: WeightedMoments,
    weightSum: Double,
    memoryLimit: Int,
    threads: Int
  ) {
    self.rows = rows
    self.moments = moments
    self.weightSum = weightSum
    self.threads = threads
    let bytes = Double(rows.rowCount) * Double(rows.columnCount * MemoryLayout<Scalar>.stride + 24)
    guard bytes <= Double(memoryLimit) else {
      copy = nil
      return
    }
    copy = mapBlockGroups(of: rows, threads: threads) { group in
      var chunks = RowChunks<Scalar>(columns: rows.columnCount)
      let count = group.blocks.reduce(0) { $0 + rows.blocks[$1].count }
      chunks.reserve(rows: count)
      var block = DesignBlock(capacity: group.capacity, layout: rows.layout)
      for index in group.blocks {
        rows.fill(index, into: &block)
        chunks.append(block, moments: moments)
      }
      return chunks
    }
  }

  var columnCount: Int { rows.columnCount }
  var rounding: Double { isDouble ? 1e-13 : 1e-7 }
  var resolution: Double { isDouble ? 0 : Double(Float.ulpOfOne) }

  private var isDouble: Bool { Scalar.significandBitCount >= Double.significandBitCount }

  func representable(_ coefficients: [Double]) -> [Double] {
    isDouble ? coefficients : coefficients.map { Double(Float($0)) }
  }

  /// Calls `body` for the rows, part by part in order, with up to 64 sums in parallel.
  ///
  /// The parts of a sum depend on the number of blocks alone, so that the sums do not depend on the
  /// number of threads.
  ///
  /// - Parameters:
  ///   - start: an empty sum.
  ///   - most: largest number of sums, at least 1, where they are too large for 64.
  ///   - body: adds a part to a sum.
  /// - Returns: the sums, in order.
  private func sums<Sum: Sendable>(
    from start: Sum,
    most: Int = 64,
    _ body: @Sendable (RowChunks<Scalar>, inout Sum) -> Void
  ) -> [Sum] {
    let blocks = rows.blocks
    let groups = min(blocks.count, 64)
    let count = min(groups, most)
    let capacity = blocks.map(\.count).max() ?? 0
    return parallelMap(count: count, threads: threads) { index in
      var sum = start
      let members = (index * groups / count)..<((index + 1) * groups / count)
      if let copy {
        for group in members { body(copy[group], &sum) }
        return sum
      }
      let first = members.lowerBound * blocks.count / groups
      let end = members.upperBound * blocks.count / groups
      var block = DesignBlock(capacity: capacity, layout: rows.layout)
      for part in first..<end {
        rows.fill(part, into: &block)
        var chunks = RowChunks<Scalar>(columns: rows.columnCount)
        chunks.append(block, moments: moments)
        body(chunks, &sum)
      }
      return sum
    }
  }

  func gradient(at coefficients: [Double], columns: [Int]) -> LossGradient {
    let parts = sums(from: GradientSum(columns: columns)) { chunks, sum in
      chunks.addGradient(at: coefficients, to: &sum)
    }
    var loss = CompensatedSum()
    var gradient = [Double](repeating: 0, count: columns.count)
    for part in parts {
      loss.add(part.loss.value)
      for j in gradient.indices { gradient[j] += part.gradient[j] }
    }
    return LossGradient(
      meanLoss: loss.value / weightSum,
      gradient: gradient.map { $0 / weightSum }
    )
  }

  func hessian(at coefficients: [Double], columns: [Int]) -> Matrix<Double> {
    let size = max(columns.count * columns.count, 1)
    let parts = sums(
      from: HessianSum(columns: columns),
      most: max(Self.hessianElements / size, 2)
    ) { chunks, sum in
      chunks.addHessian(at: coefficients, to: &sum)
    }
    var total = Matrix<Double>.zeros(rows: columns.count, columns: columns.count)
    for part in parts { total += part.hessian }
    for index in total.elements.indices { total.elements[index] /= weightSum }
    total.symmetrizeFromLower()
    return total
  }

  /// Elements of all Hessians being summed up at the same time: 64 MB.
  private static var hessianElements: Int { 1 << 23 }
}
