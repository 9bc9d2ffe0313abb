internal import LinearAlgebra
internal import RealModule

/// Some rows with standardised columns, in chunks that stay in the second-level cache: the linear
/// predictor reads a chunk from memory, the gradient reads it again from the cache.
struct RowChunks<Scalar: StretchScalar>: Sendable {
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

  /// The linear predictors of a chunk's rows, offsets aside.
  private func predict(
    _ chunk: Range<Int>,
    _ coefficients: [Double],
    into predictor: inout [Scalar]
  ) {
    for i in 0..<chunk.count { predictor[i] = 0 }
    let start = chunk.lowerBound * columns
    for (j, coefficient) in coefficients.enumerated() where coefficient != 0 {
      Scalar.add(
        Scalar(coefficient),
        times: design,
        from: start + j * chunk.count,
        count: chunk.count,
        to: &predictor
      )
    }
  }

  private var largestChunk: Int { chunks.map(\.count).max() ?? 0 }

  /// Adds these rows' share of deviance and gradient.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func addGradient(at coefficients: [Double], to sum: inout GradientSum) {
    var predictor = [Scalar](repeating: 0, count: largestChunk)
    var residual = predictor
    for chunk in chunks {
      predict(chunk, coefficients, into: &predictor)
      var deviance = 0.0
      // Rows of weight 1 share a logarithm: Σ log(1 + e_i) = log Π (1 + e_i).
      var product = 1.0
      for (i, row) in chunk.enumerated() {
        let eta = offsets[row] + Double(predictor[i])
        let e = Double.exp(-abs(eta))
        let share = 1 / (1 + e)
        let y = response[row]
        let weight = weights[row]
        let probability = eta >= 0 ? share : e * share
        let complement = eta >= 0 ? e * share : share
        // μ - y without cancellation: (1 - μ) and μ come separately.
        residual[i] = Scalar(weight * ((1 - y) * probability - y * complement))
        let linear = y * max(-eta, 0) + (1 - y) * max(eta, 0)
        if weight == 1 {
          deviance += linear
          product *= 1 + e
          if product > 1e250 {
            deviance += .log(product)
            product = 1
          }
        } else {
          deviance += weight * (linear + .log(onePlus: e))
        }
      }
      sum.loss.add(deviance + .log(product))
      let start = chunk.lowerBound * columns
      for (position, column) in sum.columns.enumerated() {
        sum.gradient[position] += Double(
          Scalar.dot(
            design,
            from: start + column * chunk.count,
            count: chunk.count,
            with: residual
          )
        )
      }
    }
  }

  /// Adds these rows' share of the Hessian, lower triangle.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func addHessian(at coefficients: [Double], to sum: inout HessianSum) {
    let capacity = largestChunk
    var predictor = [Scalar](repeating: 0, count: capacity)
    var root = [Float](repeating: 0, count: capacity)
    var scaled = Matrix<Float>.zeros(rows: capacity, columns: sum.columns.count)
    for chunk in chunks {
      predict(chunk, coefficients, into: &predictor)
      for (i, row) in chunk.enumerated() {
        root[i] = Float(
          (weights[row] * LogisticLoss(offsets[row] + Double(predictor[i])).weight).squareRoot()
        )
      }
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

/// Hessian over some rows, in single precision.
struct HessianSum: Sendable {
  let columns: [Int]
  var hessian: Matrix<Float>

  init(columns: [Int]) {
    self.columns = columns
    hessian = .zeros(rows: columns.count, columns: columns.count)
  }
}
