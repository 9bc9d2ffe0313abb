import Datasets
import Risk
import Statistics
import TestSupport
import Testing

/// A table handed out in parts of some rows each.
struct RowParts: TableParts {
  let table: Dataset
  let rows: Int

  var source: String { table.source }

  func reduce<Total, Part: Sendable>(
    into initial: Total,
    part: @Sendable (Int, Dataset) throws(DataProblem) -> Part,
    join: (inout Total, Part) throws(DataProblem) -> Void
  ) throws(DataProblem) -> Total {
    var total = initial
    for (index, start) in stride(from: 0, to: table.rowCount, by: rows).enumerated() {
      let rows = table.selecting(rows: Array(start..<min(start + rows, table.rowCount)))
      try join(&total, try part(index, rows))
    }
    return total
  }
}

@Suite struct `Training on rows in parts` {
  struct Case: CustomTestStringConvertible {
    let seed: UInt64
    let rows: Int
    var weights: RiskSpecification.Weights?
    var missing = RiskSpecification.MissingPolicy.indicator
    var hasClusters = false

    var testDescription: String { "seed \(seed), parts of \(rows) rows" }
  }

  /// Rows with numbers of many and of few values, categories of texts, numbers and months, empty
  /// cells, unknown outcomes, weights, offsets and clusters.
  private static func table(seed: UInt64, count: Int = 1500, hasMissing: Bool = true) -> Dataset {
    var generator = SeededGenerator(seed: seed)
    var columns: [String: [Double]] = [:]
    var area: [String?] = []
    var month: [Month?] = []
    var target: [Double] = []
    for row in 0..<count {
      let gap = { hasMissing && generator.index(below: 20) == 0 }
      let wide = generator.uniform() * generator.uniform() * 100 - 5
      let age = Double(generator.index(below: 30))
      let sector = Double(generator.index(below: 4)) / 2
      let place = generator.index(below: 5)
      columns["wide", default: []].append(gap() ? .nan : wide)
      columns["age", default: []].append(gap() ? .nan : age)
      columns["sector", default: []].append(gap() ? .nan : sector)
      columns["flag", default: []].append(Double(generator.index(below: 2)))
      columns["n", default: []].append(Double(generator.index(below: 4)))
      columns["w", default: []].append(generator.uniform() * 2 + 0.1)
      columns["o", default: []].append(generator.uniform() - 0.5)
      columns["person", default: []].append(Double(row / 4))
      area.append(gap() ? nil : row == count / 2 ? "islet" : "a\(place)")
      month.append(gap() ? nil : Month(year: 2024, month: 1 + generator.index(below: 3)))
      let predictor = 0.03 * wide - 0.05 * age + 0.4 * sector - 0.2 * Double(place)
      let isEvent = generator.uniform() < LogisticLoss.probability(predictor)
      target.append(gap() ? .nan : isEvent ? 1 : 0)
    }
    let names = ["wide", "age", "sector", "flag", "n", "w", "o", "person"]
    return Dataset(
      source: "parts.csv",
      columns: names.map { Column(name: $0, values: .numbers(columns[$0] ?? [])) } + [
        Column(name: "area", values: .text(TextColumn(area))),
        Column(name: "month", values: .months(month)),
        Column(name: "y", values: .numbers(target)),
      ]
    )
  }

  private static func specification(_ example: Case) -> RiskSpecification {
    RiskSpecification(
      name: "parts",
      target: .binary(column: "y", positive: "1"),
      weights: example.weights,
      offset: "o",
      features: [
        .init(column: "wide", kind: .spline(.init(knots: .count(4)))),
        .init(column: "age", kind: .spline(.init(knots: .count(3), basis: .b))),
        .init(column: "flag", kind: .numeric),
        .init(column: "sector", kind: .categorical(.init())),
        .init(column: "area", kind: .categorical(.init(poolBelow: 10, unseen: .pooled))),
        .init(column: "month", kind: .categorical(.init())),
      ],
      interactions: [.init("flag", "area"), .init("sector", "area")],
      cluster: example.hasClusters ? "person" : nil,
      inference: .init(covariance: example.hasClusters ? .cluster : .model),
      missing: example.missing
    )
  }

  private static func training(
    _ specification: RiskSpecification,
    _ table: Dataset,
    rows: Int,
    memory: Int = .max
  ) throws -> RiskTraining {
    let place = try TemporaryFolder()
    return try RiskTraining(
      specification,
      parts: RowParts(table: table, rows: rows),
      asOf: [],
      folder: place.path("."),
      memory: memory,
      threads: 2
    )
  }

