internal import Concurrency
internal import LinearAlgebra

/// What the leverages add to the score and to the information, computed in one pass over the rows.
///
/// The rows of a block are multiplied by the inverse of the information's factor L, x → L⁻¹x, so
/// that the leverage of a row is w μ (1 - μ) |L⁻¹x|². Sums over the rows are taken of the whitened
/// rows and multiplied by L once at the end: neither the leverages nor a second copy of a block
/// are kept.
struct LeveragePass: Sendable {
  /// Σ h (½ - μ) x over the kept columns, standardised.
  private(set) var score: [Double]
  /// Σ (w + h) μ (1 - μ) L⁻¹x (L⁻¹x)', both triangles; zero unless asked for.
  private(set) var whitened: Matrix<Double>

  /// Passes over the rows once.
  ///
  /// - Parameters:
  ///   - rows: the data.
  ///   - moments: centre and scale of the columns.
  ///   - kept: the columns in the model, ascending.
  ///   - coefficients: one for each kept column, on the scale of `(x - center) / scale`.
  ///   - factor: of the information at these coefficients.
  ///   - augmented: true to compute `whitened`.
  ///   - threads: largest number of workers.
  init(
    _ rows: some RowBlocks,
    moments: ColumnMoments,
    kept: [Int],
    coefficients: [Double],
    factor: Cholesky,
    augmented: Bool,
    threads: Int
  ) {
    let parts = mapBlockGroups(of: rows, threads: threads) { group in
      var part = LeveragePass(columns: kept.count)
      var block = DesignBlock(capacity: group.capacity, layout: rows.layout)
      var predictor = [Double](repeating: 0, count: group.capacity)
      var squares = predictor
      var roots = predictor
      for index in group.blocks {
        rows.fill(index, into: &block)
        part.standardize(&block, moments, kept, coefficients, &predictor)
        factor.whitenRows(of: &block.design, usedRows: block.rows)
        part.add(&block, predictor, &squares, &roots, augmented: augmented)
      }
      return part
    }
    self.init(columns: kept.count)
    for part in parts {
      for j in score.indices { score[j] += part.score[j] }
      whitened += part.whitened
    }
    score = factor.lower * score
    whitened.symmetrizeFromLower()
  }

  private init(columns: Int) {
    score = Array(repeating: 0, count: columns)
    whitened = .zeros(rows: columns, columns: columns)
  }

  /// Standardises the kept columns, moved to the front, and adds up the linear predictor.
  private func standardize(
    _ block: inout DesignBlock,
    _ moments: ColumnMoments,
    _ kept: [Int],
    _ coefficients: [Double],
    _ predictor: inout [Double]
  ) {
    let stride = block.design.rows
    for i in 0..<block.rows { predictor[i] = block.offsets[i] }
    for (position, column) in kept.enumerated() {
      let center = moments.center[column]
      let factor = 1 / moments.scale[column]
      let coefficient = coefficients[position]
      for i in 0..<block.rows {
        let z = (block.design.elements[column * stride + i] - center) * factor
        block.design.elements[position * stride + i] = z
        predictor[i] += z * coefficient
      }
    }
  }

  private mutating func add(
    _ block: inout DesignBlock,
    _ predictor: [Double],
    _ squares: inout [Double],
    _ roots: inout [Double],
    augmented: Bool
  ) {
    let rows = block.rows
    let stride = block.design.rows
    for i in 0..<rows { squares[i] = 0 }
    for j in score.indices {
      for i in 0..<rows {
        let z = block.design.elements[j * stride + i]
        squares[i] += z * z
      }
    }
    for i in 0..<rows {
      let loss = LogisticLoss(predictor[i])
      let leverage = block.weights[i] * loss.weight * squares[i]
      // ½ - μ without cancellation: (1 - μ) - μ, halved.
      squares[i] = leverage * (loss.complement - loss.probability) / 2
      if augmented {
        roots[i] = ((block.weights[i] + leverage) * loss.weight).squareRoot()
      }
    }
    for j in score.indices {
      var sum = 0.0
      for i in 0..<rows { sum += block.design.elements[j * stride + i] * squares[i] }
      score[j] += sum
    }
    guard augmented else { return }
    for j in score.indices {
      for i in 0..<rows { block.design.elements[j * stride + i] *= roots[i] }
    }
    whitened.addCrossproduct(ofLeading: score.count, of: block.design, usedRows: rows)
  }
}
