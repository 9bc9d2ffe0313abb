import Foundation
import Statistics
import TestSupport
import Testing

@Suite("Calibration maps")
struct CalibrationMapTests {
  /// A sample whose outcomes follow a distorted truth.
  static func sample(seed: UInt64, count: Int = 400) throws -> CalibrationSample {
    var generator = SeededGenerator(seed: seed)
    let probabilities = (0..<count).map { _ in
      (generator.uniform() * 1000).rounded(.down) / 1000
    }
    let outcomes = probabilities.map { generator.uniform() < 0.1 + 0.7 * $0 * $0 }
    let weights = (0..<count).map { _ in Double(generator.index(below: 4)) }
    return try CalibrationSample(probabilities: probabilities, outcomes: outcomes, weights: weights)
  }

  static let methods = CalibrationMethod.names

  @Test("the catalogue has its methods, each under its own name")
  func catalogue() {
    #expect(Self.methods == ["platt", "platt_smoothed", "beta", "isotonic", "in_the_large"])
    #expect(CalibrationMethod["sigmoid"] == nil)
    for name in Self.methods { #expect(CalibrationMethod[name]?.name == name) }
  }

  @Test(
    "maps never fall and stay in [0, 1], out to both ends",
    .tags(.conformance),
    arguments: methods
  )
  func monotone(name: String) throws {
    let method = try #require(CalibrationMethod[name])
    for seed in UInt64(0)..<10 {
      let map = try method.fit(Self.sample(seed: seed))
      let tiny = [0, 1e-300, 1e-17, 1e-15, 1e-9]
      let points =
        tiny + (0...5000).map { Double($0) / 5000 }.dropFirst().dropLast()
        + tiny.reversed().map { 1 - $0 }
      let values = points.map { map($0) }
      #expect(values.allSatisfy { $0 >= 0 && $0 <= 1 }, "seed \(seed)")
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 }, "seed \(seed)")
      #expect(values.last.map { $0 > values[0] } == true, "seed \(seed)")
      #expect(map(.nan).isNaN)
    }
  }

  @Test("the mean after fitting is the rate observed", .tags(.conformance), arguments: methods)
  func mean(name: String) throws {
    // The score equation of an intercept, and of pooling. Smoothed targets pull the mean a little
    // to one half.
    let tolerance = name == "platt_smoothed" ? 0.01 : 1e-10
    let sample = try Self.sample(seed: 3)
    let map = try #require(CalibrationMethod[name]).fit(sample)
    let mean = zip(sample.probabilities, sample.weights).map { map($0) * $1 }.compensatedSum
    expectClose(
      mean / sample.support.weightSum,
      sample.support.eventCount / sample.support.weightSum,
      absoluteTolerance: tolerance
    )
  }

  @Test(
    "repeating rows does what whole weights do, in any order",
    .tags(.conformance),
    arguments: methods
  )
  func repetition(name: String) throws {
    let method = try #require(CalibrationMethod[name])
    let sample = try Self.sample(seed: 5)
    let rows = sample.weights.indices.flatMap {
      Array(repeating: $0, count: Int(sample.weights[$0]))
    }
    let repeated = try CalibrationSample(
      probabilities: rows.reversed().map { sample.probabilities[$0] },
      outcomes: rows.reversed().map { sample.outcomes[$0] }
    )
    let (one, other) = (try method.fit(sample), try method.fit(repeated))
    for point in stride(from: 0.0, through: 1, by: 0.01) {
      expectClose(one(point), other(point), absoluteTolerance: 1e-12)
    }
  }

  @Test("grouped trials give the map of the single ones", .tags(.conformance), arguments: methods)
  func grouped(name: String) throws {
    let method = try #require(CalibrationMethod[name])
    let probabilities = (1...50).map { Double($0) / 51 }
    let successes = (1...50).map { ($0 * 7) % 5 + $0 / 8 }
    let grouped = try CalibrationSample(
      probabilities: probabilities,
      outcomes: successes.map { Double($0) / 11 },
      weights: probabilities.map { _ in 11 }
    )
    let single = try CalibrationSample(
      probabilities: probabilities.flatMap { Array(repeating: $0, count: 11) },
      outcomes: successes.flatMap { count in (0..<11).map { $0 < count } }
    )
    let (one, other) = (try method.fit(grouped), try method.fit(single))
    for point in stride(from: 0.0, through: 1, by: 0.01) {
      expectClose(one(point), other(point), absoluteTolerance: 1e-12)
    }
  }

  @Test(
    "saved maps come back equal and give the same bits",
    .tags(.conformance),
    arguments: methods
  )
  func codable(name: String) throws {
    let map = try #require(CalibrationMethod[name]).fit(Self.sample(seed: 8))
      .followed(by: .shifting(fromBaseRate: 0.2, toBaseRate: 0.3))
    let data = try JSONEncoder().encode(map)
    let read = try JSONDecoder().decode(CalibrationMap.self, from: data)
    #expect(read == map)
    #expect(read.stages.map(\.method) == [name, "in_the_large"])
    #expect(read.stages[0].support != nil && read.stages[1].support == nil)
    for point in [0, 0.123, 0.9, 1] { #expect(read(point) == map(point)) }
  }

  @Test(
    "damaged files are refused",
    arguments: [
      #"{"method":"sigmoid","curve":{"intercept":0,"slope":1}}"#,
      #"{"method":"platt","curve":{"intercept":0,"slope":-1}}"#,
      #"{"method":"platt","curve":{"intercept":0,"slope":0}}"#,
      #"{"method":"beta","curve":{"a":-1,"b":1,"intercept":0}}"#,
      #"{"method":"beta","curve":{"a":0,"b":0,"intercept":0}}"#,
      #"{"method":"isotonic","curve":{"probabilities":[0.1,0.2],"values":[0.3,0.2]}}"#,
      #"{"method":"isotonic","curve":{"probabilities":[0.2,0.2],"values":[0.2,0.2]}}"#,
      #"{"method":"isotonic","curve":{"probabilities":[0.1],"values":[1.5]}}"#,
      #"{"method":"isotonic","curve":{"probabilities":[],"values":[]}}"#,
      #"{"method":"isotonic","curve":{"intercept":0,"slope":1}}"#,
    ]
  )
  func damaged(stage: String) {
    let data = Data(#"{"stages":[\#(stage)]}"#.utf8)
    #expect(throws: (any Error).self) { try JSONDecoder().decode(CalibrationMap.self, from: data) }
  }

  @Test("pooling adjacent violators by hand")
  func isotonicByHand() throws {
    // Sorted: .1 has 0, .2 (twice) 1 and 0 with weights 1 and 3, .4 has 0, .6 and .8 have 1 and 0,
    // .9 has 1. Tie .2 is 1/4; with .4 below it 1/5. Then 1, 0 pool to 1/2 and 1 stays.
    let sample = try CalibrationSample(
      probabilities: [0.8, 0.2, 0.1, 0.9, 0.4, 0.2, 0.6],
      outcomes: [0, 1, 0, 1, 0, 0, 1],
      weights: [1, 1, 1, 1, 1, 3, 1]
    )
    let map = try CalibrationMethod.isotonic.fit(sample, minimumEvents: 1)
    let curve = try #require(map.stages.first?.curve as? IsotonicCurve)
    #expect(curve.probabilities == [0.1, 0.2, 0.4, 0.6, 0.8, 0.9])
    #expect(curve.values == [0, 0.2, 0.2, 0.5, 0.5, 1])
    expectClose(map(0.5), 0.35, relativeTolerance: 1e-15)
    #expect(map(0) == 0 && map(0.3) == 0.2 && map(0.7) == 0.5 && map(1) == 1)
  }

  @Test("probabilities equal in 12 digits are one point")
  func isotonicTies() throws {
    let sample = try CalibrationSample(
      probabilities: [0.1, 0.3, 0.3 + 1e-16, 0.3 - 1e-16, 0.7],
      outcomes: [0, 1, 0, 0, 1]
    )
    let map = try CalibrationMethod.isotonic.fit(sample, minimumEvents: 1)
    expectClose(map(0.3), 1 / 3, relativeTolerance: 1e-15)
  }

  @Test("a stated rate is met exactly, without outcomes", arguments: [1e-9, 0.02, 0.5, 0.999])
  func statedRate(rate: Double) throws {
    var generator = SeededGenerator(seed: 2)
    let probabilities = (0..<500).map { _ in generator.uniform() * generator.uniform() } + [0, 1]
    let weights = probabilities.map { _ in generator.uniform() }
    let map = try CalibrationMap.shifting(probabilities, weights: weights, toBaseRate: rate)
    let sum = zip(probabilities, weights).map { map($0) * $1 }.compensatedSum
    expectClose(sum / weights.compensatedSum, rate, relativeTolerance: 1e-9)
    #expect(map.stages.first?.support == nil)
    // Equal probabilities leave nothing to search.
    let equal = try CalibrationMap.shifting([0.3, 0.3, 0.3], toBaseRate: rate)
    expectClose(equal(0.3), rate, relativeTolerance: 1e-13)
  }

  @Test("a change of base rate multiplies the odds, and back again gives what was")
  func changedRate() throws {
    // Odds 1/4 to 1/9: a probability of .5 (odds 1) gets odds 4/9, 4/13.
    let map = try CalibrationMap.shifting(fromBaseRate: 0.2, toBaseRate: 0.1)
    expectClose(map(0.5), 4.0 / 13, relativeTolerance: 1e-14)
    let back = try map.followed(by: .shifting(fromBaseRate: 0.1, toBaseRate: 0.2))
    for point in [0.001, 0.3, 0.99] { expectClose(back(point), point, relativeTolerance: 1e-13) }
    #expect(CalibrationMap.identity(0.3) == 0.3)
  }

  @Test("few events are refused with the numbers, and taken on request", arguments: methods)
  func fewEvents(name: String) throws {
    let method = try #require(CalibrationMethod[name])
    let sample = try CalibrationSample(
      probabilities: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
      outcomes: [false, false, true, false, true, false, true, true]
    )
    let expected = CalibrationError.tooFewEvents(required: method.minimumEvents, found: 4)
    #expect(throws: expected) { try method.fit(sample) }
    let map = try method.fit(sample, minimumEvents: 4)
    #expect(map(0.9) > map(0.1))
  }

  @Test("what cannot be calibrated is refused with the reason")
  func refusals() throws {
    #expect(throws: CalibrationError.noRows) {
      try CalibrationSample(probabilities: [], outcomes: [Bool]())
    }
    #expect(throws: CalibrationError.noRows) {
      try CalibrationSample(probabilities: [0.5], outcomes: [true], weights: [0])
    }
    for method in CalibrationMethod.catalogue {
      #expect(throws: CalibrationError.degenerateOutcome) {
        try method.fit(CalibrationSample(probabilities: [0.5, 0.6], outcomes: [true, true]))
      }
      #expect(throws: CalibrationError.degenerateOutcome) {
        try method.fit(
          CalibrationSample(probabilities: [0.5, 0.6], outcomes: [true, false], weights: [0, 1]),
          minimumEvents: 0
        )
      }
    }
    #expect(throws: CalibrationError.invalidProbability(index: 1)) {
      try CalibrationSample(probabilities: [0.5, .nan], outcomes: [true, false])
    }
    #expect(throws: CalibrationError.invalidProbability(index: 0)) {
      try CalibrationSample(probabilities: [1.5, 0], outcomes: [true, false])
    }
    #expect(throws: CalibrationError.invalidOutcome(index: 0)) {
      try CalibrationSample(probabilities: [0.5, 0], outcomes: [2, 0])
    }
    #expect(throws: CalibrationError.invalidWeight(index: 1)) {
      try CalibrationSample(probabilities: [0.5, 0], outcomes: [true, false], weights: [1, -1])
    }
    for rate in [0, 1, .nan, -0.5] {
      #expect(throws: CalibrationError.self) {
        try CalibrationMap.shifting([0.5], toBaseRate: rate)
      }
    }
  }

  @Test("order turned around, equal probabilities and separation are told apart")
  func hopeless() throws {
    let probabilities = (1...40).map { Double($0) / 41 }
    let turned = try CalibrationSample(
      probabilities: probabilities,
      outcomes: (1...40).map { $0 % 3 == 0 || $0 < 12 }
    )
    for name in ["platt", "platt_smoothed", "beta"] {
      let method = try #require(CalibrationMethod[name])
      #expect(throws: CalibrationError.notIncreasing, "\(name)") {
        try method.fit(turned, minimumEvents: 1)
      }
    }
    let falling = try CalibrationSample(
      probabilities: probabilities,
      outcomes: (1...40).map { $0 < 12 }
    )
    #expect(throws: CalibrationError.notIncreasing) {
      try CalibrationMethod.isotonic.fit(falling, minimumEvents: 1)
    }
    let equal = try CalibrationSample(
      probabilities: Array(repeating: 0.3, count: 40),
      outcomes: (1...40).map { $0 < 12 }
    )
    #expect(throws: CalibrationError.tooFewDistinctProbabilities(required: 2, found: 1)) {
      try CalibrationMethod.platt.fit(equal, minimumEvents: 1)
    }
    #expect(throws: CalibrationError.tooFewDistinctProbabilities(required: 3, found: 1)) {
      try CalibrationMethod.beta.fit(equal, minimumEvents: 1)
    }
    let separated = try CalibrationSample(
      probabilities: probabilities,
      outcomes: (1...40).map { $0 > 25 }
    )
    #expect(throws: CalibrationError.separated) {
      try CalibrationMethod.platt.fit(separated, minimumEvents: 1)
    }
    // Smoothed targets have a maximum all the same.
    let smoothed = try CalibrationMethod.smoothedPlatt.fit(separated, minimumEvents: 1)
    #expect(smoothed(0.9) > 0.9 && smoothed(0.1) < 0.1)
  }
}
