internal import RealModule

/// The lambdas of a path.
package enum LambdaSequence: Sendable, Equatable {
  /// From the largest useful one downwards, evenly on the log scale.
  ///
  /// The first is the smallest at which every penalised coefficient is zero (for a ridge, what it
  /// would be with an l1 ratio of 0.001); the last is `ratio` times the first: 0.0001, or 0.01 with
  /// fewer rows than columns, when `nil`. With `stopsEarly` the path ends once the deviance ratio
  /// gains less than 0.00001 a lambda or is above 0.999. Defaults as in glmnet.
  case automatic(count: Int = 100, ratio: Double? = nil, stopsEarly: Bool = false)
  /// The numbers given, at least 0, in descending order.
  case given([Double])

  /// The lambdas in descending order.
  ///
  /// - Parameters:
  ///   - largest: the first of an automatic path; where it is 0, nothing is penalised and 0 is the
  ///     only lambda.
  ///   - isWide: true with fewer rows than columns.
  /// - Returns: at least one number.
  func values(largest: Double, isWide: Bool) -> [Double] {
    switch self {
    case .given(let lambdas):
      return lambdas.sorted(by: >)
    case .automatic(let count, let ratio, _):
      guard largest > 0 else { return [0] }
      guard count > 1 else { return [largest] }
      let last = ratio ?? (isWide ? 1e-2 : 1e-4)
      return (0..<count).map { index in
        largest * Double.exp(Double.log(last) * Double(index) / Double(count - 1))
      }
    }
  }

  var stopsEarly: Bool {
    if case .automatic(_, _, let stopsEarly) = self { return stopsEarly }
    return false
  }
}
