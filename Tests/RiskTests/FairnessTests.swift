import Datasets
import Risk
import Statistics
import TestSupport
import Testing

@Suite struct `Fairness audits` {
  private static let specification = RiskSpecification(
    name: "test",
    id: "id",
    target: .binary(column: "neet", positive: "1"),
    features: [.init(column: "score", kind: .numeric)]
  )

  /// Rows of a score, an outcome (NaN for an unknown one) and a group.
  private static func table(
    scores: [Double],
    outcomes: [Double],
    groups: [String?],
    persons: [String]? = nil
  ) -> Dataset {
    Dataset(
      source: "people.csv",
      columns: [
        Column(
          name: "id",
          values: .text(TextColumn(persons ?? scores.indices.map { "p\($0)" }))
        ),
        Column(name: "score", values: .numbers(scores)),
        Column(name: "neet", values: .numbers(outcomes)),
        Column(name: "group", values: .text(TextColumn(groups))),
      ]
    )
  }

  private static func audit(
    _ dataset: Dataset,
    _ audit: RiskSpecification.Audit = .init(groups: ["group"]),
    capacity: Int,
    replicates: Int = 50,
    seed: UInt64 = 1,
    threads: Int = 2
  ) throws -> FairnessAudit {
    // Equal keys leave equal scores in the order of the rows.
    let sample = try FairnessSample(specification, audit, dataset) { _ in 0 }
    guard case .numbers(let values) = try sample.rows.column("score").values else {
      return try #require(nil)
    }
    return FairnessAuditor(
      audit,
      capacities: [capacity],
      replicates: replicates,
      seed: seed,
      threads: threads
    ).audit([.init(name: "score", ranking: values, probabilities: values)], sample)
  }

  private static func line(
    _ audit: FairnessAudit,
    _ level: String?,
    _ measure: FairnessMeasure
  ) throws -> FairnessAudit.Line {
    let place = try #require(audit.groups.firstIndex { $0.level == level })
    return try #require(audit.scores[0].lines.first { $0.group == place && $0.measure == measure })
  }

  /// Ten rows by hand: four of the six of "a" and one of the four of "b" are on the list of five.
  private static let ten = table(
    scores: [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05],
    outcomes: [1, 0, 1, 1, 1, 0, 0, 1, 0, 0],
    groups: ["a", "a", "b", "a", "a", "b", "b", "b", "a", "a"]
  )

  @Test func `measures of a table by hand are those of counting`() throws {
    let audit = try Self.audit(Self.ten, capacity: 5)
    #expect(audit.rows == 10 && audit.positives == 5)
    #expect(audit.groups.map(\.level) == ["a", "b"] && audit.groups[0].isReference)
    let expected: [(String, FairnessMeasure, Double)] = [
      ("a", .recall, 1), ("b", .recall, 0.5), ("a", .selectionRate, 4.0 / 6),
      ("b", .selectionRate, 0.25), ("a", .precision, 0.75), ("b", .precision, 1),
      ("a", .falsePositiveRate, 1.0 / 3), ("b", .falsePositiveRate, 0),
      ("a", .selectionToBaseRate, 4.0 / 3), ("b", .selectionToBaseRate, 0.5),
      ("a", .baseRate, 0.5), ("b", .baseRate, 0.5),
      ("a", .observedToExpected, 3 / 2.95), ("b", .observedToExpected, 2 / 1.6),
    ]
    for (level, measure, value) in expected {
      let line = try Self.line(audit, level, measure)
      expectClose(line.value ?? .nan, value, relativeTolerance: 1e-14, "\(level) \(measure)")
    }
    let recall = try Self.line(audit, "b", .recall)
    #expect(recall.ratio == 0.5 && recall.difference == -0.5)
    let reference = try Self.line(audit, "a", .recall)
    #expect(reference.ratio == nil && reference.difference == nil)
  }

  @Test func `a group without positives, or without places, has no number and breaks nothing`()
    throws
  {
    let audit = try Self.audit(
      Self.table(
        scores: [0.9, 0.8, 0.7, 0.6, 0.5, 0.4],
        outcomes: [1, 1, 0, 0, 0, 0],
        groups: ["a", "a", "a", "a", "b", "b"]
      ),
      .init(
        groups: ["group"],
        limits: [.init(measure: .recall, comparison: .ratio, value: 0.8)],
        smallest: 1
      ),
      capacity: 2
    )
    let recall = try Self.line(audit, "b", .recall)
    #expect(recall.value == nil && recall.interval == nil && recall.ratio == nil)
    #expect(recall.isSmall && recall.broken.isEmpty && recall.notJudged.count == 1)
    #expect(try Self.line(audit, "b", .precision).value == nil)
    #expect(try Self.line(audit, "b", .selectionRate).value == 0)
  }

