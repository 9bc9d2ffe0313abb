import Datasets
import Risk
import Statistics
import TestSupport
import Testing

@Suite struct `Hold-outs` {
  private static func people(_ ids: [String], areas: [String?]) -> Dataset {
    Dataset(
      source: "people.csv",
      columns: [
        Column(name: "id", values: .text(TextColumn(ids))),
        Column(name: "area", values: .text(TextColumn(areas))),
      ]
    )
  }

  /// A key that mixes seed and id, as the registry's keyed hash does.
  private static func key(_ seed: UInt64) -> (String) -> UInt64 {
    { id in
      var generator = SeededGenerator(seed: seed, stream: UInt64(id.dropFirst()) ?? 0)
      return generator.next()
    }
  }

  @Test func `sizes are exact, in proportion within strata`() throws {
    let ids = (0..<100).map { "p\($0)" }
    let areas = (0..<100).map { $0 < 50 ? "a" : $0 < 83 ? "b" : $0 < 99 ? "c" : nil as String? }
    let draw = try HoldOutDraw(
      Self.people(ids, areas: areas),
      id: "id",
      strata: ["area"],
      size: .share(0.2),
      key: Self.key(1)
    )
    #expect(draw.isHeldOut.count { $0 } == 20)
    #expect(draw.strata.map(\.levels) == [["a"], ["b"], ["c"], [nil]])
    #expect(draw.strata.map(\.rows) == [50, 33, 16, 1])
    // 10, 6.6, 3.2 and 0.2 by largest remainders.
    #expect(draw.strata.map(\.heldOut) == [10, 7, 3, 0])
    for (place, level) in ["a", "b", "c", nil].enumerated() {
      let found = areas.indices.count { areas[$0] == level && draw.isHeldOut[$0] }
      #expect(found == draw.strata[place].heldOut)
    }
  }

  @Test(.tags(.property), arguments: [1, 2, 3] as [UInt64])
  func `who is held out does not depend on the order of the rows, and does on the seed`(
    seed: UInt64
  ) throws {
    let ids = (0..<60).map { "p\($0)" }
    func held(_ ids: [String], _ seed: UInt64) throws -> Set<String> {
      let draw = try HoldOutDraw(
        Self.people(ids, areas: ids.map { _ in "a" }),
        id: "id",
        strata: [],
        size: .count(15),
        key: Self.key(seed)
      )
      return Set(ids.indices.filter { draw.isHeldOut[$0] }.map { ids[$0] })
    }
    let drawn = try held(ids, seed)
    #expect(try drawn == held(ids.reversed(), seed), "seed \(seed)")
    #expect(try drawn != held(ids, seed + 10), "seed \(seed)")
    #expect(drawn.count == 15)
  }

  @Test(.tags(.property)) func `each person is as likely as any other`() throws {
    let ids = (0..<20).map { "p\($0)" }
    var counts = [Int](repeating: 0, count: 20)
    for seed in 0..<1000 as Range<UInt64> {
      let draw = try HoldOutDraw(
        Self.people(ids, areas: ids.map { _ in "a" }),
        id: "id",
        strata: [],
        size: .count(5),
        key: Self.key(seed)
      )
      for row in ids.indices where draw.isHeldOut[row] { counts[row] += 1 }
    }
    // Binomial of 1000 at 1/4: standard deviation 13.7; five of them, for twenty people.
    for count in counts { #expect(abs(count - 250) < 69, "\(counts)") }
  }

  @Test(arguments: [0.0, 1.0]) func `a group of nobody is refused`(share: Double) {
    #expect(throws: DataProblem.self) {
      try HoldOutDraw(
        Self.people(["p1", "p2"], areas: ["a", "a"]),
        id: "id",
        strata: [],
        size: .share(share),
        key: Self.key(1)
      )
    }
  }

  @Test func `a person with two rows is refused with the line`() {
    #expect(
      throws: DataProblem(.duplicateKey(otherLine: 2), file: "people.csv", line: 3, column: "id")
    ) {
      try HoldOutDraw(
        Self.people(["p1", "p1"], areas: ["a", "a"]),
        id: "id",
        strata: [],
        size: .count(1),
        key: Self.key(1)
      )
    }
  }
}

@Suite struct `Experiments` {
  private static func analysis(
    _ sample: ExperimentSample,
    bands: Int = 2,
    replicates: Int = 50,
    threads: Int = 2
  ) -> ExperimentAnalysis {
    ExperimentAnalysis(sample, bands: bands, replicates: replicates, seed: 1, threads: threads)
  }

