internal import RealModule

/// Smoothing parameters of a complex exponential smoothing model.
///
/// Each is a complex number, real part first: α of the level (or of the level of each month), and
/// β of the season; β of the partial season is real.
package struct CESParameters: Codable, Equatable, Sendable {
  /// α₀ + iα₁.
  package let alpha: SIMD2<Double>
  /// β₀ + iβ₁; zero where the form has no season apart from its level.
  package let beta: SIMD2<Double>

  /// Parameters from their parts.
  package init(alpha: SIMD2<Double>, beta: SIMD2<Double> = .zero) {
    self.alpha = alpha
    self.beta = beta
  }

  /// Parameters at a point of the search.
  init(_ point: [Double], form: CESForm) {
    alpha = SIMD2(point[0], point[1])
    beta = SIMD2(point.count > 2 ? point[2] : 0, point.count > 3 ? point[3] : 0)
  }

  /// The point of the search.
  func point(form: CESForm) -> [Double] {
    Array([alpha.x, alpha.y, beta.x, beta.y].prefix(form.smoothingCount))
  }

  /// The parameters the form has, by name.
  func named(form: CESForm) -> [FitSummary.Parameter] {
    zip(["alpha_0", "alpha_1", "beta_0", "beta_1"], point(form: form)).map { .init($0, $1) }
  }

  /// Largest modulus of an eigenvalue of the discount matrix of forms with a level and a season.
  ///
  /// Such a form can move a constant between level and season, which the data hardly see: the
  /// polynomial is β₀ (1-α₁) at 1 for the partial season, so that one of its roots crosses the
  /// circle where α₁ crosses 1 whatever the other parameters are, with errors that grow by a
  /// fraction of a percent a month. Forms without that state have to keep inside the circle.
  static let largestDiscount = 1.003

  /// Largest growth of a forecast a month by itself, 6 % a year: the modulus of the eigenvalues of
  /// the transition matrix.
  ///
  /// Of 1, 1.002, 1.0035, 1.005, 1.007, 1.01 and none the choice by forecasts of earlier origins
  /// inside the training parts of M3 and Tourism, where models with more growth lose by exploding
  /// and models with none by missing real growth.
  static let largestGrowth = 1.005

  /// True when old errors die out and forecasts do not explode.
  ///
  /// The weights of old errors die out where all eigenvalues of the discount matrix F - g w' lie
  /// within the unit circle (up to ``largestDiscount``). They are the roots, reversed, of
  ///
  /// ```
  /// θ(z) = φ(z) ψ(z^m) + κ(z) ψ(z^m) + λ(z^m) φ(z)
  /// φ(z) = 1 - (2-α₀) z + (2-α₀-α₁) z²,   κ(z) = (α₀-α₁) z - ((1-α₀)(α₀-α₁) + (1-α₁)(α₀+α₁)) z²
  /// ```
  /// with ψ and λ the same in β for the full season, and 1 - x and β₀ x for the partial one, where
  /// φ = det(I - F z) and κ = w' adj(I - F z) g z of the level. Without level and season together
  /// θ = φ + κ.
  package func isStable(form: CESForm) -> Bool {
    let growth = form == .simple ? Self.largestYearlyGrowth : Self.largestGrowth
    guard Self.largestEigenvalue(alpha) <= growth else { return false }
    let level = Self.polynomials(alpha)
    switch form {
    case .none, .simple:
      let sum = level.transition + level.error
      var polynomial: [3 of Double] = [sum[2], sum[1], sum[0]]
      return hasRootsInsideUnitCircle(&polynomial)
    case .partial:
      let season = Polynomials(
        transition: SIMD4(1, -1, 0, 0),
        error: SIMD4(0, beta.x, 0, 0)
      )
      var polynomial = [15 of Double](repeating: 0)
      Self.fill(&polynomial, level, season)
      return hasRootsInsideUnitCircle(&polynomial)
    case .full:
      guard Self.largestEigenvalue(beta) <= Self.largestYearlyGrowth else { return false }
      var polynomial = [27 of Double](repeating: 0)
      Self.fill(&polynomial, level, Self.polynomials(beta))
      return hasRootsInsideUnitCircle(&polynomial)
    }
  }

  private static let largestYearlyGrowth = Double.pow(largestGrowth, seasonalPeriod)

  /// φ and κ, or ψ and λ, by powers of their variable.
  private struct Polynomials {
    let transition: SIMD4<Double>
    let error: SIMD4<Double>
  }

  private static func polynomials(_ value: SIMD2<Double>) -> Polynomials {
    let difference = value.x - value.y
    let sum = value.x + value.y
    return Polynomials(
      transition: SIMD4(1, value.x - 2, 2 - sum, 0),
      error: SIMD4(0, difference, -(1 - value.x) * difference - (1 - value.y) * sum, 0)
    )
  }

  /// Fills in θ reversed, its roots divided by ``largestDiscount``.
  private static func fill<let count: Int>(
    _ polynomial: inout [count of Double],
    _ level: Polynomials,
    _ season: Polynomials
  ) {
    let sum = level.transition + level.error
    let degree = count - 1
    for year in 0...(degree / seasonalPeriod) {
      for power in 0...2 where power + seasonalPeriod * year <= degree {
        polynomial[degree - power - seasonalPeriod * year] +=
          season.transition[year] * sum[power] + season.error[year] * level.transition[power]
      }
    }
    var power = 1.0
    for index in polynomial.indices {
      polynomial[index] *= power
      power *= largestDiscount
    }
  }

  /// Largest modulus of the roots of λ² - (2-α₀) λ + (2-α₀-α₁), the eigenvalues of F.
  private static func largestEigenvalue(_ value: SIMD2<Double>) -> Double {
    let half = (2 - value.x) / 2
    let product = 2 - value.x - value.y
    let discriminant = half * half - product
    return discriminant < 0 ? .sqrt(product) : abs(half) + .sqrt(discriminant)
  }
}
