import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct `Rank metrics and calibration` {
  /// The cases of `metrics.csv` with what R computes of them.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let probabilities: [Double]
    let outcomes: [Bool]
    let expected: [String: [Double]]
    var testDescription: String { name }

    func value(_ key: String) -> Double { expected[key]?.first ?? .nan }
  }

  static let cases: [Case] = {
    let url = Repository.fixtures
    guard let data = try? Data(contentsOf: url.appending(path: "metrics_reference.json")),
      let json = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let text = try? String(contentsOf: url.appending(path: "metrics.csv"), encoding: .utf8)
    else { return [] }
    var rows: [String: [(Double, Bool)]] = [:]
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",")
      rows[String(cells[0]), default: []].append((Double(cells[1]) ?? .nan, cells[2] == "1"))
    }
    return rows.keys.sorted().compactMap { name in
      guard let values = json[name] as? [String: Any], let own = rows[name] else { return nil }
      let expected = values.mapValues { value in
        (value as? [Double]) ?? (value as? Double).map { [$0] } ?? []
      }
      return Case(
        name: name,
        probabilities: own.map(\.0),
        outcomes: own.map(\.1),
        expected: expected
      )
    }
  }()

  @Test func `all cases of the fixture are there`() {
    #expect(Self.cases.map(\.name) == ["distinct", "hand", "rare", "ties"])
  }

  @Test(.tags(.reference), arguments: cases) func `ranking agrees with R`(example: Case) {
    let ranked = RankedOutcomes(scores: example.probabilities, outcomes: example.outcomes)
    expectClose(ranked.auc(), example.value("auc"), relativeTolerance: 1e-13)
    expectClose(
      ranked.averagePrecision(),
      example.value("average_precision"),
      relativeTolerance: 1e-13
    )
    for (position, k) in (example.expected["k"] ?? []).enumerated() {
      let top = ranked.top(Int(k))
      expectClose(
        top.precision,
        example.expected["precision_at_k"]?[position] ?? .nan,
        relativeTolerance: 1e-13
      )
      expectClose(
        top.recall,
        example.expected["recall_at_k"]?[position] ?? .nan,
        relativeTolerance: 1e-13
      )
      expectClose(
        top.lift,
        example.expected["lift_at_k"]?[position] ?? .nan,
        relativeTolerance: 1e-13
      )
    }
  }

  @Test(.tags(.reference), arguments: cases) func `a cut through a tie has R's range`(
    example: Case
  ) throws {
    guard let k = example.expected["cut_tie_k"]?.first else { return }
    let top = RankedOutcomes(scores: example.probabilities, outcomes: example.outcomes).top(Int(k))
    let tie = try #require(top.tie)
    let range = try #require(example.expected["precision_at_cut_tie"])
    expectClose(Double(tie.fewestFound) / k, range[0], relativeTolerance: 1e-13)
    expectClose(Double(tie.mostFound) / k, range[1], relativeTolerance: 1e-13)
  }

  @Test(.tags(.reference), arguments: cases) func `calibration agrees with R`(
    example: Case
  ) throws {
    let calibration = try Calibration(
      probabilities: example.probabilities,
      outcomes: example.outcomes
    )
    expectClose(
      calibration.slope ?? .nan,
      example.value("calibration_slope"),
      relativeTolerance: 1e-9
    )
    expectClose(
      calibration.intercept ?? .nan,
      example.value("calibration_intercept"),
      relativeTolerance: 1e-9
    )
    expectClose(
      calibration.interceptInTheLarge,
      example.value("calibration_in_the_large"),
      relativeTolerance: 1e-9
    )
    let brier = Calibration.brierScore(
      probabilities: example.probabilities,
      outcomes: example.outcomes
    )
    expectClose(brier, example.value("brier"), relativeTolerance: 1e-13)
  }

  @Test(.tags(.property), arguments: [1, 2, 3] as [UInt64])
  func `whole multiplicities give the metrics of the rows written out`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let n = 60
    let scores = (0..<n).map { _ in Double(generator.index(below: 12)) }
    let outcomes = (0..<n).map { _ in generator.uniform() < 0.3 }
    let weights = (0..<n).map { _ in Double(generator.index(below: 4)) }
    var longScores: [Double] = []
    var longOutcomes: [Bool] = []
    for row in 0..<n {
      longScores += Array(repeating: scores[row], count: Int(weights[row]))
      longOutcomes += Array(repeating: outcomes[row], count: Int(weights[row]))
    }
    let short = RankedOutcomes(scores: scores, outcomes: outcomes)
    let long = RankedOutcomes(scores: longScores, outcomes: longOutcomes)
    expectClose(short.auc(weights: weights), long.auc(), relativeTolerance: 1e-12, "seed \(seed)")
    expectClose(
      short.averagePrecision(weights: weights),
      long.averagePrecision(),
      relativeTolerance: 1e-12,
      "seed \(seed)"
    )
  }

  @Test(.tags(.property), arguments: [1, 2, 3] as [UInt64])
  func `one pass finds at each capacity what the rows written out have`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let n = 80
    // Without ties, so that the order of the rows written out is that of the rows.
    let scores = (0..<n).map { Double(($0 * 37) % n) }
    let outcomes = (0..<n).map { _ in generator.uniform() < 0.3 }
    let weights = (0..<n).map { _ in Double(generator.index(below: 4)) }
    let order = (0..<n).sorted { scores[$0] > scores[$1] }
    let long = order.flatMap { Array(repeating: outcomes[$0], count: Int(weights[$0])) }
    let capacities = [40, 1, 500, 13, 40]
    let ranked = RankedOutcomes(scores: scores, outcomes: outcomes)
    let top = ranked.metrics(capacities: capacities, weights: weights).top
    for (capacity, top) in zip(capacities, top) {
      #expect(top.capacity == capacity)
      let first = long.prefix(capacity)
      let found = first.count { $0 }
      #expect(top.found == Double(found), "seed \(seed), \(capacity)")
      expectClose(top.precision, Double(found) / Double(first.count), relativeTolerance: 1e-14)
      expectClose(top.recall, Double(found) / Double(long.count { $0 }), relativeTolerance: 1e-14)
    }
  }

  @Test(.tags(.property), arguments: [4, 5] as [UInt64])
  func `the gain curve rises from nobody to everybody`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let scores = (0..<200).map { _ in Double(generator.index(below: 20)) }
    let outcomes = (0..<200).map { _ in generator.uniform() < 0.2 }
    let curve = RankedOutcomes(scores: scores, outcomes: outcomes).gainCurve(points: 100)
    #expect(curve.first.map { $0 == (0, 0) } == true)
    #expect(curve.last.map { $0 == (1, 1) } == true)
    for (left, right) in zip(curve, curve.dropFirst()) { #expect(left.found <= right.found) }
  }

  @Test(.tags(.property), arguments: [6, 7, 8] as [UInt64])
  func `rows stand by score, then by tie key, then as they came`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let n = 3000
    let scores = (0..<n).map { _ in
      switch generator.index(below: 4) {
      case 0: Double(generator.index(below: 9)) - 4
      case 1:
        [0.0, -0.0, .leastNonzeroMagnitude, -.infinity, .infinity, 1e300][
          generator.index(below: 6)
        ]
      default: generator.normal()
      }
    }
    let outcomes = scores.map { $0 > 0 }
    let keys = (0..<n).map { _ in UInt64(generator.index(below: 5)) << 60 }
    for tieKeys in [nil, keys] {
      let ranked = RankedOutcomes(scores: scores, outcomes: outcomes, tieKeys: tieKeys)
      let rounded = scores.map { RankedOutcomes.rounded($0) }
      let expected = scores.indices.sorted { left, right in
        if rounded[left] != rounded[right] { return rounded[left] > rounded[right] }
        if let tieKeys, tieKeys[left] != tieKeys[right] { return tieKeys[left] < tieKeys[right] }
        return left < right
      }
      #expect(ranked.order == expected, "seed \(seed)")
      #expect(ranked.isPositive == expected.map { outcomes[$0] })
      for position in 1..<n {
        let isTied = rounded[expected[position]] == rounded[expected[position - 1]]
        #expect((ranked.tieEnds[position - 1] == position) == !isTied)
      }
    }
  }

  @Test func `scores that differ in the thirteenth digit are tied`() {
    let ranked = RankedOutcomes(
      scores: [0.1, 0.1 + 1e-15, 0.3],
      outcomes: [true, false, false],
      tieKeys: [9, 1, 5]
    )
    #expect(ranked.order == [2, 1, 0])
    #expect(ranked.tieEnds == [1, 3, 3])
  }

  @Test(.tags(.reference)) func `Wilson's interval agrees with R's prop.test`() {
    // prop.test(7, 20, correct = FALSE)$conf.int
    let interval = wilsonInterval(successes: 7, trials: 20, level: 0.95)
    expectClose(interval.lower, 0.1811918, absoluteTolerance: 1e-7)
    expectClose(interval.upper, 0.5671457, absoluteTolerance: 1e-7)
    #expect(wilsonInterval(successes: 0, trials: 0, level: 0.95) == (0, 1))
  }

  @Test func `bootstrap intervals cover and do not depend on threads`() throws {
    var generator = SeededGenerator(seed: 11)
    let values = (0..<400).map { _ in generator.normal() }
    let bootstrap = ClusterBootstrap(clusters: Array(0..<400), replicates: 400, seed: 3)
    func interval(_ threads: Int) -> BootstrapInterval? {
      bootstrap.intervals(level: 0.95, threads: threads) { weights in
        [zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)]
      }[0]
    }
    let one = try #require(interval(1))
    #expect(one == interval(2))
    // The mean's interval is about ±1.96 / √400.
    expectClose(one.upper - one.lower, 2 * 1.96 / 20, relativeTolerance: 0.15)
  }
}
