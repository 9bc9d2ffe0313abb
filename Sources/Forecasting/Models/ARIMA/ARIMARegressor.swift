package import Datasets

/// A column of a regression with ARIMA errors: one number a month, for the months of the series and
/// for those to forecast.
package struct ARIMARegressor: Codable, Equatable, Sendable {
  /// Name of its coefficient.
  package let name: String
  /// Month of the first number.
  package let start: Month
  /// One finite number a month.
  package let values: [Double]
  /// Names of the series that the column is for; all when `nil`.
  package let series: [String]?

  /// A column from its numbers.
  ///
  /// - Parameters:
  ///   - name: of its coefficient.
  ///   - start: month of the first number.
  ///   - values: one finite number a month.
  ///   - series: names of the series that the column is for; all when `nil`.
  package init(name: String, start: Month, values: [Double], series: [String]? = nil) {
    self.name = name
    self.start = start
    self.values = values
    self.series = series
  }

  /// A column by a rule, such as the number of working days.
  ///
  /// - Parameters:
  ///   - name: of its coefficient.
  ///   - months: first month and month after the last.
  ///   - series: names of the series that the column is for; all when `nil`.
  ///   - rule: the number of a month.
  package init(
    name: String,
    months: Range<Month>,
    series: [String]? = nil,
    rule: (Month) -> Double
  ) {
    self.init(name: name, start: months.lowerBound, values: months.map(rule), series: series)
  }

  /// A shift of the level: 0 before a month, 1 from it on.
  ///
  /// - Parameters:
  ///   - month: the first month at the new level.
  ///   - months: first month and month after the last.
  /// - Returns: a column named after the month.
  package static func levelShift(at month: Month, months: Range<Month>) -> ARIMARegressor {
    ARIMARegressor(name: "level shift \(month)", months: months) { $0 < month ? 0 : 1 }
  }

  /// True when the column has a usable number for every month of a range.
  func covers(_ months: Range<Month>) -> Bool {
    guard start <= months.lowerBound, months.upperBound <= start.advanced(by: values.count) else {
      return false
    }
    return self[months].allSatisfy(isUsable)
  }

  /// The numbers of some months, which the column must cover.
  subscript(months: Range<Month>) -> [Double] {
    let first = start.distance(to: months.lowerBound)
    let last = start.distance(to: months.upperBound)
    precondition(first >= 0 && last <= values.count, "the regressor \(name) has not all months")
    return Array(values[first..<last])
  }
}
