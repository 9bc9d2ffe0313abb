internal import RealModule
internal import Statistics

/// The residuals of an exponential smoothing model as functions of its smoothing parameters and
/// initial states, for maximum likelihood by least squares.
///
/// The log-likelihood without its constants is `-n/2 log Σ e²` with additive errors and
/// `-n/2 log Σ ε² - Σ log μ` with multiplicative ones, ε = (y - μ) / μ (Hyndman, Koehler, Ord and
/// Snyder 2008, chapter 5). The second is `-n/2 log Σ (G ε)²` with the geometric mean G of the
/// predictions μ, so both are sums of squares, and Gauss-Newton steps apply: as the errors are
/// innovations, the curvature that they leave out has the expectation 0.
///
/// A point has the coordinates of ``ETSParameters`` in the unit cube, the level, the slope where
/// there is one, and all seasons but the last, which is 0, or 1 where it is a factor: moving all of
/// them and the level changes nothing.
struct ETSResiduals: LeastSquaresProblem {
  let form: ETSForm
  private let values: [Double]
  private var sensitivities: ETSSensitivities

  /// The smallest sum of squares a month: a better fit is exact but for rounding, and its logarithm
  /// would only measure that.
  static let exactness = 1e-24

  /// The residuals of a series whose values are of the order of 1.
  init(form: ETSForm, values: [Double]) {
    self.form = form
    self.values = values
    sensitivities = ETSSensitivities(form: form, count: values.count)
  }

  /// Σ r², r being e or G ε; infinite where the discounting of old errors is not stable and where a
  /// multiplicative form has a prediction or a base that is not above 0.
  func sumOfSquares(at point: [Double]) -> Double {
    let parameters = ETSParameters(point, form: form)
    guard parameters.isStable(form: form) else { return .infinity }
    let sums =
      form.season == .multiplicative
      ? productSums(parameters, point) : sums(parameters, point)
    let squares = max(sums.squares, Self.exactness * Double(values.count))
    guard form.isMultiplicative else { return squares }
    return squares * .exp(2 * sums.logarithms / Double(values.count))
  }

  mutating func linearize(
    at point: [Double],
    value: Double,
    gradient: inout [Double],
    matrix: inout [Double]
  ) {
    sensitivities.linearize(
      values,
      parameters: ETSParameters(point, form: form),
      shares: point,
      state: state(at: point)
    )
    sensitivities.fill(&gradient, &matrix, value: value)
  }

  /// The initial state of a point.
  func state(at point: [Double]) -> ETSState {
    var next = form.smoothingCount + 1
    var state = ETSState(level: point[next - 1], slope: 0, seasons: [])
    if form.trend != .none {
      state.slope = point[next]
      next += 1
    }
    if form.isSeasonal { state.seasons = point[next...] + [lastSeason] }
    return state
  }

  /// The point of smoothing coordinates and an initial state.
  func point(_ shares: [Double], _ state: ETSState) -> [Double] {
    var point = shares
    guard let last = state.seasons.last else {
      point.append(state.level)
      if form.trend != .none { point.append(state.slope) }
      return point
    }
    let isFactor = form.season == .multiplicative
    point.append(isFactor ? state.level * last : state.level + last)
    if form.trend != .none { point.append(isFactor ? state.slope * last : state.slope) }
    for season in state.seasons.dropLast() {
      point.append(isFactor ? season / last : season - last)
    }
    return point
  }

  private var lastSeason: Double { form.season == .multiplicative ? 1 : 0 }

  /// Sums over the months: squared errors, relative where the form's are, and the logarithms of the
  /// predictions where they are.
  private typealias Sums = (squares: Double, logarithms: Double)

  private func seasons(_ point: [Double]) -> [12 of Double] {
    var result = [12 of Double](repeating: lastSeason)
    let first = point.count - seasonalPeriod + 1
    for month in 0..<seasonalPeriod - 1 { result[month] = point[first + month] }
    return result
  }

  /// The sums without season or with an additive one.
  private func sums(_ parameters: ETSParameters, _ point: [Double]) -> Sums {
    let (α, β, γ, φ) = parameters.all
    var level = point[form.smoothingCount]
    var slope = form.trend == .none ? 0 : point[form.smoothingCount + 1]
    var seasons =
      form.isSeasonal ? seasons(point) : [12 of Double](repeating: 0)
    let isRelative = form.isMultiplicative
    var squares = 0.0
    var product = RunningProduct()
    var month = 0
    for value in values {
      let growth = φ * slope
      let base = level + growth
      let prediction = base + seasons[month]
      let error = value - prediction
      if isRelative {
        guard prediction > 0 else { return (.infinity, 0) }
        let relative = error / prediction
        squares += relative * relative
        product.multiply(by: prediction)
      } else {
        squares += error * error
      }
      level = base + α * error
      slope = growth + β * error
      seasons[month] += γ * error
      month = month == seasonalPeriod - 1 ? 0 : month + 1
    }
    return (squares, isRelative ? product.logarithm : 0)
  }

  /// The sums with a multiplicative season.
  private func productSums(_ parameters: ETSParameters, _ point: [Double]) -> Sums {
    let (α, β, γ, φ) = parameters.all
    var level = point[form.smoothingCount]
    var slope = form.trend == .none ? 0 : point[form.smoothingCount + 1]
    var seasons = seasons(point)
    var squares = 0.0
    var product = RunningProduct()
    var month = 0
    for value in values {
      let growth = φ * slope
      let base = level + growth
      let season = seasons[month]
      let prediction = base * season
      guard prediction > 0, base > 0 else { return (.infinity, 0) }
      let relative = value / prediction - 1
      squares += relative * relative
      product.multiply(by: prediction)
      level = base + α * base * relative
      slope = growth + β * base * relative
      seasons[month] = season + γ * season * relative
      month = month == seasonalPeriod - 1 ? 0 : month + 1
    }
    return (squares, product.logarithm)
  }
}

/// The logarithm of a product of values above 0, one logarithm for eight of them.
private struct RunningProduct {
  private var sum = 0.0
  private var product = 1.0
  private var count = 0

  mutating func multiply(by value: Double) {
    product *= value
    count += 1
    if count & 7 == 0 {
      sum += .log(product)
      product = 1
    }
  }

  /// Infinite where eight values together leave the range of numbers, above or below.
  var logarithm: Double { abs(sum + .log(product)) < .infinity ? sum + .log(product) : .infinity }
}
