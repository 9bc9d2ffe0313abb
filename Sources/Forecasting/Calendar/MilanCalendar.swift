package import Datasets

/// Working days and Easter in Milan, as regressors of monthly series.
///
/// The public holidays of Italy since 1986, with those of later laws from their first year on (2 June
/// from 2001, 4 October from 2026), that of 17 March 2011, and Milan's patron on 7 December. Months
/// before 1986 are counted without 6 January.
///
/// Of August nothing is left to a regressor: the closing of firms comes every year alike and is
/// season, which the models have already. What differs from one August to the next is how many days
/// of it are Mondays to Fridays, and on which weekday the 15th falls: the working days.
package enum MilanCalendar {
  /// Days of Monday to Friday that are no public holidays.
  package static func workingDays(in month: Month) -> Int {
    let monday = CalendarDate.easter(year: month.year).advanced(by: 1)
    var count = 0
    var day = firstDay(of: month)
    while day.month == month {
      // 1 January 1970 was a Thursday.
      let weekday = ((day.dayNumber + 3) % 7 + 7) % 7
      if weekday < 5, day != monday, !isFixedHoliday(day) { count += 1 }
      day = day.advanced(by: 1)
    }
    return count
  }

  /// Share of the eight days before Easter Sunday that fall in the month.
  ///
  /// The window of eight days is that of X-13ARIMA-SEATS (Findley et al. 1998, J. Business & Economic
  /// Statistics 16:127).
  ///
  /// - Parameter month: any.
  /// - Returns: in [0, 1]; 0 but in March and April.
  package static func easterShare(of month: Month) -> Double {
    guard month.month == 3 || month.month == 4 else { return 0 }
    let easter = CalendarDate.easter(year: month.year)
    let inside = (1...easterWindow).count { easter.advanced(by: -$0).month == month }
    return Double(inside) / Double(easterWindow)
  }

  /// What of the calendar moves a month.
  package enum Effect: String, Codable, Sendable, CaseIterable {
    /// ``MilanCalendar/workingDays(in:)``.
    case workingDays
    /// ``MilanCalendar/easterShare(of:)``.
    case easter
  }

  /// What a month has more than its namesakes.
  ///
  /// ```
  /// x_t = number of the month - mean over the months of its name
  /// ```
  /// Means are over 400 years of today's law, after which weekdays come again; so the column takes
  /// nothing of the season and the season nothing of it.
  ///
  /// - Parameters:
  ///   - effect: days, or share.
  ///   - month: any.
  /// - Returns: in days, or as a share.
  package static func deviation(_ effect: Effect, in month: Month) -> Double {
    number(effect, in: month)
      - (effect == .easter ? meanEasterShares : meanWorkingDays)[month.month - 1]
  }

  /// Two columns, `working days` and `Easter`, of what a month has more than its namesakes.
  package static let regressors = [
    ARIMARegressor(name: "working days", .milan(effect: .workingDays)),
    ARIMARegressor(name: "Easter", .milan(effect: .easter)),
  ]

  private static let easterWindow = 8
  private static let cycle = 2026..<2426
  private static let meanWorkingDays = means(.workingDays)
  private static let meanEasterShares = means(.easter)

  private static func number(_ effect: Effect, in month: Month) -> Double {
    switch effect {
    case .workingDays: Double(workingDays(in: month))
    case .easter: easterShare(of: month)
    }
  }

  private static func means(_ effect: Effect) -> [Double] {
    (1...seasonalPeriod).map { month in
      var sum = 0.0
      for year in cycle { sum += number(effect, in: Month(year: year, month: month)) }
      return sum / Double(cycle.count)
    }
  }

  private static func isFixedHoliday(_ day: CalendarDate) -> Bool {
    let (year, month, day) = day.components
    switch (month, day) {
    case (1, 1), (4, 25), (5, 1), (8, 15), (11, 1), (12, 7), (12, 8), (12, 25), (12, 26):
      return true
    case (1, 6): return year >= 1986
    case (3, 17): return year == 2011
    case (6, 2): return year >= 2001
    case (10, 4): return year >= 2026
    default: return false
    }
  }

  private static func firstDay(of month: Month) -> CalendarDate {
    guard let day = CalendarDate(year: month.year, month: month.month, day: 1) else {
      preconditionFailure("every month has a first day")
    }
    return day
  }
}
