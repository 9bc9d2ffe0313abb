internal import LinearAlgebra
internal import RealModule

/// Solves a penalised regression for one lambda after the other, each from where the last ended.
///
/// A proximal Newton method whose quadratic model is kept from lambda to lambda: it learns from
/// each pass (see ``QuadraticModel/learn(step:gradientChange:)``) and is computed anew only where
/// columns are missing or the steps shrink slowly. The minimum of the model costs nothing in rows,
/// so a lambda costs two or three passes for the gradient.
///
/// Columns are screened by the sequential strong rule (Tibshirani et al. 2012, J. R. Stat. Soc. B
/// 74:245); the last pass of a lambda takes the gradient of all columns, checks the conditions of
/// Karush, Kuhn and Tucker, and is the base of the next lambda's screening.
struct PathSolver<Loss: MeanLoss> {
  let loss: Loss
  let penalty: CoordinatePenalty
  /// Columns that can have a coefficient, ascending.
  let usable: [Int]
  let tolerance: Double
  let maximumPasses: Int

  /// Where the path stands.
  private(set) var coefficients: [Double]
  /// Gradient at ``coefficients``; of all usable columns when `isGradientComplete`.
  private(set) var gradient: [Double]
  /// Mean negative log-likelihood at ``coefficients``.
  private(set) var meanLoss: Double
  private var isGradientComplete = false
  private var model: QuadraticModel?
  /// True when the model's Hessian was computed at ``coefficients``.
  private var isFresh = false
  /// Contraction of the last two steps, or what is hoped for.
  private var rate = 0.1
  /// The same, of steps after the second of a lambda.
  private var contraction = Self.bestContraction
  /// What the first step of the last lambda had wrong, which is likely to be much the same for the
  /// next one.
  private var correction: [Double]
  /// Passes over the rows so far: gradients and Hessians.
  private(set) var gradientPasses = 0
  private(set) var hessianPasses = 0

  /// Contraction is never taken to be better than this.
  private static var bestContraction: Double { 0.05 }
  /// An unpenalised coefficient that moves by `drift` in a step of length below `drifting` is on its
  /// way to infinity: there is no curvature left to stop it.
  private static var drift: Double { 0.1 }
  private static var drifting: Double { 1e-5 }
  /// Columns whose gradient is this share of what lets them in get into a new model too.
  private static var lookAhead: Double { 0.5 }
  /// A new Hessian pays off beyond this number of passes and what `columnsPerPass` adds.
  private static var passesSaved: Double { 3 }
  /// One pass more for so many columns.
  private static var columnsPerPass: Double { 25 }

  init(
    loss: Loss,
    penalty: CoordinatePenalty,
    usable: [Int],
    tolerance: Double,
    maximumPasses: Int
  ) {
    self.loss = loss
    self.penalty = penalty
    self.usable = usable
    self.tolerance = tolerance
    self.maximumPasses = maximumPasses
    let p = loss.columnCount
    coefficients = Array(repeating: 0, count: p)
    correction = coefficients
    gradient = Array(repeating: 0, count: p)
    let start = loss.gradient(at: coefficients, columns: usable)
    meanLoss = start.meanLoss
    for (place, column) in usable.enumerated() { gradient[column] = start.gradient[place] }
    isGradientComplete = true
    gradientPasses = 1
  }

  /// Solves for the unpenalised columns alone, among those given.
  mutating func solveUnpenalized(among columns: [Int]) -> PathEnding {
    solve(lambda: 0, screened: columns.filter { !penalty.isPenalized($0) }, checks: false)
  }

  /// Solves for a lambda.
  ///
  /// - Parameters:
  ///   - lambda: at least 0.
  ///   - previous: the lambda that ``coefficients`` solve.
  /// - Returns: how it ended.
  mutating func solve(lambda: Double, previous: Double) -> PathEnding {
    let screened = usable.filter { j in
      coefficients[j] != 0 || penalty.l1[j] == 0
        || abs(gradient[j]) >= penalty.l1[j] * (2 * lambda - previous)
    }
    return solve(lambda: lambda, screened: screened, checks: true)
  }

  /// How far ``coefficients`` are from the minimum for a lambda by another loss's word: the largest
  /// move that its gradient asks for, times the root of its curvature.
  func distance(toMinimumOf other: some MeanLoss, lambda: Double) -> Double {
    guard let model else { return .infinity }
    let result = other.gradient(at: coefficients, columns: model.columns)
    var probe = self
    for (place, column) in model.columns.enumerated() {
      probe.gradient[column] = result.gradient[place]
    }
    let target = probe.minimum(model, model.columns, lambda, expecting: nil)
    return largestMove(model, model.columns.map { target[$0] - coefficients[$0] })
  }

