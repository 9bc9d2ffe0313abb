/// Autocovariances of a stationary ARMA process with unit variance of its innovations.
///
/// The autoregressive part is taken down to order 0 by the reversed recursion of Durbin and
/// Levinson, which gives its variance 1/Π(1 - π²) and, by the Yule-Walker equations of each order,
/// its autocovariances; the moving average is applied to them:
///
/// ```
/// γ_h = Σ_i Σ_j m_i m_j γᵘ_{h+i-j},   m_0 = 1
/// ```
/// - Parameters:
///   - ar: the stationary autoregression.
///   - ma: the moving average as `1 - Σ c_k B^k`.
///   - count: number of lags.
/// - Returns: γ_0 ... γ_count.
/// - Complexity: about (degree of `ar`)² + degree of `ma` × count.
func autocovariances(
  ar: LagPolynomial,
  ma: LagPolynomial,
  count: Int
) -> [ParameterLanes] {
  let ofAR = autocovariances(ar, count: count + ma.degree)
  // Products of the moving average's coefficients by distance.
  var products = [ParameterLanes](repeating: .zero, count: ma.degree + 1)
  products[0] = ParameterLanes(repeating: 1)
  for i in ma.lags.indices {
    let left = ma.coefficients[i]
    products[0] += left * left
    products[ma.lags[i]] -= left
    for j in i + 1..<max(ma.lags.count, i + 1) {
      products[ma.lags[j] - ma.lags[i]] += left * ma.coefficients[j]
    }
  }
  var result = [ParameterLanes](repeating: .zero, count: count + 1)
  for lag in 0...count {
    var sum = products[0] * ofAR[lag]
    for distance in 1..<max(products.count, 1) {
      let product = products[distance]
      if product == .zero { continue }
      sum += product * (ofAR[abs(lag - distance)] + ofAR[lag + distance])
    }
    result[lag] = sum
  }
  return result
}

/// Autocovariances of an autoregression alone.
private func autocovariances(_ ar: LagPolynomial, count: Int) -> [ParameterLanes] {
  let degree = ar.degree
  let one = ParameterLanes(repeating: 1)
  // Row k: the coefficients of order k, from place k (k - 1) / 2.
  var rows = [ParameterLanes](repeating: .zero, count: degree * (degree + 1) / 2)
  var row = degree * (degree - 1) / 2
  for k in ar.lags.indices { rows[row + ar.lags[k] - 1] = ar.coefficients[k] }
  var variance = one
  for order in stride(from: degree, through: 1, by: -1) {
    let partial = rows[row + order - 1]
    let factor = one / (one - partial * partial)
    variance *= factor
    let lower = row - (order - 1)
    for k in 0..<order - 1 {
      rows[lower + k] = (rows[row + k] + partial * rows[row + order - 2 - k]) * factor
    }
    row = lower
  }
  var result = [ParameterLanes](repeating: .zero, count: count + 1)
  result[0] = variance
  row = 0
  for lag in 1..<max(count + 1, 1) {
    var sum = ParameterLanes.zero
    if lag <= degree {
      for k in 0..<lag { sum += rows[row + k] * result[lag - 1 - k] }
      row += lag
    } else {
      for k in ar.lags.indices { sum += ar.coefficients[k] * result[lag - ar.lags[k]] }
    }
    result[lag] = sum
  }
  return result
}
