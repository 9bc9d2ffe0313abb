internal import RealModule

/// The sum of squared errors of an exponential smoothing model with additive errors as a function of
/// the smoothing parameters alone, the initial states concentrated out.
///
/// The errors are linear in the initial states x₀: `e = d + U x₀`, where d are the errors with zero
/// initial states and column k of U the errors of the recursion with zero data and the k-th unit
/// state. So for given smoothing parameters the best x₀ is a least-squares solution, and the search
/// has one to four dimensions instead of up to seventeen.
///
/// Only four recursions run, as the lanes of one vector: data, unit level, unit slope, unit season.
/// The recursion of the unit season of month j is that of month 0, j steps later, because until its
/// first use nothing else moves; its inner products follow from those of month 0. Month m-1 is left
/// out: a constant moved from the season to the level changes no error.
///
/// The arrays are made once a series; an evaluation makes none.
struct ETSWorkspace {
  private let values: [Double]
  private var errors: [SIMD4<Double>]
  private var season: [SIMD4<Double>]
  private var gram: [Double]
  private var products: [SIMD4<Double>]

  /// A workspace for a series; shifted and scaled values condition the problem best.
  init(values: [Double]) {
    self.values = values
    errors = Array(repeating: .zero, count: values.count)
    season = Array(repeating: .zero, count: seasonalPeriod)
    products = Array(repeating: .zero, count: seasonalPeriod)
    let size = 2 + seasonalPeriod
    gram = Array(repeating: 0, count: size * size)
  }

  /// Σe² at the best initial states, at least 0; infinite outside the stable region.
  mutating func sumOfSquares(_ parameters: ETSParameters, form: ETSForm) -> Double {
    guard parameters.isStable(form: form) else { return .infinity }
    runRecursions(parameters, form: form)
    let size = fillGram(form: form)
    factorize(size: size)
    let last = gram[size * size - 1]
    return last * last
  }

  /// The best initial states for smoothing parameters inside the stable region.
  mutating func initialState(_ parameters: ETSParameters, form: ETSForm) -> ETSState {
    runRecursions(parameters, form: form)
    let size = fillGram(form: form)
    factorize(size: size)
    let count = size - 1
    var solution = [Double](repeating: 0, count: count)
    for i in stride(from: count - 1, through: 0, by: -1) {
      let pivot = gram[i * size + i]
      guard pivot > 0 else { continue }
      var sum = -gram[count * size + i]
      for j in i + 1..<max(count, i + 1) { sum -= gram[j * size + i] * solution[j] }
      solution[i] = sum / pivot
    }
    var next = 1
    var state = ETSState(level: solution[0], slope: 0, seasons: [])
    if form.trend != .none {
      state.slope = solution[next]
      next += 1
    }
    if form.isSeasonal {
      var seasons = Array(solution[next...])
      seasons.append(0)
      let mean = seasons.reduce(0, +) / Double(seasonalPeriod)
      for index in seasons.indices { seasons[index] -= mean }
      state.level += mean
      state.seasons = seasons
    }
    return state
  }

  private mutating func runRecursions(_ parameters: ETSParameters, form: ETSForm) {
    let α = parameters.alpha
    let β = parameters.beta
    let γ = parameters.gamma
    let φ = parameters.phi
    var level = SIMD4<Double>(0, 1, 0, 0)
    var slope = form.trend == .none ? SIMD4<Double>.zero : SIMD4<Double>(0, 0, 1, 0)
    guard form.isSeasonal else {
      for t in values.indices {
        let growth = slope * φ
        let prediction = level + growth
        let error = SIMD4<Double>(values[t], 0, 0, 0) - prediction
        errors[t] = error
        level = prediction + error * α
        slope = growth + error * β
      }
      return
    }
    for index in season.indices { season[index] = .zero }
    season[0] = SIMD4<Double>(0, 0, 0, 1)
    var month = 0
    for t in values.indices {
      let growth = slope * φ
      let base = level + growth
      let error = SIMD4<Double>(values[t], 0, 0, 0) - base - season[month]
      errors[t] = error
      level = base + error * α
      slope = growth + error * β
      season[month] += error * γ
      month += 1
      if month == seasonalPeriod { month = 0 }
    }
  }

