import Statistics
import TestSupport
import Testing

@Suite struct `Two shares` {
  // R: x <- rep(1:0, c(56, 14)); y <- rep(1:0, c(48, 32))
  // mean(x) - mean(y); sqrt(var(x)/70 + var(y)/80)
  @Test(.tags(.reference)) func `the standard error is that of R's variances`() {
    let shares = TwoShares(
      firstCount: 70,
      firstPositives: 56,
      secondCount: 80,
      secondPositives: 48
    )
    expectClose(shares.difference ?? .nan, 0.2, relativeTolerance: 1e-14)
    expectClose(shares.standardError ?? .nan, 0.0731902675446295, relativeTolerance: 1e-13)
  }

  // Newcombe 1998, table II, method 10.
  @Test(
    .tags(.reference),
    arguments: [
      (56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090),
      (5, 56, 0, 29, -0.0381, 0.1926), (0, 10, 0, 20, -0.1611, 0.2775),
      (10, 10, 0, 10, 0.6075, 1.0),
    ]
  )
  func `the interval is Newcombe's`(
    _ a: Int,
    _ m: Int,
    _ b: Int,
    _ n: Int,
    _ lower: Double,
    _ upper: Double
  ) throws {
    let shares = TwoShares(firstCount: m, firstPositives: a, secondCount: n, secondPositives: b)
    let interval = try #require(shares.interval(level: 0.95))
    expectClose(interval.lower, lower, absoluteTolerance: 5.1e-5)
    expectClose(interval.upper, upper, absoluteTolerance: 5.1e-5)
  }

  @Test func `an empty group has neither effect nor interval`() {
    let shares = TwoShares(firstCount: 0, firstPositives: 0, secondCount: 9, secondPositives: 3)
    #expect(shares.difference == nil && shares.standardError == nil)
    #expect(shares.interval(level: 0.95) == nil)
  }

  @Test(.tags(.reference), arguments: [(200, "power_200"), (1000, "power_1000")])
  func `power of equal groups is R's power.prop.test`(_ count: Double, _ name: String) throws {
    let expected = ["power_200": 0.145837065212157, "power_1000": 0.518564228249442]
    expectClose(
      SharePower(first: 0.133, second: 0.104)
        .power(firstCount: count, secondCount: count, level: 0.95),
      try #require(expected[name]),
      relativeTolerance: 1e-12
    )
  }

  @Test(.tags(.reference)) func `the people needed are R's power.prop.test`() {
    let found = SharePower(first: 0.133, second: 0.104)
      .count(firstShare: 0.5, level: 0.95, power: 0.8)
    // R's search stops at 1e-10 of n a group.
    expectClose(found ?? .nan, 2 * 1948.58129080688, relativeTolerance: 1e-9)
  }

  @Test(.tags(.reference)) func `power of unequal groups is near the exact one`() {
    // Summed over both binomials in fairness_reference.R.
    expectClose(
      SharePower(first: 0.08, second: 0.133)
        .power(firstCount: 1600, secondCount: 400, level: 0.95),
      0.883508441634221,
      absoluteTolerance: 0.01
    )
  }

  @Test(.tags(.property), arguments: [0.5, 0.8, 0.9])
  func `the detectable fall has the power asked for`(
    _ power: Double
  ) throws {
    let fall = try #require(
      SharePower.detectableFall(
        from: 0.2,
        treatedCount: 800,
        controlCount: 200,
        level: 0.95,
        power: power
      )
    )
    expectClose(
      SharePower(first: 0.2 - fall, second: 0.2)
        .power(firstCount: 800, secondCount: 200, level: 0.95),
      power,
      relativeTolerance: 1e-9
    )
    #expect(
      SharePower.detectableFall(
        from: 0.2,
        treatedCount: 4,
        controlCount: 2,
        level: 0.95,
        power: power
      ) == nil || power == 0.5
    )
  }
}
