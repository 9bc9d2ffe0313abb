import Foundation
import Statistics
import TestSupport
import Testing

@Suite("Reliability bins and the parts of the Brier score")
struct ReliabilityTests {
  @Test("two bins by hand")
  func byHand() throws {
    // Bin (0, .5]: .2 and .4 with outcomes 0 and 1; bin (.5, 1]: .6 and 1, both 1, weight 1 and 3.
    let sample = try CalibrationSample(
      probabilities: [0.6, 0.2, 1, 0.4],
      outcomes: [true, false, true, true],
      weights: [1, 1, 3, 1]
    )
    let bins = ReliabilityBins(sample, binning: .equalWidth(2))
    #expect(bins.bins.map(\.observationCount) == [2, 2])
    #expect(bins.bins.map(\.weight) == [2, 4])
    #expect(bins.bins.map(\.eventWeight) == [1, 4])
    expectClose(bins.bins[0].meanPredicted, 0.3, relativeTolerance: 1e-15)
    expectClose(bins.bins[1].meanPredicted, 0.9, relativeTolerance: 1e-15)
    #expect(bins.bins.map(\.observed) == [0.5, 1])
    // Variances .01 and (1·.09 + 3·.01)/4 = .03; covariances .05 and 0.
    expectClose(bins.bins[0].predictedVariance, 0.01, relativeTolerance: 1e-13)
    expectClose(bins.bins[1].predictedVariance, 0.03, relativeTolerance: 1e-13)
    expectClose(bins.bins[0].covariance, 0.05, relativeTolerance: 1e-13)
    // Rate 5/6. Reliability (2·.04 + 4·.01)/6 = .02; resolution (2/9 + 4/36)/6 = 1/18;
    // uncertainty 5/36; within .14/6 = 7/300 and 2·.1/6 = 1/30.
    let parts = bins.brier
    expectClose(parts.reliability, 0.02, relativeTolerance: 1e-13)
    expectClose(parts.resolution, 1.0 / 18, relativeTolerance: 1e-13)
    expectClose(parts.uncertainty, 5.0 / 36, relativeTolerance: 1e-13)
    expectClose(parts.withinBinVariance, 7.0 / 300, relativeTolerance: 1e-13)
    expectClose(parts.withinBinCovariance, 1.0 / 30, relativeTolerance: 1e-13)
    // (.04 + .36 + .16 + 0)/6 = .56/6.
    expectClose(parts.score, 0.56 / 6, relativeTolerance: 1e-13)
    // (2·.2 + 4·.1)/6 and .2.
    expectClose(bins.expectedCalibrationError, 0.8 / 6, relativeTolerance: 1e-13)
    expectClose(bins.maximumCalibrationError, 0.2, relativeTolerance: 1e-13)
    // prop.test(c(1), 2, correct = FALSE)$conf.int in R 4.2.2.
    expectClose(bins.bins[0].lower, 0.094531205734230737, relativeTolerance: 1e-9)
    expectClose(bins.bins[0].upper, 0.90546879426576922, relativeTolerance: 1e-9)
  }

  @Test(
    "the parts add up to the Brier score for any bins and weights",
    .tags(.property),
    arguments: [
      ReliabilityBins.Binning.equalWidth(1), .equalWidth(7), .equalCount(1), .equalCount(9),
      .equalExpected(6, minimumRows: 5), .distinct,
    ]
  )
  func addsUp(binning: ReliabilityBins.Binning) throws {
    for seed in UInt64(0)..<30 {
      var generator = SeededGenerator(seed: seed)
      let count = 2 + generator.index(below: 300)
      let probabilities = (0..<count).map { _ in (generator.uniform() * 40).rounded() / 40 }
      let outcomes = (0..<count).map { $0 == 0 || ($0 > 1 && generator.uniform() < 0.4) }
      let weights = (0..<count).map { _ in 0.1 + generator.uniform() }
      let bins = ReliabilityBins(
        try CalibrationSample(probabilities: probabilities, outcomes: outcomes, weights: weights),
        binning: binning
      )
      expectClose(
        bins.brier.score,
        Calibration.brierScore(probabilities: probabilities, outcomes: outcomes, weights: weights),
        relativeTolerance: 1e-12,
        "seed \(seed)"
      )
      #expect(bins.bins.map(\.observationCount).reduce(0, +) == count, "seed \(seed)")
      for (bin, next) in zip(bins.bins, bins.bins.dropFirst()) {
        #expect(bin.meanPredicted < next.meanPredicted, "seed \(seed)")
      }
      for bin in bins.bins {
        #expect(bin.lower <= bin.observed && bin.observed <= bin.upper, "seed \(seed)")
      }
    }
  }

  @Test("grouped trials have the bins of the single ones")
  func grouped() throws {
    let probabilities = (1...50).map { Double($0) / 51 }
    let successes = (1...50).map { ($0 * 7) % 5 + $0 / 8 }
    let grouped = ReliabilityBins(
      try CalibrationSample(
        probabilities: probabilities,
        outcomes: successes.map { Double($0) / 11 },
        weights: probabilities.map { _ in 11 }
      ),
      binning: .equalWidth(5)
    )
    let single = ReliabilityBins(
      try CalibrationSample(
        probabilities: probabilities.flatMap { Array(repeating: $0, count: 11) },
        outcomes: successes.flatMap { count in (0..<11).map { $0 < count } }
      ),
      binning: .equalWidth(5)
    )
    expectClose(grouped.brier.score, single.brier.score, relativeTolerance: 1e-12)
    expectClose(grouped.brier.resolution, single.brier.resolution, relativeTolerance: 1e-12)
    for (one, other) in zip(grouped.bins, single.bins) {
      #expect(one.observationCount * 11 == other.observationCount)
      expectClose(one.lower, other.lower, relativeTolerance: 1e-12)
      expectClose(one.upper, other.upper, relativeTolerance: 1e-12)
    }
  }

