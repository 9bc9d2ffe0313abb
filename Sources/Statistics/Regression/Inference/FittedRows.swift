internal import LinearAlgebra

/// A logistic fit on the scale of standardised columns, as passes over the rows need it.
struct FittedColumns: Sendable {
  let moments: ColumnMoments
  /// The columns that are not aliased, ascending.
  let kept: [Int]
  let intercept: Int?
  /// One coefficient for each kept column.
  let coefficients: [Double]
  /// k × k covariance of those coefficients; zero rows and columns for infinite ones.
  let covariance: Matrix<Double>

  /// One pass over the rows.
  init(_ rows: some RowBlocks, _ fit: LogisticFit, threads: Int) {
    precondition(fit.coefficients.count == rows.columnCount, "the fit has other columns")
    moments = ColumnMoments(rows, threads: threads)
    intercept = rows.interceptColumn
    kept = fit.coefficients.indices.filter {
      if case .aliased = fit.coefficients[$0].status { return false }
      return true
    }
    // The inverse of the way back: a standardised slope is the slope times the scale, and the
    // intercept is the linear predictor at the centre.
    var map = Matrix<Double>.zeros(rows: kept.count, columns: rows.columnCount)
    for (position, column) in kept.enumerated() {
      map[position, column] = moments.scale[column]
      guard column == intercept else { continue }
      for other in kept { map[position, other] = other == column ? 1 : moments.center[other] }
    }
    coefficients = map * fit.values
    // A penalised fit has none, and its rows no leverage.
    covariance =
      fit.covariance.map { (map * $0).multiplied(by: map, transposingOther: true) }
      ?? .zeros(rows: kept.count, columns: kept.count)
  }

  /// The p × p covariance of all columns as given from that of the standardised kept ones.
  func onScaleOfData(_ standardized: Matrix<Double>) -> Matrix<Double> {
    BackTransform(moments: moments, kept: kept, intercept: intercept).covariance(standardized)
  }
}

/// The rows of one block as a logistic fit sees them.
struct FittedBlock: Sendable {
  /// Room for rows × k standardised values; the first ``rows`` rows count.
  private(set) var design: Matrix<Double>
  /// Rows in use.
  private(set) var rows = 0
  /// Probability of success of each row.
  private(set) var probability: [Double]
  /// `w (y - μ)` of each row: its score is this times its design vector.
  private(set) var residual: [Double]
  /// `w μ (1 - μ)` of each row.
  private(set) var variance: [Double]
  private var products: Matrix<Double>
  private var predictor: [Double]

  init(capacity: Int, columns: Int) {
    design = .zeros(rows: capacity, columns: columns)
    products = design
    probability = Array(repeating: 0, count: capacity)
    residual = probability
    variance = probability
    predictor = probability
  }

  /// Takes the rows of a block at the coefficients of a fit.
  mutating func load(_ block: DesignBlock, _ columns: FittedColumns) {
    rows = block.rows
    let stride = block.design.rows
    let target = design.rows
    for i in 0..<rows { predictor[i] = block.offsets[i] }
    for (position, column) in columns.kept.enumerated() {
      let center = columns.moments.center[column]
      let scale = columns.moments.scale[column]
      let coefficient = columns.coefficients[position]
      for i in 0..<rows {
        let z = (block.design.elements[column * stride + i] - center) / scale
        design.elements[position * target + i] = z
        predictor[i] += z * coefficient
      }
    }
    for i in 0..<rows {
      let loss = LogisticLoss(predictor[i])
      let weight = block.weights[i]
      let y = block.response[i]
      probability[i] = loss.probability
      residual[i] = weight * (y * loss.complement - (1 - y) * loss.probability)
      variance[i] = weight * loss.weight
    }
  }

  /// The diagonal of the hat matrix: `w μ (1 - μ) x' C x` for each row.
  ///
  /// - Parameter covariance: k × k covariance C of the coefficients.
  /// - Returns: one number a row in use; in [0, 1] but for rounding.
  mutating func leverages(_ covariance: Matrix<Double>) -> [Double] {
    let k = covariance.rows
    var result = [Double](repeating: 0, count: rows)
    guard k > 0, rows > 0 else { return result }
    let stride = design.rows
    Double.gemm(
      transposeA: false,
      transposeB: false,
      m: rows,
      n: k,
      k: k,
      alpha: 1,
      a: design.elements,
      lda: stride,
      b: covariance.elements,
      ldb: k,
      beta: 0,
      c: &products.elements,
      ldc: stride
    )
    for j in 0..<k {
      for i in 0..<rows {
        result[i] += products.elements[j * stride + i] * design.elements[j * stride + i]
      }
    }
    for i in 0..<rows { result[i] *= variance[i] }
    return result
  }

  /// Multiplies each row of the design by a number.
  mutating func scaleRows(by factors: [Double]) {
    let stride = design.rows
    for j in 0..<design.columns {
      for i in 0..<rows { design.elements[j * stride + i] *= factors[i] }
    }
  }
}
