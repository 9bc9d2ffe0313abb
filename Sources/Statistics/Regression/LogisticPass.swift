internal import Concurrency
internal import LinearAlgebra

/// Deviance, gradient and Hessian of the logistic log-likelihood at some coefficients, computed
/// together in one pass over the rows.
struct LogisticPass: Sendable {
  /// Sum of weighted unit deviances.
  private(set) var deviance: Double
  /// X'(y - μ) over the kept columns.
  private(set) var gradient: [Double]
  /// X'WX over the kept columns, both triangles filled.
  private(set) var hessian: Matrix<Double>

  /// Passes over the rows once.
  ///
  /// - Parameters:
  ///   - rows: the data.
  ///   - moments: centre and scale of the columns.
  ///   - kept: the columns in the model, ascending.
  ///   - coefficients: one for each kept column, on the scale of `(x - center) / scale`.
  ///   - threads: largest number of workers.
  init(
    _ rows: some RowBlocks,
    moments: ColumnMoments,
    kept: [Int],
    coefficients: [Double],
    threads: Int
  ) {
    let k = kept.count
    let parts = mapBlockGroups(of: rows, threads: threads) { group in
      var part = LogisticPass(columns: k)
      var block = DesignBlock(capacity: group.capacity, columns: rows.columnCount)
      var scratch = Scratch(capacity: group.capacity)
      var deviance = CompensatedSum()
      for index in group.blocks {
        rows.fill(index, into: &block)
        part.add(&block, moments, kept, coefficients, &scratch, &deviance)
      }
      part.deviance = deviance.value
      return part
    }
    self.init(columns: k)
    var total = CompensatedSum()
    for part in parts {
      total.add(part.deviance)
      for j in 0..<k { gradient[j] += part.gradient[j] }
      hessian += part.hessian
    }
    deviance = total.value
    hessian.symmetrizeFromLower()
  }

  private init(columns: Int) {
    deviance = 0
    gradient = Array(repeating: 0, count: columns)
    hessian = .zeros(rows: columns, columns: columns)
  }

  /// Numbers of one block, kept from block to block.
  private struct Scratch {
    var predictor: [Double]
    var residual: [Double]
    var root: [Double]

    init(capacity: Int) {
      predictor = Array(repeating: 0, count: capacity)
      residual = predictor
      root = predictor
    }
  }

  private mutating func add(
    _ block: inout DesignBlock,
    _ moments: ColumnMoments,
    _ kept: [Int],
    _ coefficients: [Double],
    _ scratch: inout Scratch,
    _ deviance: inout CompensatedSum
  ) {
    let rows = block.rows
    let stride = block.design.rows
    for i in 0..<rows { scratch.predictor[i] = block.offsets[i] }
    // Standardise the kept columns, moved to the front, and add up the linear predictor.
    for (position, column) in kept.enumerated() {
      let center = moments.center[column]
      let factor = 1 / moments.scale[column]
      let coefficient = coefficients[position]
      for i in 0..<rows {
        let z = (block.design.elements[column * stride + i] - center) * factor
        block.design.elements[position * stride + i] = z
        scratch.predictor[i] += z * coefficient
      }
    }
    for i in 0..<rows {
      let weight = block.weights[i]
      let loss = LogisticLoss(scratch.predictor[i])
      let y = block.response[i]
      deviance.add(weight * loss.deviance(y))
      // y - μ without cancellation: (1 - μ) and μ come separately.
      scratch.residual[i] = weight * (y * loss.complement - (1 - y) * loss.probability)
      scratch.root[i] = (weight * loss.weight).squareRoot()
    }
    for position in kept.indices {
      var sum = 0.0
      let start = position * stride
      for i in 0..<rows {
        let z = block.design.elements[start + i]
        sum += z * scratch.residual[i]
        block.design.elements[start + i] = z * scratch.root[i]
      }
      gradient[position] += sum
    }
    hessian.addCrossproduct(ofLeading: kept.count, of: block.design, usedRows: rows)
  }
}

/// The largest change, over the rows of positive weight, that a step makes to the linear predictor.
///
/// Columns that nearly cancel can each take large steps while no row moves; where a row still moves
/// although the likelihood has stopped rising, it moves to infinity.
///
/// - Parameters:
///   - rows: the data.
///   - moments: centre and scale of the columns.
///   - kept: the columns in the model.
///   - step: one number for each kept column, on the standardised scale.
///   - threads: largest number of workers.
/// - Returns: at least 0.
func largestMove(
  _ rows: some RowBlocks,
  moments: ColumnMoments,
  kept: [Int],
  step: [Double],
  threads: Int
) -> Double {
  let parts = mapBlockGroups(of: rows, threads: threads) { group in
    var largest = 0.0
    var block = DesignBlock(capacity: group.capacity, columns: rows.columnCount)
    for index in group.blocks {
      rows.fill(index, into: &block)
      var moves = [Double](repeating: 0, count: block.rows)
      for (position, column) in kept.enumerated() {
        let factor = step[position] / moments.scale[column]
        let center = moments.center[column]
        for i in 0..<block.rows { moves[i] += (block.design[i, column] - center) * factor }
      }
      for i in 0..<block.rows where block.weights[i] > 0 { largest = max(largest, abs(moves[i])) }
    }
    return largest
  }
  return parts.max() ?? 0
}
