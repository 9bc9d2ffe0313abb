/// A model that can be told of events and of the calendar as columns of a regression.
package protocol RegressionModel: ForecastModel {
  /// True when it sees the months of events and estimates what they did; false when they are left out
  /// of the series that it is fitted to.
  var estimatesEvents: Bool { get }

  /// The definition with columns for events and calendar.
  ///
  /// - Parameter known: what it is to know.
  /// - Returns: a definition of the same kind.
  func told(_ known: KnownMonths) -> Self
}
