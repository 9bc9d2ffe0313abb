import Datasets
import Risk
import Statistics
import TestSupport
import Testing

@Suite struct `Folds of a validation` {
  /// Rows of some persons at some dates.
  private static func dataset(persons: Int, dates: [Month]) -> Dataset {
    let ids = (0..<persons).flatMap { person in dates.map { _ in "p\(person)" } }
    let months = (0..<persons).flatMap { _ in dates }
    return Dataset(
      source: "rows.csv",
      columns: [
        Column(name: "id", values: .text(TextColumn(ids))),
        Column(name: "as_of", values: .months(months)),
        Column(name: "area", values: .text(TextColumn(ids.map { String($0.suffix(1)) }))),
        Column(name: "x", values: .numbers(ids.indices.map { Double($0 % 7) })),
        Column(name: "y", values: .numbers(ids.indices.map { Double($0 % 2) })),
      ]
    )
  }

  private static func specification(months: Int?) -> RiskSpecification {
    var specification = RiskSpecification(
      name: "test",
      id: "id",
      target: .binary(column: "y", positive: "1"),
      asOf: "as_of",
      features: [.init(column: "x", kind: .numeric)]
    )
    specification.labelMonths = months
    return specification
  }

  @Test(.tags(.property), arguments: 1...40)
  func `no fold trains on a label window that overlaps its test date`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let months = 1 + generator.index(below: 15)
    var dates: Set<Month> = []
    while dates.count < 6 {
      dates.insert(Month(index: 24_000 + generator.index(below: 60)))
    }
    dates.insert(Month(index: 24_100))
    let rows = Self.dataset(persons: 3, dates: dates.sorted())
    let all = try rows.months(ofColumn: "as_of")
    for scheme in [FoldScheme.expanding, .sliding(dates: 1 + generator.index(below: 3))] {
      let plan = try ValidationFolds(scheme, Self.specification(months: months), rows)
      for fold in plan.folds {
        let test = try #require(fold.testDates.first)
        #expect(fold.test.allSatisfy { all[$0] == test }, "seed \(seed)")
        #expect(!fold.training.isEmpty, "seed \(seed)")
        for row in fold.training {
          // The window's last month is before the test date.
          #expect(all[row].advanced(by: months - 1) < test, "seed \(seed), \(scheme)")
        }
        if case .sliding(let count) = scheme { #expect(fold.trainingDates.count <= count) }
      }
    }
  }

  @Test func `expanding folds train on every earlier date and sliding ones on the last few`() throws
  {
    let dates = (0..<5).map { Month(year: 1994 + $0, month: 7) }
    let rows = Self.dataset(persons: 2, dates: dates)
    let specification = Self.specification(months: 12)
    let expanding = try ValidationFolds(.expanding, specification, rows).folds
    #expect(expanding.map(\.trainingDates) == (1..<5).map { Array(dates[..<$0]) })
    let sliding = try ValidationFolds(.sliding(dates: 2), specification, rows).folds
    #expect(sliding.map(\.trainingDates.count) == [1, 2, 2, 2])
    // A label that takes thirteen months is still open at the next date.
    let late = try ValidationFolds(.expanding, Self.specification(months: 13), rows).folds
    #expect(late.map(\.name) == ["1996-07", "1997-07", "1998-07"])
    #expect(late[0].trainingDates == [dates[0]])
  }

  @Test func `a date without an earlier closed label is refused when asked for`() {
    let dates = (0..<3).map { Month(year: 1994 + $0, month: 7) }
    let rows = Self.dataset(persons: 2, dates: dates)
    for date in [dates[0], Month(year: 2000, month: 1)] {
      #expect(throws: DataProblem.self) {
        try ValidationFolds(
          .expanding,
          Self.specification(months: 12),
          rows,
          testDates: [date]
        )
      }
    }
  }

  @Test(.tags(.property), arguments: [UInt64(1), 2, 3])
  func `random and group folds judge each row once and never a person they train on`(
    seed: UInt64
  ) throws {
    let dates = (0..<3).map { Month(year: 1994 + $0, month: 7) }
    let rows = Self.dataset(persons: 30, dates: dates)
    let ids = try rows.column("id")
    for scheme in [FoldScheme.random(count: 4), .groups(column: "area")] {
      let plan = try ValidationFolds(
        scheme,
        Self.specification(months: 12),
        rows,
        seed: seed
      )
      #expect(plan.folds.flatMap(\.test).sorted() == Array(0..<rows.rowCount), "seed \(seed)")
      for fold in plan.folds {
        let judged = Set(fold.test.map { ids.text(at: $0) })
        #expect(fold.training.allSatisfy { !judged.contains(ids.text(at: $0)) }, "seed \(seed)")
        #expect(!fold.training.isEmpty, "seed \(seed)")
      }
    }
  }
}

