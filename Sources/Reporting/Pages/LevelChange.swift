internal import Datasets

/// How far the expected level of a series will have moved by a month ahead.
///
/// The expected value (mean) is compared with the observed value of the same calendar month of the
/// last observed year, so that the season cancels out.
package struct LevelChange: Sendable, Equatable {
  /// Title of the series.
  package let title: String
  /// Change as a share: 0.12 is 12 % more.
  package let change: Double
  /// The change at the lower end of the interval; NaN without one.
  package let lower: Double
  /// The change at the upper end of the interval.
  package let upper: Double

  /// Whether the interval leaves out zero.
  var isClear: Bool { lower > 0 || upper < 0 }

  /// The change of a series; `nil` where the forecast is missing, or the month compared with is
  /// missing or not positive.
  ///
  /// - Parameters:
  ///   - series: history and forecast.
  ///   - monthsAhead: from 1 to the horizon.
  ///   - level: level of the band that gives the interval.
  package init?(of series: ForecastSeries, monthsAhead: Int, level: Double?) {
    guard monthsAhead >= 1, monthsAhead <= series.mean.count else { return nil }
    let yearsBack = (monthsAhead + 11) / 12
    let place = series.history.count - 1 + monthsAhead - 12 * yearsBack
    guard series.history.values.indices.contains(place) else { return nil }
    let base = series.history.values[place]
    let expected = series.mean[monthsAhead - 1]
    guard base.isFinite, base > 0, expected.isFinite else { return nil }
    title = series.title
    change = expected / base - 1
    let band = series.bands.first { $0.level == level }
    guard let band, monthsAhead <= band.lower.count else {
      lower = .nan
      upper = .nan
      return
    }
    lower = band.lower[monthsAhead - 1] / base - 1
    upper = band.upper[monthsAhead - 1] / base - 1
  }
}
