internal import Statistics
internal import TestSupport
internal import Testing

@Suite("Empirical distribution")
struct EmpiricalDistributionTests {
  @Test("quantiles are those of type 7 at every half percent, linear between", .tags(.reference))
  func quantiles() {
    // R 4.2.2: quantile(c(3, -1, 4, 1, -5, 9, 2.5), c(0, .005, .025, .1, .5, .9, .995, 1))
    let distribution = EmpiricalDistribution([3, -1, 4, 1, -5, 9, 2.5])
    for (probability, value) in [
      (0.0, -5.0), (0.005, -4.88), (0.025, -4.4), (0.1, -2.6), (0.5, 2.5), (0.9, 6),
      (0.995, 8.85), (1, 9),
    ] {
      expectClose(distribution.quantile(probability), value, absoluteTolerance: 1e-12)
    }
    expectClose(distribution.quantile(0.9975), 8.925, absoluteTolerance: 1e-12)
    expectClose(distribution.mean, 13.5 / 7, relativeTolerance: 1e-15)
    // mean((x - mean(x))^2)
    expectClose(distribution.variance, 16.173469387755102, relativeTolerance: 1e-14)
  }

  @Test("the distribution inverts its quantiles, with ties and at the ends", .tags(.property))
  func inverse() {
    var generator = SeededGenerator(seed: 3)
    let distribution = EmpiricalDistribution((0..<999).map { _ in generator.normal() })
    for probability in stride(from: 0.0025, to: 1, by: 0.0137) {
      let x = distribution.quantile(probability)
      expectClose(distribution.cumulative(x), probability, absoluteTolerance: 1e-12)
    }
    let ties = EmpiricalDistribution([0, 0, 0, 0, 2])
    #expect(ties.cumulative(-1e-9) == 0 && ties.cumulative(2) == 1)
    #expect(ties.cumulative(0) == 0.75)
    let one = EmpiricalDistribution([7])
    #expect(one.quantile(0.3) == 7 && one.variance == 0)
    #expect(one.cumulative(6.9) == 0 && one.cumulative(7) == 1)
  }

  @Test("in other units and held at 0 it is the distribution of such a sample", .tags(.property))
  func transformed() {
    var generator = SeededGenerator(seed: 8)
    let sample = (0..<2001).map { _ in 0.3 + generator.normal() }
    let scaled = EmpiricalDistribution(sample).scaled(by: 1e6)
    let rectified = EmpiricalDistribution(sample).rectified
    let own = EmpiricalDistribution(sample.map { max(0, $0) })
    #expect(rectified.isNonnegative && !EmpiricalDistribution(sample).isNonnegative)
    for probability in [0.01, 0.2, 0.5, 0.975] {
      let x = EmpiricalDistribution(sample.map { 1e6 * $0 }).quantile(probability)
      expectClose(scaled.quantile(probability), x, relativeTolerance: 1e-12)
      let bounded = own.quantile(probability)
      expectClose(rectified.quantile(probability), bounded, absoluteTolerance: 1e-12)
    }
    // By the midpoint rule.
    expectClose(rectified.mean, own.mean, relativeTolerance: 0.01)
    expectClose(rectified.variance, own.variance, relativeTolerance: 0.03)
  }
}
