import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct `Months and days` {
  @Test(arguments: [
    ("2024-03", MonthFormat.iso), ("2024-03-01", .isoFirstDay), ("2024M03", .eurostat),
    ("03/2024", .slash), ("202403", .compact), ("2024 Mar", .yearName), ("Mar.24", .nameYear),
    ("mar.2024", .nameYear),
  ]) func `every way of writing a month is read`(text: String, format: MonthFormat) {
    let found = MonthFormat.detect(text)
    #expect(found?.format == format)
    #expect(found?.month == Month(year: 2024, month: 3))
  }

  @Test(arguments: [
    "2024-13", "2024-00", "2024-3", "13/2024", "2024-03-02", "", "24-03", "2024/03", "Mxx.24",
    "+024-03", "2024-03 ", "marzo 2024",
  ]) func `what is no month is not taken for one`(text: String) {
    #expect(MonthFormat.detect(text) == nil)
  }

  @Test func `two-digit years from 70 on are of the last century`() {
    #expect(MonthFormat.detect("Jul.93")?.month == Month(year: 1993, month: 7))
    #expect(MonthFormat.detect("Jan.07")?.month == Month(year: 2007, month: 1))
  }

  @Test func `months count across years and before year 0`() {
    let december = Month(year: 2023, month: 12)
    #expect(december.advanced(by: 1) == Month(year: 2024, month: 1))
    #expect(december.distance(to: Month(year: 2022, month: 12)) == -12)
    #expect(Month(index: -1).year == -1 && Month(index: -1).month == 12)
    #expect("\(Month(year: 45, month: 1))" == "0045-01")
  }

  @Test(arguments: [
    (1970, 1, 1, 0), (2000, 2, 29, 11_016), (1969, 12, 31, -1), (2026, 11, 21, 20_778),
  ])
  func `days are numbered from 1970`(year: Int, month: Int, day: Int, number: Int) throws {
    let date = try #require(CalendarDate(year: year, month: month, day: day))
    #expect(date.dayNumber == number)
    #expect(date.components == (year, month, day))
    #expect(CalendarDate(iso: date.description) == date)
  }

  @Test(.tags(.property)) func `every day of eight centuries comes back from its number`() {
    var previous: CalendarDate?
    for number in -146_097..<146_097 {
      let date = CalendarDate(dayNumber: number)
      let (year, month, day) = date.components
      #expect(CalendarDate(year: year, month: month, day: day) == date)
      if let previous { #expect(previous < date) }
      previous = date
    }
  }

  @Test(arguments: [
    "2023-02-29", "1900-02-29", "2024-04-31", "2024-4-03", "-024-01-01", "2024-01-1a",
  ])
  func `days that the calendar does not have are refused`(text: String) {
    #expect(CalendarDate(iso: text) == nil)
  }

  @Test func `the nearest name is found by edit distance`() {
    #expect(nearestName(to: "jobles_6", among: ["jobless_6", "employed_6"]) == "jobless_6")
    #expect(nearestName(to: "Featurs", among: ["features", "missing"]) == "features")
    #expect(nearestName(to: "zzz", among: ["features"]) == nil)
  }
}