  @Test("groups of equal count share the rows out and keep ties together")
  func equalCount() throws {
    let probabilities = (1...100).map { Double($0) / 101 }
    let outcomes = (1...100).map { $0 % 2 == 0 }
    let even = ReliabilityBins(
      try CalibrationSample(probabilities: probabilities, outcomes: outcomes),
      binning: .equalCount(8)
    )
    #expect(even.bins.map(\.observationCount) == [13, 12, 13, 12, 13, 12, 13, 12])
    let tied = ReliabilityBins(
      try CalibrationSample(
        probabilities: Array(repeating: 0.2, count: 70) + Array(repeating: 0.6, count: 30),
        outcomes: outcomes
      ),
      binning: .equalCount(5)
    )
    #expect(tied.bins.map(\.observationCount) == [70, 30])
  }

  @Test("groups of equal expected cases are those of the unweighted bins", .tags(.property))
  func equalExpected() throws {
    for seed in UInt64(0)..<60 {
      var generator = SeededGenerator(seed: seed)
      let count = 1 + generator.index(below: 300)
      let probabilities = (0..<count).map { _ in (generator.uniform() * 50).rounded() / 100 }
      let outcomes = probabilities.map { generator.uniform() < $0 }
      let bins = Calibration.equalExpectedBins(
        probabilities: probabilities,
        outcomes: outcomes,
        count: 6
      )
      let own = ReliabilityBins(
        try CalibrationSample(probabilities: probabilities, outcomes: outcomes),
        binning: .equalExpected(6, minimumRows: 5)
      ).bins
      #expect(own.map(\.observationCount) == bins.map(\.count), "seed \(seed)")
      for (one, other) in zip(own, bins) {
        expectClose(one.meanPredicted, other.meanPredicted, absoluteTolerance: 1e-14)
        #expect(one.eventWeight == Double(other.positives), "seed \(seed)")
        expectClose(one.lower, other.lower, absoluteTolerance: 1e-14)
      }
    }
    // By hand: .4 and .9, each three times, expect 3.9; .9 alone (2.7) fills the half of 1.95, and
    // 1.2 are left, more than half of it. With .4 once, .4 is less than half of 1.55 and joins.
    for (weight, groups) in [(3.0, [3.0, 3]), (1, [4])] {
      let weighted = ReliabilityBins(
        try CalibrationSample(
          probabilities: [0.4, 0.9],
          outcomes: [false, true],
          weights: [weight, 3]
        ),
        binning: .equalExpected(2, minimumRows: 1)
      )
      #expect(weighted.bins.map(\.weight) == groups)
    }
  }

  @Test("a range holds its upper end, the first one 0 too")
  func edges() throws {
    let sample = try CalibrationSample(
      probabilities: [0, 0.1, 0.3, 0.6, 0.7, 1],
      outcomes: [true, false, true, false, true, false]
    )
    let bins = ReliabilityBins(sample, binning: .equalWidth(10)).bins
    #expect(bins.map(\.meanPredicted) == [0.05, 0.3, 0.6, 0.7, 1])
  }

  @Test("probabilities that are right show no error, a stretched logit does")
  func calibrated() throws {
    var generator = SeededGenerator(seed: 21)
    let truth = (0..<10_000).map { _ in generator.uniform() }
    let outcomes = truth.map { generator.uniform() < $0 }
    let calibration = try Calibration(probabilities: truth, outcomes: outcomes)
    let slope = try #require(calibration.slopeInterval(level: 0.999))
    let intercept = try #require(calibration.interceptInterval(level: 0.999))
    let large = calibration.interceptInTheLargeInterval(level: 0.999)
    #expect(slope.lower < 1 && slope.upper > 1)
    #expect(intercept.lower < 0 && intercept.upper > 0)
    #expect(large.lower < 0 && large.upper > 0)
    #expect(try #require(calibration.misfitPValue) > 0.001)
    expectClose(calibration.observedToExpected, 1, absoluteTolerance: 0.03)
    #expect(
      try FlexibleCalibration(
        CalibrationSample(probabilities: truth, outcomes: outcomes)
      ).integratedCalibrationIndex < 0.01
    )
    let stretched = truth.map { $0 * $0 / ($0 * $0 + (1 - $0) * (1 - $0)) }
    let off = try Calibration(probabilities: stretched, outcomes: outcomes)
    #expect(try #require(off.misfitPValue) < 1e-10)
    expectClose(try #require(off.slope), 0.5, absoluteTolerance: 0.03)
  }

  @Test("equal probabilities have a shift but neither slope nor joint test")
  func noSlope() throws {
    let calibration = try Calibration(
      probabilities: [0.5, 0.5, 0.5, 0.5],
      outcomes: [true, false, false, false]
    )
    #expect(calibration.slope == nil && calibration.slopeStandardError == nil)
    #expect(calibration.misfitStatistic == nil && calibration.misfitPValue == nil)
    #expect(calibration.slopeInterval(level: 0.95) == nil)
    // log(1/3); its standard error 1/√(4 · 3/16).
    expectClose(calibration.interceptInTheLarge, -1.0986122886681098, relativeTolerance: 1e-14)
    expectClose(
      calibration.interceptInTheLargeStandardError,
      1.1547005383792517,
      relativeTolerance: 1e-13
    )
    #expect(calibration.observedToExpected == 0.5)
  }
}
