/// A monthly time series: consecutive months from a first one, one number each.
package struct TimeSeries: Sendable, Equatable {
  /// Name of the series, distinct within a panel.
  package let id: String
  /// Month of the first value.
  package let start: Month
  /// One value a month, oldest first; NaN where the month has none.
  package let values: [Double]
  /// What was wrong with rows of it that are not in the values.
  package let flaws: [SeriesFlaw]

  /// A series from its values.
  package init(id: String, start: Month, values: [Double], flaws: [SeriesFlaw] = []) {
    self.id = id
    self.start = start
    self.values = values
    self.flaws = flaws
  }

  /// Number of months.
  package var count: Int { values.count }
  /// The month after the last value.
  package var end: Month { start.advanced(by: values.count) }

  /// The first `count` months.
  package func prefix(_ count: Int) -> TimeSeries {
    TimeSeries(id: id, start: start, values: Array(values.prefix(count)), flaws: flaws)
  }
}
