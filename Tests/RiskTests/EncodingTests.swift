import Datasets
import Foundation
import Risk
import Statistics
import TestSupport
import Testing

@Suite struct `Encoding of terms` {
  /// Rows of a number, two categories and a target that depends on them.
  private static func rows(count: Int, seed: UInt64, levels: Int = 3) -> Dataset {
    var generator = SeededGenerator(seed: seed)
    var x: [Double] = []
    var a: [String] = []
    var b: [String] = []
    var y: [Double] = []
    for _ in 0..<count {
      let left = generator.index(below: levels)
      let right = generator.index(below: 2)
      x.append(generator.uniform() * 10)
      a.append("a\(left)")
      b.append("b\(right)")
      let predictor = 0.3 * (x[x.count - 1] - 5) + 0.5 * Double(left % 3 * right) - 0.5
      y.append(generator.uniform() < LogisticLoss.probability(predictor) ? 1 : 0)
    }
    return Dataset(
      source: "rows.csv",
      columns: [
        Column(name: "x", values: .numbers(x)),
        Column(name: "a", values: .text(TextColumn(a))),
        Column(name: "b", values: .text(TextColumn(b))),
        Column(name: "y", values: .numbers(y)),
      ]
    )
  }

  private static func specification(
    _ features: [RiskSpecification.Feature],
    _ interactions: [RiskSpecification.Interaction] = [],
    weights: RiskSpecification.Weights? = nil,
    missing: RiskSpecification.MissingPolicy = .refuse,
    sensitive: [String] = []
  ) -> RiskSpecification {
    RiskSpecification(
      name: "terms",
      target: .binary(column: "y", positive: "1"),
      weights: weights,
      features: features,
      interactions: interactions,
      missing: missing,
      sensitive: sensitive
    )
  }

  private static func category(
    _ column: String,
    _ unseen: RiskSpecification.UnseenPolicy = .refuse
  ) -> RiskSpecification.Feature {
    .init(column: column, kind: .categorical(.init(unseen: unseen)))
  }

  private static func replacing(_ column: Column, in dataset: Dataset) -> Dataset {
    Dataset(
      source: dataset.source,
      columns: dataset.columns.filter { $0.name != column.name } + [column]
    )
  }

  private static let all = specification(
    [
      .init(column: "x", kind: .numeric),
      .init(column: "z", kind: .spline(.init(knots: .count(4)))),
      category("a"), category("b"),
    ],
    [.init("a", "b"), .init("x", "a"), .init("b", "x")]
  )

  /// The rows with a second number, which has more than 256 values in the first of them.
  private static func wide(seed: UInt64) -> Dataset {
    var generator = SeededGenerator(seed: seed)
    let rows = rows(count: 900, seed: seed)
    return replacing(
      Column(name: "z", values: .numbers((0..<900).map { _ in generator.uniform() * 50 })),
      in: rows
    )
  }

  @Test(.tags(.property), arguments: [1, 2, 3] as [UInt64])
  func `a row's probability depends on neither its place nor its company`(seed: UInt64) throws {
    let rows = Self.wide(seed: seed)
    let model = try RiskModel(fitting: Self.all, to: rows, asOf: [], threads: 2)
    #expect(model.terms.count == 1 + 1 + 5 + 2 + 1 + 2 + 2 + 1)
    let probabilities = model.probabilities(try model.encode(rows))
    // Few rows have a table of the spline, many have it evaluated: the bits must be the same.
    for part in [[5], Array(100..<300), Array((0..<900).reversed())] {
      let some = model.probabilities(try model.encode(rows.selecting(rows: part)))
      #expect(some == part.map { probabilities[$0] }, "seed \(seed)")
    }
    let one = try RiskModel(fitting: Self.all, to: rows, asOf: [], threads: 1)
    #expect(one == model, "seed \(seed)")
  }

  @Test(.tags(.property), arguments: [1, 2, 3] as [UInt64])
  func `an interaction of categories is the category of their pairs`(seed: UInt64) throws {
    let rows = Self.rows(count: 600, seed: seed)
    let pairs = (0..<600).map { row in
      "\(rows["a"]?.text(at: row) ?? "")\(rows["b"]?.text(at: row) ?? "")"
    }
    let joint = Self.replacing(Column(name: "ab", values: .text(TextColumn(pairs))), in: rows)
    let left = try RiskModel(
      fitting: Self.specification([Self.category("a"), Self.category("b")], [.init("a", "b")]),
      to: rows,
      asOf: [],
      threads: 1
    )
    let right = try RiskModel(
      fitting: Self.specification([Self.category("ab")]),
      to: joint,
      asOf: [],
      threads: 1
    )
    expectClose(left.fit.deviance, right.fit.deviance, relativeTolerance: 1e-10, "seed \(seed)")
  }