  @Test(
    .tags(.property),
    arguments: [
      Case(seed: 1, rows: 1), Case(seed: 2, rows: 7), Case(seed: 3, rows: 400),
      Case(seed: 4, rows: 5000),
      Case(seed: 5, rows: 130, weights: .frequency(column: "n")),
      Case(seed: 6, rows: 61, weights: .sampling(column: "w")),
      Case(seed: 7, rows: 90, hasClusters: true),
    ]
  )
  func `the model is that of the rows in memory`(example: Case) throws {
    let specification = Self.specification(example)
    let table = Self.table(seed: example.seed)
    let expected = try RiskModel(fitting: specification, to: table, asOf: [], threads: 2)
    let model = try Self.training(specification, table, rows: example.rows).fit(threads: 2)
    #expect(model.terms == expected.terms)
    #expect(model.training == expected.training)
    #expect(model.rule == expected.rule)
    #expect(model.fit.summary.status == expected.fit.summary.status)
    for (term, other) in zip(model.encoding.terms, expected.encoding.terms) {
      for (mean, otherMean) in zip(term.means, other.means) {
        expectClose(mean, otherMean, relativeTolerance: 1e-12, absoluteTolerance: 1e-14, term.name)
      }
      guard case .spline(let spline) = term, case .spline(let otherSpline) = other else { continue }
      #expect(spline.basis == otherSpline.basis)
      #expect(spline.hasIndicator == otherSpline.hasIndicator)
    }
    for (index, coefficient) in expected.fit.coefficients.enumerated() {
      guard let error = coefficient.standardError else { continue }
      let name = model.terms[index]
      expectClose(
        model.fit.values[index],
        coefficient.value,
        absoluteTolerance: 1e-10 * error,
        name
      )
      expectClose(
        model.inference?.standardErrors[index] ?? .nan,
        expected.inference?.standardErrors[index] ?? .nan,
        relativeTolerance: 1e-8,
        name
      )
    }
  }

  @Test func `a cell that cannot be used is named with its line wherever its part stands`() throws {
    let example = Case(seed: 8, rows: 100, missing: .refuse)
    let table = Self.table(seed: 8, hasMissing: false)
    let ages = (0..<table.rowCount).map { $0 == 1480 ? Double.infinity : Double($0 % 30) }
    let wrong = Dataset(
      source: table.source,
      columns: table.columns.map {
        $0.name == "age" ? Column(name: "age", values: .numbers(ages)) : $0
      }
    )
    #expect(
      throws: DataProblem(
        .nonFinite,
        file: "parts.csv",
        line: 1482,
        column: "age",
        emptyCell: .refused
      )
    ) {
      try Self.training(Self.specification(example), wrong, rows: example.rows)
    }
  }

  @Test func `outcomes are judged on all parts together`() throws {
    var specification = Self.specification(Case(seed: 9, rows: 50))
    specification.features = [.init(column: "flag", kind: .numeric)]
    specification.interactions = []
    specification.offset = nil
    let outcomes = (0..<1000).map { $0 < 500 ? 0.0 : 1.0 }
    let table = { (y: [Double]) in
      Dataset(
        source: "sorted.csv",
        columns: [
          Column(name: "flag", values: .numbers((0..<1000).map { Double($0 % 3 % 2) })),
          Column(name: "y", values: .numbers(y)),
        ]
      )
    }
    let model = try Self.training(specification, table(outcomes), rows: 50).fit(threads: 1)
    #expect(model.fit.eventCount == 500)
    #expect(throws: DataProblem(.constantTarget, file: "sorted.csv", column: "y")) {
      try Self.training(specification, table(outcomes.map { _ in 1 }), rows: 50)
    }
    #expect(throws: DataProblem(.tooManyTargetValues(count: 3), file: "sorted.csv", column: "y")) {
      try Self.training(specification, table(outcomes.dropLast() + [2]), rows: 50)
    }
  }

  @Test func `a fit beyond the memory allowed is refused with what it needs`() throws {
    let specification = Self.specification(Case(seed: 10, rows: 100))
    let table = Self.table(seed: 10)
    let problem = #expect(throws: DataProblem.self) {
      try Self.training(specification, table, rows: 100, memory: 10_000)
    }
    guard case .memoryLimit(let columns, let needed, limit: 10_000) = problem?.cause else {
      Issue.record("not refused for its memory")
      return
    }
    #expect(needed >= 8 * columns * columns)
  }

  @Test func `rows of influence are named with the lines they have in the table`() throws {
    let specification = Self.specification(Case(seed: 12, rows: 77))
    let table = Self.table(seed: 12)
    let loaded = try RiskTraining(specification, table, asOf: [], threads: 2)
    let parts = try Self.training(specification, table, rows: 77)
    let model = try loaded.fit(threads: 2)
    let expected = try loaded.influence(on: model, count: 8, threads: 2)
    let found = try parts.influence(on: model, count: 8, threads: 2)
    #expect(expected.count == 8)
    #expect(found.map(\.line) == expected.map(\.line))
  }

  @Test func `rows kept in a file are the same for any number of threads`() throws {
    let specification = Self.specification(Case(seed: 11, rows: 64))
    let table = Self.table(seed: 11)
    let training = try Self.training(specification, table, rows: 64)
    #expect(try training.fit(threads: 1) == training.fit(threads: 2))
  }
}
