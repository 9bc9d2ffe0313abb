import Statistics
import TestSupport
import Testing

@Suite("Calibration bins of equal expected cases")
struct EqualExpectedBinsTests {
  @Test("bins hold every row once, ascending, with ties together", .tags(.property))
  func bins() {
    for seed in UInt64(0)..<60 {
      var generator = SeededGenerator(seed: seed)
      let count = 1 + generator.index(below: 500)
      let probabilities = (0..<count).map { _ in (generator.uniform() * 30).rounded() / 30 }
      let outcomes = probabilities.map { generator.uniform() < $0 }
      let bins = Calibration.equalExpectedBins(
        probabilities: probabilities,
        outcomes: outcomes,
        count: 8
      )
      #expect(bins.reduce(0) { $0 + $1.count } == count, "seed \(seed)")
      #expect(bins.reduce(0) { $0 + $1.positives } == outcomes.count { $0 }, "seed \(seed)")
      #expect(bins.count <= 8, "seed \(seed)")
      for (first, second) in zip(bins, bins.dropFirst()) {
        #expect(first.meanPredicted < second.meanPredicted, "seed \(seed)")
      }
      if count >= 5 { #expect(bins.allSatisfy { $0.count >= 5 }, "seed \(seed)") }
    }
  }

  @Test("cases are shared out evenly where no ties hinder it")
  func shares() {
    // Probabilities 1/1000 ... 999/1000 add up to 499.5: four bins expect about 124.9 each.
    let probabilities = (1..<1000).map { Double($0) / 1000 }
    let outcomes = probabilities.map { $0 > 0.5 }
    let bins = Calibration.equalExpectedBins(
      probabilities: probabilities,
      outcomes: outcomes,
      count: 4
    )
    #expect(bins.count == 4)
    for bin in bins {
      expectClose(bin.meanPredicted * Double(bin.count), 124.875, absoluteTolerance: 1)
    }
  }

  @Test("no rows give no bins, equal rows one")
  func edges() {
    #expect(Calibration.equalExpectedBins(probabilities: [], outcomes: [], count: 8).isEmpty)
    let bins = Calibration.equalExpectedBins(
      probabilities: Array(repeating: 0.25, count: 40),
      outcomes: (0..<40).map { $0 < 10 },
      count: 8
    )
    #expect(bins.map(\.count) == [40] && bins.map(\.positives) == [10])
    let zero = Calibration.equalExpectedBins(
      probabilities: Array(repeating: 0, count: 12),
      outcomes: Array(repeating: false, count: 12),
      count: 8
    )
    #expect(zero.map(\.count) == [12])
  }
}
