import Datasets
import Foundation
import Risk
import Statistics
import TestSupport
import Testing

@Suite struct `Risk models` {
  private static let areas = ["north", "south", "east", "west"]

  /// People with a known risk by months out of work and area; area "islet" is rare.
  private static func people(seed: UInt64, count: Int = 800) -> Dataset {
    var generator = SeededGenerator(seed: seed)
    var months: [Double] = []
    var area: [String?] = []
    var target: [Double] = []
    for row in 0..<count {
      let index = generator.index(below: areas.count)
      months.append(Double(generator.index(below: 7)))
      area.append(row % 100 == 0 ? "islet" : areas[index])
      let predictor = -2 + 0.5 * months[row] - 0.4 * Double(index)
      target.append(generator.uniform() < LogisticLoss.probability(predictor) ? 1 : 0)
    }
    return Dataset(
      source: "people.csv",
      columns: [
        Column(name: "id", values: .text(TextColumn((0..<count).map { "p\($0)" }))),
        Column(name: "months", values: .numbers(months)),
        Column(name: "area", values: .text(TextColumn(area))),
        Column(name: "neet", values: .numbers(target)),
      ]
    )
  }

  private static func specification(
    _ categories: RiskSpecification.Categories = .init(),
    missing: RiskSpecification.MissingPolicy = .refuse,
    sensitive: [String] = []
  ) -> RiskSpecification {
    RiskSpecification(
      name: "test",
      id: "id",
      target: .binary(column: "neet", positive: "1"),
      features: [
        .init(column: "months", kind: .numeric, label: .init(italian: "mesi senza lavoro")),
        .init(column: "area", kind: .categorical(categories), label: .init(italian: "zona")),
      ],
      missing: missing,
      sensitive: sensitive
    )
  }

  private static func fitted(_ specification: RiskSpecification = specification()) throws
    -> RiskModel
  {
    try RiskModel(fitting: specification, to: people(seed: 1), asOf: [], threads: 2)
  }

  private static func replacing(_ column: Column, in dataset: Dataset) -> Dataset {
    Dataset(
      source: dataset.source,
      columns: dataset.columns.map { $0.name == column.name ? column : $0 }
    )
  }

