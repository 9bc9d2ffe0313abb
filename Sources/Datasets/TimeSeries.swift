/// A monthly time series: consecutive months from a first one, one number each.
package struct TimeSeries: Sendable, Equatable {
  /// Name of the series, distinct within a panel.
  package let id: String
  /// Month of the first value.
  package let start: Month
  /// One value a month, oldest first; NaN where the month has none.
  package let values: [Double]

  /// A series from its values.
  package init(id: String, start: Month, values: [Double]) {
    self.id = id
    self.start = start
    self.values = values
  }

  /// Number of months.
  package var count: Int { values.count }
  /// The month after the last value.
  package var end: Month { start.advanced(by: values.count) }

  /// The first `count` months.
  package func prefix(_ count: Int) -> TimeSeries {
    TimeSeries(id: id, start: start, values: Array(values.prefix(count)))
  }
}