  @Test func `a reference that nobody is found of breaks a ratio, and has no ratio`() throws {
    let audit = try Self.audit(
      Self.table(
        scores: [0.9, 0.8, 0.7, 0.6, 0.5, 0.4],
        outcomes: [1, 1, 1, 1, 1, 0],
        groups: ["b", "b", "a", "a", "a", "a"]
      ),
      .init(
        groups: ["group"],
        limits: [.init(measure: .recall, comparison: .ratio, value: 0.8)],
        smallest: 1
      ),
      capacity: 2
    )
    let recall = try Self.line(audit, "b", .recall)
    #expect(recall.value == 1 && recall.ratio == nil && recall.broken.count == 1)
  }

  @Test(arguments: [(0.8, 1.0, true), (1.0, 0.8, true), (0.79, 1.0, false), (1.26, 1.0, false)])
  func `the rule of four fifths holds both ways`(
    _ group: Double,
    _ reference: Double,
    _ holds: Bool
  ) {
    let limit = RiskSpecification.Audit.Limit(measure: .recall, comparison: .ratio, value: 0.8)
    #expect(limit.holds(group, beside: reference) == holds)
    #expect(limit.holds(reference, beside: group) == holds)
    #expect(limit.holds(0, beside: 0))
  }

  @Test func `a limit is not judged on fewer rows than asked for`() throws {
    let limits = [RiskSpecification.Audit.Limit(measure: .recall, comparison: .ratio, value: 0.8)]
    for (smallest, broken) in [(2, 1), (3, 0)] {
      let audit = try Self.audit(
        Self.ten,
        .init(groups: ["group"], limits: limits, smallest: smallest),
        capacity: 5
      )
      #expect(audit.scores[0].lines.flatMap(\.broken).count == broken, "smallest \(smallest)")
    }
  }