  @Test func `levels stand in order and the first is the reference`() throws {
    let model = try Self.fitted()
    #expect(
      model.encoding.columnNames
        == ["(Intercept)", "months", "area=islet", "area=north", "area=south", "area=west"]
    )
  }

  @Test func `rare levels are pooled and the reference can be named`() throws {
    let model = try Self.fitted(Self.specification(.init(reference: "west", poolBelow: 30)))
    #expect(
      model.encoding.columnNames
        == ["(Intercept)", "months", "area=east", "area=north", "area=south", "area=(pooled)"]
    )
  }

  @Test func `numeric levels stand in the order of their numbers`() throws {
    let people = Self.people(seed: 2)
    let numbered = Column(
      name: "area",
      values: .numbers((0..<people.rowCount).map { Double([10, 2, 1][$0 % 3]) })
    )
    let model = try RiskModel(
      fitting: Self.specification(),
      to: Self.replacing(numbered, in: people),
      asOf: [],
      threads: 1
    )
    #expect(model.encoding.columnNames.suffix(2) == ["area=2", "area=10"])
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `a row's probability does not depend on its place`(seed: UInt64) throws {
    let model = try Self.fitted()
    let people = Self.people(seed: seed)
    let all = model.probabilities(try model.encode(people))
    var generator = SeededGenerator(seed: seed)
    let order = (0..<people.rowCount).map { _ in generator.index(below: people.rowCount) }
    let shuffled = model.probabilities(try model.encode(people.selecting(rows: order)))
    #expect(shuffled == order.map { all[$0] }, "seed \(seed)")
  }

  @Test func `probabilities sum to the events on the training rows`() throws {
    let model = try Self.fitted()
    let probabilities = model.probabilities(try model.encode(Self.people(seed: 1)))
    expectClose(probabilities.reduce(0, +), model.fit.eventCount, relativeTolerance: 1e-9)
  }

  @Test func `an unseen level is refused, pooled, or taken as the reference`() throws {
    let people = Self.people(seed: 1)
    let moon = Self.replacing(
      Column(
        name: "area",
        values: .text(TextColumn(["moon"] + Array(repeating: "east", count: 799)))
      ),
      in: people
    )
    let refusing = try Self.fitted()
    #expect(
      throws: DataProblem(.unseenLevel, file: "people.csv", line: 2, column: "area")
    ) { try refusing.encode(moon) }
    let reference = try Self.fitted(
      Self.specification(.init(reference: "east", unseen: .reference))
    )
    let east = Self.replacing(
      Column(name: "area", values: .text(TextColumn(Array(repeating: "east", count: 800)))),
      in: people
    )
    #expect(
      try reference.probabilities(reference.encode(moon))
        == reference.probabilities(reference.encode(east))
    )
  }

  @Test func `an empty cell is refused with its line, or has its own coefficient`() throws {
    var values = (0..<800).map { Double($0 % 7) }
    values[4] = .nan
    values[17] = .nan
    let holes = Self.replacing(
      Column(name: "months", values: .numbers(values)),
      in: Self.people(seed: 1)
    )
    #expect(
      throws: DataProblem(.missingValue, file: "people.csv", line: 6, column: "months")
    ) { try RiskModel(fitting: Self.specification(), to: holes, asOf: [], threads: 1) }
    let model = try RiskModel(
      fitting: Self.specification(missing: .indicator),
      to: holes,
      asOf: [],
      threads: 1
    )
    #expect(model.encoding.columnNames[2] == "months=(missing)")
  }

  @Test func `an infinite number is refused with its line`() {
    var values = (0..<800).map { Double($0 % 7) }
    values[9] = .infinity
    let people = Self.replacing(
      Column(name: "months", values: .numbers(values)),
      in: Self.people(seed: 1)
    )
    for (missing, emptyCell) in [
      (RiskSpecification.MissingPolicy.refuse, DataProblem.EmptyCell.refused),
      (.indicator, .accepted),
    ] {
      #expect(
        throws: DataProblem(
          .nonFinite,
          file: "people.csv",
          line: 11,
          column: "months",
          emptyCell: emptyCell
        )
      ) {
        try RiskModel(
          fitting: Self.specification(missing: missing),
          to: people,
          asOf: [],
          threads: 1
        )
      }
    }
  }

  @Test(arguments: [
    ([1.0, 1, 1], DataProblem.Cause.constantTarget), ([0, 1, 2], .tooManyTargetValues(count: 3)),
  ])
  func `a target that does not have two values is refused`(
    cycle: [Double],
    cause: DataProblem.Cause
  ) {
    let people = Self.replacing(
      Column(name: "neet", values: .numbers((0..<800).map { cycle[$0 % 3] })),
      in: Self.people(seed: 1)
    )
    #expect(throws: DataProblem(cause, file: "people.csv", column: "neet")) {
      try RiskModel(fitting: Self.specification(), to: people, asOf: [], threads: 1)
    }
  }

  @Test func `rows of unknown outcome are left out and counted`() throws {
    let people = Self.people(seed: 1)
    guard case .numbers(var target) = people["neet"]?.values else { return }
    target[0] = .nan
    target[1] = .nan
    let model = try RiskModel(
      fitting: Self.specification(),
      to: Self.replacing(Column(name: "neet", values: .numbers(target)), in: people),
      asOf: [],
      threads: 1
    )
    #expect(model.training.rows == 798 && model.training.unknownOutcomes == 2)
  }

  @Test func `reasons only raise the score, strongest first, and add up with the rest`() throws {
    let model = try Self.fitted()
    let people = Self.people(seed: 3)
    let rows = try model.encode(people)
    let reasons = try model.reasons(people, rows, limit: 5)
    for found in reasons {
      #expect(found.allSatisfy { $0.contribution > 0 })
      #expect(found.map(\.contribution) == found.map(\.contribution).sorted(by: >))
    }
    let longest = try #require(
      (0..<people.rowCount).first { people["months"]?.text(at: $0) == "6" }
    )
    let reason = try #require(reasons[longest].first { $0.column == "months" })
    #expect(
      reason.text(model.specification, language: .italian)
        == "mesi senza lavoro: 6"
    )
    guard case .numeric(let term) = model.encoding.terms[0] else { return }
    expectClose(
      reason.contribution,
      model.fit.values[1] * (6 - term.mean),
      relativeTolerance: 1e-12
    )
  }

  @Test func `a sensitive column is never a reason`() throws {
    let model = try Self.fitted(Self.specification(sensitive: ["months"]))
    let people = Self.people(seed: 3)
    let reasons = try model.reasons(people, model.encode(people), limit: 5)
    #expect(reasons.allSatisfy { $0.allSatisfy { $0.column != "months" } })
  }

  @Test func `a stored model scores as the fitted one and holds no row`() throws {
    let model = try Self.fitted()
    let people = Self.people(seed: 4)
    let data = try JSONEncoder().encode(model)
    let stored = try JSONDecoder().decode(RiskModel.self, from: data)
    #expect(stored == model)
    #expect(
      try stored.probabilities(stored.encode(people)) == model.probabilities(model.encode(people))
    )
    let text = String(decoding: data, as: UTF8.self)
    #expect(!text.contains("\"p17\"") && data.count < 20_000)
  }

  @Test func `a list has the highest scores, exactly its capacity, and no person twice`() throws {
    let model = try Self.fitted()
    let people = Self.people(seed: 5)
    let policy = ListPolicy(
      capacity: 50,
      purpose: "test",
      expires: try #require(CalendarDate(year: 2030, month: 1, day: 1))
    )
    let key: (String) -> UInt64 = { $0.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) } }
    let list = try ContactList(model, people, policy: policy, tieKeys: key)
    #expect(list.entries.count == 50 && Set(list.entries.map(\.row)).count == 50)
    let probabilities = model.probabilities(try model.encode(people))
    let listed = Set(list.entries.map(\.row))
    let lowest = list.entries.map { probabilities[$0.row] }.min() ?? 0
    for row in 0..<people.rowCount where !listed.contains(row) {
      #expect(probabilities[row] <= lowest + 1e-12)
    }
    let cut = RankedOutcomes.rounded(lowest)
    let equals = (0..<people.rowCount).count {
      !listed.contains($0) && RankedOutcomes.rounded(probabilities[$0]) == cut
    }
    #expect(list.equalsLeftOut == equals)
    // The order of the file does not matter.
    let reversed = people.selecting(rows: Array((0..<people.rowCount).reversed()))
    let again = try ContactList(model, reversed, policy: policy, tieKeys: key)
    #expect(
      again.entries.map { reversed["id"]?.text(at: $0.row) }
        == list.entries.map { people["id"]?.text(at: $0.row) }
    )
    #expect(throws: DataProblem.self) {
      try ContactList(model, people.selecting(rows: [0, 0]), policy: policy, tieKeys: key)
    }
  }

  @Test func `evaluation compares with the best single column, which months is`() throws {
    let model = try Self.fitted()
    #expect(model.rule == OneColumnRule(column: "months", higherIsRiskier: true))
    let evaluator = RiskEvaluator(capacities: [40], replicates: 100, seed: 1, threads: 2)
    let people = Self.people(seed: 6)
    let evaluation = try evaluator.evaluate(model, on: people, tieKeys: { UInt64($0.count) })
    #expect(evaluation.rows == 800)
    let auc = evaluation.model.auc
    #expect(auc.value > 0.6 && (auc.lower ?? 0) < auc.value && (auc.upper ?? 0) > auc.value)
    let difference = try #require(evaluation.difference)
    let rule = try #require(evaluation.rule)
    expectClose(difference.auc.value, auc.value - rule.auc.value, absoluteTolerance: 1e-15)
    #expect(evaluation.calibrationBins.map(\.count).reduce(0, +) == 800)
    #expect(evaluation.scoreCounts.map(\.count).reduce(0, +) == 800)
    let one = RiskEvaluator(capacities: [40], replicates: 100, seed: 1, threads: 1)
    #expect(try one.evaluate(model, on: people, tieKeys: { UInt64($0.count) }) == evaluation)
  }

  @Test(arguments: [
    RiskSpecification(
      name: "grouped",
      target: .grouped(successes: "yes", failures: "no"),
      offset: "o",
      features: [.init(column: "x", kind: .categorical(.init(reference: "a", unseen: .pooled)))]
    ),
    RiskSpecification(
      name: "weighted",
      target: .binary(column: "y", positive: "sì"),
      weights: .frequency(column: "n"),
      features: [.init(column: "x", kind: .numeric, label: .init(english: "X"))],
      missing: .indicator
    ),
  ]) func `a stored specification reads back the same`(specification: RiskSpecification) throws {
    let data = try JSONEncoder().encode(specification)
    #expect(try JSONDecoder().decode(RiskSpecification.self, from: data) == specification)
  }

  /// Few grouped rows, each standing for `n` equal ones.
  private static func grouped(spread: Bool) -> Dataset {
    let x = [1.0, 2, 3, 4]
    let yes = [1.0, 3, 4, 6]
    let no = [5.0, 4, 4, 2]
    let n = [2.0, 1, 3, 2]
    let rows =
      spread ? (0..<4).flatMap { row in Array(repeating: row, count: Int(n[row])) } : [0, 1, 2, 3]
    return Dataset(
      source: "grouped.csv",
      columns: [
        Column(name: "x", values: .numbers(rows.map { x[$0] })),
        Column(name: "s", values: .numbers(rows.map { yes[$0] })),
        Column(name: "f", values: .numbers(rows.map { no[$0] })),
        Column(name: "n", values: .numbers(rows.map { spread ? 1 : n[$0] })),
      ]
    )
  }

  @Test(.tags(.property)) func `frequencies give what the rows written out give`() throws {
    let specification = RiskSpecification(
      name: "grouped",
      target: .grouped(successes: "s", failures: "f"),
      weights: .frequency(column: "n"),
      features: [.init(column: "x", kind: .numeric)]
    )
    let short = try RiskModel(
      fitting: specification,
      to: Self.grouped(spread: false),
      asOf: [],
      threads: 1
    )
    let long = try RiskModel(
      fitting: specification,
      to: Self.grouped(spread: true),
      asOf: [],
      threads: 1
    )
    expectClose(short.fit.aic, long.fit.aic, relativeTolerance: 1e-12, "AIC")
    expectClose(short.fit.deviance, long.fit.deviance, relativeTolerance: 1e-12, "deviance")
    guard case .numeric(let a) = short.encoding.terms[0],
      case .numeric(let b) = long.encoding.terms[0]
    else { return }
    expectClose(a.mean, b.mean, relativeTolerance: 1e-12, "mean of the feature")
  }

  @Test func `pooling counts frequencies, not rows`() throws {
    let areas = ["a", "b", "c", "a", "b", "c"]
    let dataset = Dataset(
      source: "areas.csv",
      columns: [
        Column(name: "area", values: .text(TextColumn(areas))),
        Column(name: "y", values: .numbers([0, 1, 0, 1, 0, 1])),
        Column(name: "n", values: .numbers([50, 40, 2, 30, 60, 3])),
      ]
    )
    let specification = RiskSpecification(
      name: "areas",
      target: .binary(column: "y", positive: "1"),
      weights: .frequency(column: "n"),
      features: [.init(column: "area", kind: .categorical(.init(poolBelow: 10)))]
    )
    let model = try RiskModel(fitting: specification, to: dataset, asOf: [], threads: 1)
    #expect(model.terms == ["(Intercept)", "area=b", "area=(pooled)"])
  }

  @Test func `an empty cell at scoring gets the training mean unless it is refused`() throws {
    let model = try Self.fitted(Self.specification(missing: .indicator))
    let people = Self.people(seed: 1)
    var values = (0..<800).map { Double($0 % 7) }
    guard case .numeric(let term) = model.encoding.terms[0] else { return }
    values[0] = .nan
    let holes = Self.replacing(Column(name: "months", values: .numbers(values)), in: people)
    values[0] = term.mean
    let filled = Self.replacing(Column(name: "months", values: .numbers(values)), in: people)
    #expect(
      try model.probabilities(model.encode(holes)) == model.probabilities(model.encode(filled))
    )
  }

  @Test func `a number whose square overflows is refused with its line`() {
    var values = (0..<800).map { Double($0 % 7) }
    values[3] = 1e200
    let people = Self.replacing(
      Column(name: "months", values: .numbers(values)),
      in: Self.people(seed: 1)
    )
    #expect(throws: DataProblem.self) {
      try RiskModel(fitting: Self.specification(), to: people, asOf: [], threads: 1)
    }
  }

  @Test func `a person without an id is refused at evaluation`() throws {
    let model = try Self.fitted()
    let nameless = Self.replacing(
      Column(name: "id", values: .text(TextColumn([nil] + (1..<800).map { "p\($0)" }))),
      in: Self.people(seed: 1)
    )
    let evaluator = RiskEvaluator(capacities: [10], replicates: 2, seed: 1, threads: 1)
    #expect(throws: DataProblem(.missingValue, file: "people.csv", line: 2, column: "id")) {
      try evaluator.evaluate(model, on: nameless, tieKeys: { UInt64($0.count) })
    }
  }

  @Test func `an evaluation's document has no bin of few people`() throws {
    let model = try Self.fitted()
    let evaluator = RiskEvaluator(capacities: [10], replicates: 2, seed: 1, threads: 1)
    let evaluation = try evaluator.evaluate(
      model,
      on: Self.people(seed: 2),
      tieKeys: { UInt64($0.count) }
    )
    let text = String(decoding: try JSONEncoder().encode(evaluation), as: UTF8.self)
    #expect(!text.contains("scoreCounts") && !text.contains("calibrationBins"))
  }
}
