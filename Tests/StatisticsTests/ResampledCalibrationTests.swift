import Statistics
import TestSupport
import Testing

@Suite struct `Calibration of replicates` {
  /// Rows whose probabilities are off, as those of a model on later rows are.
  private static func rows(
    _ count: Int,
    seed: UInt64
  ) -> (probabilities: [Double], outcomes: [Bool], generator: SeededGenerator) {
    var generator = SeededGenerator(seed: seed)
    let probabilities = (0..<count).map { _ in 0.02 + 0.9 * generator.uniform() }
    let outcomes = probabilities.map { generator.uniform() < 0.8 * $0 + 0.05 }
    return (probabilities, outcomes, generator)
  }

  @Test(.tags(.property), arguments: [1, 2, 3] as [UInt64])
  func `agrees with the careful fit of the same multiplicities`(seed: UInt64) throws {
    var (probabilities, outcomes, generator) = Self.rows(6000, seed: seed)
    let resampled = ResampledCalibration(probabilities: probabilities, outcomes: outcomes)
    for _ in 0..<4 {
      let weights = probabilities.map { _ in Double(generator.index(below: 4)) }
      let fast = resampled.estimates(weights: weights)
      let fit = try Calibration(
        probabilities: probabilities,
        outcomes: outcomes,
        weights: weights
      )
      expectClose(fast.slope, try #require(fit.slope), relativeTolerance: 1e-9, "seed \(seed)")
      expectClose(fast.intercept, try #require(fit.intercept), absoluteTolerance: 1e-9)
      expectClose(fast.interceptInTheLarge, fit.interceptInTheLarge, absoluteTolerance: 1e-9)
      let brier = Calibration.brierScore(
        probabilities: probabilities,
        outcomes: outcomes,
        weights: weights
      )
      expectClose(fast.brier, brier, relativeTolerance: 1e-12)
    }
  }

  @Test func `is that of the rows themselves without multiplicities`() throws {
    let (probabilities, outcomes, _) = Self.rows(500, seed: 9)
    let fit = try Calibration(probabilities: probabilities, outcomes: outcomes)
    let own = ResampledCalibration(probabilities: probabilities, outcomes: outcomes).estimates
    #expect(own.slope == fit.slope)
    #expect(own.intercept == fit.intercept)
    #expect(own.interceptInTheLarge == fit.interceptInTheLarge)
  }

  @Test func `has none where a replicate has one outcome, or the probabilities tell them apart`() {
    let probabilities = [0.1, 0.2, 0.6, 0.7]
    let outcomes = [false, true, false, true]
    let resampled = ResampledCalibration(probabilities: probabilities, outcomes: outcomes)
    let negative = resampled.estimates(weights: [2, 0, 2, 0])
    #expect(negative.slope.isNaN && negative.interceptInTheLarge.isNaN)
    expectClose(negative.brier, (0.01 + 0.36) / 2, relativeTolerance: 1e-14)
    // The first and last row alone are separated: no slope, but a shift.
    let separated = resampled.estimates(weights: [1, 0, 0, 3])
    #expect(separated.slope.isNaN && separated.intercept.isNaN)
    #expect(separated.interceptInTheLarge.isFinite)
  }
}
