internal import LinearAlgebra
internal import RealModule

/// Some rows with standardised columns, in chunks that stay in the second-level cache: the linear
/// predictor reads a chunk from memory, the gradient reads it again from the cache.
struct RowChunks<Scalar: ColumnScalar>: Sendable {
  /// Number of design columns.
  let columns: Int
  /// Column after column of one chunk after the other.
  private(set) var design: [Scalar] = []
  /// Share of successes, weight and offset of each row.
  private(set) var response: [Double] = []
  private(set) var weights: [Double] = []
  private(set) var offsets: [Double] = []
  /// Rows of each chunk; a chunk's columns start at its first row times the number of columns.
  private(set) var chunks: [Range<Int>] = []

  /// Bytes of a chunk's design: half of the second-level cache of the machines it was measured on.
  private static var chunkBytes: Int { 1 << 19 }

  init(columns: Int) {
    self.columns = columns
  }

  mutating func reserve(rows: Int) {
    design.reserveCapacity(rows * columns)
    response.reserveCapacity(rows)
    weights.reserveCapacity(rows)
    offsets.reserveCapacity(rows)
  }

  /// Adds the rows of positive weight of a block, in chunks of equal size.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  mutating func append(_ block: DesignBlock, moments: WeightedMoments) {
    let used = (0..<block.rows).filter { block.weights[$0] > 0 }
    guard !used.isEmpty else { return }
    let largest = min(
      max(Self.chunkBytes / (MemoryLayout<Scalar>.stride * max(columns, 1)), 64),
      1024
    )
    let count = (used.count + largest - 1) / largest
    for part in 0..<count {
      let members = used[(part * used.count / count)..<((part + 1) * used.count / count)]
      let first = response.count
      let isRun = members[members.endIndex - 1] - members[members.startIndex] + 1 == members.count
      for j in 0..<columns {
        let start = j * block.design.rows
        let center = moments.center[j]
        let factor = 1 / moments.scale[j]
        if isRun {
          let begin = start + members[members.startIndex]
          let values = block.design.elements[begin..<(begin + members.count)]
          design.append(contentsOf: values.lazy.map { Scalar(($0 - center) * factor) })
        } else {
          for i in members {
            design.append(Scalar((block.design.elements[start + i] - center) * factor))
          }
        }
      }
      for i in members {
        response.append(block.response[i])
        weights.append(block.weights[i])
        offsets.append(block.offsets[i])
      }
      chunks.append(first..<response.count)
    }
  }

  /// The linear predictors of a chunk's rows.
  private func predict(
    _ chunk: Range<Int>,
    _ columns: [Int32],
    _ slopes: [Scalar],
    _ scratch: inout [Scalar],
    into predictor: inout [Double]
  ) {
    Scalar.combine(
      columns,
      slopes,
      of: design,
      from: chunk.lowerBound * self.columns,
      rows: chunk.count,
      into: &scratch
    )
    for (i, row) in chunk.enumerated() { predictor[i] = offsets[row] + Double(scratch[i]) }
  }

  /// The columns with a coefficient, and these.
  private static func active(_ coefficients: [Double]) -> (columns: [Int32], slopes: [Scalar]) {
    let columns = coefficients.indices.filter { coefficients[$0] != 0 }
    return (columns.map(Int32.init), columns.map { Scalar(coefficients[$0]) })
  }

  private var largestChunk: Int { chunks.map(\.count).max() ?? 0 }

  /// Adds these rows' share of deviance and gradient.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func addGradient(at coefficients: [Double], to sum: inout GradientSum) {
    let (active, slopes) = Self.active(coefficients)
    let columns = sum.columns.map(Int32.init)
    var scratch = [Scalar](repeating: 0, count: largestChunk)
    var predictor = [Double](repeating: 0, count: largestChunk)
    var residual = predictor
    var variance = predictor
    var root = predictor
    for chunk in chunks {
      predict(chunk, active, slopes, &scratch, into: &predictor)
      sum.loss.add(
        RowKernels.logistic(
          predictor,
          count: chunk.count,
          response: response,
          weights: weights,
          from: chunk.lowerBound,
          residual: &residual,
          variance: &variance,
          root: &root
        )
      )
      // μ - y, where the kernel has y - μ.
      for i in 0..<chunk.count { scratch[i] = Scalar(-residual[i]) }
      Scalar.multiply(
        columns,
        of: design,
        from: chunk.lowerBound * self.columns,
        rows: chunk.count,
        with: scratch,
        addingTo: &sum.gradient
      )
    }
  }

  /// Adds these rows' share of the Hessian, lower triangle.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func addHessian(at coefficients: [Double], to sum: inout HessianSum) {
    let capacity = largestChunk
    let (active, slopes) = Self.active(coefficients)
    var scratch = [Scalar](repeating: 0, count: capacity)
    var predictor = [Double](repeating: 0, count: capacity)
    var residual = predictor
    var variance = predictor
    var roots = predictor
    var root = [Float](repeating: 0, count: capacity)
    var scaled = Matrix<Float>.zeros(rows: capacity, columns: sum.columns.count)
    for chunk in chunks {
      predict(chunk, active, slopes, &scratch, into: &predictor)
      _ = RowKernels.logistic(
        predictor,
        count: chunk.count,
        response: response,
        weights: weights,
        from: chunk.lowerBound,
        residual: &residual,
        variance: &variance,
        root: &roots
      )
      for i in 0..<chunk.count { root[i] = Float(roots[i]) }
      let start = chunk.lowerBound * columns
      for (position, column) in sum.columns.enumerated() {
        let source = start + column * chunk.count
        let target = position * capacity
        for i in 0..<chunk.count {
          scaled.elements[target + i] = Float(design[source + i]) * root[i]
        }
      }
      sum.hessian.addCrossproduct(of: scaled, usedRows: chunk.count)
    }
  }
}

/// Negative log-likelihood and gradient over some rows.
struct GradientSum: Sendable {
  let columns: [Int]
  var loss = CompensatedSum()
  var gradient: [Double]

  init(columns: [Int]) {
    self.columns = columns
    gradient = Array(repeating: 0, count: columns.count)
  }
}

/// Hessian over some rows, of products in single precision.
struct HessianSum: Sendable {
  let columns: [Int]
  var hessian: Matrix<Double>

  init(columns: [Int]) {
    self.columns = columns
    hessian = .zeros(rows: columns.count, columns: columns.count)
  }
}