  /// Fills the lower triangle of the inner products of [U d], row by row; returns their number.
  private mutating func fillGram(form: ETSForm) -> Int {
    let count = values.count
    let ofTrend = form.trend == .none ? 0 : 1
    let seasons = form.isSeasonal ? seasonalPeriod - 1 : 0
    let size = 2 + ofTrend + seasons
    let last = size - 1
    var withData = SIMD4<Double>.zero
    var withLevel = SIMD4<Double>.zero
    var withSlope = SIMD4<Double>.zero
    for t in 0..<count {
      let error = errors[t]
      withData += error * error[0]
      withLevel += error * error[1]
      withSlope += error * error[2]
    }
    gram[0] = withLevel[1]
    if ofTrend == 1 {
      gram[size] = withSlope[1]
      gram[size + 1] = withSlope[2]
      gram[last * size + 1] = withSlope[0]
    }
    gram[last * size] = withLevel[0]
    gram[last * size + last] = withData[0]
    guard seasons > 0 else { return size }

    fillProducts(count: seasons)
    let first = 1 + ofTrend
    for month in 0..<seasons {
      let row = first + month
      let product = products[month]
      gram[row * size] = product[1]
      if ofTrend == 1 { gram[row * size + 1] = product[2] }
      gram[last * size + row] = product[0]
      // Month i with month `month`: the product of month 0 with month - i, less its last terms.
      gram[row * size + first] = product[3]
      for i in stride(from: 1, through: month, by: 1) {
        let distance = month - i
        let before = gram[(first + month - 1) * size + first + i - 1]
        let tail = count - i
        let dropped =
          tail - distance >= 0 && tail < count ? errors[tail][3] * errors[tail - distance][3] : 0
        gram[row * size + first + i] = before - dropped
      }
    }
    return size
  }

  /// Fills `products[j] = Σ_{t ≥ j} errors[t] · q[t-j]`, the products with the unit season of month j.
  ///
  /// Four months at a time, so that each error is loaded once for four products.
  private mutating func fillProducts(count: Int) {
    for start in stride(from: 0, to: count, by: 4) {
      let sums = Self.fourProducts(errors.span, from: start)
      products[start] = sums.0
      products[start + 1] = sums.1
      products[start + 2] = sums.2
      products[start + 3] = sums.3
    }
  }

  private typealias FourProducts = (SIMD4<Double>, SIMD4<Double>, SIMD4<Double>, SIMD4<Double>)

  private static func fourProducts(_ errors: Span<SIMD4<Double>>, from start: Int) -> FourProducts {
    var sums: FourProducts = (.zero, .zero, .zero, .zero)
    // The first terms, which the later months do not have.
    let whole = max(min(start + 3, errors.count), start)
    for t in start..<whole {
      sums.0 += errors[t] * errors[t - start][3]
      if t > start { sums.1 += errors[t] * errors[t - start - 1][3] }
      if t > start + 1 { sums.2 += errors[t] * errors[t - start - 2][3] }
    }
    for t in whole..<max(errors.count, whole) {
      let error = errors[t]
      let place = t - start
      sums.0 += error * errors[place][3]
      sums.1 += error * errors[place - 1][3]
      sums.2 += error * errors[place - 2][3]
      sums.3 += error * errors[place - 3][3]
    }
    return sums
  }

  /// Factorises the lower triangle in place by Cholesky.
  ///
  /// A column that adds nothing to those before is dropped. The last pivot is the root of the sum of squared errors.
  private mutating func factorize(size: Int) {
    for j in 0..<size {
      let diagonal = gram[j * size + j]
      var rest = diagonal
      for k in 0..<j {
        let value = gram[j * size + k]
        rest -= value * value
      }
      // Below the rounding of the sum a column is a combination of the others.
      guard rest > diagonal * 1e-13 else {
        if j == size - 1 {
          gram[j * size + j] = .sqrt(max(rest, 0))
        } else {
          for i in j..<size { gram[i * size + j] = 0 }
        }
        continue
      }
      let pivot = Double.sqrt(rest)
      gram[j * size + j] = pivot
      for i in j + 1..<max(size, j + 1) {
        var value = gram[i * size + j]
        for k in 0..<j { value -= gram[i * size + k] * gram[j * size + k] }
        gram[i * size + j] = value / pivot
      }
    }
  }
}
