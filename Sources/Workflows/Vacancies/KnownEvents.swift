internal import DataIO
internal import Datasets
internal import Forecasting
internal import Registry

/// A calendar whose working days models can be told.
package enum CalendarName: String, Codable, Sendable, CaseIterable {
  /// ``MilanCalendar``.
  case milan
}

/// What a request names beside the series: events and a calendar.
package struct EventSelection: Codable, Sendable, Equatable {
  /// `covid`, or the path of an event file; none when `nil`.
  package var events: String?
  /// The calendar; none when `nil`.
  package var calendar: CalendarName?

  /// The name of the built-in event.
  package static let covid = "covid"

  /// A selection.
  package init(events: String? = nil, calendar: CalendarName? = nil) {
    self.events = events
    self.calendar = calendar
  }

  /// Path of the file to read; `nil` without one.
  var path: String? { events == Self.covid ? nil : events }

  /// The digest of the file, for the registry.
  func digests() throws -> [InputDigest] {
    try path.map { [try InputDigest(role: "events", path: $0)] } ?? []
  }
}

/// The events and the calendar of a request, read.
struct KnownEvents {
  private let events: [SeriesEvent]
  private let calendar: CalendarName?
  private let months: Range<Month>

  /// Reads the events.
  ///
  /// - Parameters:
  ///   - selection: what the request names.
  ///   - panel: the series.
  ///   - horizon: months that will be forecast after them.
  ///   - models: those to be told.
  /// - Throws: as ``EventFile``; `invalidValue` for a level where no model can be told of it.
  init(
    _ selection: EventSelection,
    _ panel: Panel,
    horizon: Int,
    models: [ForecastModelDescriptor]
  ) throws(DataProblem) {
    calendar = selection.calendar
    let start = panel.series.map(\.start).min() ?? Month(index: 0)
    let end = panel.series.map(\.end).max() ?? start
    months = start..<end.advanced(by: horizon)
    if let path = selection.path {
      let file = try EventFile(path, for: panel)
      if !models.contains(where: \.takesRegressors) { try file.refuseLevels() }
      events = file.events
    } else {
      events = selection.events == nil ? [] : [.covid]
    }
  }

  /// A model that is told.
  func told(_ model: ForecastModelDescriptor) -> ForecastModelDescriptor {
    guard !events.isEmpty || calendar != nil else { return model }
    return model.told(of: events, calendar: calendarRegressors, months: months)
  }

  /// The columns of events and calendar, for inspections.
  var regressors: [ARIMARegressor] {
    events.flatMap { $0.regressors(months: months) } + calendarRegressors
  }

  private var calendarRegressors: [ARIMARegressor] {
    switch calendar {
    case .milan: MilanCalendar.regressors(months: months)
    case nil: []
    }
  }
}
