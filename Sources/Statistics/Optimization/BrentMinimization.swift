/// Minimises a function of one variable on an interval, after a scan of the interval.
///
/// ```
/// min f(x),  lower ≤ x ≤ upper
/// ```
/// The scan takes equally spaced points with both ends and finds the bracket of the best one, so
/// that of several local minima the one of the best scan point is followed. Inside the bracket:
/// Brent's method (1973, Algorithms for Minimization without Derivatives, chapter 5), golden
/// sections with parabolic steps where they behave. The best point ever tried is returned, an end
/// of the interval included.
///
/// - Parameters:
///   - lower: left end, finite.
///   - upper: right end, above `lower`.
///   - scan: number of points of the scan, at least 3.
///   - tolerance: width at which the bracket is small enough, above 0.
///   - maximumEvaluations: limit on the calls of `objective`, the scan included.
///   - objective: the function; NaN counts as plus infinity.
/// - Returns: the best point; its `point` has one coordinate.
/// - Complexity: `scan` and about 10 to 30 further calls.
package func brentMinimum(
  from lower: Double,
  to upper: Double,
  scan: Int,
  tolerance: Double,
  maximumEvaluations: Int = 200,
  _ objective: (Double) -> Double
) -> Minimum {
  precondition(lower < upper && scan >= 3 && tolerance > 0, "no interval, scan or tolerance")
  var evaluations = 0
  func value(_ x: Double) -> Double {
    evaluations += 1
    let value = objective(x)
    return value.isNaN ? .infinity : value
  }

  let spacing = (upper - lower) / Double(scan - 1)
  func scanPoint(_ index: Int) -> Double {
    index == scan - 1 ? upper : lower + spacing * Double(index)
  }
  var bestIndex = 0
  var bestValue = Double.infinity
  for index in 0..<scan {
    let found = value(scanPoint(index))
    if found < bestValue {
      bestValue = found
      bestIndex = index
    }
  }

  var left = scanPoint(max(bestIndex - 1, 0))
  var right = scanPoint(min(bestIndex + 1, scan - 1))
  // x: best point so far; w: second best; v: the w before.
  var x = scanPoint(bestIndex)
  var fx = bestValue
  if bestIndex == 0 || bestIndex == scan - 1 {
    // The best point is an end: start inside, and keep the end in mind.
    x = left + goldenShare * (right - left)
    fx = value(x)
  }
  var w = x
  var v = x
  var fw = fx
  var fv = fx
  var step = 0.0
  var stepBeforeLast = 0.0
  var converged = false
  while evaluations < maximumEvaluations {
    let middle = (left + right) / 2
    let least = tolerance / 2
    if abs(x - middle) <= 2 * least - (right - left) / 2 {
      converged = true
      break
    }
    var useGolden = true
    if abs(stepBeforeLast) > least {
      let r = (x - w) * (fx - fv)
      var q = (x - v) * (fx - fw)
      var p = (x - v) * q - (x - w) * r
      q = 2 * (q - r)
      if q > 0 { p = -p } else { q = -q }
      // The parabola is trusted inside the bracket when its step is less than half of the step
      // before last.
      if abs(p) < abs(q * stepBeforeLast / 2), p > q * (left - x), p < q * (right - x) {
        stepBeforeLast = step
        step = p / q
        let candidate = x + step
        if candidate - left < 2 * least || right - candidate < 2 * least {
          step = x < middle ? least : -least
        }
        useGolden = false
      }
    }
    if useGolden {
      stepBeforeLast = x < middle ? right - x : left - x
      step = goldenShare * stepBeforeLast
    }
    let u = abs(step) >= least ? x + step : x + (step > 0 ? least : -least)
    let fu = value(u)
    if fu <= fx {
      if u < x { right = x } else { left = x }
      (v, fv, w, fw, x, fx) = (w, fw, x, fx, u, fu)
    } else {
      if u < x { left = u } else { right = u }
      if fu <= fw || w == x {
        (v, fv, w, fw) = (w, fw, u, fu)
      } else if fu <= fv || v == x || v == w {
        (v, fv) = (u, fu)
      }
    }
  }
  let best = fx <= bestValue ? (x, fx) : (scanPoint(bestIndex), bestValue)
  return Minimum(
    point: [best.0],
    value: best.1,
    evaluations: evaluations,
    converged: converged
  )
}

/// The smaller share of a golden section, (3 - √5) / 2.
private let goldenShare = 0.3819660112501051
