/// Differences of a series, and forecasts of the differences put together again.
struct ARIMADifferencing: Codable, Equatable, Sendable {
  /// Coefficients of (1 - B)^d (1 - B¹²)^D by lag, from lag 0.
  private let coefficients: [Double]

  /// The differences of some orders.
  init(_ orders: ARIMAOrders) {
    self.init(differences: orders.differences, seasonalDifferences: orders.seasonalDifferences)
  }

  /// The differences of some numbers, monthly and yearly.
  init(differences: Int, seasonalDifferences: Int) {
    var result = [1.0]
    let lags =
      Array(repeating: 1, count: differences)
      + Array(repeating: seasonalPeriod, count: seasonalDifferences)
    for lag in lags {
      let padding = [Double](repeating: 0, count: lag)
      result = zip(result + padding, padding + result).map { $0 - $1 }
    }
    coefficients = result
  }

  /// Months before the first difference, d + 12 D.
  var lostCount: Int { coefficients.count - 1 }

  /// The differences; none of a series that is too short.
  func differences(of values: [Double]) -> [Double] {
    guard values.count > lostCount else { return [] }
    // One difference after the other would round less, but not by what matters here.
    return (lostCount..<values.count).map { t in
      var sum = 0.0
      for lag in coefficients.indices where coefficients[lag] != 0 {
        sum += coefficients[lag] * values[t - lag]
      }
      return sum
    }
  }

  /// The values that follow from differences.
  ///
  /// - Parameters:
  ///   - differences: of the months ahead.
  ///   - values: the last ``lostCount`` months before.
  /// - Returns: as many values as differences.
  func integrated(_ differences: [Double], after values: [Double]) -> [Double] {
    var result = values
    for difference in differences {
      var next = difference
      for lag in 1..<max(coefficients.count, 1) where coefficients[lag] != 0 {
        next -= coefficients[lag] * result[result.count - lag]
      }
      result.append(next)
    }
    return Array(result.dropFirst(values.count))
  }
}
