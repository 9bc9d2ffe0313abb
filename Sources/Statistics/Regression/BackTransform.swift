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

  /// Coefficients of the standardised kept columns from those of all columns as given.
  func standardized(_ values: [Double]) -> [Double] {
    var shift = CompensatedSum()
    for column in kept where column != intercept {
      shift.add(values[column] * moments.center[column])
    }
    return kept.map { column in
      column == intercept ? values[column] + shift.value : values[column] * moments.scale[column]
    }
  }

  /// Quadratic penalties of standardised columns from those of the columns as given.
  ///
  /// The intercept must be free of penalty where columns are centred.
  func penalty(_ penalty: [Double]) -> [Double] {
    zip(penalty, moments.scale).map { $0 / ($1 * $1) }
  }

  /// p × p covariance of all columns from that of the standardised kept ones.
  ///
  /// - Complexity: p² flops.
  func covariance(_ standardized: Matrix<Double>) -> Matrix<Double> {
    let p = moments.center.count
    var result = Matrix<Double>.zeros(rows: p, columns: p)
    for (j, right) in kept.enumerated() {
      for (i, left) in kept.enumerated() {
        result[left, right] = standardized[i, j] / (moments.scale[left] * moments.scale[right])
      }
    }
    guard let intercept, kept.contains(intercept) else { return result }
    // The intercept takes -center/scale of every other coefficient: add its row, then its column.
    for left in [true, false] {
      for other in kept {
        var shift = CompensatedSum()
        for column in kept where column != intercept {
          let value = left ? result[column, other] : result[other, column]
          shift.add(-moments.center[column] * value)
        }
        if left {
          result[intercept, other] += shift.value
        } else {
          result[other, intercept] += shift.value
        }
      }
    }
    for column in kept { result[intercept, column] = result[column, intercept] }
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
