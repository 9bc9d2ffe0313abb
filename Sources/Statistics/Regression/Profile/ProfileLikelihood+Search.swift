internal import LinearAlgebra

/// A point of a profile: the maximum of the likelihood where the contrast has a value.
struct ProfilePlace: Sendable {
  let value: Double
  let coefficients: [Double]
  let point: LikelihoodPoint
}

extension ProfileLikelihood {
  /// The linear predictor of every row is far in a tail of the logistic function after a move as
  /// large as this, so that the log-likelihood is a straight line from there on.
  private var straightMove: Double { 40 }
  /// A coefficient at which the likelihood would still fall after a move as large as this is not
  /// told from an infinite one.
  private var horizonMove: Double { 1e6 }
  /// Twice the log-likelihood that a profile may lie below its supremum where some coefficients are
  /// infinite; beyond, the information vanishes along them.
  private var unattainedGain: Double { 1e-9 }

  /// The bound by bracketing the root of the profile.
  ///
  /// Outwards, the distance is doubled until the profile lies below the limit; inwards, the signed
  /// root of the fall, nearly linear in the contrast, is solved by Newton's method (its slope is
  /// known: the multiplier), with bisection where that leaves the bracket.
  func searched(_ contrast: [Double], _ sign: Double, _ unit: Double) -> ProfileBound {
    let directions = FeasibleDirections(keeping: contrast)
    let centre = dot(contrast, maximum)
    var inner = ProfilePlace(value: centre, coefficients: maximum, point: top)
    var distance = firstDistance(contrast, unit)
    // Of nearly dependent columns one alone may go far before a row notices.
    let straight = max(straightMove * unit, 4 * distance)
    let horizon = max(horizonMove * unit, 1e3 * distance)
    var outer: ProfilePlace?
    while outer == nil {
      guard let next = place(at: centre + sign * distance, from: inner, contrast) else {
        return .notFound
      }
      if next.point.logLikelihood <= limit {
        outer = next
        continue
      }
      inner = next
      let slope = abs(directions.multiplier(next.point.score))
      let gap = next.point.logLikelihood - limit
      // Past 0 as well: under separation the start itself lies far out in a tail.
      let isStraight = min(distance, sign * next.value) >= straight
      if distance > horizon || (isStraight && slope * horizon < gap && surface.isConcave) {
        return .infinite
      }
      distance *= 2
    }
    guard let outer else { return .notFound }
    return root(contrast, directions, between: inner, and: outer)
  }

  private func firstDistance(_ contrast: [Double], _ unit: Double) -> Double {
    // Without a regular maximum the standard error says nothing of the distance.
    guard isAttained, let factor = try? Cholesky(top.information) else { return unit }
    return (fall * dot(contrast, factor.solve(contrast))).squareRoot()
  }

  private func root(
    _ contrast: [Double],
    _ directions: FeasibleDirections,
    between inner: ProfilePlace,
    and outer: ProfilePlace
  ) -> ProfileBound {
    var (inner, outer) = (inner, outer)
    var latest = outer
    for _ in 0..<100 {
      if abs(latest.point.logLikelihood - limit) < tolerance { return .finite(latest.value) }
      let width = outer.value - inner.value
      if abs(width) <= 1e-13 * max(abs(outer.value), abs(inner.value)) {
        return .finite(latest.value)
      }
      // With r = √(2 (top - l)) and dl = λ dt, the root of r = √fall is near t + (√fall - r) dt/dr.
      let depth = max(2 * (top.logLikelihood - latest.point.logLikelihood), 0).squareRoot()
      let slope = -directions.multiplier(latest.point.score) / depth
      var target = latest.value + (fall.squareRoot() - depth) / slope
      let position = (target - inner.value) / width
      if !(position > 0.001 && position < 0.999) { target = inner.value + width / 2 }
      guard let next = place(at: target, from: latest, contrast) else { return .notFound }
      if next.point.logLikelihood > limit { inner = next } else { outer = next }
      latest = next
    }
    return .notFound
  }

  /// The maximum where the contrast has a value, reached from another place of the profile, in
  /// several jumps where one is too far.
  func place(
    at target: Double,
    from start: ProfilePlace,
    _ contrast: [Double]
  ) -> ProfilePlace? {
    var current = start
    var goal = target
    for _ in 0..<60 {
      guard let next = jump(from: current, to: goal, contrast) else {
        goal = (current.value + goal) / 2
        continue
      }
      if goal == target { return next }
      current = next
      goal = target
    }
    return nil
  }

  private func jump(
    from place: ProfilePlace,
    to value: Double,
    _ contrast: [Double]
  ) -> ProfilePlace? {
    let directions = FeasibleDirections(keeping: contrast)
    let found = LikelihoodMaximum(
      of: surface,
      from: start(from: place, to: value, contrast, directions),
      along: directions,
      maximumIterations: 60,
      enough: isAttained ? nil : unattainedGain
    )
    guard let found, found.status == .converged else { return nil }
    return ProfilePlace(value: value, coefficients: found.coefficients, point: found.point)
  }

  /// Where to start the climb to the maximum at a value of the contrast.
  ///
  /// From a place in a tail, where the information has vanished, the tangent may point anywhere:
  /// then the highest of three starts is taken, the last of them from coefficients of 0.
  private func start(
    from place: ProfilePlace,
    to value: Double,
    _ contrast: [Double],
    _ directions: FeasibleDirections
  ) -> [Double] {
    let along = tangent(from: place, to: value, directions)
    guard !isAttained else { return along }
    let shift = directions.shift(value - place.value)
    var starts = [along, zip(place.coefficients, shift).map { $0 + $1 }]
    let zero = [Double](repeating: 0, count: contrast.count)
    if let point = surface.point(at: zero) {
      let origin = ProfilePlace(value: 0, coefficients: zero, point: point)
      starts.append(tangent(from: origin, to: value, directions))
    }
    let heights = starts.map { surface.point(at: $0)?.logLikelihood ?? -.infinity }
    var best = 0
    for k in heights.indices where heights[k] > heights[best] { best = k }
    return starts[best]
  }

  /// The coefficients on the tangent of the profile at a place, where the information gives one.
  private func tangent(
    from place: ProfilePlace,
    to value: Double,
    _ directions: FeasibleDirections
  ) -> [Double] {
    var step = directions.shift(value - place.value)
    let information = place.point.information
    // Without a factor the other coefficients stay where they are.
    if directions.dimension > 0, let factor = try? Cholesky(directions.reduced(information)) {
      let follow = factor.solve(directions.reduced(information * step)).map { -$0 }
      step = zip(step, directions.expanded(follow)).map { $0 + $1 }
    }
    return zip(place.coefficients, step).map { $0 + $1 }
  }
}
