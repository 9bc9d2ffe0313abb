internal import RealModule

/// The exact Gaussian likelihood of a stationary ARMA process with regressors, in lanes.
///
/// The innovations v_t and their variances F_t (in units of that of ε) come from the recursion of
/// Schur, which in state-space form is that of Chandrasekhar (Morf, Sidhu and Kailath 1974, IEEE
/// Trans. Automatic Control 19:315; Pearlman 1980, Biometrika 67:232): the state is the vector of
/// predictions of the next r months, r the larger of both degrees, and the filter's covariance, of
/// which each step changes one rank only, is never formed.
///
/// ```
/// s ← T s + K v/F           K, B at the start: γ_1 ... γ_r;  F: γ_0
/// π = B_1/F                 the partial autocorrelation of the month's lag
/// K, B ← K - π T B, T B - π K;   F ← F (1 - π²)
/// ```
/// T moves up by one month and ends with the autoregression. The cost is 3 r multiplications a
/// month where Kalman's filter has r². Regression coefficients are concentrated out: the innovations
/// of the regressors pass the same filter, and those of the series are projected off them.
///
/// The arrays are made once a series; a pass makes few.
struct ARMALikelihood {
  /// The series, then the regressors, each of `count` months.
  private let columns: [[Double]]
  private let count: Int
  private var gain: [ParameterLanes] = []
  private var change: [ParameterLanes] = []
  private var predictions: [[ParameterLanes]]
  private var innovations: [[ParameterLanes]]

  /// Largest partial autocorrelation that changes nothing.
  private static let negligible = 1e-14
  /// Share of a regressor's squares left by those before it, below which it is one of their
  /// combinations.
  static let dependence = 1e-12

  /// A likelihood for columns of equal length.
  ///
  /// - Parameters:
  ///   - series: stationary, of a scale near 1.
  ///   - regressors: differenced as the series is.
  init(series: [Double], regressors: [[Double]]) {
    columns = [series] + regressors
    count = series.count
    predictions = Array(repeating: [], count: columns.count)
    innovations = Array(
      repeating: Array(repeating: .zero, count: series.count),
      count: columns.count
    )
  }

  /// Residuals whose sum of squares is `Σ v²/F · (Π F)^{1/n}`, to be minimised.
  ///
  /// - Parameters:
  ///   - ar: stationary autoregression.
  ///   - ma: moving average, as `1 - Σ c_k B^k`.
  ///   - residuals: set to one a month.
  mutating func residuals(
    ar: LagPolynomial,
    ma: LagPolynomial,
    into residuals: inout [ParameterLanes]
  ) {
    let logDeterminant = filter(ar: ar, ma: ma)
    project()
    var factor = ParameterLanes.zero
    for lane in 0..<ParameterLanes.scalarCount {
      factor[lane] = .exp(logDeterminant[lane] / Double(2 * count))
    }
    for t in 0..<count { residuals[t] = innovations[0][t] * factor }
  }

  /// Fills the innovations, each divided by the root of its variance, and returns Σ log F.
  private mutating func filter(ar: LagPolynomial, ma: LagPolynomial) -> ParameterLanes {
    let size = max(ar.degree, ma.degree)
    let covariances = autocovariances(ar: ar, ma: ma, count: size)
    let one = ParameterLanes(repeating: 1)
    var variance = covariances[0]
    gain = Array(covariances.dropFirst())
    change = gain
    change.append(contentsOf: repeatElement(.zero, count: count))
    for column in columns.indices {
      predictions[column] = Array(repeating: .zero, count: size + count)
    }
    var logDeterminant = ParameterLanes.zero
    var product = one
    // Months since the covariance last changed.
    var quiet = 0
    for t in 0..<count {
      let inverse = one / variance
      let root = inverse.squareRoot()
      for column in columns.indices {
        let innovation =
          ParameterLanes(repeating: columns[column][t])
          - (size > 0 ? predictions[column][t] : .zero)
        innovations[column][t] = innovation * root
        Self.predict(&predictions[column], from: t, size: size, ar, gain, innovation * inverse)
      }
      product *= variance
      if t % 16 == 15 || t == count - 1 {
        for lane in 0..<ParameterLanes.scalarCount { logDeterminant[lane] += .log(product[lane]) }
        product = one
      }
      guard size > 0, quiet < size else { continue }
      let partial = change[t] * inverse
      let square = partial * partial
      quiet = square.max() < Self.negligible * Self.negligible ? quiet + 1 : 0
      variance *= one - square
      Self.update(&change, &gain, from: t, size: size, ar, partial)
    }
    return logDeterminant
  }

  /// Moves the predictions by a month and adds what an innovation says.
  private static func predict(
    _ predictions: inout [ParameterLanes],
    from t: Int,
    size: Int,
    _ ar: LagPolynomial,
    _ gain: [ParameterLanes],
    _ innovation: ParameterLanes
  ) {
    guard size > 0 else { return }
    var last = ParameterLanes.zero
    for k in ar.lags.indices { last += ar.coefficients[k] * predictions[t + size - ar.lags[k]] }
    predictions[t + size] = last
    for i in 0..<size { predictions[t + 1 + i] += gain[i] * innovation }
  }

  private static func update(
    _ change: inout [ParameterLanes],
    _ gain: inout [ParameterLanes],
    from t: Int,
    size: Int,
    _ ar: LagPolynomial,
    _ partial: ParameterLanes
  ) {
    var last = ParameterLanes.zero
    for k in ar.lags.indices { last += ar.coefficients[k] * change[t + size - ar.lags[k]] }
    change[t + size] = last
    for i in 0..<size {
      let moved = change[t + 1 + i]
      let old = gain[i]
      change[t + 1 + i] = moved - partial * old
      gain[i] = old - partial * moved
    }
  }

  /// Projects the series' innovations off those of the regressors.
  private mutating func project() {
    for column in 1..<max(columns.count, 1) {
      var squares = ParameterLanes.zero
      for t in 0..<count { squares += innovations[column][t] * innovations[column][t] }
      for other in Array(column + 1..<max(columns.count, column + 1)) + [0] {
        var products = ParameterLanes.zero
        for t in 0..<count { products += innovations[column][t] * innovations[other][t] }
        let share = (products / squares).replacing(with: 0.0, where: squares .<= 0)
        for t in 0..<count { innovations[other][t] -= share * innovations[column][t] }
      }
    }
  }
}
