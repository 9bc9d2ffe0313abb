internal import RealModule

/// A sum of squares with the derivatives of its residuals.
package protocol LeastSquaresProblem {
  /// Σ r² at a point; infinite or NaN where the problem is not defined.
  mutating func sumOfSquares(at point: [Double]) -> Double

  /// Linearises the residuals.
  ///
  /// - Parameters:
  ///   - point: where the problem is defined.
  ///   - value: Σ r² there.
  ///   - gradient: filled with `Jᵀ r`, one value a variable.
  ///   - matrix: filled with `Jᵀ J`, row by row.
  mutating func linearize(
    at point: [Double],
    value: Double,
    gradient: inout [Double],
    matrix: inout [Double]
  )
}

/// Minimises a sum of squares of a few dozen variables on a box by the method of Levenberg and
/// Marquardt.
///
/// ```
/// min Σ r(x)²,  lower ≤ x ≤ upper;   (JᵀJ + λ diag JᵀJ) step = -Jᵀ r
/// ```
/// Moré (1978, Lecture Notes in Mathematics 630:105) in its plain form: the damping λ follows the
/// ratio of the actual to the predicted decrease. A variable at an end of its interval which the
/// gradient pushes outwards is held; one that a step would carry outside stops at the end, and the
/// others are solved for given that.
///
/// - Parameters:
///   - problem: residuals and derivatives.
///   - start: first point, inside the box, where the problem is defined.
///   - lower: smallest values, `-infinity` where there is none.
///   - upper: largest values.
///   - tolerance: decrease of the sum, actual or predicted, relative to it, at which the search
///     ends.
///   - maximumIterations: limit on the steps tried.
/// - Returns: the best point; its value is the sum of squares.
/// - Complexity: n³ / 6 and one call of each function of `problem` an iteration.
package func levenbergMarquardtMinimum(
  of problem: inout some LeastSquaresProblem,
  from start: [Double],
  lower: [Double],
  upper: [Double],
  tolerance: Double,
  maximumIterations: Int
) -> Minimum {
  let count = start.count
  precondition(count > 0 && lower.count == count && upper.count == count, "sizes differ")
  var model = LinearizedProblem(count: count)
  var point = start
  var trial = start
  var value = problem.sumOfSquares(at: point)
  var evaluations = 1
  problem.linearize(at: point, value: value, gradient: &model.gradient, matrix: &model.matrix)
  var damping = 1e-3
  var converged = false
  for _ in 0..<maximumIterations {
    let predicted = model.solve(at: point, lower: lower, upper: upper, damping: damping)
    guard predicted > tolerance * value || model.stopsAtBounds else {
      converged = true
      break
    }
    for i in 0..<count {
      trial[i] = min(max(point[i] + model.step[i], lower[i]), upper[i])
    }
    // A long step that is bent by the box may lead uphill even in the linearised problem.
    let next = predicted > 0 ? problem.sumOfSquares(at: trial) : .infinity
    if predicted > 0 { evaluations += 1 }
    guard next < value else {
      damping = max(damping * 8, 1e-3)
      if damping > 1e8 {
        converged = true
        break
      }
      continue
    }
    let gain = value - next
    for i in 0..<count { point[i] = trial[i] }
    value = next
    if gain <= tolerance * value && damping <= 1 {
      converged = true
      break
    }
    if gain > 0.75 * predicted { damping = max(damping / 10, 1e-9) }
    if gain < 0.25 * predicted { damping *= 4 }
    problem.linearize(at: point, value: value, gradient: &model.gradient, matrix: &model.matrix)
  }
  return Minimum(point: point, value: value, evaluations: evaluations, converged: converged)
}

/// The sum of squares of the linearised residuals, and the damped step to its minimum.
private struct LinearizedProblem {
  var gradient: [Double]
  var matrix: [Double]
  private(set) var step: [Double]
  /// True when the step would leave the box and ends at it.
  private(set) var stopsAtBounds = false
  private let count: Int
  private var isFree: [Bool]
  private var free: [Int] = []
  private var factor: [Double]
  private var solution: [Double]

  init(count: Int) {
    self.count = count
    gradient = Array(repeating: 0, count: count)
    matrix = Array(repeating: 0, count: count * count)
    step = gradient
    isFree = Array(repeating: true, count: count)
    factor = matrix
    solution = gradient
    free.reserveCapacity(count)
  }

  /// Fills `step`; returns the decrease of the sum that the model predicts for it.
  mutating func solve(
    at point: [Double],
    lower: [Double],
    upper: [Double],
    damping: Double
  ) -> Double {
    for i in 0..<count {
      step[i] = 0
      let isHeld =
        point[i] <= lower[i] && gradient[i] >= 0 || point[i] >= upper[i] && gradient[i] <= 0
      isFree[i] = matrix[i * count + i] > 0 && !isHeld
    }
    stopsAtBounds = false
    var isInside = false
    while !isInside {
      free.removeAll(keepingCapacity: true)
      for i in 0..<count where isFree[i] { free.append(i) }
      factorizeAndSolve(damping: damping)
      // Of the variables that would leave, the first to do so on the way stops.
      var first: Int?
      var shortest = 1.0
      for (row, i) in free.enumerated() {
        let end = point[i] + solution[row]
        guard end < lower[i] || end > upper[i] else { continue }
        let room = (end < lower[i] ? lower[i] : upper[i]) - point[i]
        let share = room / solution[row]
        if first == nil || share < shortest {
          first = i
          shortest = share
          step[i] = room
        }
      }
      if let first {
        for i in free where i != first { step[i] = 0 }
        isFree[first] = false
        stopsAtBounds = true
      }
      isInside = first == nil
    }
    for (row, i) in free.enumerated() { step[i] = solution[row] }
    var predicted = 0.0
    for i in 0..<count where step[i] != 0 {
      var image = 0.0
      for j in 0..<count { image += matrix[i * count + j] * step[j] }
      predicted -= step[i] * (2 * gradient[i] + image)
    }
    return predicted
  }

  /// Solves for the free variables, the others moved by their step, by Cholesky.
  private mutating func factorizeAndSolve(damping: Double) {
    let size = free.count
    for row in 0..<size {
      let i = free[row]
      var right = -gradient[i]
      for j in 0..<count where !isFree[j] { right -= matrix[i * count + j] * step[j] }
      let diagonal = matrix[i * count + i]
      for column in 0...row {
        var value = matrix[i * count + free[column]]
        if column == row { value += damping * diagonal }
        for k in 0..<column { value -= factor[row * count + k] * factor[column * count + k] }
        if column < row {
          factor[row * count + column] = value / factor[column * count + column]
        } else {
          // Below the rounding of its diagonal a variable is a combination of those before it.
          factor[row * count + row] = .sqrt(max(value, diagonal * 1e-14))
        }
      }
      for k in 0..<row { right -= factor[row * count + k] * solution[k] }
      solution[row] = right / factor[row * count + row]
    }
    for row in stride(from: size - 1, through: 0, by: -1) {
      var value = solution[row]
      for below in row + 1..<max(size, row + 1) {
        value -= factor[below * count + row] * solution[below]
      }
      solution[row] = value / factor[row * count + row]
    }
  }
}
