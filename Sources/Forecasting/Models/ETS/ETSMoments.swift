/// Means and variances of the forecasts of an exponential smoothing model.
///
/// Hyndman, Koehler, Ord and Snyder (2008), chapter 6, with the variance σ² of the errors, of the
/// relative ones where the form's are, and the weights c_j of ``ETSParameters/errorWeights(count:)``.
/// Additive errors (class 1):
///
/// ```
/// v_h = σ² (1 + c_1² + … + c_{h-1}²)
/// ```
/// Multiplicative errors with an additive season or none (class 2):
///
/// ```
/// v_h = (1 + σ²) θ_h - μ_h²,   θ_h = μ_h² + σ² (c_1² θ_{h-1} + … + c_{h-1}² θ_1)
/// ```
/// Multiplicative seasons (class 3): the products of a month's season with level and slope are a
/// linear recursion with random coefficients; its first and second moments are carried on, for
/// normal errors, which is the book's equation for the whole state one month's season at a time.
struct ETSMoments {
  /// One value a month ahead.
  private(set) var means: [Double] = []
  /// One value a month ahead; at least 0.
  private(set) var variances: [Double] = []

  /// The moments of the months that follow a state.
  ///
  /// - Parameters:
  ///   - form: of the model.
  ///   - parameters: of smoothing.
  ///   - state: after the last month.
  ///   - variance: of the errors, σ².
  ///   - horizon: number of months, at least 1.
  init(
    form: ETSForm,
    parameters: ETSParameters,
    state: ETSState,
    variance: Double,
    horizon: Int
  ) {
    if form.season == .multiplicative {
      fillProducts(form, parameters, state, variance, horizon)
      return
    }
    var growth = 0.0
    var power = 1.0
    for step in 0..<horizon {
      power *= parameters.phi
      growth += power
      let season = form.isSeasonal ? state.seasons[step % seasonalPeriod] : 0
      means.append(state.level + growth * state.slope + season)
    }
    let weights = parameters.errorWeights(count: horizon - 1)
    guard form.isMultiplicative else {
      var sum = variance
      variances.append(sum)
      for weight in weights {
        sum += variance * weight * weight
        variances.append(sum)
      }
      return
    }
    var seconds: [Double] = []
    for step in 0..<horizon {
      var spread = 0.0
      for j in 0..<step { spread += weights[j] * weights[j] * seconds[step - 1 - j] }
      let square = means[step] * means[step]
      seconds.append(square + variance * spread)
      variances.append(max((1 + variance) * (square + variance * spread) - square, 0))
    }
  }

  private mutating func fillProducts(
    _ form: ETSForm,
    _ parameters: ETSParameters,
    _ state: ETSState,
    _ variance: Double,
    _ horizon: Int
  ) {
    means = Array(repeating: 0, count: horizon)
    variances = means
    for first in 0..<min(seasonalPeriod, horizon) {
      var product = SeasonProduct(parameters, state, season: state.seasons[first])
      var next = first
      for step in 0..<horizon {
        if step == next {
          let (mean, second) = product.moments
          means[step] = mean
          variances[step] = max((1 + variance) * second - mean * mean, 0)
          next += seasonalPeriod
          product.observe(variance, isOwnMonth: true)
        } else {
          product.observe(variance, isOwnMonth: false)
        }
        if next >= horizon { break }
      }
    }
  }
}

/// First and second moments of (l s, b s) for the season s of one month of the year.
private struct SeasonProduct {
  private let parameters: ETSParameters
  private var level: Double
  private var slope: Double
  private var second: Symmetric

  /// A symmetric matrix of two rows.
  private struct Symmetric {
    var a: Double
    var b: Double
    var c: Double
  }

  /// A matrix of two rows.
  private struct Square {
    var a: Double
    var b: Double
    var c: Double
    var d: Double
  }

  init(_ parameters: ETSParameters, _ state: ETSState, season: Double) {
    self.parameters = parameters
    level = state.level * season
    slope = state.slope * season
    second = Symmetric(a: level * level, b: level * slope, c: slope * slope)
  }

  /// Mean and mean square of the prediction (l + φ b) s.
  var moments: (mean: Double, second: Double) {
    let φ = parameters.phi
    return (level + φ * slope, second.a + 2 * φ * second.b + φ * φ * second.c)
  }

  /// Carries the moments through a month with an error of variance σ²: F + ε G of the other months,
  /// (1 + γ ε)(F + ε G) of the season's own.
  mutating func observe(_ variance: Double, isOwnMonth: Bool) {
    let φ = parameters.phi
    let γ = isOwnMonth ? parameters.gamma : 0
    let (α, β) = (parameters.alpha, parameters.beta)
    let f = Square(a: 1, b: φ, c: 0, d: φ)
    let g = Square(a: α, b: α * φ, c: β, d: β * φ)
    let k = Square(a: γ * f.a + g.a, b: γ * f.b + g.b, c: g.c, d: γ * f.d + g.d)
    // E ε = E ε³ = 0, E ε⁴ = 3σ⁴.
    let plain = Self.product(f, second, f)
    let linear = Self.product(k, second, k)
    let mixed = Self.product(f, second, g)
    let quadratic = Self.product(g, second, g)
    let ofSquare = 3 * variance * variance * γ * γ
    func sum(_ path: (Square) -> Double, _ mirrored: (Square) -> Double) -> Double {
      path(plain) + variance * (path(linear) + γ * (path(mixed) + mirrored(mixed)))
        + ofSquare * path(quadratic)
    }
    second = Symmetric(
      a: sum({ $0.a }, { $0.a }),
      b: sum({ $0.b }, { $0.c }),
      c: sum({ $0.d }, { $0.d })
    )
    let base = level + φ * slope
    let bias = variance * γ
    (level, slope) = (base * (1 + bias * α), φ * slope + bias * β * base)
  }

  /// left · middle · rightᵀ.
  private static func product(_ left: Square, _ middle: Symmetric, _ right: Square) -> Square {
    let a = left.a * middle.a + left.b * middle.b
    let b = left.a * middle.b + left.b * middle.c
    let c = left.c * middle.a + left.d * middle.b
    let d = left.c * middle.b + left.d * middle.c
    return Square(
      a: a * right.a + b * right.b,
      b: a * right.c + b * right.d,
      c: c * right.a + d * right.b,
      d: c * right.c + d * right.d
    )
  }
}