  /// Takes the gradient of all usable columns where the last pass did not.
  mutating func completeGradient() {
    guard !isGradientComplete else { return }
    let result = loss.gradient(at: coefficients, columns: usable)
    gradientPasses += 1
    for (place, column) in usable.enumerated() { gradient[column] = result.gradient[place] }
    meanLoss = result.meanLoss
    isGradientComplete = true
  }

  private mutating func solve(lambda: Double, screened start: [Int], checks: Bool) -> PathEnding {
    var screened = start
    var lastMove: Double?
    var first: [Double]?
    let passesBefore = gradientPasses
    if !covers(screened) {
      completeGradient()
      refresh(screened, lambda)
    }
    while let model {
      var target = minimum(model, screened, lambda, expecting: lastMove.map { rate * $0 })
      guard target.allSatisfy(\.isFinite) else { return .notFinite }
      if first == nil, checks {
        first = target
        for j in screened where target[j] != 0 && target[j] * (target[j] + correction[j]) > 0 {
          target[j] += correction[j]
        }
      }
      let step = model.columns.map { target[$0] - coefficients[$0] }
      let move = largestMove(model, step)
      if move < Self.drifting, drifts(model, step, lambda) { return .separated }
      // Below the resolution of the loss there is no rate to see; the last step still counts.
      let floor = 4 * loss.resolution * target.reduce(0) { max($0, abs($1)) }
      if let lastMove, move > max(tolerance, floor) {
        learnRate(move / lastMove, isFirst: gradientPasses == passesBefore + 1)
      }
      let remainder = lastMove == nil ? move : min(move, rate * move / (1 - min(rate, 0.5)))
      let isShort = remainder <= tolerance || move <= floor
      if isShort, isGradientComplete || !checks {
        let missing = checks ? violations(lambda, screened, step, model) : []
        if missing.isEmpty {
          accept(target, step, model)
          if let first { correction = zip(coefficients, first).map { $0 - $1 } }
          return .converged
        }
        screened = (screened + missing).sorted()
        if !covers(screened) { refresh(screened, lambda) }
        lastMove = nil
        continue
      }
      guard gradientPasses - passesBefore < maximumPasses else { return .maximumPasses }
      if lastMove != nil, !isFresh, isSlow(rate: rate, move: move, model) {
        refresh(screened, lambda)
        lastMove = nil
        continue
      }
      lastMove = move
      // The pass that is likely to be the last one takes all columns.
      let endsSoon = rate * rate * move <= tolerance || rate * move <= floor
      if advance(to: target, lambda, wantsAll: checks && endsSoon) {
        continue
      }
      // The model misled: take it anew, and if it was new already, give up.
      guard !isFresh else { return .stalled }
      refresh(screened, lambda)
      lastMove = nil
    }
    return .notFinite
  }

  /// Estimates by how much a step leaves less to do, from the lengths of the last two.
  ///
  /// The first step of a lambda goes along the path, which the model knows best, so the second one
  /// is shorter than those after it will be: it can only add to the estimate.
  private mutating func learnRate(_ ratio: Double, isFirst: Bool) {
    if !isFirst { contraction = min(max(ratio, contraction / 2, Self.bestContraction), 0.5) }
    rate = min(max(ratio, contraction), 1)
  }

  // MARK: The model

  private func covers(_ columns: [Int]) -> Bool {
    guard let model else { return false }
    return columns.allSatisfy { model.position[$0] != nil }
  }

  /// Takes the Hessian anew, over the columns needed now and those likely to be needed soon.
  private mutating func refresh(_ needed: [Int], _ lambda: Double) {
    var isMember = [Bool](repeating: false, count: loss.columnCount)
    for j in needed { isMember[j] = true }
    for j in usable where abs(gradient[j]) >= Self.lookAhead * lambda * penalty.l1[j] {
      isMember[j] = isMember[j] || lambda > 0
    }
    // Without the gradient of a column there is no step for it.
    var columns = usable.filter { isMember[$0] }
    if !isGradientComplete, let model { columns = model.columns }
    model = QuadraticModel(
      columns: columns,
      hessian: loss.hessian(at: coefficients, columns: columns),
      columnCount: loss.columnCount
    )
    hessianPasses += 1
    isFresh = true
  }

