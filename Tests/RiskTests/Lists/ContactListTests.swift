import Datasets
import Risk
import Statistics
import TestSupport
import Testing

@Suite("Contact lists under filters and quotas")
struct ContactListTests {
  /// People with a score that has ties, an age, a Municipio and a day.
  private static func people(seed: UInt64, count: Int) -> Dataset {
    var random = SplitMix(seed)
    var columns: [[Double]] = [[], [], []]
    var area: [String?] = []
    var days: [CalendarDate?] = []
    for _ in 0..<count {
      columns[0].append(Double(random.below(7)))
      columns[1].append(random.below(12) == 0 ? .nan : Double(14 + random.below(20)))
      columns[2].append(random.below(10) < 3 ? 1 : 0)
      area.append(random.below(15) == 0 ? nil : "\(1 + random.below(9))")
      days.append(random.below(9) == 0 ? nil : CalendarDate(dayNumber: 19_800 + random.below(90)))
    }
    return Dataset(
      source: "people.csv",
      columns: [
        Column(name: "id", values: .text(TextColumn((0..<count).map { "p\($0)" }))),
        Column(name: "months", values: .numbers(columns[0])),
        Column(name: "age", values: .numbers(columns[1])),
        Column(name: "neet", values: .numbers(columns[2])),
        Column(name: "municipio", values: .text(TextColumn(area))),
        Column(name: "ended", values: .dates(days)),
      ]
    )
  }

  private static func model() throws -> RiskModel {
    try RiskModel(
      fitting: RiskSpecification(
        name: "t",
        id: "id",
        target: .binary(column: "neet", positive: "1"),
        features: [.init(column: "months", kind: .numeric)]
      ),
      to: people(seed: 99, count: 400),
      asOf: [],
      threads: 1
    )
  }

  private static let issued = CalendarDate(dayNumber: 19_900)

  private static func policy(
    _ places: Int,
    _ kind: ListPolicy.Quotas.Kind,
    minimum: Int
  ) -> ListPolicy {
    ListPolicy(
      capacity: .init(total: places),
      quotas: .init(column: "municipio", kind: kind, minimum: .each(minimum)),
      filters: [
        .init(
          name: "age",
          effect: .keep,
          rule: .column("age", [.number(.atLeast, 16), .number(.atMost, 29)])
        ),
        .init(
          name: "recent",
          effect: .drop,
          rule: .column("ended", [.day(.above, .issued(plus: -30))])
        ),
        .init(
          name: "in charge",
          effect: .drop,
          rule: .table(.init(file: "charge.csv", key: "code"))
        ),
      ],
      purpose: "test",
      expires: issued
    )
  }

  private static func key(_ text: String) -> UInt64 {
    text.utf8.reduce(1_469_598_103) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
  }

  private static let context = ListContext(
    issued: issued,
    tables: [
      "charge.csv": Dataset(
        source: "charge.csv",
        columns: [
          Column(
            name: "code",
            // By id and, as in earlier lists, by code.
            values: .text(TextColumn((0..<20).map { $0 < 10 ? "p\($0)" : "code p\($0)" }))
          )
        ]
      )
    ],
    pseudonym: { "code \($0)" }
  )

  @Test(
    "the waterfall adds up, places are exact in sum, floors are respected, nobody is lost",
    .tags(.property)
  )
  func laws() throws {
    let model = try Self.model()
    for seed in 1...60 as ClosedRange<UInt64> {
      var random = SplitMix(seed)
      let people = Self.people(seed: seed, count: 60 + random.below(200))
      let kind = ListPolicy.Quotas.Kind.allCases[random.below(3)]
      let minimum = kind == .none ? 0 : random.below(3)
      let places = 27 + random.below(33)
      let list = try ContactList(
        model,
        people,
        policy: Self.policy(places, kind, minimum: minimum),
        context: Self.context,
        tieKeys: Self.key
      )
      var left = people.rowCount
      for step in list.waterfall {
        left -= step.removed
        #expect(step.remaining == left, "seed \(seed)")
        #expect(step.removedFromTop <= min(step.removed, places), "seed \(seed)")
      }
      #expect(list.candidates == left, "seed \(seed)")
      #expect(list.excluded.count == people.rowCount - left, "seed \(seed)")
      let excluded = Set(list.excluded.map(\.row))
      #expect((0..<20).filter { $0 < people.rowCount }.allSatisfy(excluded.contains))
      #expect(list.entries.allSatisfy { !excluded.contains($0.row) }, "seed \(seed)")
      #expect(Set(list.entries.map(\.row)).count == list.entries.count, "seed \(seed)")
      #expect(list.entries.map(\.position) == Array(1...list.entries.count), "seed \(seed)")
      #expect(list.entries.count == min(places, left), "seed \(seed)")
      #expect(list.groups.map(\.places).reduce(0, +) == list.entries.count, "seed \(seed)")
      #expect(list.groups.map(\.candidates).reduce(0, +) == left, "seed \(seed)")
      for group in list.groups where group.name != nil && kind != .none {
        #expect(group.places >= min(minimum, group.candidates), "seed \(seed)")
      }
      for (entry, next) in zip(list.entries, list.entries.dropFirst()) {
        #expect(entry.probability >= next.probability, "seed \(seed)")
      }
      if kind == .proportional, minimum == 0, left > 0 {
        for group in list.groups {
          let due = Double(list.entries.count * group.candidates) / Double(left)
          #expect(abs(Double(group.places) - due) < 1, "seed \(seed)")
        }
      }
    }
  }

