internal import LinearAlgebra

/// Newton's method with step halving on a logistic likelihood.
struct NewtonIteration<Rows: RowBlocks> {
  let likelihood: LogisticLikelihood<Rows>
  let maximumIterations: Int

  /// Coefficients reached, one a design column, on the standardised scale.
  private(set) var coefficients: [Double] = []
  /// The last pass; its Hessian is in double precision when the iterations have settled.
  private(set) var pass = LogisticPass.empty
  /// The last step, over the design columns.
  private(set) var step: [Double] = []
  /// Loss at ``coefficients``, without penalty.
  private(set) var loss = Double.infinity
  private(set) var status = FitSummary.Status.maximumIterations
  private(set) var iterations = 0
  private(set) var halvings = 0
  /// Loss after each step over all rows, the starting one first.
  private(set) var trace: [Double] = []
  private(set) var decrement = Double.infinity
  /// Steps taken on the sample.
  private(set) var sampleIterations = 0
  /// True when the columns are known to be linearly independent.
  private(set) var isFullRank = false
  /// A pass that has been made already at the origin of ``run(from:kept:)``.
  var first: LogisticPass?

  private var mixesPrecision = false

  /// Estimates have settled when the last step gains less than this, twice in log-likelihood, and
  /// the next would square it: far below what a double can tell.
  private static var decrementTolerance: Double { 1e-14 }
  /// A last step this short, in standard deviations of the linear predictor, needs no further pass
  /// for the Hessian: the standard errors change by less than a part in 1e7.
  private static var shortStep: Double { 3e-7 }
  /// Below this decrement a step that still moves the linear predictor by `separatingMove` or more
  /// is a direction without bound: a standard error above 5,000 on the logit scale.
  private static var separationDecrement: Double { 1e-8 }
  private static var separatingMove: Double { 0.5 }
  /// Work of a pass, in multiplications, above which it pays to save one.
  private static var longPass: Double { 2e8 }

  init(_ likelihood: LogisticLikelihood<Rows>, maximumIterations: Int) {
    self.likelihood = likelihood
    self.maximumIterations = maximumIterations
  }

  private var isLong: Bool {
    let columns = Double(likelihood.rows.columnCount)
    return Double(likelihood.rows.rowCount) * columns * columns > Self.longPass
  }

  // MARK: The sample

  /// Moves the origin to the fit of a sample, roughly; leaves it alone where the sample cannot tell.
  mutating func start(from origin: inout [Double], sample: StartingSample, columns: [Int]) {
    var point = origin
    var best = Double.infinity
    let share = Double(sample.rowCount) / Double(max(likelihood.rows.rowCount, 1))
    for iteration in 0..<15 {
      let content: PassContent = mixesPrecision ? .singleHessian : .hessian
      let pass = likelihood.pass(content, at: point, blocks: sample.blocks)
      var information = pass.hessian[columns, columns]
      var gradient = columns.map { pass.gradient[$0] }
      if let penalty = likelihood.penalty {
        for (position, column) in columns.enumerated() {
          information[position, position] += share * penalty[column]
          gradient[position] -= share * penalty[column] * point[column]
        }
      }
      guard let cholesky = ScaledCholesky(information) else { return }
      if iteration == 0 {
        // What is independent in some rows is so in all; a smaller pivot needs all of them.
        guard cholesky.smallestPivot > 1e-9 else { return }
        isFullRank = true
        mixesPrecision = isLong && cholesky.inverse.reciprocalCondition > 1e-4
      }
      let objective = pass.loss + share * likelihood.penaltyLoss(point)
      guard objective.isFinite, objective <= best * (1 + 1e-9) else { return }
      best = objective
      let step = cholesky.solve(gradient)
      let decrement = zip(gradient, step).reduce(0) { $0 + $1.0 * $1.1 }
      guard decrement.isFinite else { return }
      origin = point
      sampleIterations += 1
      for (position, column) in columns.enumerated() { point[column] += step[position] }
      // Nearer to the sample's optimum than that is to the one of all rows.
      if decrement < 0.1 * Double(columns.count) {
        origin = point
        return
      }
    }
  }

  // MARK: All rows

