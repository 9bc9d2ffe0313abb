/// The product of a monthly and a yearly polynomial in the backshift operator, in lanes.
///
/// ```
/// (1 - a₁B - ... - a_pB^p) (1 - A₁B¹² - ... - A_PB^{12P}) = 1 - Σ c_k B^{lag_k}
/// ```
/// The lanes hold as many neighbouring sets of coefficients, which are worked on in step.
struct LagPolynomial {
  /// Lags with a coefficient, ascending.
  private(set) var lags: [Int] = []
  /// The coefficients c_k.
  private(set) var coefficients: [ParameterLanes] = []

  /// The product of two polynomials.
  ///
  /// - Parameters:
  ///   - monthly: a₁ ... a_p, p < 12.
  ///   - seasonal: A₁ ... A_P.
  init(monthly: [ParameterLanes], seasonal: [ParameterLanes]) {
    for year in 0...seasonal.count {
      if year > 0 {
        lags.append(seasonalPeriod * year)
        coefficients.append(seasonal[year - 1])
      }
      for month in monthly.indices {
        lags.append(seasonalPeriod * year + month + 1)
        coefficients.append(year > 0 ? -seasonal[year - 1] * monthly[month] : monthly[month])
      }
    }
  }

  /// The largest lag, 0 without any.
  var degree: Int { lags.last ?? 0 }

  /// The coefficients of the lags 1 to ``degree``, zeros included.
  var dense: [ParameterLanes] {
    var result = [ParameterLanes](repeating: .zero, count: degree)
    for k in lags.indices { result[lags[k] - 1] = coefficients[k] }
    return result
  }
}

/// Parameters in step: one set a lane.
typealias ParameterLanes = SIMD8<Double>

/// Coefficients of the stationary polynomial with the given partial autocorrelations.
///
/// The recursion of Durbin and Levinson; Barndorff-Nielsen and Schou (1973, J. Multivariate Analysis
/// 3:408): all stationary autoregressions, and only they, have partial autocorrelations inside
/// (-1, 1).
///
/// - Parameter partials: one a lag.
/// - Returns: a₁ ... a_p of 1 - a₁B - ... - a_pB^p.
func polynomial(ofPartials partials: [ParameterLanes]) -> [ParameterLanes] {
  var result: [ParameterLanes] = []
  for partial in partials {
    let reversed = Array(result.reversed())
    for k in result.indices { result[k] -= partial * reversed[k] }
    result.append(partial)
  }
  return result
}

/// Partial autocorrelations of an autoregression, the inverse of ``polynomial(ofPartials:)``.
///
/// - Parameter coefficients: a₁ ... a_p.
/// - Returns: one a lag, or `nil` where the autoregression is not stationary.
func partialAutocorrelations(of coefficients: [Double]) -> [Double]? {
  var rest = coefficients
  var result: [Double] = []
  while let last = rest.popLast() {
    guard abs(last) < 1 else { return nil }
    result.append(last)
    let reversed = Array(rest.reversed())
    for k in rest.indices { rest[k] = (rest[k] + last * reversed[k]) / (1 - last * last) }
  }
  return result.reversed()
}

/// True when all roots of a polynomial lie outside a circle around 0.
///
/// - Parameters:
///   - coefficients: a₁ ... a_p of 1 - a₁z - ... - a_pz^p.
///   - radius: of the circle, above 0.
/// - Returns: false also for roots on the circle.
func hasRootsOutside(_ coefficients: [Double], radius: Double) -> Bool {
  var scaled = coefficients
  var power = 1.0
  for k in scaled.indices {
    power *= radius
    scaled[k] *= power
  }
  return partialAutocorrelations(of: scaled) != nil
}
