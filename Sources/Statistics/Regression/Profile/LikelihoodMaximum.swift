internal import LinearAlgebra

/// A maximum of a likelihood over some directions, by Newton's method with step halving.
struct LikelihoodMaximum: Sendable {
  private(set) var coefficients: [Double]
  private(set) var point: LikelihoodPoint
  private(set) var status = FitSummary.Status.maximumIterations
  private(set) var iterations = 0
  private(set) var halvings = 0
  /// Promised gain, twice, before the last step; `nil` when there was none.
  private(set) var decrement: Double?
  /// Log-likelihood after each step, the starting one first.
  private(set) var trace: [Double]

  /// Promised gain (twice) at which the next step is the last.
  ///
  /// An exact Newton step then squares
  /// the distance; with a learnt Hessian it shortens it by a factor only, hence the smaller one.
  private static let exactTolerance = 1e-14
  private static let learntTolerance = 1e-21
  /// Below this a gain that no longer falls, or that no full step brings, is rounding, which
  /// nearly dependent columns make this large.
  private static let roundingGain = 1e-8

  /// Climbs from a start to the maximum over the feasible directions; `nil` when the likelihood
  /// cannot be computed at the start.
  ///
  /// - Parameters:
  ///   - surface: the likelihood.
  ///   - start: the coefficients to start from.
  ///   - directions: where they may move.
  ///   - maximumIterations: at least 1.
  ///   - enough: promised gain (twice) at which no further step is taken; for likelihoods without a
  ///     maximum, where every step leads farther out. To the accuracy of doubles when `nil`.
  init?(
    of surface: some LikelihoodSurface,
    from start: [Double],
    along directions: FeasibleDirections,
    maximumIterations: Int,
    enough: Double? = nil
  ) {
    guard let first = surface.point(at: start) else { return nil }
    coefficients = start
    point = first
    trace = [first.logLikelihood]
    guard directions.dimension > 0 else {
      status = .converged
      return
    }
    var correction = HessianCorrection(dimension: directions.dimension)
    var information = directions.reduced(point.information)
    // Steps in a row whose promised gain was no longer falling.
    var standing = 0
    for _ in 0..<maximumIterations {
      let score = directions.reduced(point.score)
      let factor = correction.factor(information)
      // A part of the step is a step of an exact Hessian only.
      let part = surface.hasExactHessian ? Self.partialStep : { _, _ in nil }
      guard let step = factor?.solve(score) ?? part(information, score) else {
        status = .separated
        return
      }
      let gain = dot(score, step)
      standing = gain < Self.roundingGain && gain > (decrement ?? .infinity) / 4 ? standing + 1 : 0
      let tolerance = surface.hasExactHessian ? Self.exactTolerance : Self.learntTolerance
      let settles = gain < tolerance || standing == 3
      decrement = gain
      if let enough, gain < enough {
        status = .converged
        return
      }
      guard let taken = climb(surface, directions.expanded(step), settles: settles) else {
        status = gain < Self.roundingGain ? .converged : .stalledLineSearch
        return
      }
      let next = directions.reduced(point.information)
      if !surface.hasExactHessian, gain < 1 {
        correction.learn(
          step: step.map { $0 * taken },
          scoreDrop: zip(score, directions.reduced(point.score)).map { $0 - $1 },
          before: information,
          after: next
        )
      }
      information = next
      iterations += 1
      trace.append(point.logLikelihood)
      if settles || (taken < 1 && gain < Self.roundingGain) {
        status = .converged
        return
      }
    }
  }

  /// Newton's step where the information has vanished in some directions, as it does on the way to
  /// an infinite estimate: the columns that depend on others before them stay where they are.
  ///
  /// Nothing is lost by that: the likelihood does not change along what is left out.
  ///
  /// - Returns: `nil` when nothing is left.
  private static func partialStep(_ information: Matrix<Double>, _ score: [Double]) -> [Double]? {
    // Numbers that are not finite leave nothing either.
    guard
      let free = (try? OrderedCholesky(information, tolerance: vanishedShare))?.independent,
      !free.isEmpty, let factor = try? Cholesky(information[free, free])
    else { return nil }
    var step = [Double](repeating: 0, count: score.count)
    for (column, value) in zip(free, factor.solve(free.map { score[$0] })) { step[column] = value }
    return step
  }

  /// Share of a column's information, given the columns before it, that counts as none.
  private static let vanishedShare = 1e-11

  /// Takes the full step, or the largest half, quarter … of it tried that does not lower the
  /// likelihood.
  ///
  /// - Returns: the fraction taken, or `nil` when none will do.
  private mutating func climb(
    _ surface: some LikelihoodSurface,
    _ step: [Double],
    settles: Bool
  ) -> Double? {
    var fraction = 1.0
    // Rounding alone may lower the likelihood by a step this short.
    let slack = 10 * point.rounding + (settles ? .infinity : 0)
    for count in 0..<30 {
      let candidate = zip(coefficients, step).map { $0 + fraction * $1 }
      if let next = surface.point(at: candidate),
        next.logLikelihood >= point.logLikelihood - slack
      {
        coefficients = candidate
        point = next
        halvings += count
        return fraction
      }
      // Where the information has vanished on the wrong side a step may be 1e20 times too long.
      fraction /= count < 8 ? 2 : 16
    }
    return nil
  }
}
