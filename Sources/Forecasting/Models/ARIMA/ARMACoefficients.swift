internal import RealModule

/// Coefficients of a seasonal ARMA process, with the signs of R's `arima`.
package struct ARMACoefficients: Codable, Equatable, Sendable {
  /// Of the monthly autoregression, φ₁ to φ_p.
  package var ar: [Double] = []
  /// Of the monthly moving average, θ₁ to θ_q.
  package var ma: [Double] = []
  /// Of the yearly autoregression, Φ₁ to Φ_P.
  package var seasonalAR: [Double] = []
  /// Of the yearly moving average, Θ₁ to Θ_Q.
  package var seasonalMA: [Double] = []

  /// Coefficients of a seasonal ARMA process.
  ///
  /// - Parameters:
  ///   - ar: φ₁ ... φ_p.
  ///   - ma: θ₁ ... θ_q.
  ///   - seasonalAR: Φ₁ ... Φ_P.
  ///   - seasonalMA: Θ₁ ... Θ_Q.
  package init(
    ar: [Double] = [],
    ma: [Double] = [],
    seasonalAR: [Double] = [],
    seasonalMA: [Double] = []
  ) {
    self.ar = ar
    self.ma = ma
    self.seasonalAR = seasonalAR
    self.seasonalMA = seasonalMA
  }

  /// The number of each kind is that of the orders.
  func matches(_ orders: ARIMAOrders) -> Bool {
    ar.count == orders.ar && ma.count == orders.ma && seasonalAR.count == orders.seasonalAR
      && seasonalMA.count == orders.seasonalMA
  }

  /// The autoregression `1 - Σ c_k B^k`, the same in all lanes.
  var autoregression: LagPolynomial {
    LagPolynomial(
      monthly: ar.map { ParameterLanes(repeating: $0) },
      seasonal: seasonalAR.map { ParameterLanes(repeating: $0) }
    )
  }

  /// The moving average as `1 - Σ c_k B^k`, the same in all lanes.
  var movingAverage: LagPolynomial {
    LagPolynomial(
      monthly: ma.map { ParameterLanes(repeating: -$0) },
      seasonal: seasonalMA.map { ParameterLanes(repeating: -$0) }
    )
  }

  /// True when the process is stationary and every root of its polynomials, the moving averages
  /// included, lies outside a circle.
  ///
  /// - Parameter radius: of the circle in the plane of the monthly backshift operator.
  /// - Returns: false also for roots on the circle.
  package func hasRootsOutside(radius: Double) -> Bool {
    let seasonalRadius = Double.pow(radius, seasonalPeriod)
    return Forecasting.hasRootsOutside(ar, radius: radius)
      && Forecasting.hasRootsOutside(ma.map { -$0 }, radius: radius)
      && Forecasting.hasRootsOutside(seasonalAR, radius: seasonalRadius)
      && Forecasting.hasRootsOutside(seasonalMA.map { -$0 }, radius: seasonalRadius)
  }
}

/// Free parameters of a seasonal ARMA process: any number stands for a stationary and invertible one.
///
/// They are the inverse hyperbolic tangents of the partial autocorrelations of the four polynomials
/// (Jones 1980, Technometrics 22:389), each written as `1 - Σ a_k B^k`.
struct ARMAParameters: Codable, Equatable, Sendable {
  var ar: [Double]
  var ma: [Double]
  var seasonalAR: [Double]
  var seasonalMA: [Double]

  /// Largest size: the partial autocorrelation is 1 - 1e-5, where the likelihood of a process that is
  /// barely invertible is flat.
  private static let largest = 6.0

  /// White noise of some orders.
  init(_ orders: ARIMAOrders) {
    ar = Array(repeating: 0, count: orders.ar)
    ma = Array(repeating: 0, count: orders.ma)
    seasonalAR = Array(repeating: 0, count: orders.seasonalAR)
    seasonalMA = Array(repeating: 0, count: orders.seasonalMA)
  }

