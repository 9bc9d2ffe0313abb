/// Logistic regression with a ridge, lasso or elastic net penalty.
///
/// ```
/// Σ w_i [log(1 + exp(η_i)) - y_i η_i] / Σ w_i + lambda Σ_j f_j (α |b_j| + (1 - α) b_j² / 2)
/// ```
///
/// with the coefficients b of standardised predictors, as ``ElasticNetPenalty`` says; results are
/// on the scale of the data. The objective is that of glmnet, with which coefficients agree to
/// 1e-6 at its `thresh = 1e-14`.
package struct PenalizedRegression: Sendable {
  /// The penalty.
  package let penalty: ElasticNetPenalty
  /// The lambdas of a path.
  package let lambdas: LambdaSequence
  /// Largest move of a standardised coefficient, times the root of its curvature, at which a fit
  /// has settled; what is left after that last move is far below.
  package let tolerance: Double
  /// Most passes over the rows for one lambda.
  package let maximumPasses: Int
  /// Bytes that a standardised copy of the design may take (4 a number from 50,000 rows on, 8
  /// below); without room for it the blocks are filled anew in each pass, with the same result.
  package let memoryLimit: Int
  /// Largest number of workers; results do not depend on it.
  package let threads: Int

  /// A regression still to be fitted.
  ///
  /// - Parameters:
  ///   - penalty: kind and relative strengths.
  ///   - lambdas: the lambdas of a path.
  ///   - tolerance: above 0.
  ///   - maximumPasses: at least 1.
  ///   - memoryLimit: in bytes; 2 GiB unless told.
  ///   - threads: at least 1.
  package init(
    penalty: ElasticNetPenalty,
    lambdas: LambdaSequence = .automatic(),
    tolerance: Double = 1e-9,
    maximumPasses: Int = 200,
    memoryLimit: Int = 1 << 31,
    threads: Int = 1
  ) {
    precondition(tolerance > 0 && maximumPasses >= 1 && threads >= 1, "settings out of range")
    if case .given(let values) = lambdas {
      precondition(values.allSatisfy { $0 >= 0 && $0.isFinite }, "lambdas out of range")
    }
    self.penalty = penalty
    self.lambdas = lambdas
    self.tolerance = tolerance
    self.maximumPasses = maximumPasses
    self.memoryLimit = memoryLimit
    self.threads = threads
  }

  /// Fits the path of lambdas, each from the one before.
  ///
  /// A lambda that cannot be solved ends the path; those before it are kept, and
  /// ``PenalizedPath/ending`` says why. Constant columns get no coefficient.
  ///
  /// - Parameter rows: n rows of p columns.
  /// - Returns: the path.
  /// - Throws: `tooFewObservations` without a row of positive weight; `degenerateOutcome` when all
  ///   outcomes are equal; `notFinite` when a number of the data is not.
  /// - Complexity: two or three passes of 4 n k flops a lambda, k being the columns near the model,
  ///   and now and then n k² flops; k² memory a worker.
  package func path(_ rows: some RowBlocks) throws(StatisticsError) -> PenalizedPath {
    let outcome = OutcomeTotals(rows, threads: threads)
    guard outcome.observationCount > 0 else {
      throw .tooFewObservations(required: 1, found: 0)
    }
    guard outcome.eventCount > 0, outcome.eventCount < outcome.weightSum else {
      throw .degenerateOutcome
    }
    let moments = try WeightedMoments(rows, threads: threads)
    let intercept = rows.interceptColumn
    if outcome.observationCount >= Self.singlePrecisionRows {
      let loss = StandardizedRows<_, Float>(
        rows,
        moments: moments,
        weightSum: outcome.weightSum,
        memoryLimit: memoryLimit,
        threads: threads
      )
      let exact = StandardizedRows<_, Double>(
        rows,
        moments: moments,
        weightSum: outcome.weightSum,
        memoryLimit: 0,
        threads: threads
      )
      let path = path(
        loss,
        checkedBy: exact,
        moments: moments,
        outcome: outcome,
        intercept: intercept
      )
      // Columns that nearly cancel need the other half of the digits.
      if let path { return path }
    }
    let loss = StandardizedRows<_, Double>(
      rows,
      moments: moments,
      weightSum: outcome.weightSum,
      memoryLimit: memoryLimit,
      threads: threads
    )
    return path(loss, moments: moments, outcome: outcome, intercept: intercept)
  }

  /// Fits the model for one lambda.
  ///
  /// - Parameters:
  ///   - rows: n rows of p columns.
  ///   - lambda: at least 0; at 0 the maximum likelihood fit, where it exists.
  /// - Returns: the fit; ``PenalizedFit/trouble`` says when it is not the minimum.
  /// - Throws: as ``path(_:)``.
  package func fit(
    _ rows: some RowBlocks,
    lambda: Double
  ) throws(StatisticsError) -> PenalizedFit {
    let path = try with(lambdas: .given([lambda])).path(rows)
    guard case .trouble(let trouble, _) = path.ending, let step = path.unsolved else {
      return path.fit(path.steps[0], trouble: nil)
    }
    return path.fit(step, trouble: trouble)
  }

  /// The same settings with other lambdas.
  func with(lambdas: LambdaSequence) -> PenalizedRegression {
    PenalizedRegression(
      penalty: penalty,
      lambdas: lambdas,
      tolerance: tolerance,
      maximumPasses: maximumPasses,
      memoryLimit: memoryLimit,
      threads: threads
    )
  }

  /// From this number of rows on, the standardised design is kept in single precision: the errors
  /// of single rows then average out in the gradient, far below the tolerance.
  private static let singlePrecisionRows = 50_000

  /// Distance from the minimum, at the last lambda, up to which single precision is good enough.
  private static let singlePrecisionDistance = 1e-7

  /// Fits the path on whatever passes over the rows.
  func path(
    _ loss: some MeanLoss,
    moments: WeightedMoments,
    outcome: OutcomeTotals,
    intercept: Int?
  ) -> PenalizedPath {
    solve(loss, moments: moments, outcome: outcome, intercept: intercept).path
  }

  /// Fits the path by a loss of limited precision, and checks its end by an exact one.
  ///
  /// The last lambda is the one where the penalty helps least, and so where errors of the gradient
  /// matter most.
  ///
  /// - Returns: `nil` when the precision was not enough.
  private func path(
    _ loss: some MeanLoss,
    checkedBy exact: some MeanLoss,
    moments: WeightedMoments,
    outcome: OutcomeTotals,
    intercept: Int?
  ) -> PenalizedPath? {
    let (path, solver) = solve(loss, moments: moments, outcome: outcome, intercept: intercept)
    if case .trouble = path.ending { return nil }
    guard let last = path.steps.last else { return nil }
    let distance = solver.distance(toMinimumOf: exact, lambda: last.lambda)
    return distance <= Self.singlePrecisionDistance ? path : nil
  }

  private func solve<Loss: MeanLoss>(
    _ loss: Loss,
    moments: WeightedMoments,
    outcome: OutcomeTotals,
    intercept: Int?
  ) -> (path: PenalizedPath, solver: PathSolver<Loss>) {
    let coordinate = CoordinatePenalty(penalty, moments: moments, intercept: intercept)
    var solver = PathSolver(
      loss: loss,
      penalty: coordinate,
      usable: moments.usable,
      tolerance: tolerance,
      maximumPasses: maximumPasses
    )
    var ending = PathEnding.converged
    if let intercept { ending = solver.solveUnpenalized(among: [intercept]) }
    let deviance = { 2 * ($0 * outcome.weightSum - moments.saturatedLoss) }
    let nullDeviance = deviance(solver.meanLoss)
    if ending == .converged { ending = solver.solveUnpenalized(among: moments.usable) }
    solver.completeGradient()
    let largest = coordinate.largestLambda(gradient: solver.gradient, usable: moments.usable)
    let columnCount = loss.columnCount - (intercept == nil ? 0 : 1)
    let values = lambdas.values(
      largest: largest,
      isWide: outcome.observationCount < columnCount
    )
    let step = { (lambda: Double, passes: Int) in
      let residual = deviance(solver.meanLoss)
      return PenalizedPath.Step(
        lambda: lambda,
        coefficients: moments.coefficients(solver.coefficients, intercept: intercept),
        degreesOfFreedom: solver.coefficients.indices.count {
          solver.coefficients[$0] != 0 && $0 != intercept
        },
        deviance: residual,
        devianceRatio: 1 - residual / nullDeviance,
        passes: passes
      )
    }
    var steps: [PenalizedPath.Step] = []
    var unsolved: PenalizedPath.Step?
    var last = PenalizedPath.Ending.complete
    var previous = largest
    for lambda in values {
      let before = solver.gradientPasses
      // From the largest lambda on, the model without the penalised columns is the minimum.
      let isNull = penalty.l1Ratio >= CoordinatePenalty.smallestRatio && lambda >= largest
      if ending == .converged, !isNull {
        ending = solver.solve(lambda: lambda, previous: previous)
      }
      let current = step(lambda, solver.gradientPasses - before)
      if let trouble = ending.trouble {
        last = .trouble(trouble, lambda: lambda)
        unsolved = current
        break
      }
      steps.append(current)
      previous = lambda
      if lambdas.stopsEarly, Self.hasSettled(steps) {
        if steps.count < values.count { last = .stoppedEarly }
        break
      }
    }
    let path = PenalizedPath(
      penalty: penalty,
      steps: steps,
      ending: last,
      observationCount: outcome.observationCount,
      weightSum: outcome.weightSum,
      eventCount: outcome.eventCount,
      nullDeviance: nullDeviance,
      interceptColumn: intercept,
      unsolved: unsolved,
      gradientPasses: solver.gradientPasses,
      hessianPasses: solver.hessianPasses
    )
    return (path, solver)
  }

  /// True when a path may stop: from the fifth lambda on, with glmnet's limits.
  private static func hasSettled(_ steps: [PenalizedPath.Step]) -> Bool {
    guard steps.count >= 5 else { return false }
    let ratio = steps[steps.count - 1].devianceRatio
    return ratio > 0.999 || ratio - steps[steps.count - 2].devianceRatio < 1e-5
  }
}

extension PathEnding {
  /// What the caller is told; `nil` for a solution.
  var trouble: PenalizedPath.Trouble? {
    switch self {
    case .converged: nil
    case .maximumPasses: .maximumPasses
    case .stalled: .stalledLineSearch
    case .separated: .separated
    case .notFinite: .notFinite
    }
  }
}
