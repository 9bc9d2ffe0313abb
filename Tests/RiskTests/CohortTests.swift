import Datasets
import Risk
import TestSupport
import Testing

@Suite struct `Cohorts from monthly states` {
  /// Six months of three people: a works, b is jobless, c is unknown in April.
  private static let dataset = Dataset(
    source: "states.csv",
    columns: [
      Column(name: "id", values: .text(TextColumn(["a", "b", "c"]))),
      Column(name: "male", values: .text(TextColumn(["yes", "no", nil]))),
      Column(name: "Jan.20", values: .text(TextColumn(["work", "work", "none"]))),
      Column(name: "Feb.20", values: .text(TextColumn(["work", "none", "none"]))),
      Column(name: "Mar.20", values: .text(TextColumn(["work", "none", "work"]))),
      Column(name: "Apr.20", values: .text(TextColumn(["none", "none", nil]))),
      Column(name: "May.20", values: .text(TextColumn(["work", "none", "none"]))),
      Column(name: "Jun.20", values: .text(TextColumn(["work", "work", "none"]))),
    ]
  )

  private static func specification(
    asOf: [Month] = [Month(year: 2020, month: 4)],
    window: Int = 3,
    atLeast: Int = 2,
    first: Month = Month(year: 2020, month: 1),
    state: String = "none"
  ) -> CohortSpecification {
    CohortSpecification(
      name: "test",
      id: "id",
      states: .init(firstColumn: "Jan.20", lastColumn: "Jun.20", first: first),
      asOf: asOf,
      carry: ["male"],
      features: [.init(name: "none_w", months: window, states: [state])],
      label: .init(name: "neet", states: ["none"], months: 3, atLeast: atLeast)
    )
  }

  private static func numbers(_ cohort: Cohort, _ name: String) -> [Double] {
    guard case .numbers(let values) = cohort.dataset[name]?.values else { return [] }
    return values
  }

  @Test func `windows end before the date and labels start with it`() throws {
    let cohort = try Cohort(Self.specification(), from: Self.dataset)
    // January to March; the month of the date itself is not counted.
    #expect(Self.numbers(cohort, "none_w") == [0, 2, 2])
    // April to June: a 1 jobless month, b 2, c 2 known ones.
    #expect(Self.numbers(cohort, "neet") == [0, 1, 1])
    #expect(cohort.dates.map(\.positives) == [2])
  }

  @Test func `yes and no become 1 and 0, and an empty cell stays empty`() throws {
    let cohort = try Cohort(Self.specification(), from: Self.dataset)
    let male = Self.numbers(cohort, "male")
    #expect(male[0] == 1 && male[1] == 0 && male[2].isNaN)
  }

  @Test func `a label that unknown months could change is empty, never 0`() throws {
    let cohort = try Cohort(Self.specification(atLeast: 3), from: Self.dataset)
    let label = Self.numbers(cohort, "neet")
    #expect(label[0] == 0 && label[1] == 0 && label[2].isNaN)
    #expect(cohort.dates.map(\.unknown) == [1])
  }

  @Test func `a window with an unknown month gives an empty feature`() throws {
    let may = Month(year: 2020, month: 4)
    let cohort = try Cohort(Self.specification(asOf: [may], window: 1), from: Self.dataset)
    #expect(Self.numbers(cohort, "none_w") == [0, 1, 0])
  }

  @Test func `a window since a month grows with the date and counts months, share or changes`()
    throws
  {
    var specification = Self.specification(asOf: [Month(year: 2020, month: 4)], window: 1)
    let since = CohortSpecification.Span.since(Month(year: 2020, month: 1))
    specification.features = [
      .init(name: "share", span: since, measure: .share, states: ["none"]),
      .init(name: "changes", span: since, measure: .changes, states: []),
    ]
    let cohort = try Cohort(specification, from: Self.dataset)
    #expect(Self.numbers(cohort, "share") == [0, 2.0 / 3, 2.0 / 3])
    #expect(Self.numbers(cohort, "changes") == [0, 1, 1])
    // In the window that ends with the unknown April of c nothing is known of it.
    specification.asOf = [Month(year: 2020, month: 5)]
    specification.label.months = 2
    let later = Self.numbers(try Cohort(specification, from: Self.dataset), "changes")
    #expect(later[0] == 1 && later[1] == 1 && later[2].isNaN)
  }

  @Test func `a person outside the rule at a date has no row there, nor one whose rule is open`()
    throws
  {
    var specification = Self.specification(asOf: [Month(year: 2020, month: 4)])
    let before = CohortSpecification.Window(name: "where", months: 1, states: ["none"])
    specification.rule = [.init(subject: .window(before), atMost: 0)]
    let cohort = try Cohort(specification, from: Self.dataset)
    // In March a and c work and b does not.
    #expect((0..<2).map { cohort.dataset["id"]?.text(at: $0) } == ["a", "c"])
    #expect(cohort.dataset.rowCount == 2 && cohort.dates[0].outside == 1)
    specification.rule.append(.init(subject: .column("male"), texts: ["yes"]))
    let men = try Cohort(specification, from: Self.dataset)
    #expect(men.dataset.rowCount == 1)
    // b is outside by the first condition; of c it is not known whether the second holds.
    #expect(men.dates[0].outside == 1 && men.dates[0].undecided == 1)
  }

  @Test func `limits on a column of texts are refused`() {
    var specification = Self.specification()
    specification.rule = [.init(subject: .column("male"), atLeast: 1)]
    #expect(throws: DataProblem.self) { try Cohort(specification, from: Self.dataset) }
  }

  @Test func `a window outside the data is refused`() {
    let date = Month(year: 2020, month: 5)
    #expect(
      throws: DataProblem(
        .windowOutsideData(
          asOf: date,
          first: Month(year: 2020, month: 1),
          last: Month(year: 2020, month: 6)
        ),
        column: "neet"
      )
    ) { try Cohort(Self.specification(asOf: [date]), from: Self.dataset) }
    #expect(throws: DataProblem.self) {
      try Cohort(Self.specification(window: 4), from: Self.dataset)
    }
  }

  @Test func `month names that contradict the first month are refused`() {
    #expect(throws: DataProblem.self) {
      try Cohort(Self.specification(first: Month(year: 2020, month: 2)), from: Self.dataset)
    }
  }

  @Test func `a state that nobody is ever in is refused`() {
    #expect(throws: DataProblem.self) {
      try Cohort(Self.specification(state: "nome"), from: Self.dataset)
    }
  }

  @Test func `a person on two lines is refused with both`() {
    let twice = Self.dataset.selecting(rows: [0, 1, 0])
    #expect(
      throws: DataProblem(.duplicateKey(otherLine: 2), file: "states.csv", line: 2, column: "id")
    ) { try Cohort(Self.specification(), from: twice) }
  }
}
