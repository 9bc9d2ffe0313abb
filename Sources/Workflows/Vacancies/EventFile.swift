internal import DataIO
internal import Datasets
internal import Forecasting

/// A list of events that a user wrote, in YAML.
///
/// ```yaml
/// events:
///   - {name: strike, kind: pulse, month: 2022-11}
///   - {name: new source, kind: level, month: 2021-06, series: [milan, lodi]}
///   - {name: closures, kind: span, first: 2020-03, last: 2020-05}
/// ```
struct EventFile {
  /// The events, in the order of the file.
  let events: [SeriesEvent]
  /// The place of each event's kind, for messages.
  private let kinds: [SpecNode]

  /// Longest span, in months.
  private static let longestSpan = 120

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - names: of the series that the events can name.
  /// - Throws: as `SpecDocument.read(path:)`; `unknownKey`, `missingKey`, `invalidValue`, and
  ///   `unknownLevel` for a series that there is not.
  init(_ path: String, for names: [String]) throws(DataProblem) {
    let known = Set(names)
    let document = try SpecDocument.read(path: path).root.mapping(known: ["events"])
    var events: [SeriesEvent] = []
    var kinds: [SpecNode] = []
    for node in try document.required("events").sequence() {
      let event = try node.mapping(known: ["name", "kind", "month", "first", "last", "series"])
      let kind = try event.required("kind").choice(SeriesEvent.Kind.self)
      let keys = kind == .span ? ["first", "last"] : ["month"]
      for other in ["month", "first", "last"] where !keys.contains(other) {
        if let wrong = event.optional(other) {
          throw wrong.invalid(
            expected:
              "no such key here: a \(kind.rawValue) takes \(keys.joined(separator: " and "))"
          )
        }
      }
      let first = try event.required(keys[0]).month()
      let last = try keys.count > 1 ? event.required(keys[1]).month() : first
      guard first <= last, first.distance(to: last) < Self.longestSpan else {
        throw try event.required("last").invalid(
          expected: "a month from \(first) on, at most \(Self.longestSpan) months in all"
        )
      }
      var series: [String]?
      if let list = event.optional("series") {
        series = try list.strings()
        for element in try list.sequence() {
          let name = try element.string()
          guard known.contains(name) else {
            throw element.problem(.unknownLevel(nearest: nearestName(to: name, among: names)))
          }
        }
      }
      events.append(
        SeriesEvent(
          name: try event.required("name").string(),
          kind: kind,
          first: first,
          last: last,
          series: series
        )
      )
      kinds.append(try event.required("kind"))
    }
    self.events = events
    self.kinds = kinds
  }

  /// Refuses levels, for models that take no regressors.
  ///
  /// - Throws: `invalidValue` at the first.
  func refuseLevels() throws(DataProblem) {
    for index in events.indices where events[index].kind == .level {
      throw kinds[index].invalid(
        expected:
          "pulse or span: of the models only arima can tell a level from the rest, alone or in "
          + "auto; give --model arima or auto"
      )
    }
  }
}