  @Test func `only combinations that occur have a column, others follow the policy`() throws {
    let rows = Self.rows(count: 400, seed: 4)
    // a2 with b1 is taken out.
    let kept = (0..<400).filter {
      rows["a"]?.text(at: $0) != "a2" || rows["b"]?.text(at: $0) != "b1"
    }
    let training = rows.selecting(rows: kept)
    let missing = rows.selecting(rows: [
      try #require((0..<400).first { !kept.contains($0) })
    ])
    let refusing = try RiskModel(
      fitting: Self.specification([Self.category("a"), Self.category("b")], [.init("a", "b")]),
      to: training,
      asOf: [],
      threads: 1
    )
    #expect(refusing.terms == ["(Intercept)", "a=a1", "a=a2", "b=b1", "a=a1:b=b1"])
    #expect(
      throws: DataProblem(
        .unseenLevel,
        file: "rows.csv",
        line: missing.line(ofRow: 0),
        column: "a:b"
      )
    ) { try refusing.encode(missing) }
    let lenient = try RiskModel(
      fitting: Self.specification(
        [Self.category("a", .reference), Self.category("b", .reference)],
        [.init("a", "b")]
      ),
      to: training,
      asOf: [],
      threads: 1
    )
    let values = lenient.fit.values
    expectClose(
      lenient.probabilities(try lenient.encode(missing))[0],
      LogisticLoss.probability(values[0] + values[2] + values[3]),
      relativeTolerance: 1e-14
    )
  }

  @Test(arguments: [200, 300, 70_000])
  func `codes of many levels stay whole`(levels: Int) throws {
    let texts = (0..<levels).map { "level \($0)" }
    let dataset = Dataset(
      source: "levels.csv",
      columns: [
        Column(name: "a", values: .text(TextColumn(texts))),
        Column(name: "y", values: .numbers((0..<levels).map { Double($0 % 2) })),
      ]
    )
    let training = try RiskTraining(
      Self.specification([Self.category("a")]),
      dataset,
      asOf: [],
      threads: 2
    )
    let rows = training.rows
    guard case .categorical(let term) = training.encoding.terms[0] else { return }
    var block = TermBlock(capacity: rows.blocks[0].count, layout: rows.layout)
    for (index, range) in rows.blocks.enumerated() {
      rows.fill(index, into: &block)
      let codes = block.codes.prefix(range.count).map(Int.init)
      let found = codes.map { $0 == term.levels.count ? term.reference : term.levels[$0] }
      #expect(found == Array(texts[range]))
    }
  }

  @Test func `an empty cell of a spline has its own coefficient`() throws {
    var rows = Self.wide(seed: 6)
    guard case .numbers(var values) = rows["z"]?.values else { return }
    for row in stride(from: 0, to: 900, by: 9) { values[row] = .nan }
    rows = Self.replacing(Column(name: "z", values: .numbers(values)), in: rows)
    let spline = RiskSpecification.Feature(
      column: "z",
      kind: .spline(.init(knots: .count(2), basis: .b))
    )
    #expect(throws: DataProblem(.missingValue, file: "rows.csv", line: 2, column: "z")) {
      try RiskModel(fitting: Self.specification([spline]), to: rows, asOf: [], threads: 1)
    }
    let model = try RiskModel(
      fitting: Self.specification([spline], missing: .indicator),
      to: rows,
      asOf: [],
      threads: 1
    )
    #expect(model.terms.suffix(2) == ["z[5]", "z=(missing)"])
    // The mean of the fitted probabilities of those rows is their share of events.
    let probabilities = model.probabilities(try model.encode(rows))
    let empty = stride(from: 0, to: 900, by: 9).map { $0 }
    let events = empty.count { rows["y"]?.text(at: $0) == "1" }
    expectClose(
      empty.map { probabilities[$0] }.reduce(0, +),
      Double(events),
      relativeTolerance: 1e-9
    )
  }

  @Test(arguments: [
    (RiskSpecification.Spline(knots: .count(3)), "a column of at least "),
    (.init(knots: .positions([0.5, 90])), "ascending knots inside the range"),
  ])
  func `a spline that the column cannot have is refused`(
    spline: RiskSpecification.Spline,
    words: String
  ) throws {
    let rows = Self.replacing(
      Column(name: "x", values: .numbers((0..<60).map { Double($0 % 2) })),
      in: Self.rows(count: 60, seed: 1)
    )
    let specification = Self.specification([.init(column: "x", kind: .spline(spline))])
    let problem = #expect(throws: DataProblem.self) {
      try RiskModel(fitting: specification, to: rows, asOf: [], threads: 1)
    }
    guard case .invalidValue(let expected) = problem?.cause else {
      Issue.record("no such problem: \(String(describing: problem))")
      return
    }
    #expect(expected.hasPrefix(words) && problem?.column == "x", "\(expected)")
  }

  @Test func `weights that are negative or all zero are refused in a sentence`() throws {
    let rows = Self.rows(count: 50, seed: 2)
    func fit(_ weights: [Double]) throws -> RiskModel {
      try RiskModel(
        fitting: Self.specification(
          [.init(column: "x", kind: .numeric)],
          weights: .sampling(column: "w")
        ),
        to: Self.replacing(Column(name: "w", values: .numbers(weights)), in: rows),
        asOf: [],
        threads: 1
      )
    }
    var weights = [Double](repeating: 1, count: 50)
    weights[7] = -1
    #expect(
      throws: DataProblem(
        .invalidValue(expected: "a number that is not negative"),
        file: "rows.csv",
        line: 9,
        column: "w"
      )
    ) { try fit(weights) }
    #expect(
      throws: DataProblem(
        .invalidValue(expected: "a weight above 0 in at least one row"),
        file: "rows.csv",
        column: "w"
      )
    ) { try fit(Array(repeating: 0, count: 50)) }
  }

  @Test func `contributions of features and interactions add up to the score`() throws {
    let rows = Self.rows(count: 500, seed: 8)
    let features = [
      RiskSpecification.Feature(column: "x", kind: .numeric), Self.category("a"),
    ]
    let model = try RiskModel(
      fitting: Self.specification(features, [.init("x", "a")]),
      to: rows,
      asOf: [],
      threads: 1
    )
    let encoded = try model.encode(rows)
    let reasons = try model.reasons(rows, encoded, limit: 5)
    let probabilities = model.probabilities(encoded)
    let means = [1] + model.encoding.terms.flatMap(\.means)
    let origin = zip(model.fit.values, means).reduce(0) { $0 + $1.0 * $1.1 }
    for row in 0..<500 where reasons[row].count == 2 {
      expectClose(
        origin + reasons[row].reduce(0) { $0 + $1.contribution },
        LogisticLoss.logit(probabilities[row]),
        relativeTolerance: 1e-9,
        absoluteTolerance: 1e-9
      )
    }
    #expect(reasons.contains { $0.count == 2 })
    let discreet = try RiskModel(
      fitting: Self.specification(features, [.init("x", "a")], sensitive: ["a"]),
      to: rows,
      asOf: [],
      threads: 1
    )
    let own = try discreet.reasons(rows, encoded, limit: 5)
    guard case .numeric(let term) = discreet.encoding.terms[0] else { return }
    for (row, found) in own.enumerated() {
      for reason in found {
        guard case .number(let value) = reason.value else { continue }
        expectClose(
          reason.contribution,
          discreet.fit.values[1] * (value - term.mean),
          relativeTolerance: 1e-9,
          "row \(row)"
        )
      }
    }
  }

  @Test(arguments: [nil, .ridge, .lasso] as [RiskSpecification.Penalty.Kind?])
  func `a model has a covariance unless it is penalised`(
    kind: RiskSpecification.Penalty.Kind?
  ) throws {
    var specification = Self.specification([.init(column: "x", kind: .numeric)])
    specification.penalty = kind.map { .init(kind: $0, lambda: 0.1) }
    let model = try RiskModel(
      fitting: specification,
      to: Self.rows(count: 300, seed: 12),
      asOf: [],
      threads: 1
    )
    #expect((model.fit.covariance == nil) == (kind != nil))
    let data = try JSONEncoder().encode(model)
    let fit = (try JSONSerialization.jsonObject(with: data) as? [String: Any])?["fit"]
    #expect(((fit as? [String: Any])?["covariance"] == nil) == (kind != nil))
    #expect(try JSONDecoder().decode(RiskModel.self, from: data) == model)
  }

  @Test(.tags(.conformance), arguments: [("risk_format_1", 1), ("risk_format_2_ridge", 2)])
  func `a model of an older version loads and scores as it did`(
    name: String,
    formatVersion: Int
  ) throws {
    struct Scores: Decodable {
      let columns: [String]
      let rows: [[Double]]
      let probabilities: [Double]
    }
    let folder = Repository.fixtures.appending(path: "models")
    let model = try JSONDecoder().decode(
      RiskModel.self,
      from: Data(contentsOf: folder.appending(path: "\(name).json"))
    )
    #expect(model.formatVersion == formatVersion)
    let scores = try JSONDecoder().decode(
      Scores.self,
      from: Data(contentsOf: folder.appending(path: "\(name)_scores.json"))
    )
    let table = Dataset(
      source: "rows",
      columns: scores.columns.enumerated().map { place, name in
        Column(name: name, values: .numbers(scores.rows.map { $0[place] }))
      }
    )
    let found = model.probabilities(try model.encode(table))
    #expect(found.count == 12)
    for (p, expected) in zip(found, scores.probabilities) {
      expectClose(p, expected, relativeTolerance: 1e-13)
    }
  }
}
