package import Datasets

extension CalendarDate {
  /// Easter Sunday of the Gregorian calendar.
  ///
  /// The rule of Gauss without exceptions, as Meeus prints it (1991, Astronomical Algorithms, chapter
  /// 8; first in Nature, 20 April 1876).
  ///
  /// - Parameter year: at least 1583.
  /// - Returns: a day from 22 March to 25 April.
  package static func easter(year: Int) -> CalendarDate {
    let golden = year % 19
    let (century, rest) = year.quotientAndRemainder(dividingBy: 100)
    let correction = (century - (century + 8) / 25 + 1) / 3
    let moon = (19 * golden + century - century / 4 - correction + 15) % 30
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7
    let shift = (golden + 11 * moon + 22 * weekday) / 451
    let place = moon + weekday - 7 * shift + 114
    guard let day = CalendarDate(year: year, month: place / 31, day: place % 31 + 1) else {
      preconditionFailure("Easter is in March or April")
    }
    return day
  }
}
