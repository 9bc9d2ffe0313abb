/// Smoothing parameters of an exponential smoothing model in the error-correction form.
///
/// ```
/// y_t = l_{t-1} + φ b_{t-1} + s_{t-m} + e_t
/// l_t = l_{t-1} + φ b_{t-1} + α e_t
/// b_t = φ b_{t-1} + β e_t
/// s_t = s_{t-m} + γ e_t
/// ```
/// The bounds are those of the R package forecast (`bounds = "both"`): 1e-4 ≤ α, γ ≤ 0.9999,
/// 1e-4 ≤ β ≤ α, γ ≤ 1 - α, 0.8 ≤ φ ≤ 0.98, and the discounting of old errors must be stable.
package struct ETSParameters: Codable, Equatable, Sendable {
  /// Share of an error in the level.
  package var alpha: Double
  /// Share of an error in the slope; 0 without trend.
  package var beta: Double
  /// Share of an error in the season; 0 without season.
  package var gamma: Double
  /// What is left of the slope after a month; 1 without damping.
  package var phi: Double

  static let smallest = 1e-4
  static let largest = 0.9999
  static let smallestPhi = 0.8
  static let largestPhi = 0.98

  /// Parameters by their values.
  package init(alpha: Double, beta: Double = 0, gamma: Double = 0, phi: Double = 1) {
    self.alpha = alpha
    self.beta = beta
    self.gamma = gamma
    self.phi = phi
  }

  /// Parameters from a point of the unit cube, one coordinate each for α, β, γ, φ where the form
  /// has them; β and γ are shares of the room that α leaves.
  init(_ point: [Double], form: ETSForm) {
    alpha = Self.smallest + point[0] * (Self.largest - Self.smallest)
    beta = 0
    gamma = 0
    phi = 1
    var next = 1
    if form.trend != .none {
      beta = Self.smallest + point[next] * (min(alpha, Self.largest) - Self.smallest)
      next += 1
    }
    if form.isSeasonal {
      let room = max(min(1 - alpha, Self.largest), Self.smallest)
      gamma = Self.smallest + point[next] * (room - Self.smallest)
      next += 1
    }
    if form.trend == .damped {
      phi = Self.smallestPhi + point[next] * (Self.largestPhi - Self.smallestPhi)
    }
  }

  /// α, β, γ and φ, for the formulas.
  var all: (Double, Double, Double, Double) { (alpha, beta, gamma, phi) }

  /// The point of the unit cube that gives these parameters.
  func shares(form: ETSForm) -> [Double] {
    func share(_ value: Double, _ low: Double, _ high: Double) -> Double {
      high > low ? min(max((value - low) / (high - low), 0), 1) : 0
    }
    var point = [share(alpha, Self.smallest, Self.largest)]
    if form.trend != .none { point.append(share(beta, Self.smallest, alpha)) }
    if form.isSeasonal {
      point.append(share(gamma, Self.smallest, min(1 - alpha, Self.largest)))
    }
    if form.trend == .damped { point.append(share(phi, Self.smallestPhi, Self.largestPhi)) }
    return point
  }

  /// The parameters the form has, by name.
  func named(form: ETSForm) -> [FitSummary.Parameter] {
    var result = [FitSummary.Parameter("alpha", alpha)]
    if form.trend != .none { result.append(.init("beta", beta)) }
    if form.isSeasonal { result.append(.init("gamma", gamma)) }
    if form.trend == .damped { result.append(.init("phi", phi)) }
    return result
  }

  /// Weight of an error on the forecast `step` months later, for `step` ≥ 1.
  ///
  /// ```
  /// c_j = α + β (φ + … + φ^j) + γ 1{j a multiple of m}
  /// ```
  /// (Hyndman et al. 2008, table 6.1.) The variance of the h-step forecast is
  /// `σ² (1 + c_1² + … + c_{h-1}²)`.
  func errorWeights(count: Int) -> [Double] {
    var weights: [Double] = []
    weights.reserveCapacity(count)
    var power = 1.0
    var sum = 0.0
    for step in stride(from: 1, through: count, by: 1) {
      power *= phi
      sum += power
      weights.append(alpha + beta * sum + (step % seasonalPeriod == 0 ? gamma : 0))
    }
    return weights
  }

  /// True when the weights of old errors die out: all roots of the model's discount polynomial lie
  /// within the unit circle.
  ///
  /// Without a season the bounds guarantee it. With one, the polynomial is (Hyndman, Akram and
  /// Archibald 2008, Ann. Inst. Stat. Math. 60:407)
  ///
  /// ```
  /// z^{m+1} + (α+β-φ) z^m + (α+β-αφ)(z^{m-1}+…+z²) + (α+β-αφ+γ-1) z + φ(1-α-γ)
  /// ```
  /// which without a trend has the root 1 whatever the parameters; divided by z - 1 it is
  /// `z^m + α (z^{m-1}+…+z) + α+γ-1`.
  func isStable(form: ETSForm) -> Bool {
    guard form.isSeasonal else { return true }
    if form.trend == .none {
      var polynomial = [13 of Double](repeating: alpha)
      polynomial[0] = alpha + gamma - 1
      polynomial[seasonalPeriod] = 1
      return hasRootsInsideUnitCircle(&polynomial)
    }
    var polynomial = [14 of Double](repeating: alpha + beta - alpha * phi)
    polynomial[0] = phi * (1 - alpha - gamma)
    polynomial[1] = alpha + beta - alpha * phi + gamma - 1
    polynomial[seasonalPeriod] = alpha + beta - phi
    polynomial[seasonalPeriod + 1] = 1
    return hasRootsInsideUnitCircle(&polynomial)
  }
}
