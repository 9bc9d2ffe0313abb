internal import Datasets
internal import Forecasting
internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Calendar of Milan")
struct MilanCalendarTests {
  /// From `regenerate/calendar_reference.py`.
  private struct Reference: Decodable {
    let first: Int
    let easter: [String]
    let workingDays: [[Int]]
  }

  private func reference() throws -> Reference {
    let url = Repository.fixtures.appending(path: "calendar_reference.json")
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
  }

  @Test("Easter is when dateutil says, 1990 to 2040", .tags(.reference))
  func easter() throws {
    let reference = try reference()
    #expect(reference.easter.count == 51)
    for (place, day) in reference.easter.enumerated() {
      #expect(CalendarDate.easter(year: reference.first + place).description == day)
    }
  }

  @Test("working days are those of the package holidays, 1990 to 2040", .tags(.reference))
  func workingDays() throws {
    let reference = try reference()
    #expect(reference.workingDays.count == 51)
    for (place, year) in reference.workingDays.enumerated() {
      for (month, days) in year.enumerated() {
        let month = Month(year: reference.first + place, month: month + 1)
        #expect(MilanCalendar.workingDays(in: month) == days, "\(month)")
      }
    }
  }

  @Test("the days before Easter fall in March, in April or in both")
  func easterShare() {
    // Easter on 31 March 2024, 20 April 2025, 4 April 2021 and 1 April 2018.
    let cases = [(2024, 1.0, 0.0), (2025, 0, 1), (2021, 5.0 / 8, 3.0 / 8), (2018, 1, 0)]
    for (year, march, april) in cases {
      #expect(MilanCalendar.easterShare(of: Month(year: year, month: 3)) == march, "\(year)")
      #expect(MilanCalendar.easterShare(of: Month(year: year, month: 4)) == april, "\(year)")
      #expect(MilanCalendar.easterShare(of: Month(year: year, month: 5)) == 0, "\(year)")
    }
  }

  @Test("over 400 years the columns of every calendar month add up to 0")
  func centred() {
    let months = Month(year: 2026, month: 1)..<Month(year: 2426, month: 1)
    for column in MilanCalendar.regressors {
      let values = column[months]
      #expect(values.count == 4800)
      #expect(Set(values).count > 1)
      for month in 0..<12 {
        let sum = stride(from: month, to: 4800, by: 12).reduce(0) { $0 + values[$1] }
        expectClose(sum, 0, absoluteTolerance: 1e-9, "\(column.name), month \(month + 1)")
      }
    }
  }
}
