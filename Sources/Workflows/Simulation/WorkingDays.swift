internal import Datasets

extension Month {
  /// The working days of the month in Italy, ascending: no Saturday, Sunday, national holiday or
  /// Easter Monday.
  var workingDays: [CalendarDate] {
    guard let first = CalendarDate(year: year, month: month, day: 1),
      let next = CalendarDate(year: advanced(by: 1).year, month: advanced(by: 1).month, day: 1)
    else { return [] }
    return (first.dayNumber..<next.dayNumber).map { CalendarDate(dayNumber: $0) }
      .filter(\.isWorkingDay)
  }
}

extension CalendarDate {
  /// True on a day that offices work in Italy.
  fileprivate var isWorkingDay: Bool {
    // Day 0, 1 January 1970, was a Thursday; Monday is 0.
    let weekday = ((dayNumber + 3) % 7 + 7) % 7
    let (year, month, day) = components
    return weekday < 5 && !Self.holidays.contains { $0 == (month, day) }
      && self != Self.easter(year).advanced(by: 1)
  }

  /// Month and day of the national holidays of fixed date.
  private static let holidays = [
    (1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26),
  ]

  /// Easter Sunday of the Gregorian calendar (Meeus 1991, Astronomical Algorithms, chapter 8).
  private static func easter(_ year: Int) -> CalendarDate {
    let (a, b, c) = (year % 19, year / 100, year % 100)
    let g = (8 * b + 13) / 25
    let h = (19 * a + b - b / 4 - g + 15) % 30
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
    let m = (a + 11 * h + 19 * l) / 433
    let month = (h + l - 7 * m + 90) / 25
    let day = (h + l - 7 * m + 33 * month + 19) % 32
    return CalendarDate(year: year, month: month, day: day) ?? CalendarDate(dayNumber: 0)
  }
}
