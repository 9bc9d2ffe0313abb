import Datasets
import Risk
import Statistics
import TestSupport
import Testing

@Suite struct `Cohorts from episodes` {
  private struct Row {
    var person: String
    var kind = "contract"
    var start: String
    var end: String?
    var cause: String? = "dismissal"
    var recorded: String?
    var moved: String?
  }

  private static func table(_ rows: [Row]) -> Dataset {
    func text(_ name: String, _ value: (Row) -> String?) -> Column {
      Column(name: name, values: .text(TextColumn(rows.map(value))))
    }
    func days(_ name: String, _ value: (Row) -> String?) -> Column {
      Column(name: name, values: .dates(rows.map { value($0).flatMap { CalendarDate(iso: $0) } }))
    }
    return Dataset(
      source: "cob.csv",
      columns: [
        text("person", \.person), text("kind", \.kind), days("start", \.start),
        days("end", \.end), text("cause", \.cause),
        days("recorded") { $0.recorded ?? $0.start }, text("moved", \.moved),
      ]
    )
  }

  private static func specification(
    _ dates: [Month],
    rule: [CohortSpecification.Condition] = []
  ) -> CohortSpecification {
    var specification = CohortSpecification(
      name: "cob",
      id: "person",
      states: nil,
      episodes: .init(
        start: "start",
        end: "end",
        kind: "kind",
        knownSince: "recorded",
        from: Month(year: 2023, month: 1),
        until: Month(year: 2024, month: 12)
      ),
      asOf: dates,
      carry: [],
      features: [.init(name: "employed_6", months: 6, states: ["contract"])],
      label: .init(name: "out", states: ["none"], months: 6, atLeast: 6),
      rule: rule
    )
    specification.censoring = .init(moved: "moved", keepsOpenWindows: true)
    return specification
  }

  private static let cessation = CohortSpecification.Condition(
    subject: .ending(
      .init(
        kinds: ["contract"],
        causeColumn: "cause",
        causes: ["dismissal"],
        days: 30,
        within: 1
      )
    )
  )

  private static func people(_ cohort: Cohort) -> [String?] {
    (0..<cohort.dataset.rowCount).map { cohort.dataset["person"]?.text(at: $0) }
  }

  private static func numbers(_ cohort: Cohort, _ name: String) -> [Double] {
    guard case .numbers(let values) = cohort.dataset[name]?.values else { return [] }
    return values
  }

  private static func month(_ year: Int, _ month: Int) -> Month { Month(year: year, month: month) }

  @Test func `rows of one person, twice recorded or side by side, are one row a date`() throws {
    let row = Row(person: "a", start: "2023-03-01", end: "2023-10-15")
    let cohort = try Cohort(
      Self.specification([Self.month(2024, 1)]),
      from: Self.table([row, row, Row(person: "a", start: "2023-05-01", end: "2023-09-30")])
    )
    #expect(Self.people(cohort) == ["a"])
    // July to December: in July, August, September and October with a day of work.
    #expect(Self.numbers(cohort, "employed_6") == [4])
    #expect(Self.numbers(cohort, "out") == [1])
  }

  @Test func `a row is not used at dates up to the day it was recorded`() throws {
    let rows = [
      Row(person: "a", start: "2023-02-01", end: "2023-02-28"),
      Row(person: "a", start: "2023-06-01", end: "2023-12-31", recorded: "2024-01-01"),
      Row(person: "b", start: "2023-06-01", recorded: "2024-01-15"),
    ]
    let cohort = try Cohort(
      Self.specification([Self.month(2024, 1), Self.month(2024, 2)]),
      from: Self.table(rows)
    )
    // On 1 January the second row came in: too late for that date. b is not known at all.
    #expect(Self.people(cohort) == ["a", "a", "b"])
    #expect(Self.numbers(cohort, "employed_6") == [0, 5, 6])
    #expect(cohort.dates.map(\.outside) == [1, 0])
  }

  @Test(arguments: [
    ("2024-01-15", 3), ("2024-01-31", 3), ("2024-02-01", 4), ("2024-01-02", 2), ("2023-12-31", 2),
  ])
  func `a dismissal is phoned once, at the first date from its thirtieth day on`(
    end: String,
    month: Int
  ) throws {
    let rows = [Row(person: "a", start: "2023-02-01", end: end)]
    let dates = (2...5).map { Self.month(2024, $0) }
    let cohort = try Cohort(
      Self.specification(dates, rule: [Self.cessation]),
      from: Self.table(rows)
    )
    #expect(cohort.dates.filter { $0.rows > 0 }.map(\.asOf) == [Self.month(2024, month)])
  }

