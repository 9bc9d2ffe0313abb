internal import Datasets
internal import TestSupport
internal import Testing
internal import Workflows

@Suite("Series of a long table")
struct PanelReaderTests {
  static func table(
    ids: [String?] = ["a", "a", "a", "b", "b"],
    times: Column.Values? = nil,
    values: Column.Values = .numbers([1, 2, 3, 4, 5]),
    more: [Column] = []
  ) -> Dataset {
    let months: [Month?] = [1, 2, 3, 1, 2].map { Month(year: 2024, month: $0) }
    return Dataset(
      source: "table.csv",
      columns: [
        Column(name: "unique_id", values: .text(TextColumn(ids))),
        Column(name: "ds", values: times ?? .months(months)),
        Column(name: "y", values: values),
      ] + more
    )
  }

  static func problem(_ dataset: Dataset, _ selection: PanelSelection = .init()) -> DataProblem? {
    do throws(DataProblem) {
      _ = try PanelReader(dataset, selection).panel()
      return nil
    } catch {
      return error
    }
  }

  static let january = Month(year: 2024, month: 1)

  @Test("series come in the order of the table, months in the calendar's")
  func order() throws {
    let months: [Month?] = [3, 1, 2, 2, 1].map { Month(year: 2024, month: $0) }
    let panel = try PanelReader(
      Self.table(ids: ["b", "b", "a", "b", "a"], times: .months(months)),
      .init()
    )
    .panel()
    #expect(panel.series.map(\.id) == ["b", "a"])
    #expect(panel.series[0] == TimeSeries(id: "b", start: Self.january, values: [2, 4, 1]))
    #expect(panel.series[1] == TimeSeries(id: "a", start: Self.january, values: [5, 3]))
  }

  @Test("gaps are missing months, and months before the first value are dropped")
  func gaps() throws {
    let months: [Month?] = [1, 2, 7, 9, 10].map { Month(year: 2024, month: $0) }
    let table = Self.table(
      ids: Array(repeating: "a", count: 5),
      times: .months(months),
      values: .numbers([.nan, 2, 3, 4, .nan])
    )
    let series = try PanelReader(table, .init()).panel().series[0]
    #expect(series.start == Month(year: 2024, month: 2))
    #expect(series.count == 9)
    #expect(series.values.indices.filter { series.values[$0].isFinite } == [0, 5, 7])
  }

  struct Times: CustomTestStringConvertible {
    let name: String
    let values: Column.Values
    var testDescription: String { name }

    static func texts(_ name: String, _ texts: [String]) -> Times {
      Times(name: name, values: .text(TextColumn(texts)))
    }
  }

  @Test(
    "months are read in every way of writing them",
    arguments: [
      Times(name: "202401", values: .numbers([202_401, 202_402, 202_403, 202_401, 202_402])),
      .texts("2024M01", ["2024M01", "2024M02", "2024M03", "2024M01", "2024M02"]),
      .texts("01/2024", ["01/2024", "02/2024", "03/2024", "01/2024", "02/2024"]),
      .texts("2024 Jan", ["2024 Jan", "2024 Feb", "2024 Mar", "2024 Jan", "2024 Feb"]),
      .texts(
        "2024-01-01",
        ["2024-01-01", "2024-02-01", "2024-03-01", "2024-01-01", "2024-02-01"]
      ),
    ]
  )
  func monthForms(_ times: Times) throws {
    let panel = try PanelReader(Self.table(times: times.values), .init()).panel()
    #expect(panel.series.map(\.start) == [Self.january, Self.january])
    #expect(panel.series.map(\.values) == [[1, 2, 3], [4, 5]])
  }

  @Test("a month written two ways is refused with the line and both forms")
  func mixedMonths() {
    let texts = ["2024-01", "2024-02", "03/2024", "2024-01", "2024-02"]
    let found = Self.problem(Self.table(times: .text(TextColumn(texts))))
    #expect(found?.cause == .mixedMonthFormats(first: "2024-01", other: "03/2024"))
    #expect(found?.line == 4 && found?.column == "ds" && found?.file == "table.csv")
  }

  @Test("what is no month is refused with its line")
  func noMonth() {
    for values: Column.Values in [
      .numbers([202_401, 202_413, 202_403, 202_401, 202_402]),
      .numbers([202_401, 2.5, 202_403, 202_401, 202_402]),
      .text(TextColumn(["2024-01", "spring", "2024-03", "2024-01", "2024-02"])),
    ] {
      let found = Self.problem(Self.table(times: values))
      #expect(found?.cause == .notAMonth)
      #expect(found?.line == 3)
    }
  }

  @Test("missing identifiers and months, texts and infinities as values are refused by line")
  func badCells() {
    let noName = Self.problem(Self.table(ids: ["a", "a", nil, "b", "b"]))
    #expect(noName?.cause == .missingValue && noName?.line == 4 && noName?.column == "unique_id")
    let months: [Month?] = [Self.january, nil, nil, Self.january, nil]
    let noMonth = Self.problem(Self.table(times: .months(months)))
    #expect(noMonth?.cause == .missingValue && noMonth?.line == 3 && noMonth?.column == "ds")
    let text = Self.problem(Self.table(values: .text(TextColumn(["1", "2", "many", "4", "5"]))))
    #expect(text?.cause == .notANumber && text?.line == 4 && text?.column == "y")
    let infinite = Self.problem(Self.table(values: .numbers([1, 2, 3, 4, .infinity])))
    #expect(infinite?.cause == .nonFinite && infinite?.line == 6)
  }

  @Test("the same series and month twice is refused at the second line")
  func duplicates() {
    let months: [Month?] = [1, 2, 1, 2, 2].map { Month(year: 2024, month: $0) }
    let found = Self.problem(Self.table(times: .months(months)))
    #expect(found?.cause == .duplicateKey(otherLine: 2))
    #expect(found?.line == 4)
  }

  @Test("an unknown column is refused with the nearest there is")
  func unknownColumn() {
    let found = Self.problem(Self.table(), PanelSelection(id: ["unique_ids"]))
    #expect(found?.cause == .unknownColumn(nearest: "unique_id"))
  }

  @Test("columns are joined to names, and filters compare numbers as numbers")
  func joinAndFilter() throws {
    let more = [
      Column(name: "level", values: .text(TextColumn(["3", "3.0", "2", "3", "03"]))),
      Column(name: "code", values: .numbers([7, 7, 7, 8, 8])),
    ]
    let selection = PanelSelection(
      id: ["unique_id", "code"],
      filters: [RowFilter(column: "level", value: "3")]
    )
    let panel = try PanelReader(Self.table(more: more), selection).panel()
    #expect(panel.series.map(\.id) == ["a/7", "b/8"])
    #expect(panel.series.map(\.values) == [[1, 2], [4, 5]])
    let none = PanelSelection(filters: [RowFilter(column: "code", value: "9")])
    #expect(Self.problem(Self.table(more: more), none)?.cause == .noRows)
  }
}
