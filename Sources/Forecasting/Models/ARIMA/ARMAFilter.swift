internal import RealModule

/// The exact one-step predictions of a stationary ARMA process, carried from month to month.
///
/// The recursion of ``ARMALikelihood`` for one set of coefficients, with its states kept.
struct ARMAFilter: Codable, Equatable, Sendable {
  /// Covariance of the months ahead with the next innovation, one number a month.
  private var gain: [Double]
  /// Root of the change of the filter's covariance.
  private var change: [Double]
  /// Variance of the next innovation, in units of that of ε.
  private(set) var variance: Double
  /// Predictions of the months ahead.
  private var predictions: [Double]
  private let lags: [Int]
  private let autoregression: [Double]

  /// A filter before its first month.
  init(_ coefficients: ARMACoefficients) {
    let ar = coefficients.autoregression
    let ma = coefficients.movingAverage
    let size = max(ar.degree, ma.degree)
    let covariances = autocovariances(ar: ar, ma: ma, count: size).map { $0[0] }
    variance = covariances[0]
    gain = Array(covariances.dropFirst())
    change = gain
    predictions = Array(repeating: 0, count: size)
    lags = ar.lags
    autoregression = ar.coefficients.map { $0[0] }
  }

  /// The prediction of the next month.
  var prediction: Double { predictions.first ?? 0 }

  /// Moves on by a month.
  ///
  /// - Parameter innovation: what its value is above the prediction; 0 where it is not known yet.
  mutating func advance(innovation: Double) {
    guard !gain.isEmpty else { return }
    let weight = innovation / variance
    let partial = change[0] / variance
    shift(&predictions)
    shift(&change)
    for i in gain.indices {
      predictions[i] += gain[i] * weight
      let moved = change[i]
      change[i] = moved - partial * gain[i]
      gain[i] -= partial * moved
    }
    variance *= 1 - partial * partial
  }

  /// What an innovation of the next month moves the predictions of later months by.
  ///
  /// - Parameter count: number of months.
  /// - Returns: 1 for the month itself, then one weight a month.
  func weights(count: Int) -> [Double] {
    guard !gain.isEmpty else { return [1] + Array(repeating: 0, count: count - 1) }
    var result = [1.0]
    var effect = gain.map { $0 / variance }
    for _ in 1..<max(count, 1) {
      result.append(effect[0])
      shift(&effect)
    }
    return result
  }

  /// A month on, by the autoregression.
  private func shift(_ state: inout [Double]) {
    var last = 0.0
    for k in lags.indices { last += autoregression[k] * state[state.count - lags[k]] }
    for i in 1..<max(state.count, 1) { state[i - 1] = state[i] }
    state[state.count - 1] = last
  }
}
