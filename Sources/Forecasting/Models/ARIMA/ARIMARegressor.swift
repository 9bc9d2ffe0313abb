package import Datasets

/// A column of a regression with ARIMA errors: one number a month.
package struct ARIMARegressor: Codable, Equatable, Sendable {
  /// What the number of a month is.
  package enum Rule: Codable, Equatable, Sendable {
    /// A list, its first number that of `start`; for these months only.
    case numbers(start: Month, values: [Double])
    /// 1 in a month and else 0.
    case pulse(month: Month)
    /// 0 before a month and 1 from it on.
    case level(month: Month)
    /// What the calendar of Milan has in a month more than in its namesakes.
    case milan(effect: MilanCalendar.Effect)
  }

  /// Name of its coefficient.
  package let name: String
  /// Its numbers.
  package let rule: Rule
  /// Names of the series that the column is for; all when `nil`.
  package let series: [String]?

  /// A column by a rule.
  ///
  /// - Parameters:
  ///   - name: of its coefficient.
  ///   - rule: the number of a month; lists hold finite ones.
  ///   - series: names of the series that the column is for; all when `nil`.
  package init(name: String, _ rule: Rule, series: [String]? = nil) {
    self.name = name
    self.rule = rule
    self.series = series
  }

  /// True when the column is for the series of a name.
  func touches(_ id: String) -> Bool { series?.contains(id) ?? true }

  /// The numbers of some months, which a list must have.
  package subscript(months: Range<Month>) -> [Double] {
    switch rule {
    case .numbers(let start, let values):
      let first = start.distance(to: months.lowerBound)
      let last = start.distance(to: months.upperBound)
      precondition(first >= 0 && last <= values.count, "the regressor \(name) has not all months")
      return Array(values[first..<last])
    case .pulse(let month): return months.map { $0 == month ? 1 : 0 }
    case .level(let month): return months.map { $0 < month ? 0 : 1 }
    case .milan(let effect): return months.map { MilanCalendar.deviation(effect, in: $0) }
    }
  }
}
