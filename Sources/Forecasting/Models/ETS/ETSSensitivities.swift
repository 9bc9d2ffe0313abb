/// Derivatives of the predictions of an exponential smoothing model by its smoothing parameters and
/// initial states, and the normal equations they give.
///
/// The recursion of ``ETSState`` is differentiated forwards: with ε the relative error of
/// multiplicative seasons (0 for the others), k = 1 or p y/μ², and j = 1 or s y/μ²,
///
/// ```
/// dp = dl + φ db + b dφ,   dμ = ∂μ/∂p dp + ∂μ/∂s ds
/// dl' = dp + α (ε dp - k dμ) + x dα,   db' = φ db + b dφ + β (ε dp - k dμ) + x dβ
/// ds' = ds + γ (ε ds - j dμ) + z dγ
/// ```
/// where x and z are the errors that α, β and γ multiply. Derivatives are the lanes of vectors of
/// four, each chunk of four a pass over the months: α, β, γ, φ; then level, slope and seasons.
struct ETSSensitivities {
  private let form: ETSForm
  private let count: Int
  private let chunks: Int
  /// The lane of each variable.
  private let lanes: [Int]
  private var months: [Month]
  /// Derivatives of the residuals, chunk by chunk.
  private var rows: [SIMD4<Double>]
  /// Σ of their products, by lane.
  private var gram: [Double]
  /// Σ residual · derivative, and the mean of dμ/μ, by chunk.
  private var products: [SIMD4<Double>]
  private var means: [SIMD4<Double>]
  private var squares = 0.0

  /// What the derivatives of a month need of it; the names are those of the formulas.
  private struct Month {
    var byBase = 1.0
    var bySeason = 1.0
    var k = 1.0
    var j = 1.0
    var ε = 0.0
    var b = 0.0
    var x = 0.0
    var z = 0.0
    /// dr = -weight · dμ, but for the geometric mean.
    var weight = 1.0
    var residual = 0.0
    /// 1/μ with multiplicative errors, else 0.
    var inverse = 0.0
  }

  /// Derivatives by the coordinates of the unit cube.
  private struct ByShares {
    var alpha = SIMD4<Double>.zero
    var beta = SIMD4<Double>.zero
    var gamma = SIMD4<Double>.zero
    var phi = SIMD4<Double>.zero
  }

  init(form: ETSForm, count: Int) {
    self.form = form
    self.count = count
    chunks = form.isSeasonal ? 5 : 2
    var lanes = [0]
    if form.trend != .none { lanes.append(1) }
    if form.isSeasonal { lanes.append(2) }
    if form.trend == .damped { lanes.append(3) }
    lanes.append(4)
    if form.trend != .none { lanes.append(5) }
    if form.isSeasonal { lanes += 6..<6 + seasonalPeriod - 1 }
    self.lanes = lanes
    months = Array(repeating: Month(), count: count)
    rows = Array(repeating: .zero, count: chunks * count)
    gram = Array(repeating: 0, count: 16 * chunks * chunks)
    products = Array(repeating: .zero, count: chunks)
    means = products
  }

  /// Runs the recursion and its derivatives.
  ///
  /// - Parameters:
  ///   - values: the series.
  ///   - parameters: of smoothing.
  ///   - shares: their coordinates in the unit cube.
  ///   - state: before the first month; the predictions must be in the model's domain.
  mutating func linearize(
    _ values: [Double],
    parameters: ETSParameters,
    shares: [Double],
    state: ETSState
  ) {
    if form.season == .multiplicative {
      runProducts(values, parameters, state)
    } else {
      run(values, parameters, state)
    }
    let byShares = byShares(parameters, shares)
    for chunk in 0..<chunks {
      differentiate(chunk, parameters, byShares)
    }
    for first in 0..<chunks {
      for second in 0...first { fillBlock(first, second) }
    }
  }

  /// Fills gradient and matrix of Σ r², r = G ε or e.
  ///
  /// With a = -dε + ε c, where c is the mean of dμ/μ that the geometric mean G brings,
  /// `Σ a aᵀ = Σ dε dεᵀ - q cᵀ - c qᵀ + Σε² c cᵀ` and q = Σ ε dε.
  func fill(_ gradient: inout [Double], _ matrix: inout [Double], value: Double) {
    let scale = squares > 0 ? value / squares : 1
    let width = 4 * chunks
    for (i, lane) in lanes.enumerated() {
      let q = products[lane / 4][lane % 4]
      let c = means[lane / 4][lane % 4]
      gradient[i] = scale * (squares * c - q)
      for k in 0...i {
        let other = lanes[k]
        let otherQ = products[other / 4][other % 4]
        let otherC = means[other / 4][other % 4]
        let sum = gram[lane * width + other] - q * otherC - c * otherQ + squares * c * otherC
        matrix[i * lanes.count + k] = scale * sum
        matrix[k * lanes.count + i] = scale * sum
      }
    }
  }

  private mutating func run(_ values: [Double], _ parameters: ETSParameters, _ start: ETSState) {
    let (α, β, γ, φ) = parameters.all
    var level = start.level
    var slope = start.slope
    var seasons = [12 of Double](repeating: 0)
    for month in start.seasons.indices { seasons[month] = start.seasons[month] }
    let isRelative = form.isMultiplicative
    squares = 0
    var index = 0
    for t in 0..<count {
      let growth = φ * slope
      let base = level + growth
      let prediction = base + seasons[index]
      let error = values[t] - prediction
      var month = Month()
      month.b = slope
      month.x = error
      month.z = error
      month.residual = error
      if isRelative {
        month.inverse = 1 / prediction
        month.residual = error * month.inverse
        month.weight = values[t] * month.inverse * month.inverse
      }
      squares += month.residual * month.residual
      months[t] = month
      level = base + α * error
      slope = growth + β * error
      seasons[index] += γ * error
      index = index == seasonalPeriod - 1 ? 0 : index + 1
    }
  }

