import Datasets
import Foundation
import Risk
import Statistics
import TestSupport
import Testing

@Suite("Reasons")
struct ReasonTests {
  /// Rows with a number that is partly missing, a flag, a category and a target that depends on all.
  private static func rows(seed: UInt64, count: Int = 600) -> Dataset {
    var generator = SeededGenerator(seed: seed)
    var months: [Double] = []
    var flags: [Double] = []
    var ages: [Double] = []
    var areas: [String?] = []
    var target: [Double] = []
    for _ in 0..<count {
      let area = generator.index(below: 3)
      months.append(generator.uniform() < 0.1 ? .nan : Double(generator.index(below: 7)))
      flags.append(Double(generator.index(below: 2)))
      ages.append(16 + 10 * generator.uniform())
      areas.append(generator.uniform() < 0.05 ? nil : ["north", "south", "west"][area])
      let known = months[months.count - 1].isNaN ? 2 : months[months.count - 1]
      let predictor = -1.5 + 0.4 * known - 0.8 * flags[flags.count - 1] + 0.3 * Double(area)
      target.append(generator.uniform() < LogisticLoss.probability(predictor) ? 1 : 0)
    }
    return Dataset(
      source: "people.csv",
      columns: [
        Column(name: "months", values: .numbers(months)),
        Column(name: "trained", values: .numbers(flags)),
        Column(name: "age", values: .numbers(ages)),
        Column(name: "area", values: .text(TextColumn(areas))),
        Column(name: "neet", values: .numbers(target)),
      ]
    )
  }

  private static func specification(
    reasons: [String: ReasonTemplate] = [:],
    sensitive: [String] = []
  ) -> RiskSpecification {
    let kinds: [(String, RiskSpecification.Kind)] = [
      ("months", .numeric), ("trained", .numeric), ("age", .spline(.init(knots: .count(3)))),
      ("area", .categorical(.init())),
    ]
    return RiskSpecification(
      name: "reasons",
      target: .binary(column: "neet", positive: "1"),
      features: kinds.map { column, kind in
        .init(column: column, kind: kind, reason: reasons[column])
      },
      interactions: [.init("months", "area"), .init("trained", "months")],
      missing: .indicator,
      sensitive: sensitive
    )
  }

  private static func fitted(_ specification: RiskSpecification, seed: UInt64) throws -> RiskModel {
    try RiskModel(fitting: specification, to: rows(seed: seed), asOf: [], threads: 1)
  }

