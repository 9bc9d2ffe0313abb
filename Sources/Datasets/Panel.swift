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

  /// The month after the last one of a panel: the last that one series in twenty reaches.
  ///
  /// A few series that go on longer, by a wrong year or because their last month came early, do not
  /// make all others end early. Series that begin more than ten years after all before them ended
  /// are a panel apart: that of the most series counts, the later one of equals.
  ///
  /// - Parameter spans: of each series the first month and the one after the last; both the latter
  ///   where the first is not known.
  /// - Returns: the largest end for up to twenty series that hang together; `nil` for none.
  /// - Complexity: O(n log n) in the number of series.
  package static func end(of spans: [(start: Month, end: Month)]) -> Month? {
    var (best, current): ([Month], [Month]) = ([], [])
    var latest: Month?
    for span in spans.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
      if let known = latest, known.distance(to: span.start) > remoteness { current = [] }
      current.append(span.end)
      latest = max(latest ?? span.end, span.end)
      if current.count >= best.count { best = current }
    }
    return best.isEmpty ? nil : best.sorted(by: >)[(best.count - 1) / 20]
  }

  /// Months without any value that part what belongs together from a wrong year: ten years.
  package static let remoteness = 120
}
