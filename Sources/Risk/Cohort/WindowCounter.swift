internal import Datasets

/// What a window says of a person before a date.
struct WindowCounter {
  private let window: CohortSpecification.Window
  private let history: StateHistory
  private let states: [Int32]

  /// A counter.
  ///
  /// - Throws: `invalidValue` for a state that nobody is ever in.
  init(
    _ window: CohortSpecification.Window,
    _ history: StateHistory,
    source: String,
    key: String
  ) throws(DataProblem) {
    self.window = window
    self.history = history
    states = try history.codes(of: window.states, source: source, key: key)
  }

  /// The number for a person and date, whose window the history covers; `nil` when a state in it is
  /// not known.
  func value(row: Int, before date: Month) -> Double? {
    let months = window.length(before: date)
    let start = date.advanced(by: -months)
    if window.measure == .changes {
      return history.changes(row: row, from: start, months: months).map(Double.init)
    }
    let found = history.count(states, row: row, from: start, months: months)
    guard found.unknown == 0 else { return nil }
    return window.measure == .share
      ? Double(found.inside) / Double(months) : Double(found.inside)
  }
}