  /// Coefficients at the minimum of model and penalty.
  private func minimum(
    _ model: QuadraticModel,
    _ screened: [Int],
    _ lambda: Double,
    expecting move: Double?
  ) -> [Double] {
    var quadratic = PenalizedQuadratic(
      hessian: model.hessian,
      gradient: model.columns.map { gradient[$0] },
      coefficients: model.columns.map { coefficients[$0] },
      l1: model.columns.map { lambda * penalty.l1[$0] },
      l2: model.columns.map { lambda * penalty.l2[$0] },
      candidates: screened.compactMap { model.position[$0] }
    )
    quadratic.minimize(tolerance: max(0.01 * tolerance, 1e-4 * (move ?? 0)))
    var target = coefficients
    for (place, column) in model.columns.enumerated() {
      target[column] = quadratic.coefficients[place]
    }
    return target
  }

  /// The largest change of a coefficient, times the square root of its curvature.
  private func largestMove(_ model: QuadraticModel, _ step: [Double]) -> Double {
    var largest = 0.0
    for (place, value) in step.enumerated() where value != 0 {
      let curvature = model.hessian[place, place]
      largest = max(largest, abs(value) * max(curvature, 0).squareRoot())
    }
    return largest
  }

  private func drifts(_ model: QuadraticModel, _ step: [Double], _ lambda: Double) -> Bool {
    zip(model.columns, step).contains { column, value in
      abs(value) > Self.drift && lambda * (penalty.l1[column] + penalty.l2[column]) == 0
    }
  }

  /// True when a new Hessian costs less than the passes it saves.
  private func isSlow(rate: Double, move: Double, _ model: QuadraticModel) -> Bool {
    guard rate < 0.7 else { return true }
    let remaining = Double.log(tolerance / move) / Double.log(rate)
    return remaining > Self.passesSaved + Double(model.columns.count) / Self.columnsPerPass
  }

  // MARK: The passes

  /// Columns outside the screened ones that want a coefficient after the last step.
  ///
  /// The gradient after it is that of the model; where a column is not in the model, its change is
  /// at most the root of the column's curvature (1/4) times the length of the step in the metric of
  /// the Hessian, by the inequality of Cauchy and Schwarz.
  private func violations(
    _ lambda: Double,
    _ screened: [Int],
    _ step: [Double],
    _ model: QuadraticModel
  ) -> [Int] {
    var isScreened = [Bool](repeating: false, count: loss.columnCount)
    for j in screened { isScreened[j] = true }
    let change = model.product(step)
    let length = zip(step, change).reduce(0) { $0 + $1.0 * $1.1 }
    let largestChange = 0.5 * max(length, 0).squareRoot()
    return usable.filter { j in
      guard !isScreened[j] else { return false }
      let bound = lambda * penalty.l1[j]
      guard let place = model.position[j] else { return abs(gradient[j]) + largestChange > bound }
      return abs(gradient[j] + change[place]) > bound
    }
  }

  /// The last step, too short for the loss to be anything but its model.
  private mutating func accept(_ target: [Double], _ step: [Double], _ model: QuadraticModel) {
    let change = model.product(step)
    for (place, column) in model.columns.enumerated() {
      meanLoss += step[place] * (gradient[column] + change[place] / 2)
      gradient[column] += change[place]
    }
    coefficients = target
    isFresh = false
  }

  /// Goes to the target, or as much of the way as lowers the objective.
  ///
  /// - Returns: false when none of it does, or when the model is not that of this point.
  private mutating func advance(to target: [Double], _ lambda: Double, wantsAll: Bool) -> Bool {
    guard let columns = model?.columns else { return false }
    let passed = wantsAll || 4 * columns.count >= 3 * usable.count ? usable : columns
    let old = meanLoss + lambda * penalty.value(coefficients)
    var fraction = 1.0
    for _ in 0..<30 {
      let next = loss.representable(
        fraction == 1 ? target : zip(coefficients, target).map { $0 + fraction * ($1 - $0) }
      )
      let result = loss.gradient(at: next, columns: passed)
      gradientPasses += 1
      let new = result.meanLoss + lambda * penalty.value(next)
      if new <= old + loss.rounding * abs(old) {
        move(to: next, result, columns: passed)
        return true
      }
      guard isFresh else { return false }
      fraction /= 2
    }
    return false
  }

  private mutating func move(to next: [Double], _ result: LossGradient, columns: [Int]) {
    let before = gradient
    for (place, column) in columns.enumerated() { gradient[column] = result.gradient[place] }
    if var model, rate < 1 {
      model.learn(
        step: model.columns.map { next[$0] - coefficients[$0] },
        gradientChange: model.columns.map { gradient[$0] - before[$0] }
      )
      self.model = model
    }
    coefficients = next
    meanLoss = result.meanLoss
    isGradientComplete = columns.count == usable.count
    isFresh = false
  }
}

/// How the solution for a lambda ended.
enum PathEnding: Sendable {
  case converged
  case maximumPasses
  case stalled
  case separated
  case notFinite
}
