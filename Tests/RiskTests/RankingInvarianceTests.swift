import Datasets
import Risk
import Statistics
import TestSupport
import Testing

/// The order of people under a model does not hang on how its rows were sorted.
@Suite(.tags(.property)) struct `The order of a list` {
  private static let count = 2500

  /// People with numbers, a category and a spline; every fifth is equal to the one before.
  private static func people(seed: UInt64) -> Dataset {
    var random = SeededGenerator(seed: seed)
    var age: [Double] = []
    var score: [Double] = []
    var area: [String] = []
    var target: [Double] = []
    for row in 0..<count {
      if row % 5 == 4 {
        age.append(age[row - 1])
        score.append(score[row - 1])
        area.append(area[row - 1])
      } else {
        age.append(15 + 15 * random.uniform())
        score.append(random.normal())
        area.append("area \(random.index(below: 9))")
      }
      let predictor = -1 + 0.1 * (age[row] - 20) + 0.7 * score[row]
      target.append(random.uniform() < LogisticLoss.probability(predictor) ? 1 : 0)
    }
    return Dataset(
      source: "people.csv",
      columns: [
        Column(name: "id", values: .text(TextColumn((0..<count).map { "p\($0)" }))),
        Column(name: "age", values: .numbers(age)),
        Column(name: "score", values: .numbers(score)),
        Column(name: "area", values: .text(TextColumn(area))),
        Column(name: "neet", values: .numbers(target)),
      ]
    )
  }

  private static let specification = RiskSpecification(
    name: "order",
    id: "id",
    target: .binary(column: "neet", positive: "1"),
    features: [
      .init(column: "age", kind: .spline(.init(knots: .count(3)))),
      .init(column: "score", kind: .numeric),
      .init(column: "area", kind: .categorical(.init())),
    ]
  )

  @Test(arguments: [1, 2, 3] as [UInt64]) func `is that of the same people in any order`(
    _ seed: UInt64
  ) throws {
    let people = Self.people(seed: seed)
    let model = try RiskModel(fitting: Self.specification, to: people, asOf: [], threads: 2)
    let scores = model.probabilities(try model.encode(people))
    for row in stride(from: 4, to: Self.count, by: 5) {
      #expect(scores[row] == scores[row - 1], "equal rows \(row - 1) and \(row), seed \(seed)")
    }
    var random = SeededGenerator(seed: seed + 10)
    var order = Array(0..<Self.count)
    for i in stride(from: Self.count - 1, to: 0, by: -1) {
      order.swapAt(i, random.index(below: i + 1))
    }
    let shuffled = people.selecting(rows: order)
    let other = try RiskModel(fitting: Self.specification, to: shuffled, asOf: [], threads: 2)
    let others = other.probabilities(try other.encode(shuffled))
    var back = [Double](repeating: 0, count: Self.count)
    for (place, row) in order.enumerated() { back[row] = others[place] }
    // Ranks are taken on probabilities of twelve significant digits.
    let first = Self.ranking(scores)
    let second = Self.ranking(back)
    #expect(first == second, "seed \(seed)")
  }

  /// Rows by falling probability, equals by their place.
  private static func ranking(_ scores: [Double]) -> [Int] {
    let rounded = scores.map { RankedOutcomes.rounded($0, digits: 12) }
    return scores.indices.sorted { (-rounded[$0], $0) < (-rounded[$1], $1) }
  }
}
