/// Minimises a smooth function of some dozens of variables, given its gradient.
///
/// The method of Broyden, Fletcher, Goldfarb and Shanno (Nocedal and Wright 2006, Numerical
/// Optimization, algorithm 6.1) with a halving line search to the condition of Armijo; an update
/// without positive curvature is left out.
///
/// - Parameters:
///   - start: first point.
///   - tolerance: decrease between two iterations, relative to the value, at which the search ends.
///   - maximumIterations: limit on the iterations.
///   - objective: value and gradient at a point.
/// - Returns: the best point.
/// - Complexity: n² and about one call of `objective` an iteration.
package func bfgsMinimum(
  from start: [Double],
  tolerance: Double,
  maximumIterations: Int,
  _ objective: ([Double]) -> (value: Double, gradient: [Double])
) -> Minimum {
  let count = start.count
  var point = start
  var (value, gradient) = objective(point)
  var evaluations = 1
  // Inverse of the Hessian, row by row; the first step has the length 1.
  var inverse = [Double](repeating: 0, count: count * count)
  func reset() {
    let length = max(gradient.reduce(0) { $0 + $1 * $1 }.squareRoot(), 1)
    for i in 0..<count {
      for j in 0..<count { inverse[i * count + j] = i == j ? 1 / length : 0 }
    }
  }
  reset()
  for _ in 0..<maximumIterations {
    var direction = [Double](repeating: 0, count: count)
    for i in 0..<count {
      for j in 0..<count { direction[i] -= inverse[i * count + j] * gradient[j] }
    }
    let slope = product(direction, gradient)
    guard slope < 0 else {
      return Minimum(point: point, value: value, evaluations: evaluations, converged: slope == 0)
    }
    var step = 1.0
    var next = (value: Double.infinity, gradient: gradient)
    var trial = point
    while step > 1e-10 {
      for i in 0..<count { trial[i] = point[i] + step * direction[i] }
      next = objective(trial)
      evaluations += 1
      if next.value <= value + 1e-4 * step * slope { break }
      step /= 2
    }
    guard next.value < value else {
      return Minimum(point: point, value: value, evaluations: evaluations, converged: true)
    }
    let moved = trial.indices.map { trial[$0] - point[$0] }
    let turned = gradient.indices.map { next.gradient[$0] - gradient[$0] }
    let gain = value - next.value
    (point, value, gradient) = (trial, next.value, next.gradient)
    if gain <= tolerance * max(abs(value), 1) {
      return Minimum(point: point, value: value, evaluations: evaluations, converged: true)
    }
    let curvature = product(moved, turned)
    guard curvature > 0 else {
      reset()
      continue
    }
    var image = [Double](repeating: 0, count: count)
    for i in 0..<count {
      for j in 0..<count { image[i] += inverse[i * count + j] * turned[j] }
    }
    let scale = (1 + product(turned, image) / curvature) / curvature
    for i in 0..<count {
      for j in 0..<count {
        inverse[i * count + j] +=
          scale * moved[i] * moved[j] - (image[i] * moved[j] + moved[i] * image[j]) / curvature
      }
    }
  }
  return Minimum(point: point, value: value, evaluations: evaluations, converged: false)
}

private func product(_ left: [Double], _ right: [Double]) -> Double {
  var sum = 0.0
  for index in left.indices { sum += left[index] * right[index] }
  return sum
}