@Suite struct `Rivals of a model` {
  private static let rows = Dataset(
    source: "rows.csv",
    columns: [
      Column(name: "attendance", values: .numbers([95, 89, 84, .nan, 85])),
      Column(name: "needs", values: .text(TextColumn(["none", "support", "plan", nil, "plan"]))),
      Column(name: "x", values: .numbers([1, 1, 1, 0, 2])),
      Column(name: "z", values: .numbers([3, 5, 3, 9, 0])),
    ]
  )

  @Test func `points add up over bands of numbers and texts, and an empty cell gives none`() throws
  {
    let table = PointsTable(
      name: "RONI",
      items: [
        .init(column: "attendance", points: 1, from: 85, below: 90),
        .init(column: "attendance", points: 2, below: 85),
        .init(column: "needs", points: 1, texts: ["support"]),
        .init(column: "needs", points: 2, texts: ["plan"]),
      ],
      bands: [1, 2, 4]
    )
    let scores = try table.scores(Self.rows)
    #expect(scores == [0, 2, 4, 0, 3])
    #expect(scores.map(table.band) == [0, 2, 3, 0, 2])
  }

  @Test func `a list overlaps itself whole, and one of other rows not at all`() {
    let outcomes = [true, false, true, false]
    let up = RankedOutcomes(scores: [1, 2, 3, 4], outcomes: outcomes)
    let down = RankedOutcomes(scores: [4, 3, 2, 1], outcomes: outcomes)
    for capacity in 1...6 { #expect(up.overlap(with: up, first: capacity) == 1) }
    #expect(up.overlap(with: down, first: 2) == 0)
    #expect(up.overlap(with: down, first: 3) == 2.0 / 3)
    #expect(up.overlap(with: down, first: 4) == 1)
  }
}

@Suite struct `A validation` {
  /// Two dates; x says a little, `after` everything.
  private static func rows(_ count: Int = 200) -> Dataset {
    var generator = SeededGenerator(seed: 7)
    let x = (0..<2 * count).map { _ in Double(generator.index(below: 10)) }
    let y = x.map { value in Double(generator.index(below: 12)) < value ? 1.0 : 0 }
    return Dataset(
      source: "rows.csv",
      columns: [
        Column(
          name: "id",
          values: .text(TextColumn((0..<2 * count).map { "p\($0 % count)" }))
        ),
        Column(
          name: "as_of",
          values: .months((0..<2 * count).map { Month(year: $0 < count ? 2020 : 2021, month: 1) })
        ),
        Column(name: "x", values: .numbers(x)),
        Column(
          name: "area",
          values: .text(TextColumn((0..<2 * count).map { $0 < count ? "a\($0 % 3)" : "new" }))
        ),
        Column(
          name: "after",
          values: .numbers(y.enumerated().map { $1 + ($0 % 50 == 0 ? 0.6 : 0) })
        ),
        Column(name: "y", values: .numbers(y)),
      ]
    )
  }

  private static func specification(_ features: [String] = ["x"]) -> RiskSpecification {
    var specification = RiskSpecification(
      name: "test",
      id: "id",
      target: .binary(column: "y", positive: "1"),
      asOf: "as_of",
      features: features.map { .init(column: $0, kind: .numeric) }
    )
    specification.labelMonths = 12
    specification.baselines = .init(
      rules: [ColumnRanking([OneColumnRule(column: "x", higherIsRiskier: true)])],
      area: ["area"]
    )
    return specification
  }

  private static func validate(
    _ specifications: [RiskSpecification],
    threads: Int = 1
  ) throws -> RiskValidation {
    try RiskValidator(
      scheme: .expanding,
      capacities: [20],
      replicates: 40,
      seed: 1,
      threads: threads
    ).validate(
      specifications,
      on: Self.rows(),
      tieKeys: { person in person.utf8.reduce(7) { ($0 &* 31) &+ UInt64($1) } }
    )
  }

  @Test func `a model of one column ranks as the rule of that column does`() throws {
    let fold = try #require(try Self.validate([Self.specification()]).folds.first)
    let (model, rule) = (fold.scores[0], fold.scores[1])
    #expect(model.auc == rule.auc && model.top[0].precision == rule.top[0].precision)
    #expect(rule.top[0].overlap == 1 && rule.top[0].tie == model.top[0].tie)
    #expect(rule.difference?.auc.value == 0 && rule.difference?.auc.lower == 0)
    let tie = try #require(rule.top[0].tie)
    #expect((tie.fewestFound...tie.mostFound).contains(rule.top[0].found))
  }

