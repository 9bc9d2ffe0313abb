/// Monthly series that belong together, in a fixed order.
package struct Panel: Sendable, Equatable {
  /// Where the series came from, for messages.
  package let source: String
  /// The series; identifiers are distinct.
  package let series: [TimeSeries]

  /// A panel from its series.
  package init(source: String, series: [TimeSeries]) {
    precondition(Set(series.map(\.id)).count == series.count, "two series of one name")
    self.source = source
    self.series = series
  }
}
