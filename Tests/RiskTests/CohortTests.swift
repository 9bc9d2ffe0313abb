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
