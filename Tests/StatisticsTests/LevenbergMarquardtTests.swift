internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

@Suite("Levenberg-Marquardt minimisation")
struct LevenbergMarquardtTests {
  /// Residuals with their derivatives, row by row.
  private struct Problem: LeastSquaresProblem {
    let residuals: @Sendable ([Double]) -> [(value: Double, gradient: [Double])]

    func sumOfSquares(at point: [Double]) -> Double {
      residuals(point).reduce(0) { $0 + $1.value * $1.value }
    }

    func linearize(
      at point: [Double],
      value: Double,
      gradient: inout [Double],
      matrix: inout [Double]
    ) {
      let count = point.count
      for i in 0..<count {
        gradient[i] = 0
        for j in 0..<count { matrix[i * count + j] = 0 }
      }
      for row in residuals(point) {
        for i in 0..<count {
          gradient[i] += row.value * row.gradient[i]
          for j in 0..<count { matrix[i * count + j] += row.gradient[i] * row.gradient[j] }
        }
      }
    }
  }

  /// Rosenbrock's valley, r = (10 (y - x²), 1 - x).
  private static let valley = Problem { point in
    [
      (10 * (point[1] - point[0] * point[0]), [-20 * point[0], 10]),
      (1 - point[0], [-1, 0]),
    ]
  }

  private static func minimum(
    _ problem: Problem,
    from start: [Double],
    lower: [Double],
    upper: [Double]
  ) -> Minimum {
    var problem = problem
    return levenbergMarquardtMinimum(
      of: &problem,
      from: start,
      lower: lower,
      upper: upper,
      tolerance: 1e-14,
      maximumIterations: 200
    )
  }

  @Test("the end of Rosenbrock's valley is found")
  func rosenbrock() {
    let found = Self.minimum(
      Self.valley,
      from: [-1.2, 1],
      lower: [-.infinity, -.infinity],
      upper: [.infinity, .infinity]
    )
    #expect(found.converged)
    expectClose(found.point[0], 1, absoluteTolerance: 1e-6)
    expectClose(found.point[1], 1, absoluteTolerance: 1e-6)
  }

  @Test("a minimum on the face of the box is found, from a face too")
  func box() {
    // With x ≤ 1/2 the best y is x² and what is left is (1 - x)².
    for start in [[-1.2, 1.0], [-2, -2], [0.5, 2], [0, 0]] {
      let found = Self.minimum(Self.valley, from: start, lower: [-2, -2], upper: [0.5, 2])
      #expect(found.converged)
      expectClose(found.point[0], 0.5, absoluteTolerance: 1e-9)
      expectClose(found.point[1], 0.25, absoluteTolerance: 1e-6)
      expectClose(found.value, 0.25, absoluteTolerance: 1e-9)
    }
    // In the corner x ≥ 1.5, y ≤ 2 both variables are held.
    let corner = Self.minimum(Self.valley, from: [3, 0], lower: [1.5, -5], upper: [4, 2])
    #expect(corner.point == [1.5, 2])
  }

  @Test("NIST's Misra1a has its certified values from both of its starts", .tags(.reference))
  func misra() {
    // NIST Statistical Reference Datasets: y = b1 (1 - exp(-b2 x)), Misra (1978).
    let xs = [
      77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1,
      760.0,
    ]
    let ys = [
      10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.40, 75.47,
      81.78,
    ]
    let problem = Problem { point in
      zip(xs, ys).map { x, y in
        let decay = exp(-point[1] * x)
        return (point[0] * (1 - decay) - y, [1 - decay, point[0] * x * decay])
      }
    }
    for start in [[500, 0.0001], [250, 0.0005]] {
      let found = Self.minimum(
        problem,
        from: start,
        lower: [-.infinity, -.infinity],
        upper: [.infinity, .infinity]
      )
      expectClose(found.point[0], 2.389_421_291_8e2, relativeTolerance: 1e-6)
      expectClose(found.point[1], 5.501_564_318_1e-4, relativeTolerance: 1e-6)
      expectClose(found.value, 1.245_513_889_4e-1, relativeTolerance: 1e-9)
    }
  }

  @Test("a variable that nothing depends on stays where it is")
  func idle() {
    let problem = Problem { point in [(point[0] - 3, [1, 0])] }
    let found = Self.minimum(problem, from: [0, 7], lower: [-9, -9], upper: [9, 9])
    expectClose(found.point[0], 3, absoluteTolerance: 1e-9)
    #expect(found.point[1] == 7 && found.converged)
  }
}
