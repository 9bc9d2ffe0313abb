internal import Datasets

/// A series without the months of the events that touched it, for a model that does not estimate them.
struct LeftOutMonths {
  /// The series; NaN in those months.
  let series: TimeSeries
  /// The events that took a value out, with the number of values.
  let events: [ForecastStatus.LeftOut]
  /// Values taken out between the first and the last one that are left; of a part, before the last.
  let insideCount: Int
  /// Values taken out after the last one that is left.
  let trailingCount: Int

  /// Takes the months of events out of a series, but for one that has no other months.
  ///
  /// - Parameters:
  ///   - events: pulses and spans; levels take nothing out.
  ///   - series: monthly values; NaN where missing.
  ///   - isPart: true for months that follow others, so that all of them can be taken out.
  init(_ events: [SeriesEvent], of series: TimeSeries, isPart: Bool = false) {
    var values = series.values
    var counts: [ForecastStatus.LeftOut] = []
    for event in events where event.kind != .level && event.touches(series.id) {
      var months = 0
      for month in event.first...event.last {
        let place = series.start.distance(to: month)
        guard values.indices.contains(place), values[place].isFinite else { continue }
        values[place] = .nan
        months += 1
      }
      if months > 0 { counts.append(.init(event: event.name, months: months)) }
    }
    let last = values.lastIndex(where: \.isFinite)
    guard !counts.isEmpty, isPart || last != nil else {
      self.series = series
      self.events = []
      insideCount = 0
      trailingCount = 0
      return
    }
    let first = isPart ? 0 : values.firstIndex(where: \.isFinite) ?? 0
    let end = last.map { $0 + 1 } ?? 0
    self.series = TimeSeries(id: series.id, start: series.start, values: values)
    self.events = counts
    insideCount = (min(first, end)..<end).count {
      series.values[$0].isFinite && !values[$0].isFinite
    }
    trailingCount = series.values[end...].count(where: \.isFinite)
  }
}
