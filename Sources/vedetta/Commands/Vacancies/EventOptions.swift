internal import ArgumentParser
internal import Workflows

/// What is known of the months beside the series.
struct EventOptions: ParsableArguments {
  @Option(help: "What happened: a YAML file of events, or covid for March to May 2020.")
  var events: String?

  @Option(help: "Working days and Easter as regressors of arima, alone or in auto: milan.")
  var calendar: CalendarName?

  /// The selection the options stand for.
  var selection: EventSelection { EventSelection(events: events, calendar: calendar) }

  /// True where nothing is named.
  var isEmpty: Bool { events == nil && calendar == nil }

  /// What models of different kinds make of it, for people; empty where nothing is named.
  var note: String {
    isEmpty
      ? ""
      : """


      arima, alone or in auto, has regressors for events and calendar; other models do not learn from \
      the months of pulses and spans, and pass over levels and the calendar.
      """
  }

  /// Refuses a calendar that no model can be told of.
  func check(_ models: [ForecastModelName]) throws {
    guard calendar == nil || models.contains(where: \.takesRegressors) else {
      throw ValidationError("--calendar needs a model that takes regressors; give arima or auto.")
    }
  }
}

extension CalendarName: ExpressibleByArgument {}
