import Statistics
import TestSupport
import Testing

@Suite struct `Chi-squared distribution` {
  // Degrees of freedom, x, lower and upper tail: mpmath 1.3 with 60 digits, gammainc(df/2, ...).
  static let values: [(df: Double, x: Double, lower: Double, upper: Double)] = [
    (1, 3.841458820694124, 0.94999999999999994, 0.050000000000000057),
    (1, 1400, 1, 2.1010145162642175e-306),
    (2, 10, 0.99326205300091453, 0.0067379469990854671),
    (3, 0.001, 8.4079190580461593e-6, 0.99999159208094195),
    (3, 15.4041925, 0.99849812241535602, 0.0015018775846439788),
    (3, 1200, 1, 7.3316715915506779e-260),
    (5, 5, 0.58411981300449208, 0.41588018699550792),
    (7.5, 40, 0.99999797270830657, 2.0272916934286656e-6),
    (20, 3, 4.0975009763948429e-6, 0.99999590249902361),
    (22, 24.1, 0.65799051427611076, 0.34200948572388924),
    (30, 31.9, 0.62780736093368038, 0.37219263906631962),
    (50, 49, 0.48650491635870932, 0.51349508364129068),
    (50, 400, 1, 4.2491598410243244e-56),
    (1000, 1000, 0.50594714617076036, 0.49405285382923964),
    (1000, 1500, 1, 1.0454640385979657e-22),
    (1000, 700, 2.8903599395611956e-14, 0.9999999999999711),
    (100_000, 100_500, 0.86814518839661622, 0.13185481160338378),
  ]

  @Test(.tags(.reference)) func `both tails agree with 60-digit arithmetic`() {
    for (df, x, lower, upper) in Self.values {
      let distribution = ChiSquared(degreesOfFreedom: df)
      expectClose(distribution.cumulative(x), lower, relativeTolerance: 1e-13, "\(df) \(x)")
      expectClose(distribution.upperTail(x), upper, relativeTolerance: 2e-13, "\(df) \(x)")
    }
  }

  @Test(.tags(.property)) func `the quantile inverts the distribution`() {
    for df in [0.3, 1, 2, 4.5, 30, 1000] {
      let distribution = ChiSquared(degreesOfFreedom: df)
      for probability in [1e-8, 0.001, 0.2, 0.5, 0.8, 0.95, 0.9999] {
        let x = distribution.quantile(probability)
        expectClose(distribution.cumulative(x), probability, relativeTolerance: 1e-12, "\(df)")
      }
    }
  }

  @Test func `the ends are the ends`() {
    let distribution = ChiSquared(degreesOfFreedom: 3)
    #expect(distribution.upperTail(0) == 1 && distribution.upperTail(-1e-12) == 1)
    #expect(distribution.upperTail(.infinity) == 0 && distribution.cumulative(.infinity) == 1)
    #expect(distribution.cumulative(0) == 0 && distribution.quantile(0) == 0)
    #expect(distribution.quantile(1) == .infinity && distribution.quantile(-0.5).isNaN)
    #expect(distribution.mean == 3 && distribution.variance == 6)
  }
}
