internal import Datasets
internal import LinearAlgebra
internal import RealModule

/// Standard deviations of reconciled forecasts from those of the base forecasts.
///
/// With P the reconciliation, D the base forecasts' standard deviations of a month and R the shrunk
/// correlations of their residuals, the variances are the diagonal of `P D R D P'`. Up to
/// ``directLimit`` series P is made. Beyond, the residual vectors of all dates, scaled by D of the
/// first month, are taken through the reconciliation, and the ratio of their spread to what it was
/// holds for all months.
struct ReconciledSpread {
  private let variances: [Double]
  private let covariance: ErrorCovariance

  /// Most series for which P is made.
  static let directLimit = 2000

  init(_ hierarchy: Hierarchy, _ residuals: [[Double]]) {
    covariance = ErrorCovariance.shrinkage(residuals, hierarchy)
    let factor = covariance.factor
    var variances = covariance.variances
    for month in 0..<factor.columns {
      for series in variances.indices {
        let value = factor.elements[series + month * factor.rows]
        variances[series] += value * value
      }
    }
    self.variances = variances
  }

  /// The standard deviations after reconciliation.
  ///
  /// - Parameters:
  ///   - deviations: for each month one a series, before.
  ///   - reconciled: the reconciliation of any vectors; linear.
  /// - Returns: as many, after.
  func deviations(
    _ deviations: [[Double]],
    _ reconciled: ([[Double]]) -> [[Double]]
  ) -> [[Double]] {
    let count = variances.count
    let factor = covariance.factor
    guard count <= Self.directLimit else {
      let vectors = (0..<factor.columns).map { scaled(month: $0, deviations[0]) }
      var squares = [Double](repeating: 0, count: count)
      var before = squares
      for (vector, result) in zip(vectors, reconciled(vectors)) {
        for series in 0..<count {
          squares[series] += result[series] * result[series]
          before[series] += vector[series] * vector[series]
        }
      }
      return deviations.map { month in
        month.indices.map {
          before[$0] > 0 ? month[$0] * .sqrt(squares[$0] / before[$0]) : month[$0]
        }
      }
    }
    let units = (0..<count).map { index in
      var unit = [Double](repeating: 0, count: count)
      unit[index] = 1
      return unit
    }
    // P, column by column.
    let columns = reconciled(units)
    let matrix = Matrix(columns.flatMap { $0 }, rows: count, columns: count)
    return deviations.map { month in
      var common = Matrix<Double>.zeros(rows: count, columns: factor.columns)
      for column in 0..<factor.columns {
        let vector = scaled(month: column, month)
        for row in 0..<count { common.elements[row + column * count] = vector[row] }
      }
      let product = matrix * common
      var sums = [Double](repeating: 0, count: count)
      for place in product.elements.indices {
        sums[place % count] += product.elements[place] * product.elements[place]
      }
      for series in 0..<count where variances[series] > 0 {
        let own = month[series] * month[series] * covariance.variances[series] / variances[series]
        for row in 0..<count { sums[row] += columns[series][row] * columns[series][row] * own }
      }
      return sums.map { .sqrt($0) }
    }
  }

  /// `D U` of one month of residuals, U scaled to correlations.
  private func scaled(month: Int, _ deviations: [Double]) -> [Double] {
    let factor = covariance.factor
    return deviations.indices.map {
      variances[$0] > 0
        ? deviations[$0] * factor.elements[$0 + month * factor.rows] / .sqrt(variances[$0]) : 0
    }
  }
}