  @Test func `rows of unknown outcome are counted and count nowhere else`() throws {
    let known = try Self.audit(Self.ten, capacity: 5)
    let more = Self.table(
      scores: [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.95, 0.95],
      outcomes: [1, 0, 1, 1, 1, 0, 0, 1, 0, 0, .nan, .nan],
      groups: ["a", "a", "b", "a", "a", "b", "b", "b", "a", "a", "b", "c"]
    )
    let audit = try Self.audit(more, capacity: 5)
    #expect(audit.unknownOutcomes == 2 && audit.rows == 10)
    #expect(audit.groups.map(\.unknownOutcomes) == [0, 1, 1])
    for level in ["a", "b"] {
      for measure in FairnessMeasure.allCases {
        #expect(
          try Self.line(audit, level, measure).value == Self.line(known, level, measure).value
        )
      }
    }
    #expect(try Self.line(audit, "c", .selectionRate).value == nil)
  }

  @Test func `rows without a group are a group of their own`() throws {
    let audit = try Self.audit(
      Self.table(
        scores: [0.9, 0.8, 0.7, 0.6],
        outcomes: [1, 0, 1, 0],
        groups: ["a", "a", "a", nil]
      ),
      capacity: 2
    )
    #expect(audit.groups.map(\.level) == ["a", nil] && audit.groups.map(\.rows) == [3, 1])
  }

  @Test func `what cannot be compared is refused with file and column`() throws {
    func refusal(_ audit: RiskSpecification.Audit, _ groups: [String?]) -> DataProblem? {
      let table = Self.table(
        scores: groups.indices.map { Double($0) / 100 },
        outcomes: groups.indices.map { Double($0 % 2) },
        groups: groups
      )
      do throws(DataProblem) {
        _ = try FairnessSample(Self.specification, audit, table) { _ in 0 }
        return nil
      } catch {
        return error
      }
    }
    let two: [String?] = ["a", "b", "a", "b"]
    #expect(
      refusal(.init(groups: ["grup"]), two)
        == DataProblem(.unknownColumn(nearest: "group"), file: "people.csv", column: "grup")
    )
    #expect(
      refusal(.init(groups: ["group"]), ["a", "a", "a", "a"])
        == DataProblem(.oneGroup, file: "people.csv", column: "group")
    )
    let named = RiskSpecification.Audit.Reference.levels([.init(column: "group", level: "z")])
    #expect(
      refusal(.init(groups: ["group"], reference: named), two)?.cause == .unknownLevel(nearest: nil)
    )
    let many = (0..<60).map { "g\($0)" as String? }
    #expect(refusal(.init(groups: ["group"]), many)?.column == "group")
  }

  @Test func `a reference can be named`() throws {
    let audit = try Self.audit(
      Self.ten,
      .init(groups: ["group"], reference: .levels([.init(column: "group", level: "b")])),
      capacity: 5
    )
    #expect(audit.groups.map(\.isReference) == [false, true])
    #expect(try Self.line(audit, "a", .recall).ratio == 2)
  }

  @Test(.tags(.property), arguments: [1, 2, 3] as [UInt64])
  func `groups of the same rows have ratios of 1 and differences of 0`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var (scores, outcomes): ([Double], [Double]) = ([], [])
    for _ in 0..<200 {
      let score = generator.uniform()
      let outcome = generator.uniform() < score ? 1.0 : 0
      scores += [score, score]
      outcomes += [outcome, outcome]
    }
    let audit = try Self.audit(
      Self.table(
        scores: scores,
        outcomes: outcomes,
        groups: scores.indices.map { $0 % 2 == 0 ? "a" : "b" }
      ),
      capacity: 80,
      seed: seed
    )
    for measure in FairnessMeasure.allCases {
      let line = try Self.line(audit, "b", measure)
      expectClose(line.ratio ?? .nan, 1, relativeTolerance: 1e-12, "seed \(seed), \(measure)")
      expectClose(line.difference ?? .nan, 0, absoluteTolerance: 1e-12, "seed \(seed), \(measure)")
      let interval = try #require(line.ratioInterval)
      #expect(interval.lower <= 1 && interval.upper >= 1, "seed \(seed), \(measure)")
    }
  }

  @Test(.tags(.property)) func `intervals cover the ratio of groups that are treated alike`() throws
  {
    var covered = 0
    let runs = 60
    for seed in 0..<UInt64(runs) {
      var generator = SeededGenerator(seed: seed, stream: 7)
      let scores = (0..<400).map { _ in generator.uniform() }
      let audit = try Self.audit(
        Self.table(
          scores: scores,
          outcomes: scores.map { generator.uniform() < $0 ? 1 : 0 },
          groups: scores.map { _ in generator.uniform() < 0.5 ? "a" : "b" }
        ),
        capacity: 120,
        replicates: 150,
        seed: seed
      )
      let line = try #require(
        audit.scores[0].lines.first { $0.measure == .recall && $0.ratioInterval != nil }
      )
      let interval = try #require(line.ratioInterval)
      if interval.lower <= 1, interval.upper >= 1 { covered += 1 }
    }
    // Of 60 at 95 %, fewer than 51 has probability 0.0002.
    #expect(covered >= 51, "\(covered) of \(runs), seeds 0 to \(runs - 1)")
  }

  @Test func `a paired interval is narrower than those of two unlike scores, and 0 for one`()
    throws
  {
    var generator = SeededGenerator(seed: 11)
    let scores = (0..<400).map { _ in generator.uniform() }
    let outcomes = scores.map { generator.uniform() < $0 ? 1.0 : 0 }
    let near = scores.map { $0 + 0.02 * generator.uniform() }
    let groups = scores.map { _ in generator.uniform() < 0.5 ? "a" : "b" }
    let choice = RiskSpecification.Audit(groups: ["group"])
    let sample = try FairnessSample(
      Self.specification,
      choice,
      Self.table(scores: scores, outcomes: outcomes, groups: groups)
    ) { _ in 0 }
    func audit(_ other: [Double]) -> FairnessAudit {
      FairnessAuditor(choice, capacities: [120], replicates: 400, seed: 3, threads: 2).audit(
        [
          .init(name: "one", ranking: scores, probabilities: nil),
          .init(name: "other", ranking: other, probabilities: nil),
        ],
        sample,
        comparing: 1
      )
    }
    for change in audit(scores).changes {
      #expect(change.value == 0 && change.interval?.lower == 0 && change.interval?.upper == 0)
    }
    let found = audit(near)
    #expect(found.changes.count == 4)
    for change in found.changes {
      let lines = found.scores.compactMap { score in
        score.lines.first { $0.group == change.group && $0.measure == change.measure }
      }
      let value = (lines[1].value ?? .nan) - (lines[0].value ?? .nan)
      #expect(change.value == value)
      let (own, paired) = (try #require(lines[0].interval), try #require(change.interval))
      #expect(paired.upper - paired.lower < (own.upper - own.lower) / 2)
    }
  }

  @Test func `counts from 1 to 4 are hidden with what would give them away`() throws {
    // Group "c" has three positives, so that another group's must be hidden too; of the positives of
    // "a" two are on the list, and one of "b" is not.
    var scores: [Double] = []
    var outcomes: [Double] = []
    var groups: [String?] = []
    func add(_ count: Int, _ group: String, positive: Bool, listed: Bool) {
      for _ in 0..<count {
        scores.append(listed ? 0.9 : 0.1)
        outcomes.append(positive ? 1 : 0)
        groups.append(group)
      }
    }
    add(20, "a", positive: true, listed: true)
    add(30, "a", positive: true, listed: false)
    add(10, "a", positive: false, listed: true)
    add(60, "a", positive: false, listed: false)
    add(15, "b", positive: true, listed: true)
    add(25, "b", positive: true, listed: false)
    add(8, "b", positive: false, listed: true)
    add(50, "b", positive: false, listed: false)
    add(3, "c", positive: true, listed: false)
    add(40, "c", positive: false, listed: false)
    let audit = try Self.audit(
      Self.table(scores: scores, outcomes: outcomes, groups: groups),
      capacity: 53
    )
    let disclosure = FairnessDisclosure(audit)
    let shown = (0..<3).map { disclosure.positives(of: $0, in: audit) }
    #expect(shown[2] == nil && shown.count { $0 == nil } == 2)
    #expect((0..<3).map { disclosure.rows(of: $0, in: audit) } == [120, 98, 43])
    func hides(_ measure: FairnessMeasure, _ group: Int) -> Bool {
      disclosure.hides(
        measure,
        of: group,
        capacity: measure.dependsOnCapacity ? 53 : nil,
        score: 0
      )
    }
    for measure in FairnessMeasure.allCases where measure != .falsePositiveRate {
      #expect(hides(measure, 2), "\(measure)")
    }
    let companion = try #require((0..<2).first { shown[$0] == nil })
    #expect(hides(.recall, companion) && hides(.baseRate, companion))
    #expect(!hides(.recall, 1 - companion) && !hides(.selectionRate, 1 - companion))
  }

  @Test func `none is not a person, and is shown`() throws {
    let audit = try Self.audit(
      Self.table(
        scores: (0..<40).map { $0 < 20 ? 0.9 : 0.1 },
        outcomes: (0..<40).map { $0 % 2 == 0 ? 1 : 0 },
        groups: (0..<40).map { $0 < 20 ? "a" : "b" }
      ),
      capacity: 20
    )
    let disclosure = FairnessDisclosure(audit)
    for group in 0..<2 {
      #expect(!disclosure.hides(.recall, of: group, capacity: 20, score: 0))
      #expect(disclosure.unknownOutcomes(of: group, in: audit) == 0)
    }
  }

  @Test func `persons are resampled whole, and threads change nothing`() throws {
    let twice = Self.table(
      scores: [0.9, 0.9, 0.7, 0.7, 0.5, 0.5, 0.3, 0.3],
      outcomes: [1, 1, 0, 0, 1, 1, 0, 0],
      groups: ["a", "a", "b", "b", "b", "b", "a", "a"],
      persons: ["p", "p", "q", "q", "r", "r", "s", "s"]
    )
    let one = try Self.audit(twice, capacity: 4, threads: 1)
    #expect(one == (try Self.audit(twice, capacity: 4, threads: 2)))
  }

  @Test func `a specification without its sensitive columns keeps nothing that names them`() {
    var specification = RiskSpecification(
      name: "test",
      target: .binary(column: "neet", positive: "1"),
      features: ["a", "b", "c"].map { .init(column: $0, kind: .numeric) },
      interactions: [.init("a", "b"), .init("a", "c")],
      penalty: .init(kind: .ridge, lambda: 0.1, factors: [.init(term: "a:b", value: 2)]),
      sensitive: ["b"]
    )
    specification.audit = .init(groups: ["d"])
    let (plain, leftOut) = specification.withoutSensitive(groups: ["d"])
    #expect(plain.features.map(\.column) == ["a", "c"] && leftOut == ["b"])
    #expect(plain.interactions == [.init("a", "c")] && plain.sensitive.isEmpty)
    #expect(plain.penalty?.factors.isEmpty == true)
  }
}