  /// The parameters of coefficients; white noise in a polynomial that is not invertible.
  init(_ coefficients: ARMACoefficients) {
    func free(_ part: [Double]) -> [Double] {
      let partials = partialAutocorrelations(of: part) ?? Array(repeating: 0, count: part.count)
      return partials.map { min(max(.atanh($0), -Self.largest), Self.largest) }
    }
    ar = free(coefficients.ar)
    ma = free(coefficients.ma.map { -$0 })
    seasonalAR = free(coefficients.seasonalAR)
    seasonalMA = free(coefficients.seasonalMA.map { -$0 })
  }

  /// The same process in other orders: further partial autocorrelations are 0, surplus ones left out.
  func adapted(to orders: ARIMAOrders) -> ARMAParameters {
    func adapted(_ part: [Double], _ count: Int) -> [Double] {
      part.count >= count
        ? Array(part.prefix(count)) : part + Array(repeating: 0, count: count - part.count)
    }
    var result = self
    result.ar = adapted(ar, orders.ar)
    result.ma = adapted(ma, orders.ma)
    result.seasonalAR = adapted(seasonalAR, orders.seasonalAR)
    result.seasonalMA = adapted(seasonalMA, orders.seasonalMA)
    return result
  }

  /// The parameters one after the other.
  var point: [Double] {
    get { ar + ma + seasonalAR + seasonalMA }
    set {
      let bounded = newValue.map { min(max($0, -Self.largest), Self.largest) }
      var next = 0
      func take(_ part: inout [Double]) {
        part = Array(bounded[next..<next + part.count])
        next += part.count
      }
      take(&ar)
      take(&ma)
      take(&seasonalAR)
      take(&seasonalMA)
    }
  }

  /// The polynomials of several parameters of the same orders, one a lane.
  ///
  /// - Parameter points: at most as many as lanes; the first fills those left over.
  /// - Returns: autoregression and moving average.
  static func polynomials(_ points: [ARMAParameters]) -> (ar: LagPolynomial, ma: LagPolynomial) {
    func lanes(_ part: KeyPath<ARMAParameters, [Double]>) -> [ParameterLanes] {
      let first = points[0][keyPath: part]
      var partials = first.map { ParameterLanes(repeating: .tanh($0)) }
      for lane in 1..<max(points.count, 1) {
        let values = points[lane][keyPath: part]
        for k in values.indices where values[k] != first[k] { partials[k][lane] = .tanh(values[k]) }
      }
      return polynomial(ofPartials: partials)
    }
    return (
      LagPolynomial(monthly: lanes(\.ar), seasonal: lanes(\.seasonalAR)),
      LagPolynomial(monthly: lanes(\.ma), seasonal: lanes(\.seasonalMA))
    )
  }

  /// Other places to start a search from.
  ///
  /// The likelihood often has two maxima, one with long memory on both sides that nearly cancels, as
  /// exponential smoothing has, and one with short memory; these stand for both, by month and by
  /// year.
  var alternatives: [ARMAParameters] {
    func replaced(_ monthly: (Double, Double)?, _ yearly: (Double, Double)?) -> ARMAParameters {
      func first(_ part: inout [Double], _ value: Double) {
        for k in part.indices { part[k] = k == 0 ? value : 0 }
      }
      var result = self
      if let monthly {
        first(&result.ar, monthly.0)
        first(&result.ma, monthly.1)
      }
      if let yearly {
        first(&result.seasonalAR, yearly.0)
        first(&result.seasonalMA, yearly.1)
      }
      return result
    }
    let long = (1.5, 0.7)
    var result: [ARMAParameters] = []
    for other in [
      replaced(long, nil), replaced((0.7, 0), nil), replaced((0, 0.7), nil), replaced(nil, long),
      replaced(long, long), replaced(nil, (0, 0.7)), replaced((0, 0), (0, 0)),
    ] where other != self && !result.contains(other) { result.append(other) }
    return result
  }

  /// The coefficients of the process.
  var coefficients: ARMACoefficients {
    func plain(_ part: [Double], sign: Double) -> [Double] {
      polynomial(ofPartials: part.map { ParameterLanes(repeating: .tanh($0)) })
        .map { sign * $0[0] }
    }
    return ARMACoefficients(
      ar: plain(ar, sign: 1),
      ma: plain(ma, sign: -1),
      seasonalAR: plain(seasonalAR, sign: 1),
      seasonalMA: plain(seasonalMA, sign: -1)
    )
  }
}