  /// Iterates from an origin until the estimates have settled.
  mutating func run(from origin: [Double], kept: [Int]) {
    coefficients = origin
    pass = first ?? likelihood.pass(mixesPrecision ? .singleHessian : .hessian, at: origin)
    var isDouble = first != nil || !mixesPrecision
    loss = pass.loss
    trace = [loss]
    guard !kept.isEmpty else {
      status = .converged
      decrement = 0
      return
    }
    for _ in 0..<maximumIterations {
      guard loss.isFinite else { return }
      let gradient = likelihood.gradient(pass, coefficients, kept)
      let cholesky = ScaledCholesky(likelihood.information(pass, kept))
      guard let cholesky, isDouble || cholesky.smallestPivot > 1e-5 else {
        if !isDouble {
          // Rounding to single precision may have made it so.
          mixesPrecision = false
          isDouble = true
          pass = likelihood.pass(.hessian, at: coefficients)
          continue
        }
        // The information has vanished in some direction, because the fit went off to infinity.
        status = .separated
        return
      }
      let solution = cholesky.solve(gradient)
      step = Array(repeating: 0, count: coefficients.count)
      for (position, column) in kept.enumerated() { step[column] = solution[position] }
      decrement = zip(gradient, solution).reduce(0) { $0 + $1.0 * $1.1 }
      if decrement < Self.separationDecrement, isSeparating {
        status = .separated
        return
      }
      let length = (max(decrement, 0) / max(pass.varianceSum, .leastNormalMagnitude)).squareRoot()
      if isDouble, isLong, length < Self.shortStep {
        accept()
        return
      }
      let settles = isDouble && decrement < Self.decrementTolerance
      // Distances to the optimum, in standard deviations of the linear predictor: after this step,
      // whose Hessian errs by the step's own length and by what single precision leaves, and after
      // another one with the same Hessian.
      let after = length * (0.4 * length + (isDouble ? 0 : 1e-6))
      let afterAnother = after * (0.5 * length + (isDouble ? 0 : 1e-6))
      let isLast = after < Self.shortStep
      if isLong, !isLast, afterAnother < Self.shortStep / 3, !settles,
        advanceByGradient(cholesky, kept)
      {
        iterations += 1
        trace.append(loss)
        pass = likelihood.pass(.hessian, at: coefficients)
        loss = pass.loss
        isDouble = true
        continue
      }
      let needsDouble = !mixesPrecision || isLast
      guard advance(needsDouble ? .hessian : .singleHessian, settles: settles) else {
        if !isDouble {
          mixesPrecision = false
          isDouble = true
          pass = likelihood.pass(.hessian, at: coefficients)
          continue
        }
        status = .stalledLineSearch
        return
      }
      isDouble = needsDouble
      iterations += 1
      trace.append(loss)
      if settles {
        status = .converged
        return
      }
    }
  }

  /// Takes the last step without another pass; the loss falls by half the decrement.
  private mutating func accept() {
    let before = likelihood.penaltyLoss(coefficients)
    for column in coefficients.indices { coefficients[column] += step[column] }
    loss += before - likelihood.penaltyLoss(coefficients) - decrement / 2
    iterations += 1
    trace.append(loss)
    status = .converged
  }

  /// True when the step still moves some row.
  private var isSeparating: Bool {
    // No row moves further than all columns together can at their largest.
    let bound = zip(step, pass.extent).reduce(0) { $0 + abs($1.0) * $1.1 }
    return bound >= Self.separatingMove && likelihood.largestMove(step) >= Self.separatingMove
  }

  /// The full step and another one with the same Hessian, at the price of a gradient; nothing where
  /// that raises the objective.
  private mutating func advanceByGradient(_ cholesky: ScaledCholesky, _ kept: [Int]) -> Bool {
    let candidate = zip(coefficients, step).map { $0 + $1 }
    let next = likelihood.pass(.gradient, at: candidate)
    let current = loss + likelihood.penaltyLoss(coefficients)
    guard next.loss + likelihood.penaltyLoss(candidate) <= current else { return false }
    let solution = cholesky.solve(likelihood.gradient(next, candidate, kept))
    coefficients = candidate
    for (position, column) in kept.enumerated() { coefficients[column] += solution[position] }
    return true
  }

  /// The full step, or the largest half, quarter … of it that does not raise the objective.
  private mutating func advance(_ content: PassContent, settles: Bool) -> Bool {
    var fraction = 1.0
    let current = loss + likelihood.penaltyLoss(coefficients)
    // Rounding alone may raise the loss of a step this short.
    let slack = 1e-12 * abs(current) + (settles ? .infinity : 0)
    for halving in 0..<30 {
      let candidate = zip(coefficients, step).map { $0 + fraction * $1 }
      let next = likelihood.pass(content, at: candidate)
      if next.loss + likelihood.penaltyLoss(candidate) <= current + slack {
        coefficients = candidate
        pass = next
        loss = next.loss
        halvings += halving
        return true
      }
      fraction /= 2
    }
    return false
  }
}
