internal import DataIO
internal import Datasets
internal import Forecasting
internal import Registry

/// A calendar whose working days models can be told.
package enum CalendarName: String, Codable, Sendable, CaseIterable {
  /// ``MilanCalendar``.
  case milan

  var calendar: WorkingCalendar {
    switch self {
    case .milan: .milan
    }
  }
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

extension KnownMonths {
  /// Reads what a request names.
  ///
  /// - Parameters:
  ///   - selection: the events and the calendar.
  ///   - input: the series; of a hierarchy all of them, and an event of some is one of all that have a
  ///     leaf in common with them.
  ///   - models: those to be told.
  /// - Throws: as ``EventFile``; `invalidValue` for a level where no model can be told of it.
  init(
    _ selection: EventSelection,
    _ input: PanelInput,
    models: [ForecastModelDescriptor]
  ) throws(DataProblem) {
    var events: [SeriesEvent] = selection.events == nil ? [] : [.covid]
    if let path = selection.path {
      let file = try EventFile(path, for: (input.hierarchy?.series ?? input.panel.series).map(\.id))
      if !models.contains(where: \.takesRegressors) { try file.refuseLevels() }
      events = file.events.map { input.hierarchy?.spreading($0) ?? $0 }
    }
    self.init(events: events, calendar: selection.calendar?.calendar)
  }
}
