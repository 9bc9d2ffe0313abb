internal import LinearAlgebra
internal import RealModule

/// Logistic regression by maximum likelihood.
///
/// Newton's method with step halving on standardised columns; one pass over the rows a step gives
/// deviance, gradient and Hessian together, and the Hessian behind the standard errors is that at
/// the final coefficients. Agrees with R's `glm(family = binomial)`: coefficients and deviance to
/// 1e-9 relative; standard errors are those R reaches one further iteration on.
package struct LogisticRegression: Sendable {
  /// Largest number of Newton steps.
  package let maximumIterations: Int
  /// Largest number of workers.
  package let threads: Int

  /// The settled estimates are at most this much log-likelihood (twice) away before the last step,
  /// which then squares the distance: far below what a double can tell.
  private static let decrementTolerance = 1e-14
  /// Below this decrement a step that still moves the linear predictor by `separatingMove` or more
  /// is a direction without bound: a standard error above 5,000 on the logit scale.
  private static let separationDecrement = 1e-8
  private static let separatingMove = 0.5
  /// Share of variation unexplained by earlier columns at which a column counts as aliased.
  private static let aliasTolerance = 1e-11

  /// A regression still to be fitted.
  ///
  /// - Parameters:
  ///   - maximumIterations: at least 1.
  ///   - threads: largest number of workers, at least 1; results do not depend on it.
  package init(maximumIterations: Int = 60, threads: Int = 1) {
    self.maximumIterations = maximumIterations
    self.threads = threads
  }

  /// Fits the model.
  ///
  /// Aliased columns are left out and named in the result, the later of two; infinite estimates
  /// are named too. Neither throws, nor does a fit that has not converged: see
  /// ``LogisticFit/summary``.
  ///
  /// - Parameter rows: n rows of p columns; numbers must be finite.
  /// - Returns: the fit.
  /// - Throws: `tooFewObservations` without a row of positive weight; `degenerateOutcome` when all
  ///   outcomes are equal; `notFinite` when a design value is.
  /// - Complexity: n p² flops and p² memory a worker for each Newton step.
  package func fit(_ rows: some RowBlocks) throws(StatisticsError) -> LogisticFit {
    let outcome = OutcomeTotals(rows, threads: threads)
    guard outcome.observationCount > 0 else {
      throw .tooFewObservations(required: 1, found: 0)
    }
    guard outcome.eventCount > 0, outcome.eventCount < outcome.weightSum else {
      throw .degenerateOutcome
    }
    let moments = ColumnMoments(rows, threads: threads)
    let intercept = rows.interceptColumn
    var start = [Double](repeating: 0, count: rows.columnCount)
    if let intercept {
      start[intercept] = LogisticLoss.logit(outcome.eventCount / outcome.weightSum)
    }
    let null = nullFit(rows, moments, start: start, hasOffset: outcome.hasOffset)
    let all = Array(0..<rows.columnCount)
    let first = pass(rows, moments, all, start)
    guard first.hessian.isFinite else { throw .notFinite(index: 0) }
    let ordered: OrderedCholesky
    do throws(LinearAlgebraError) {
      ordered = try OrderedCholesky(first.hessian, tolerance: Self.aliasTolerance)
    } catch {
      throw .notFinite(index: 0)
    }
    let kept = ordered.independent
    let initial = ordered.dependencies.isEmpty ? first : pass(rows, moments, kept, start)
    let state = newton(rows, moments, kept, start: kept.map { start[$0] }, at: initial)
    return result(
      state,
      moments: moments,
      ordered: ordered,
      intercept: intercept,
      outcome: outcome,
      nullDeviance: null
    )
  }

  private func pass(
    _ rows: some RowBlocks,
    _ moments: ColumnMoments,
    _ kept: [Int],
    _ start: [Double]
  ) -> LogisticPass {
    LogisticPass(
      rows,
      moments: moments,
      kept: kept,
      coefficients: kept.map { start[$0] },
      threads: threads
    )
  }

  /// Deviance of the intercept-only model; in closed form at `start` unless there are offsets.
  private func nullFit(
    _ rows: some RowBlocks,
    _ moments: ColumnMoments,
    start: [Double],
    hasOffset: Bool
  ) -> Double {
    let kept = rows.interceptColumn.map { [$0] } ?? []
    let first = pass(rows, moments, kept, start)
    guard hasOffset, !kept.isEmpty else { return first.deviance }
    return newton(rows, moments, kept, start: kept.map { start[$0] }, at: first).pass.deviance
  }

  // MARK: Newton's method

  private struct State {
    var coefficients: [Double]
    var pass: LogisticPass
    var step: [Double] = []
    var status = FitSummary.Status.maximumIterations
    var iterations = 0
    var halvings = 0
    var trace: [Double]
    var decrement = Double.infinity
  }

  private func newton(
    _ rows: some RowBlocks,
    _ moments: ColumnMoments,
    _ kept: [Int],
    start: [Double],
    at initial: LogisticPass
  ) -> State {
    var state = State(coefficients: start, pass: initial, trace: [initial.deviance])
    guard !kept.isEmpty else {
      state.status = .converged
      state.decrement = 0
      return state
    }
    for _ in 0..<maximumIterations {
      // The only failure left: the information has vanished in some direction, because the fit
      // went off to infinity there.
      guard let cholesky = try? Cholesky(state.pass.hessian) else {
        state.status = .separated
        return state
      }
      let step = cholesky.solve(state.pass.gradient)
      state.step = step
      state.decrement = zip(state.pass.gradient, step).reduce(0) { $0 + $1.0 * $1.1 }
      if state.decrement < Self.separationDecrement {
        let move = largestMove(rows, moments: moments, kept: kept, step: step, threads: threads)
        if move >= Self.separatingMove {
          state.status = .separated
          return state
        }
      }
      let settles = state.decrement < Self.decrementTolerance
      guard let next = halvedStep(rows, moments, kept, state, settles: settles) else {
        state.status = .stalledLineSearch
        return state
      }
      state.coefficients = next.coefficients
      state.pass = next.pass
      state.halvings += next.halvings
      state.iterations += 1
      state.trace.append(next.pass.deviance)
      if settles {
        state.status = .converged
        return state
      }
    }
    return state
  }

  /// The full step, or the largest half, quarter … of it that does not raise the deviance.
  private func halvedStep(
    _ rows: some RowBlocks,
    _ moments: ColumnMoments,
    _ kept: [Int],
    _ state: State,
    settles: Bool
  ) -> (coefficients: [Double], pass: LogisticPass, halvings: Int)? {
    var fraction = 1.0
    // Rounding alone may raise the deviance of a step this short.
    let slack = 1e-12 * abs(state.pass.deviance) + (settles ? .infinity : 0)
    for halvings in 0..<30 {
      let candidate = zip(state.coefficients, state.step).map { $0 + fraction * $1 }
      let pass = LogisticPass(
        rows,
        moments: moments,
        kept: kept,
        coefficients: candidate,
        threads: threads
      )
      if pass.deviance <= state.pass.deviance + slack { return (candidate, pass, halvings) }
      fraction /= 2
    }
    return nil
  }

  // MARK: The result on the scale of the data

  private func result(
    _ state: State,
    moments: ColumnMoments,
    ordered: OrderedCholesky,
    intercept: Int?,
    outcome: OutcomeTotals,
    nullDeviance: Double
  ) -> LogisticFit {
    let p = moments.center.count
    let kept = ordered.independent
    let back = BackTransform(moments: moments, kept: kept, intercept: intercept)
    let values = back.coefficients(state.coefficients)
    let infinite = state.status == .separated ? infiniteColumns(state, moments, kept, back) : [:]
    // Without a positive definite information there are no standard errors; the status says why.
    let inverse = (try? Cholesky(state.pass.hessian))?.inverse
    var covariance = inverse.map { back.covariance($0) } ?? .zeros(rows: p, columns: p)
    for column in infinite.keys.sorted() {
      for other in 0..<p {
        covariance[column, other] = 0
        covariance[other, column] = 0
      }
    }
    let aliases = Dictionary(
      uniqueKeysWithValues: ordered.dependencies.map { ($0.column, back.alias($0)) }
    )
    let coefficients = (0..<p).map { column -> LogisticFit.Coefficient in
      if let terms = aliases[column] {
        return .init(value: 0, standardError: nil, status: .aliased(terms))
      }
      if let isPositive = infinite[column] {
        return .init(
          value: values[column],
          standardError: nil,
          status: .infinite(isPositive: isPositive)
        )
      }
      return .init(
        value: values[column],
        standardError: inverse == nil ? nil : covariance[column, column].squareRoot(),
        status: .estimated
      )
    }
    return LogisticFit(
      coefficients: coefficients,
      covariance: covariance,
      observationCount: outcome.observationCount,
      weightSum: outcome.weightSum,
      eventCount: outcome.eventCount,
      deviance: state.pass.deviance,
      nullDeviance: nullDeviance,
      logLikelihood: outcome.saturatedLogLikelihood - state.pass.deviance / 2,
      summary: FitSummary(
        status: state.status,
        iterations: state.iterations,
        halvings: state.halvings,
        devianceTrace: state.trace,
        newtonDecrement: state.decrement.isFinite ? state.decrement : nil,
        reciprocalCondition: Self.reciprocalCondition(state.pass.hessian)
      )
    )
  }

  /// The columns whose coefficients still move at the end, with the sign they move to.
  private func infiniteColumns(
    _ state: State,
    _ moments: ColumnMoments,
    _ kept: [Int],
    _ back: BackTransform
  ) -> [Int: Bool] {
    let steps = back.coefficients(state.step)
    let moves = kept.map { column in
      // The intercept moves the predictor by itself, another column by its range.
      steps[column] * (moments.range[column] > 0 ? moments.range[column] : 1)
    }
    let largest = moves.map(abs).max() ?? 0
    var result: [Int: Bool] = [:]
    for (column, move) in zip(kept, moves) where abs(move) > 0.01 * largest {
      result[column] = move > 0
    }
    return result
  }

  private static func reciprocalCondition(_ hessian: Matrix<Double>) -> Double {
    let scale = hessian.diagonal.map { 1 / $0.squareRoot() }
    var scaled = hessian
    for j in 0..<hessian.columns {
      for i in 0..<hessian.rows { scaled[i, j] *= scale[i] * scale[j] }
    }
    // An information that is not finite, or without eigenvalues, is as badly conditioned as can be.
    guard let values = try? SymmetricEigen(scaled).values, let smallest = values.first,
      let largest = values.last
    else { return 0 }
    return max(smallest, 0) / largest
  }
}
