internal import Concurrency
internal import LinearAlgebra

/// The logistic log-likelihood of some rows on standardised columns, with a quadratic penalty.
struct LogisticLikelihood<Rows: RowBlocks>: Sendable {
  let rows: Rows
  let plan: PassPlan
  let moments: ColumnMoments
  /// One a design column, on the standardised scale; `nil` without penalty.
  let penalty: [Double]?
  let threads: Int

  /// One pass over the rows, or over some blocks of them.
  func pass(
    _ content: PassContent,
    at coefficients: [Double],
    blocks: [Int]? = nil
  ) -> LogisticPass {
    LogisticPass(
      rows,
      blocks: blocks,
      content,
      plan: plan,
      at: PassPoint(
        plan,
        coefficients: coefficients,
        center: moments.center,
        scale: moments.scale
      ),
      threads: threads
    )
  }

  /// Half the penalty of some coefficients; 0 without one.
  func penaltyLoss(_ coefficients: [Double]) -> Double {
    guard let penalty else { return 0 }
    return zip(penalty, coefficients).reduce(0) { $0 + $1.0 * $1.1 * $1.1 } / 2
  }

  /// Gradient over the kept columns, the penalty's included.
  func gradient(_ pass: LogisticPass, _ coefficients: [Double], _ kept: [Int]) -> [Double] {
    kept.map { pass.gradient[$0] - (penalty?[$0] ?? 0) * coefficients[$0] }
  }

  /// Information over the kept columns, the penalty's included.
  func information(_ pass: LogisticPass, _ kept: [Int]) -> Matrix<Double> {
    var result = kept.count == rows.columnCount ? pass.hessian : pass.hessian[kept, kept]
    if let penalty {
      for (position, column) in kept.enumerated() { result[position, position] += penalty[column] }
    }
    return result
  }

  /// The largest change, over the rows of positive weight, that a step makes to the linear
  /// predictor.
  ///
  /// Columns that nearly cancel can each take large steps while no row moves; where a row still
  /// moves although the likelihood has stopped rising, it moves to infinity.
  ///
  /// - Parameter step: one number for each design column, on the standardised scale.
  /// - Returns: at least 0.
  func largestMove(_ step: [Double]) -> Double {
    let center = moments.center
    let scale = moments.scale
    let parts = mapBlockGroups(of: rows, threads: threads) { group in
      var largest = 0.0
      var block = DesignBlock(capacity: group.capacity, layout: rows.layout)
      for index in group.blocks {
        rows.fill(index, into: &block)
        var moves = [Double](repeating: 0, count: block.rows)
        for (column, change) in step.enumerated() where change != 0 {
          let factor = change / scale[column]
          for i in 0..<block.rows {
            moves[i] += (block.design[i, column] - center[column]) * factor
          }
        }
        for i in 0..<block.rows where block.weights[i] > 0 { largest = max(largest, abs(moves[i])) }
      }
      return largest
    }
    return parts.max() ?? 0
  }
}