  @Test(
    "the contributions of all features sum to the predictor less its mean over the training rows",
    .tags(.property),
    arguments: [[], ["area"], ["months", "trained"]]
  )
  func contributionsSum(sensitive: [String]) throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let model = try Self.fitted(Self.specification(sensitive: sensitive), seed: seed)
      let rows = try model.encode(Self.rows(seed: seed))
      let predictors = model.probabilities(rows).map(LogisticLoss.logit)
      let mean = predictors.reduce(0, +) / Double(predictors.count)
      let parts = model.scoreParts
      #expect(parts.map(\.column) == ["months", "trained", "age", "area"])
      var totals = parts.map { _ in 0.0 }
      model.eachContribution(rows, of: parts) { row, contributions in
        expectClose(
          contributions.reduce(0, +),
          predictors[row] - mean,
          relativeTolerance: 1e-8,
          absoluteTolerance: 1e-8,
          "seed \(seed), row \(row)"
        )
        for (part, contribution) in contributions.enumerated() { totals[part] += contribution }
      }
      // The mean training row has no contributions at all.
      for total in totals {
        expectClose(total / Double(predictors.count), 0, absoluteTolerance: 1e-10, "seed \(seed)")
      }
    }
  }

  @Test("an interaction with a sensitive column counts with that one, and no reason tells of it")
  func sensitiveInteractions() throws {
    let open = try Self.fitted(Self.specification(), seed: 3)
    let discreet = try Self.fitted(Self.specification(sensitive: ["area"]), seed: 3)
    let people = Self.rows(seed: 3)
    let rows = try open.encode(people)
    var contributions: [[Double]] = [[], []]
    open.eachContribution(rows, of: open.scoreParts) { contributions[0] += [$1[0], $1[3]] }
    discreet.eachContribution(rows, of: discreet.scoreParts) { contributions[1] += [$1[0], $1[3]] }
    #expect(contributions[0] != contributions[1])
    for row in 0..<people.rowCount {
      let sums = contributions.map { $0[2 * row] + $0[2 * row + 1] }
      expectClose(sums[0], sums[1], absoluteTolerance: 1e-10)
    }
    let reasons = try discreet.reasons(people, rows, limit: 10)
    #expect(reasons.joined().contains { $0.column == "months" })
    #expect(!reasons.joined().contains { $0.column == "area" })
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let value: FeatureValue
    let italian: String?
    let english: String?
    var testDescription: String { "\(value)" }
  }

  @Test(
    "a template has words for the value in both languages, for single values its own",
    arguments: [
      Case(value: .number(3), italian: "3 mesi senza lavoro", english: "3 months without work"),
      Case(value: .number(1), italian: "un mese senza lavoro", english: "one month without work"),
      Case(
        value: .number(2.5),
        italian: "2,5 mesi senza lavoro",
        english: "2.5 months without work"
      ),
      Case(
        value: .number(1 / 3),
        italian: "0,333 mesi senza lavoro",
        english: "0.333 months without work"
      ),
      Case(
        value: .number(-1234.5),
        italian: "-1235 mesi senza lavoro",
        english: "-1235 months without work"
      ),
      Case(value: .flag(true), italian: "un mese senza lavoro", english: "one month without work"),
      Case(value: .flag(false), italian: nil, english: nil),
      Case(value: .missing, italian: "mesi non noti", english: "months not known"),
      Case(
        value: .level("x{value}"),
        italian: "x{value} mesi senza lavoro",
        english: "x{value} months without work"
      ),
      Case(
        value: .month(Month(year: 2024, month: 3)),
        italian: "marzo 2024 mesi senza lavoro",
        english: "March 2024 months without work"
      ),
    ]
  )
  func words(_ item: Case) {
    let template = ReasonTemplate(
      text: .init(italian: "{value} mesi senza lavoro", english: "{value} months without work"),
      values: [
        .init(
          value: "1.0",
          text: .init(italian: "un mese senza lavoro", english: "one month without work")
        )
      ],
      missing: .init(italian: "mesi non noti", english: "months not known")
    )
    #expect(template.words(for: item.value, .italian) == item.italian)
    #expect(template.words(for: item.value, .english) == item.english)
  }

  @Test("levels and months are found as the specification writes them; the other language fills in")
  func singleValues() {
    let template = ReasonTemplate(values: [
      .init(value: "low", text: .init(italian: "licenza media")),
      .init(value: "2024-03", text: .init(english: "since spring")),
      .init(value: "0", text: .init(italian: "mai in formazione")),
    ])
    #expect(template.words(for: .level("low"), .italian) == "licenza media")
    #expect(template.words(for: .level("low"), .english) == "licenza media")
    #expect(template.words(for: .month(Month(year: 2024, month: 3)), .italian) == "since spring")
    #expect(template.words(for: .flag(false), .italian) == "mai in formazione")
    #expect(template.words(for: .level("high"), .italian) == nil)
    #expect(template.words(for: .missing, .italian) == nil)
    #expect(!template.isSilent(on: .flag(false)) && ReasonTemplate().isSilent(on: .flag(false)))
  }

  @Test("a value without words is told by label and value, a silent 0 not at all")
  func fallback() throws {
    let silent = ["trained": ReasonTemplate(text: .init(italian: "in formazione"))]
    let people = Self.rows(seed: 7)
    let plain = try Self.fitted(Self.specification(), seed: 7)
    let model = try Self.fitted(Self.specification(reasons: silent), seed: 7)
    let rows = try plain.encode(people)
    let before = try plain.reasons(people, rows, limit: 10)
    let after = try model.reasons(people, rows, limit: 10)
    #expect(before.joined().contains { $0.column == "trained" && $0.value == .flag(false) })
    for (old, new) in zip(before, after) {
      #expect(new == old.filter { $0.column != "trained" || $0.value != .flag(false) })
    }
    let level = Reason(column: "area", contribution: 1, value: .level("south"))
    #expect(level.text(model.specification, language: .italian) == "area: south")
    let empty = Reason(column: "months", contribution: 1, value: .missing)
    #expect(empty.text(model.specification, language: .italian) == "months: non noto")
    #expect(empty.text(model.specification, language: .english) == "months: not known")
  }

  @Test("a stored model keeps its templates")
  func stored() throws {
    let template = ReasonTemplate(
      text: .init(italian: "{value} mesi"),
      values: [.init(value: "1", text: .init(italian: "un mese", english: "a month"))],
      missing: .init(english: "unknown")
    )
    let model = try Self.fitted(Self.specification(reasons: ["months": template]), seed: 2)
    let stored = try JSONDecoder().decode(RiskModel.self, from: JSONEncoder().encode(model))
    #expect(stored == model)
    #expect(stored.specification.reasonTemplate(of: "months") == template)
  }

  @Test(
    "braces are read with what is in them, and one without a partner is found",
    arguments: [
      ("a {value} b {x}", ["value", "x"]), ("none", []), ("{", nil), ("a} b", nil), ("{{v}}", nil),
    ] as [(String, [String]?)]
  )
  func placeholders(text: String, names: [String]?) {
    #expect(ReasonTemplate.placeholders(in: text) == names)
  }
}