  @Test func `unknown outcomes are counted and are no failure`() {
    let sample = ExperimentSample(
      isTreated: [true, true, true, false, false, false],
      outcomes: [true, false, nil, true, nil, nil]
    )
    let overall = Self.analysis(sample).overall
    #expect(overall.shares.firstShare == 0.5 && overall.shares.secondShare == 1)
    #expect(overall.shares.difference == -0.5)
    #expect(overall.unknownTreated == 1 && overall.unknownControls == 2)
    #expect(overall.shares.standardError == nil)
  }

  @Test func `a band without one of the arms has no effect, and the others do`() {
    let sample = ExperimentSample(
      isTreated: [true, true, true, false],
      outcomes: [true, false, true, false],
      scores: [0.1, 0.2, 0.3, 0.4]
    )
    let bands = Self.analysis(sample).bands
    #expect(bands.map(\.number) == [1, 2])
    #expect(bands[0].effect.shares.difference == nil && bands[1].effect.shares.difference == 1)
    #expect(bands[0].lowest == 0.1 && bands[0].highest == 0.2)
  }

  @Test func `equal scores are in one band, by their average rank as in R`() {
    // R: ceiling(2 * rank(c(1, 2, 2, 2, 3)) / 5)
    #expect(ExperimentSample.bands([1, 2, 2, 2, 3], count: 2) == [1, 2, 2, 2, 2])
    // R: ceiling(5 * rank(c(3, 1, 2, 5, 4)) / 5)
    #expect(ExperimentSample.bands([3, 1, 2, 5, 4], count: 5) == [3, 1, 2, 5, 4])
    #expect(ExperimentSample.bands([7, 7, 7], count: 3) == [2, 2, 2])
  }

  @Test func `subgroups stand in order, rows without a value last`() {
    let sample = ExperimentSample(
      isTreated: [true, false, true, false, true, false],
      outcomes: [true, false, true, true, false, false],
      subgroups: ["10", "10", "9", "9", nil, nil]
    )
    let found = Self.analysis(sample).subgroups
    #expect(found.map(\.level) == ["9", "10", nil])
    #expect(found.map(\.effect.shares.difference) == [0, 1, 0])
  }

  @Test func `the curve ends at the overall effect, and equal scores follow a straight line`()
    throws
  {
    var generator = SeededGenerator(seed: 3)
    let treated = (0..<400).map { _ in generator.uniform() < 0.5 }
    let outcomes = treated.map { generator.uniform() < ($0 ? 0.2 : 0.4) }
    let equal = Self.analysis(
      ExperimentSample(
        isTreated: treated,
        outcomes: outcomes,
        scores: treated.map { _ in 0.5 }
      )
    )
    let curve = try #require(equal.uplift)
    let effect = try #require(equal.overall.shares.difference)
    for point in curve.points {
      expectClose(point.total ?? .nan, effect * point.share, relativeTolerance: 1e-12)
    }
    expectClose(curve.area ?? .nan, 0, absoluteTolerance: 1e-12)
    let other = Self.analysis(
      ExperimentSample(
        isTreated: treated,
        outcomes: outcomes,
        scores: treated.map { _ in generator.uniform() }
      )
    )
    let last = try #require(other.uplift?.points.last)
    expectClose(last.total ?? .nan, effect, relativeTolerance: 1e-12)
    let interval = try #require(last.interval)
    #expect(interval.lower < effect && interval.upper > effect)
  }

  @Test(.tags(.property)) func `where the riskiest gain most the area is below 0`() throws {
    var generator = SeededGenerator(seed: 5)
    let scores = (0..<4000).map { _ in generator.uniform() }
    let treated = scores.map { _ in generator.uniform() < 0.5 }
    let outcomes = zip(scores, treated).map { score, isTreated in
      generator.uniform() < (isTreated ? 0.1 : 0.1 + 0.5 * score * score)
    }
    let curve = try #require(
      Self.analysis(
        ExperimentSample(isTreated: treated, outcomes: outcomes, scores: scores),
        replicates: 200
      ).uplift
    )
    let interval = try #require(curve.areaInterval)
    #expect(curve.area ?? 1 < 0 && interval.upper < 0, "seed 5")
    // Effect of the top φ: -0.5 ∫ s² over the top, over φ; times φ, minus the line, integrated.
    let expected = -0.5 * (1.0 / 4 - 1.0 / 6)
    expectClose(curve.area ?? .nan, expected, absoluteTolerance: 0.015, "seed 5")
  }

  @Test func `threads change nothing`() {
    let sample = ExperimentSample(
      isTreated: (0..<40).map { $0 % 2 == 0 },
      outcomes: (0..<40).map { $0 % 3 == 0 },
      scores: (0..<40).map { Double($0 * 7 % 40) }
    )
    #expect(Self.analysis(sample, threads: 1) == Self.analysis(sample, threads: 2))
  }
}