  private mutating func runProducts(
    _ values: [Double],
    _ parameters: ETSParameters,
    _ start: ETSState
  ) {
    let (α, β, γ, φ) = parameters.all
    var level = start.level
    var slope = start.slope
    var seasons = [12 of Double](repeating: 0)
    for month in start.seasons.indices { seasons[month] = start.seasons[month] }
    squares = 0
    var index = 0
    for t in 0..<count {
      let growth = φ * slope
      let base = level + growth
      let season = seasons[index]
      let inverse = 1 / (base * season)
      let relative = values[t] * inverse - 1
      let weight = values[t] * inverse * inverse
      squares += relative * relative
      months[t] = Month(
        byBase: season,
        bySeason: base,
        k: base * weight,
        j: season * weight,
        ε: relative,
        b: slope,
        x: base * relative,
        z: season * relative,
        weight: weight,
        residual: relative,
        inverse: inverse
      )
      level = base + α * base * relative
      slope = growth + β * base * relative
      seasons[index] = season + γ * season * relative
      index = index == seasonalPeriod - 1 ? 0 : index + 1
    }
  }

  /// The derivatives of the map from the unit cube (``ETSParameters/init(_:form:)``).
  private func byShares(_ parameters: ETSParameters, _ shares: [Double]) -> ByShares {
    let range = ETSParameters.largest - ETSParameters.smallest
    var result = ByShares()
    result.alpha[0] = range
    if form.trend != .none {
      result.beta[0] = shares[1] * range
      result.beta[1] = parameters.alpha - ETSParameters.smallest
    }
    if form.isSeasonal {
      let share = shares[form.trend == .none ? 1 : 2]
      let room = 1 - parameters.alpha
      if room > ETSParameters.smallest && room < ETSParameters.largest {
        result.gamma[0] = -share * range
      }
      result.gamma[2] =
        max(min(room, ETSParameters.largest), ETSParameters.smallest) - ETSParameters.smallest
    }
    if form.trend == .damped {
      result.phi[3] = ETSParameters.largestPhi - ETSParameters.smallestPhi
    }
    return result
  }

  /// One pass of the derivatives of four variables.
  private mutating func differentiate(
    _ chunk: Int,
    _ parameters: ETSParameters,
    _ byShares: ByShares
  ) {
    let (α, β, γ, φ) = parameters.all
    let isSmoothing = chunk == 0
    let isSeasonal = form.isSeasonal
    var level = SIMD4<Double>.zero
    var slope = SIMD4<Double>.zero
    var seasons = [12 of SIMD4<Double>](repeating: .zero)
    if chunk == 1 {
      level[0] = 1
      slope[1] = 1
      seasons[0][2] = 1
      seasons[1][3] = 1
    } else if chunk > 1 {
      // Seasons 2 to 5, 6 to 9, and 10.
      let first = 4 * chunk - 6
      for lane in 0..<min(4, seasonalPeriod - 1 - first) { seasons[first + lane][lane] = 1 }
    }
    var product = SIMD4<Double>.zero
    var mean = SIMD4<Double>.zero
    var index = 0
    let offset = chunk * count
    for t in 0..<count {
      let month = months[t]
      var growth = slope * φ
      if isSmoothing { growth += byShares.phi * month.b }
      let base = level + growth
      var prediction = base * month.byBase
      if isSeasonal { prediction += seasons[index] * month.bySeason }
      let row = prediction * month.weight
      rows[offset + t] = row
      product += row * month.residual
      mean += prediction * month.inverse
      let change = base * month.ε - prediction * month.k
      level = base + change * α
      slope = growth + change * β
      if isSmoothing {
        level += byShares.alpha * month.x
        slope += byShares.beta * month.x
      }
      if isSeasonal {
        let season = seasons[index]
        var next = season + (season * month.ε - prediction * month.j) * γ
        if isSmoothing { next += byShares.gamma * month.z }
        seasons[index] = next
        index = index == seasonalPeriod - 1 ? 0 : index + 1
      }
    }
    products[chunk] = product
    means[chunk] = mean / Double(count)
  }

  /// Sixteen of the sums of products, and their mirror images.
  private mutating func fillBlock(_ first: Int, _ second: Int) {
    let sums = Self.block(rows.span, first * count, second * count, count)
    fillRow(4 * first, 4 * second, sums.0)
    fillRow(4 * first + 1, 4 * second, sums.1)
    fillRow(4 * first + 2, 4 * second, sums.2)
    fillRow(4 * first + 3, 4 * second, sums.3)
  }

  private mutating func fillRow(_ row: Int, _ column: Int, _ sums: SIMD4<Double>) {
    let width = 4 * chunks
    for lane in 0..<4 {
      gram[row * width + column + lane] = sums[lane]
      gram[(column + lane) * width + row] = sums[lane]
    }
  }

  private typealias Block = (SIMD4<Double>, SIMD4<Double>, SIMD4<Double>, SIMD4<Double>)

  private static func block(
    _ rows: Span<SIMD4<Double>>,
    _ first: Int,
    _ second: Int,
    _ count: Int
  ) -> Block {
    var sums: Block = (.zero, .zero, .zero, .zero)
    for t in 0..<count {
      let left = rows[first + t]
      let right = rows[second + t]
      sums.0 += right * left[0]
      sums.1 += right * left[1]
      sums.2 += right * left[2]
      sums.3 += right * left[3]
    }
    return sums
  }
}