  @Test func `an area without training rows counts as the base rate`() throws {
    let fold = try #require(try Self.validate([Self.specification()]).folds.first)
    let area = try #require(fold.scores.first { $0.kind == .area })
    let base = try #require(fold.scores.last)
    #expect(area.auc.value == 0.5 && base.kind == .baseRate)
    #expect(area.probability?.brier == base.probability?.brier)
  }

  @Test func `net finds are those beyond a list drawn by lot`() throws {
    let fold = try #require(try Self.validate([Self.specification()]).folds.first)
    let top = fold.scores[0].top[0]
    expectClose(
      top.net.value,
      Double(top.found) - 20 * fold.baseRate,
      absoluteTolerance: 1e-9
    )
  }

  @Test func `a column that knows the outcome raises the alarm, an honest one does not`() throws {
    let honest = try Self.validate([Self.specification()])
    #expect(honest.leakage.isEmpty)
    var specification = Self.specification(["x", "after"])
    specification.penalty = .init(kind: .ridge, lambda: 0.1)
    specification.knownSince = [.init(column: "x", month: Month(year: 2020, month: 1))]
    let found = try Self.validate([specification]).leakage
    #expect(found.map(\.column) == ["after", "x"])
    guard case .tooGood(let auc) = found[0].cause else {
      Issue.record("not too good")
      return
    }
    #expect(auc > 0.95)
    // A value that becomes known in the month of the date is not known before it.
    #expect(
      found[1].cause
        == .knownLater(
          since: Month(year: 2020, month: 1),
          dates: [Month(year: 2020, month: 1)]
        )
    )
  }

  @Test func `two models are compared, and the same one twice is refused`() throws {
    var other = Self.specification()
    other.name = "other"
    let result = try Self.validate([Self.specification(), other])
    #expect(result.folds[0].scores.prefix(2).map(\.name) == ["test", "other"])
    #expect(result.folds[0].scores[1].top[0].overlap == 1)
    #expect(result.regret.prefix(2).map(\.auc) == [[0], [0]])
    #expect(throws: DataProblem.self) {
      try Self.validate([Self.specification(), Self.specification()])
    }
  }

  @Test func `a model judged on the date of a fold has the fold's rivals and figures`() throws {
    var specification = Self.specification()
    specification.baselines?.points = PointsTable(
      name: "points",
      items: [.init(column: "x", points: 1, from: 3), .init(column: "x", points: 2, from: 6)]
    )
    let fold = try #require(try Self.validate([specification]).folds.first)
    let rows = Self.rows()
    let months = try rows.months(ofColumn: "as_of")
    let earlier = rows.selecting(rows: months.indices.filter { months[$0].year == 2020 })
    let later = rows.selecting(rows: months.indices.filter { months[$0].year == 2021 })
    let model = try RiskModel(fitting: specification, to: earlier, asOf: ["2020-01"], threads: 1)
    let evaluation = try RiskEvaluator(capacities: [20], replicates: 40, seed: 1, threads: 1)
      .evaluate(
        model,
        on: later,
        tieKeys: { person in person.utf8.reduce(7) { ($0 &* 31) &+ UInt64($1) } },
        area: try AreaMean(specification, trainedOn: earlier)
      )
    #expect(evaluation.rivals.map(\.kind) == [.rule, .points, .area])
    #expect(Array(evaluation.rivals) == Array(fold.scores[1..<4]))
    #expect(evaluation.model.auc == fold.scores[0].auc)
  }

  @Test func `training rows of one outcome are refused with the dates they are of`() throws {
    let rows = Self.rows()
    let months = try rows.months(ofColumn: "as_of")
    guard case .numbers(let outcomes) = try rows.column("y").values else {
      Issue.record("no numbers")
      return
    }
    let without = Dataset(
      source: rows.source,
      columns: rows.columns.filter { $0.name != "y" } + [
        Column(
          name: "y",
          values: .numbers(zip(outcomes, months).map { $1.year == 2020 ? 0 : $0 })
        )
      ]
    )
    let error = #expect(throws: DataProblem.self) {
      try RiskValidator(scheme: .expanding, capacities: [20], replicates: 2, seed: 1, threads: 1)
        .validate([Self.specification()], on: without, tieKeys: { UInt64($0.count) })
    }
    guard case .invalidValue(let expected) = error?.cause else {
      Issue.record("another cause")
      return
    }
    #expect(expected.contains("those of 2020-01, which fold 2021-01 trains on, have one"))
  }

  @Test func `the figures are the same for any number of threads`() throws {
    let one = try Self.validate([Self.specification()])
    #expect(one == (try Self.validate([Self.specification()], threads: 3)))
  }
}
