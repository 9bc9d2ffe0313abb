internal import Datasets
internal import LinearAlgebra

/// The deterministic part of a regression with ARIMA errors: a mean or drift, and regressors.
struct ARIMARegression: Codable, Equatable, Sendable {
  /// The mean or drift a month, then one coefficient a regressor; `nil` for a column that, once
  /// differenced, is a combination of those before it.
  private(set) var coefficients: [Double?]
  let regressors: [ARIMARegressor]
  private let hasMean: Bool
  private let hasDrift: Bool
  /// The drift is 1 in this month.
  private let origin: Month

  /// Least share of a column's squares that no columns before it explain.
  private static let independence = 1e-10

  /// A regression without coefficients yet.
  ///
  /// - Parameters:
  ///   - orders: for the constant.
  ///   - regressors: one column each.
  ///   - origin: first month of the series.
  init(_ orders: ARIMAOrders, regressors: [ARIMARegressor], origin: Month) {
    hasMean = orders.hasConstant && orders.differences + orders.seasonalDifferences == 0
    hasDrift = orders.hasConstant && !hasMean
    self.regressors = regressors
    self.origin = origin
    coefficients = Array(repeating: nil, count: regressors.count + (orders.hasConstant ? 1 : 0))
  }

  /// The columns for some months, the constant's first.
  func columns(_ months: Range<Month>) -> [[Double]] {
    var result: [[Double]] = []
    if hasMean { result.append(Array(repeating: 1, count: months.count)) }
    if hasDrift { result.append(months.map { Double(origin.distance(to: $0) + 1) }) }
    return result + regressors.map { $0[months] }
  }

  /// The part of the values that the regression explains.
  func values(_ months: Range<Month>) -> [Double] {
    var result = [Double](repeating: 0, count: months.count)
    let columns = columns(months)
    for k in columns.indices {
      guard let coefficient = coefficients[k] else { continue }
      for t in result.indices { result[t] += coefficient * columns[k][t] }
    }
    return result
  }

  /// Coefficients with their names.
  var named: [FitSummary.Parameter] {
    let names =
      (hasMean ? ["mean"] : []) + (hasDrift ? ["drift"] : []) + regressors.map(\.name)
    return names.indices.compactMap { k in coefficients[k].map { .init(names[k], $0) } }
  }

  /// Number of coefficients that are estimated.
  var estimatedCount: Int { coefficients.count { $0 != nil } }

  /// The same regression with given coefficients, the constant's first.
  func with(_ coefficients: [Double]) -> ARIMARegression {
    precondition(coefficients.count == self.coefficients.count, "a coefficient a column")
    var result = self
    result.coefficients = coefficients
    return result
  }

  /// Sets the coefficients by generalised least squares.
  ///
  /// - Parameters:
  ///   - values: the differenced series.
  ///   - columns: the differenced columns.
  ///   - errors: the process of the errors.
  mutating func estimate(_ values: [Double], _ columns: [[Double]], errors: ARMACoefficients) {
    let places = Self.independent(columns)
    guard !places.isEmpty else { return }
    let filter = ARMAFilter(errors)
    let design = places.flatMap { filter.standardizedInnovations(of: columns[$0]) }
    let solution = try? leastSquares(
      Matrix(design, rows: values.count, columns: places.count),
      filter.standardizedInnovations(of: values)
    )
    // Independent columns stay so in the filter, which is invertible, but for the limit of rounding.
    guard let solution else { return }
    for k in places.indices { coefficients[places[k]] = solution[k] }
  }

  /// Indices of the columns that are no combination of those before them.
  static func independent(_ columns: [[Double]]) -> [Int] {
    let size = columns.count
    guard size > 0 else { return [] }
    let lengths = columns.map { column -> Double in
      var sum = 0.0
      for value in column { sum += value * value }
      return sum.squareRoot()
    }
    var gram = Matrix(Array(repeating: 0.0, count: size * size), rows: size, columns: size)
    for i in 0..<size where lengths[i] > 0 {
      for j in 0..<size where lengths[j] > 0 {
        var sum = 0.0
        for t in columns[i].indices {
          sum += columns[i][t] / lengths[i] * columns[j][t] / lengths[j]
        }
        gram[i, j] = sum
      }
    }
    let kept = columns.indices.filter { lengths[$0] > 0 }
    guard let factor = try? OrderedCholesky(gram, tolerance: independence) else { return kept }
    return factor.independent.filter { lengths[$0] > 0 }
  }
}

extension ARMAFilter {
  /// Innovations of a whole series from the filter's present state, each divided by the root of its
  /// variance.
  func standardizedInnovations(of values: [Double]) -> [Double] {
    var filter = self
    var result: [Double] = []
    result.reserveCapacity(values.count)
    for value in values {
      let innovation = value - filter.prediction
      result.append(innovation / filter.variance.squareRoot())
      filter.advance(innovation: innovation)
    }
    return result
  }
}
