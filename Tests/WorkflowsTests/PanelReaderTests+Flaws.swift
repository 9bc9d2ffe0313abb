internal import Datasets
internal import Testing
internal import Workflows

extension PanelReaderTests {
  /// Four series of three months, of which `rows` are the first one's.
  private static func panel(_ rows: [(Month, Double)]) throws -> Panel {
    var ids = rows.map { _ in "bad" as String? }
    var months: [Month?] = rows.map(\.0)
    var values = rows.map(\.1)
    for name in ["b", "c", "d"] {
      for month in 0..<3 {
        ids.append(name)
        months.append(january.advanced(by: month))
        values.append(Double(month + 1))
      }
    }
    let table = Self.table(ids: ids, times: .months(months), values: .numbers(values))
    return try PanelReader(table, .init()).panel()
  }

  @Test(
    "rows that are wrong are flaws of their series, told by line, and leave the others as they are"
  )
  func flaws() throws {
    let months = (0..<4).map { Self.january.advanced(by: $0) }
    let panel = try Self.panel([
      (months[0], 1), (months[1], 2), (months[1], 2), (months[2], 3), (months[2], 4),
      (months[2], 5), (months[3], .infinity), (Month(year: 2224, month: 4), 9),
    ])
    let bad = panel.series[0]
    #expect(bad.start == months[0] && bad.count == 4)
    #expect(bad.values[..<2] == [1, 2] && bad.values[2].isNaN && bad.values[3].isNaN)
    #expect(
      bad.flaws == [
        SeriesFlaw(.repeatedMonth, count: 1, line: 4),
        SeriesFlaw(.contradictedMonth, count: 2, line: 6),
        SeriesFlaw(.infiniteValue, count: 1, line: 8),
        SeriesFlaw(.remoteMonth, count: 1, line: 9),
      ]
    )
    for series in panel.series.dropFirst() {
      #expect(series.values == [1, 2, 3] && series.flaws.isEmpty)
    }
  }

  @Test("a month that stands twice has the value of the row that has one")
  func repeatedWithoutValue() throws {
    let panel = try Self.panel([(Self.january, .nan), (Self.january, 5), (Self.january, .nan)])
    #expect(panel.series[0].values == [5])
    #expect(panel.series[0].flaws == [SeriesFlaw(.repeatedMonth, count: 2, line: 3)])
  }

  @Test("a series that lies far from all others keeps its months")
  func remoteSeries() throws {
    let future = Month(year: 2090, month: 1)
    let panel = try Self.panel([(future, 1), (future.advanced(by: 1), 2)])
    #expect(panel.series[0].start == future && panel.series[0].values == [1, 2])
    #expect(panel.series[0].flaws.isEmpty)
  }

  @Test("a series read alone loses a month of a wrong year, before or after")
  func wrongYear() throws {
    for year in [224, 9999] {
      let months: [Month?] = (0..<4).map { Self.january.advanced(by: $0) }
      let table = Self.table(
        ids: Array(repeating: "a", count: 5),
        times: .months(months + [Month(year: year, month: 5)])
      )
      let series = try PanelReader(table, .init()).panel().series[0]
      #expect(series.start == Self.january && series.values == [1, 2, 3, 4])
      #expect(series.flaws == [SeriesFlaw(.remoteMonth, count: 1, line: 6)])
    }
  }

  @Test("two series of one joined name are refused with the line of the second")
  func sameName() {
    let more = [Column(name: "code", values: .text(TextColumn(["c", "c", "c", "b/c", "b/c"])))]
    let table = Self.table(ids: ["a/b", "a/b", "a/b", "a", "a"], more: more)
    let found = Self.problem(table, PanelSelection(id: ["unique_id", "code"]))
    #expect(found?.cause == .sameName && found?.line == 5)
    #expect(found?.column == "unique_id,code")
  }
}
