internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

@Suite("Minimisation without derivatives")
struct OptimizationTests {
  @Test("Brent's method finds the minimum of a smooth function")
  func brent() {
    let minimum = brentMinimum(from: -1, to: 4, scan: 5, tolerance: 1e-9) { cosh($0 - 1.234_567) }
    // The square root of the precision is what values alone can tell.
    expectClose(minimum.point[0], 1.234_567, absoluteTolerance: 2e-8)
    #expect(minimum.converged)
    #expect(minimum.evaluations < 60)
  }

  @Test("of two minima the one of the best scan point is followed")
  func brentScan() {
    // sin(x) + sin(10 x / 3) on [2.7, 7.5] has its minimum at 5.145735 (Gramacy and Lee).
    let minimum = brentMinimum(from: 2.7, to: 7.5, scan: 15, tolerance: 1e-8) {
      sin($0) + sin(10 * $0 / 3)
    }
    expectClose(minimum.point[0], 5.145_735, absoluteTolerance: 1e-6)
  }

  @Test("a minimum at an end of the interval is the end itself", arguments: [1.0, -1])
  func brentEnd(_ sign: Double) {
    let minimum = brentMinimum(from: -2, to: 3, scan: 4, tolerance: 1e-8) { sign * $0 }
    #expect(minimum.point[0] == (sign > 0 ? -2 : 3))
  }

  @Test("values that are no numbers are passed by")
  func notANumber() {
    let minimum = brentMinimum(from: 0, to: 10, scan: 11, tolerance: 1e-8) {
      $0 < 2 ? .nan : ($0 - 3) * ($0 - 3)
    }
    expectClose(minimum.point[0], 3, absoluteTolerance: 1e-7)
    let simplex = nelderMeadMinimum(
      from: [5, 5],
      lower: [0, 0],
      upper: [10, 10],
      tolerance: 1e-12,
      maximumEvaluations: 2000
    ) { $0[0] < 2 ? .nan : ($0[0] - 3) * ($0[0] - 3) + ($0[1] - 4) * ($0[1] - 4) }
    expectClose(simplex.point[0], 3, absoluteTolerance: 1e-5)
    expectClose(simplex.point[1], 4, absoluteTolerance: 1e-5)
  }

  @Test("the simplex follows Rosenbrock's valley")
  func rosenbrock() {
    let minimum = nelderMeadMinimum(
      from: [-1.2, 1],
      lower: [-5, -5],
      upper: [5, 5],
      step: 0.05,
      tolerance: 1e-14,
      maximumEvaluations: 5000
    ) { point in
      let (x, y) = (point[0], point[1])
      return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x)
    }
    expectClose(minimum.point[0], 1, absoluteTolerance: 1e-5)
    expectClose(minimum.point[1], 1, absoluteTolerance: 1e-5)
    #expect(minimum.converged)
  }

  @Test("a minimum on a face of the box is found there")
  func face() {
    let minimum = nelderMeadMinimum(
      from: [0.5, 0.5, 0.5],
      lower: [0, 0, 0],
      upper: [1, 1, 1],
      tolerance: 1e-12,
      maximumEvaluations: 3000
    ) { point in
      (point[0] - 0.3) * (point[0] - 0.3) + (point[1] + 1) * (point[1] + 1) + 2 - point[2]
    }
    expectClose(minimum.point[0], 0.3, absoluteTolerance: 1e-5)
    #expect(minimum.point[1] == 0)
    #expect(minimum.point[2] == 1)
  }

  @Test("a search that runs out of evaluations says so")
  func limit() {
    let minimum = nelderMeadMinimum(
      from: [3, 3],
      lower: [-5, -5],
      upper: [5, 5],
      tolerance: 1e-14,
      maximumEvaluations: 20
    ) { 100 * ($0[1] - $0[0] * $0[0]) * ($0[1] - $0[0] * $0[0]) + (1 - $0[0]) * (1 - $0[0]) }
    #expect(!minimum.converged)
    #expect(minimum.value < 3605)
  }
}
