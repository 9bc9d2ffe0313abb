internal import Datasets

/// What is known of months beside the values of the series: what happened, and the calendar.
package struct KnownMonths: Codable, Equatable, Sendable {
  /// What happened.
  package let events: [SeriesEvent]
  /// The calendar; none when `nil`.
  package let calendar: WorkingCalendar?

  /// Events and a calendar; nothing by default.
  package init(events: [SeriesEvent] = [], calendar: WorkingCalendar? = nil) {
    self.events = events
    self.calendar = calendar
  }

  /// True where nothing is known.
  package var isEmpty: Bool { events.isEmpty && calendar == nil }

  /// Columns of a regression: those of the events, then those of the calendar.
  package var regressors: [ARIMARegressor] {
    events.flatMap(\.regressors) + (calendar?.regressors ?? [])
  }

  /// A series without the months of pulses and spans.
  ///
  /// - Parameters:
  ///   - series: monthly values; NaN where missing.
  ///   - isPart: true for months that follow others, so that all of them can be left out.
  /// - Returns: the series with NaN there.
  func leavingOut(_ series: TimeSeries, isPart: Bool = false) -> LeftOutMonths {
    LeftOutMonths(events, of: series, isPart: isPart)
  }
}