  @Test("within a group the highest scores are taken, and equals left out are counted")
  func withinGroups() throws {
    let model = try Self.model()
    let people = Self.people(seed: 7, count: 200)
    let list = try ContactList(
      model,
      people,
      policy: Self.policy(40, .proportional, minimum: 0),
      context: Self.context,
      tieKeys: Self.key
    )
    let probabilities = model.probabilities(try model.encode(people))
    let listed = Set(list.entries.map(\.row))
    let out = Set(list.excluded.map(\.row))
    var equals = 0
    for group in list.groups {
      let rows = (0..<200).filter {
        people["municipio"]?.text(at: $0) == group.name && !out.contains($0)
      }
      let lowest = rows.filter(listed.contains).map { probabilities[$0] }.min() ?? .infinity
      for row in rows where !listed.contains(row) {
        #expect(probabilities[row] <= lowest + 1e-12)
        if abs(probabilities[row] - lowest) < 1e-12 { equals += 1 }
      }
    }
    #expect(list.equalsLeftOut == equals && equals > 0)
  }

  @Test("a correction keeps the places of people phoned, and fills the others by the new data")
  func correction() throws {
    let model = try Self.model()
    let people = Self.people(seed: 8, count: 150)
    let policy = Self.policy(30, .floor, minimum: 1)
    let first = try ContactList(
      model,
      people,
      policy: policy,
      context: Self.context,
      tieKeys: Self.key
    )
    // Every third was phoned; then all scores change, and some people are gone.
    let phoned = first.entries.filter { $0.position % 3 == 0 }
    let gone = phoned[1].row
    let kept = (0..<150).filter { $0 != gone }
    let changed = Dataset(
      source: "people.csv",
      columns: people.columns.map { column in
        guard column.name == "months", case .numbers(let values) = column.values else {
          return column.selecting(rows: kept)
        }
        return Column(name: "months", values: .numbers(values.map { 6 - $0 }))
          .selecting(rows: kept)
      }
    )
    var context = Self.context
    context.held = phoned.map { entry in
      .init(position: entry.position, code: "code p\(entry.row)")
    }
    let second = try ContactList(
      model,
      changed,
      policy: policy,
      context: context,
      tieKeys: Self.key
    )
    #expect(second.absent == [.init(position: phoned[1].position, code: "code p\(gone)")])
    #expect(second.entries.count + second.absent.count == 30)
    for entry in phoned where entry.row != gone {
      let row = kept.firstIndex(of: entry.row)
      let again = second.entries.first { $0.row == row }
      #expect(again?.position == entry.position && again?.isHeld == true)
    }
    let positions = second.entries.map(\.position) + second.absent.map(\.position)
    #expect(positions.sorted() == Array(1...30))
    let fresh = second.entries.filter { !$0.isHeld }
    for (entry, next) in zip(fresh, fresh.dropFirst()) {
      #expect(entry.probability >= next.probability)
    }
  }

  @Test("a person with two numbers is refused, the same number written twice is not")
  func contacts() throws {
    func book(_ phones: [String?]) throws -> ContactBook {
      let dataset = Dataset(
        source: "contacts.csv",
        columns: [
          Column(name: "id", values: .text(TextColumn(phones.map { _ in "p" }))),
          Column(name: "phone", values: .text(TextColumn(phones))),
        ]
      )
      return try ContactBook(dataset, key: "id", phone: "phone")
    }
    #expect(try book(["+39 02 123456", "0039 02/123.456"]).canBeCalled("p"))
    for phone in ["", "12345", "ask her mother", "02 1234 int. 5"] {
      #expect(try !book([phone]).canBeCalled("p"))
    }
    #expect(try !book([nil]).canBeCalled("p"))
    #expect(
      throws: DataProblem(
        .twoValues(otherLine: 2),
        file: "contacts.csv",
        line: 3,
        column: "phone"
      )
    ) {
      try book(["02 123456", "02 123457"])
    }
  }
}
