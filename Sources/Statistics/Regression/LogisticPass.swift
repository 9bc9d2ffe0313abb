internal import LinearAlgebra

/// Loss, gradient and Hessian of the logistic log-likelihood at some coefficients, computed
/// together in one pass over the rows.
struct LogisticPass: Sendable {
  /// Sum of the weighted negative log-likelihoods of the rows.
  let loss: Double
  /// X'(y - μ), one a design column.
  let gradient: [Double]
  /// X'WX, p × p, both triangles filled; empty for a pass that computes the gradient alone.
  let hessian: Matrix<Double>
  /// Largest absolute value in each design column, standardised.
  let extent: [Double]
  /// Sum of the weights w μ (1 - μ) of the rows.
  let varianceSum: Double

  /// Before any pass.
  static var empty: LogisticPass {
    LogisticPass(loss: .infinity, gradient: [], hessian: .zeros(rows: 0, columns: 0))
  }

  private init(loss: Double, gradient: [Double], hessian: Matrix<Double>) {
    self.loss = loss
    self.gradient = gradient
    self.hessian = hessian
    extent = []
    varianceSum = 0
  }

  /// Passes over the rows once.
  ///
  /// - Parameters:
  ///   - rows: the data.
  ///   - blocks: indices of the blocks that count; all when `nil`.
  ///   - content: what is computed.
  ///   - plan: how.
  ///   - point: where.
  ///   - threads: largest number of workers; the result does not depend on it.
  init(
    _ rows: some RowBlocks,
    blocks: [Int]? = nil,
    _ content: PassContent,
    plan: PassPlan,
    at point: PassPoint,
    threads: Int
  ) {
    // As many groups as memory allows and are worth their sums, whatever the number of threads.
    let affordable = (256 << 20) / max(plan.bytes, 1)
    let worthwhile = max(8, (blocks?.count ?? rows.blocks.count) / 32)
    let most = max(4, min(affordable, worthwhile, 32))
    let parts = mapBlockGroups(of: rows, blocks: blocks, most: most, threads: threads) { group in
      var worker = PassWorker(plan, content, point)
      var block = TermBlock(capacity: group.capacity, layout: plan.layout)
      block.standardization = worker.standardization(capacity: group.capacity)
      for index in group.blocks {
        block.standardization?.restart()
        rows.fill(index, into: &block)
        worker.add(&block)
      }
      worker.sums.extent = block.standardization?.extent ?? []
      return worker.sums
    }
    var sums = PassSums(plan, content)
    for part in parts { sums.add(part) }
    self.init(sums, plan, content)
  }

  private init(_ sums: PassSums, _ plan: PassPlan, _ content: PassContent) {
    var assembly = HessianAssembly(plan)
    assembly.add(sums, content)
    loss = sums.loss.value
    gradient = assembly.gradient
    hessian = content == .gradient ? .zeros(rows: 0, columns: 0) : assembly.hessian
    extent = assembly.extent
    varianceSum = content == .gradient ? 0 : sums.dense[0, 0]
  }
}
