/// Minimises a function of a few variables on a box by the simplex method of Nelder and Mead.
///
/// ```
/// min f(x),  lower ≤ x ≤ upper
/// ```
/// Nelder and Mead (1965, Computer Journal 7:308). Trial points are moved to the nearest point of
/// the box. The simplex can collapse onto a face of the box, so the search starts anew from its
/// result, with a smaller simplex that points inwards, until a restart gains less than the
/// tolerance. For smooth functions of at most about six variables whose derivatives are not at
/// hand.
///
/// - Parameters:
///   - start: first point, inside the box.
///   - lower: smallest values, one a variable.
///   - upper: largest values, above the smallest.
///   - step: first side of the simplex as a share of the box's sides, in (0, 1).
///   - tolerance: difference between the values of the simplex at which it is small enough.
///   - maximumEvaluations: limit on the calls of `objective`.
///   - objective: the function; NaN counts as plus infinity.
/// - Returns: the best point tried.
/// - Complexity: about 40 to 100 calls a variable.
package func nelderMeadMinimum(
  from start: [Double],
  lower: [Double],
  upper: [Double],
  step: Double = 0.2,
  tolerance: Double,
  maximumEvaluations: Int,
  _ objective: ([Double]) -> Double
) -> Minimum {
  let count = start.count
  precondition(count > 0 && lower.count == count && upper.count == count, "sizes differ")
  var search = NelderMeadSearch(start: start, lower: lower, upper: upper)
  var side = step
  var last = Double.infinity
  while true {
    search.run(
      side: side,
      tolerance: tolerance,
      maximumEvaluations: maximumEvaluations,
      objective
    )
    let gain = last - search.bestValue
    last = search.bestValue
    if search.evaluations >= maximumEvaluations || gain <= tolerance * 10 { break }
    side = max(side / 4, 1e-3)
  }
  return Minimum(
    point: search.best,
    value: search.bestValue,
    evaluations: search.evaluations,
    converged: search.evaluations < maximumEvaluations
  )
}

/// The state of one search, its arrays made once.
private struct NelderMeadSearch {
  let lower: [Double]
  let upper: [Double]
  var best: [Double]
  var bestValue = Double.infinity
  var evaluations = 0
  private var simplex: [[Double]]
  private var values: [Double]
  private var centroid: [Double]
  private var trial: [Double]
  private var second: [Double]

  init(start: [Double], lower: [Double], upper: [Double]) {
    self.lower = lower
    self.upper = upper
    best = start
    simplex = Array(repeating: start, count: start.count + 1)
    values = Array(repeating: .infinity, count: start.count + 1)
    centroid = start
    trial = start
    second = start
  }

  mutating func run(
    side: Double,
    tolerance: Double,
    maximumEvaluations: Int,
    _ objective: ([Double]) -> Double
  ) {
    let count = best.count
    // The corners step from the best point along each axis, away from the nearer face.
    for corner in 0...count {
      simplex[corner] = best
      if corner > 0 {
        let axis = corner - 1
        let length = side * (upper[axis] - lower[axis])
        let middle = (upper[axis] + lower[axis]) / 2
        simplex[corner][axis] += best[axis] > middle ? -length : length
      }
      values[corner] =
        corner == 0 && bestValue < .infinity ? bestValue : evaluate(simplex[corner], objective)
    }
    while evaluations < maximumEvaluations {
      let (low, high, nextHigh) = ranks()
      if values[high] - values[low] <= tolerance { break }
      for axis in 0..<count {
        var sum = 0.0
        for corner in 0...count where corner != high { sum += simplex[corner][axis] }
        centroid[axis] = sum / Double(count)
      }
      move(&trial, from: high, by: -1)
      let reflected = evaluate(trial, objective)
      if reflected < values[low] {
        move(&second, from: high, by: -2)
        let expanded = evaluate(second, objective)
        if expanded < reflected {
          replace(high, with: second, expanded)
        } else {
          replace(high, with: trial, reflected)
        }
      } else if reflected < values[nextHigh] {
        replace(high, with: trial, reflected)
      } else {
        let outside = reflected < values[high]
        move(&second, from: high, by: outside ? -0.5 : 0.5)
        let contracted = evaluate(second, objective)
        if contracted < min(reflected, values[high]) {
          replace(high, with: second, contracted)
        } else {
          shrink(towards: low, objective)
        }
      }
    }
    let (low, _, _) = ranks()
    if values[low] <= bestValue {
      best = simplex[low]
      bestValue = values[low]
    }
  }

  private mutating func evaluate(_ point: [Double], _ objective: ([Double]) -> Double) -> Double {
    evaluations += 1
    let value = objective(point)
    return value.isNaN ? .infinity : value
  }

  /// Sets `point` on the line from the centroid through a corner, inside the box.
  private func move(_ point: inout [Double], from corner: Int, by factor: Double) {
    for axis in point.indices {
      let free = centroid[axis] + factor * (simplex[corner][axis] - centroid[axis])
      point[axis] = min(max(free, lower[axis]), upper[axis])
    }
  }

  private mutating func replace(_ corner: Int, with point: [Double], _ value: Double) {
    for axis in point.indices { simplex[corner][axis] = point[axis] }
    values[corner] = value
  }

  private mutating func shrink(towards low: Int, _ objective: ([Double]) -> Double) {
    for corner in simplex.indices where corner != low {
      for axis in best.indices {
        simplex[corner][axis] = (simplex[corner][axis] + simplex[low][axis]) / 2
      }
      values[corner] = evaluate(simplex[corner], objective)
    }
  }

  /// Corners with the lowest, highest and second highest value; the first of equals.
  private func ranks() -> (low: Int, high: Int, nextHigh: Int) {
    var low = 0
    var high = 0
    for corner in values.indices {
      if values[corner] < values[low] { low = corner }
      if values[corner] > values[high] { high = corner }
    }
    var nextHigh = low
    for corner in values.indices where corner != high {
      if nextHigh == high || values[corner] > values[nextHigh] { nextHigh = corner }
    }
    return (low, high, nextHigh)
  }
}
