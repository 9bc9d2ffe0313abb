internal import RealModule

/// The orders of a seasonal ARIMA model by a stepwise walk.
///
/// Hyndman and Khandakar (2008, J. Statistical Software 27:3): from four starting models, the best
/// by AICc is exchanged for a neighbour as long as one is better: P, Q, p or q by one, both of a pair
/// by one, the constant in or out. No orders are fitted twice, at most ``maximumFits`` at all. Unlike
/// the paper's approximation, every model is judged by its exact likelihood; a neighbour's search
/// starts from the model it came from. Models with a root within 1.01 are left out.
struct ARIMASearch {
  /// A model that was fitted and may be used.
  struct Candidate {
    let orders: ARIMAOrders
    let parameters: ARMAParameters
    let aicc: Double
  }

  /// The models with a criterion, in the order they were fitted.
  private(set) var candidates: [Candidate] = []
  private var best: Candidate?
  private var visited: Set<ARIMAOrders> = []
  private let differences: ARIMAOrders
  private let count: Int
  private let regressorCount: Int
  /// Without the constant and, where there may be one, with it.
  private var estimations: [ARMAEstimation]
  private let largestOrder: Int
  private let largestSeasonalOrder: Int

  static let largestCount = 5
  /// Limit on the number of models.
  static let maximumFits = 94
  /// Gain of the log-likelihood that a fit of the walk goes for.
  private static let tolerance = 1e-3
  /// Roots of all polynomials must lie outside this circle.
  static let leastRadius = 1.01

  /// A walk over models of one differenced series.
  ///
  /// - Parameters:
  ///   - differences: d and D.
  ///   - series: differenced, of a scale near 1.
  ///   - constant: the constant's column, differenced; `nil` where there is none.
  ///   - regressors: independent columns, differenced.
  init(_ differences: ARIMAOrders, series: [Double], constant: [Double]?, regressors: [[Double]]) {
    self.differences = differences
    count = series.count
    regressorCount = regressors.count
    estimations = [ARMAEstimation(series: series, regressors: regressors)]
    if let constant {
      estimations.append(ARMAEstimation(series: series, regressors: [constant] + regressors))
    }
    // As R: a third of the months may be looked back on.
    let whole = series.count + differences.lostCount
    largestOrder = min(5, whole / 3)
    largestSeasonalOrder = min(2, whole / 3 / seasonalPeriod)
  }

  /// Akaike's criterion with the correction for small samples; infinite for too many parameters.
  static func aicc(logLikelihood: Double, parameters: Int, count: Int) -> Double {
    let parameters = Double(parameters)
    let rest = Double(count) - parameters - 1
    guard rest > 0 else { return .infinity }
    return -2 * logLikelihood + 2 * parameters + 2 * parameters * (parameters + 1) / rest
  }

  /// Walks to the end.
  mutating func run() {
    let hasConstant = estimations.count > 1
    func orders(_ ar: Int, _ ma: Int, _ seasonalAR: Int, _ seasonalMA: Int, _ constant: Bool)
      -> ARIMAOrders
    {
      var result = differences
      result.ar = min(ar, largestOrder)
      result.ma = min(ma, largestOrder)
      result.seasonalAR = min(seasonalAR, largestSeasonalOrder)
      result.seasonalMA = min(seasonalMA, largestSeasonalOrder)
      result.hasConstant = constant
      return result
    }
    consider(orders(0, 0, 0, 0, hasConstant), from: nil)
    consider(orders(1, 0, 1, 0, hasConstant), from: nil)
    let autoregression = candidates.last
    consider(orders(0, 1, 0, 1, hasConstant), from: nil)
    consider(orders(2, 2, 1, 1, hasConstant), from: autoregression?.parameters)
    if hasConstant { consider(orders(0, 0, 0, 0, false), from: nil) }
    while visited.count < Self.maximumFits, let current = best {
      let improved = neighbours(of: current.orders).contains { orders in
        visited.count < Self.maximumFits && consider(orders, from: current.parameters)
      }
      if !improved { break }
    }
  }

  /// Fits a model that was not yet; returns true when it is the best so far.
  @discardableResult
  private mutating func consider(_ orders: ARIMAOrders, from start: ARMAParameters?) -> Bool {
    guard visited.insert(orders).inserted else { return false }
    let parameterCount =
      orders.coefficientCount + (orders.hasConstant ? 1 : 0) + regressorCount + 1
    guard count > parameterCount + 1 else { return false }
    let start = (start ?? ARMAParameters(orders)).adapted(to: orders)
    let fit = estimate(orders) { $0.fit(from: start, tolerance: Self.tolerance) }
    guard fit.value.isFinite,
      fit.parameters.coefficients.hasRootsOutside(radius: Self.leastRadius)
    else { return false }
    let logLikelihood = -Double(count) / 2 * (.log(2 * .pi) + 1 + fit.value)
    let candidate = Candidate(
      orders: orders,
      parameters: fit.parameters,
      aicc: Self.aicc(logLikelihood: logLikelihood, parameters: parameterCount, count: count)
    )
    candidates.append(candidate)
    guard candidate.aicc < best?.aicc ?? .infinity else { return false }
    best = candidate
    return true
  }

  /// An estimation of some orders, with their constant.
  mutating func estimate(
    _ orders: ARIMAOrders,
    _ body: (inout ARMAEstimation) -> ARMAEstimation.Fit
  ) -> ARMAEstimation.Fit {
    body(&estimations[orders.hasConstant ? estimations.count - 1 : 0])
  }

  /// The models next to some orders, in the order of R's `auto.arima`.
  private func neighbours(of orders: ARIMAOrders) -> [ARIMAOrders] {
    var result: [ARIMAOrders] = []
    func add(_ ar: Int, _ ma: Int, _ seasonalAR: Int, _ seasonalMA: Int) {
      var next = orders
      next.ar += ar
      next.ma += ma
      next.seasonalAR += seasonalAR
      next.seasonalMA += seasonalMA
      guard (0...largestOrder).contains(next.ar), (0...largestOrder).contains(next.ma),
        (0...largestSeasonalOrder).contains(next.seasonalAR),
        (0...largestSeasonalOrder).contains(next.seasonalMA),
        next.coefficientCount <= Self.largestCount
      else { return }
      result.append(next)
    }
    let moves = [(-1, 0), (0, -1), (1, 0), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1)]
    for (ar, ma) in moves { add(0, 0, ar, ma) }
    for (ar, ma) in moves { add(ar, ma, 0, 0) }
    if estimations.count > 1 {
      var next = orders
      next.hasConstant.toggle()
      result.append(next)
    }
    return result
  }
}