  @Test func `who resigned, found work since or still works elsewhere is not phoned`() throws {
    let ended = Row(person: "", start: "2023-02-01", end: "2024-01-15")
    func row(_ person: String, _ change: (inout Row) -> Void = { _ in }) -> Row {
      var row = ended
      row.person = person
      change(&row)
      return row
    }
    let cohort = try Cohort(
      Self.specification([Self.month(2024, 3)], rule: [Self.cessation]),
      from: Self.table([
        row("dismissed"), row("resigned") { $0.cause = "resignation" },
        row("unsaid") { $0.cause = nil },
        row("again"),
        row("again") {
          $0.start = "2024-02-20"
          $0.end = nil
        },
        row("elsewhere"),
        row("elsewhere") {
          $0.start = "2023-01-05"
          $0.end = nil
        },
        row("later"),
        row("later") {
          $0.start = "2024-03-01"
          $0.end = nil
        },
        row("studies"),
        row("studies") {
          $0.kind = "school"
          $0.end = nil
        },
      ])
    )
    // Work that begins on the date is not known before it, and school is no contract.
    #expect(Self.people(cohort) == ["dismissed", "later", "studies"])
  }

  @Test func `late news are phoned at the date after they came in`() throws {
    let rows = [
      Row(person: "a", start: "2023-05-01", end: "2024-01-20", recorded: "2024-03-10")
    ]
    let dates = (3...5).map { Self.month(2024, $0) }
    let cohort = try Cohort(
      Self.specification(dates, rule: [Self.cessation]),
      from: Self.table(rows)
    )
    #expect(cohort.dates.map(\.rows) == [0, 1, 0])
  }

  @Test func `who is away and a window that is not closed are empty, apart, and never 0`() throws {
    let rows = [
      Row(person: "stays", start: "2023-02-01", end: "2023-12-31"),
      Row(person: "away", start: "2023-02-01", end: "2023-12-31", moved: "2024-03"),
      Row(person: "works", start: "2023-02-01", moved: "2024-03"),
    ]
    let cohort = try Cohort(
      Self.specification([Self.month(2024, 1), Self.month(2024, 8)]),
      from: Self.table(rows)
    )
    let labels = Self.numbers(cohort, "out")
    // One who worked in the window before leaving cannot have been out for all of it.
    #expect(labels[0] == 1 && labels[1].isNaN && labels[2] == 0)
    #expect(labels.dropFirst(3).count { $0.isNaN } == 3)
    #expect(cohort.dates.map(\.moved) == [1, 0] && cohort.dates.map(\.notClosed) == [0, 3])
    #expect(cohort.dates.map(\.unknown) == [0, 0])
  }

  @Test func `a last day before the first is refused with its line`() {
    let rows = [
      Row(person: "a", start: "2023-02-01", end: "2023-03-01"),
      Row(person: "a", start: "2023-02-01", end: "2023-01-31"),
    ]
    #expect(
      throws: DataProblem(
        .invalidValue(expected: "a last day not before the first"),
        file: "cob.csv",
        line: 3,
        column: "end"
      )
    ) { try Cohort(Self.specification([Self.month(2024, 1)]), from: Self.table(rows)) }
  }

  @Test(.tags(.property), arguments: 1...25)
  func `nothing that was recorded or began from a date on changes its features`(
    seed: UInt64
  ) throws {
    var generator = SeededGenerator(seed: seed)
    let date = Self.month(2024, 1)
    func day(_ offset: Int) -> String {
      CalendarDate(dayNumber: 19_500 + offset).description  // 2023-05-23
    }
    var rows: [Row] = []
    for person in 0..<8 {
      rows.append(Row(person: "p\(person)", start: "2023-01-15", end: "2023-02-10"))
      for _ in 0..<generator.index(below: 4) {
        let start = generator.index(below: 200)
        rows.append(
          Row(
            person: "p\(person)",
            kind: generator.index(below: 2) == 0 ? "contract" : "school",
            start: day(start),
            end: generator.index(below: 3) == 0
              ? nil : day(start + generator.index(below: 300)),
            recorded: day(start + generator.index(below: 60))
          )
        )
      }
    }
    var later = rows
    for person in 0..<8 {
      later.append(Row(person: "p\(person)", start: "2024-01-01"))
      later.append(Row(person: "p\(person)", start: "2023-07-01", recorded: "2024-01-01"))
    }
    for rule in [[], [Self.cessation]] {
      let specification = Self.specification([date], rule: rule)
      let before = try Cohort(specification, from: Self.table(rows))
      let after = try Cohort(specification, from: Self.table(later))
      #expect(Self.people(before) == Self.people(after), "seed \(seed)")
      #expect(
        Self.numbers(before, "employed_6") == Self.numbers(after, "employed_6"),
        "seed \(seed)"
      )
    }
  }
}
