internal import LinearAlgebra

/// The way back from coefficients of standardised columns to those of the columns as given.
struct BackTransform: Sendable {
  let moments: ColumnMoments
  /// The columns in the model, ascending.
  let kept: [Int]
  let intercept: Int?

  /// Coefficients of all columns from those of the standardised kept ones; 0 for the others.
  func coefficients(_ standardized: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: moments.center.count)
    var shift = CompensatedSum()
    for (column, value) in zip(kept, standardized) {
      result[column] = value / moments.scale[column]
      shift.add(-result[column] * moments.center[column])
    }
    if let intercept { result[intercept] += shift.value }
    return result
  }

  /// p × p covariance of all columns from that of the standardised kept ones.
  func covariance(_ standardized: Matrix<Double>) -> Matrix<Double> {
    // Rows of the linear map of `coefficients`.
    var map = Matrix<Double>.zeros(rows: moments.center.count, columns: kept.count)
    for (position, column) in kept.enumerated() {
      map[column, position] = 1 / moments.scale[column]
      if let intercept, column != intercept {
        map[intercept, position] = -moments.center[column] / moments.scale[column]
      }
    }
    var result = (map * standardized).multiplied(by: map, transposingOther: true)
    result.symmetrizeFromLower()
    return result
  }

  /// The combination of columns as given that gives an aliased one.
  ///
  /// Factors are rounded to 9 significant digits and vanishing ones left out: they are small whole
  /// numbers in all but contrived data.
  func alias(_ dependency: OrderedCholesky.Dependency) -> [LogisticFit.AliasTerm] {
    let scale = moments.scale[dependency.column]
    var constant = moments.center[dependency.column]
    var terms: [LogisticFit.AliasTerm] = []
    for (column, coefficient) in dependency.combination where column != intercept {
      let factor = coefficient * scale / moments.scale[column]
      constant -= factor * moments.center[column]
      if abs(coefficient) > 1e-6 {
        terms.append(.init(column: column, coefficient: Self.rounded(factor)))
      }
    }
    if let intercept, abs(constant) > 1e-6 * max(abs(moments.center[dependency.column]), scale) {
      terms.insert(.init(column: intercept, coefficient: Self.rounded(constant)), at: 0)
    }
    return terms
  }

  private static func rounded(_ value: Double) -> Double {
    let whole = value.rounded()
    if whole != 0, abs(value - whole) < 1e-7 * abs(whole) { return whole }
    return RankedOutcomes.rounded(value, digits: 9)
  }
}
