/// Rows of each value of a category that have some event, and that have some other outcome.
///
/// A row of both counts in each, one without weight in neither.
struct OutcomeRows: Sendable, Equatable {
  /// Rows with an event.
  private(set) var events: [Int]
  /// Rows with another outcome.
  private(set) var others: [Int]

  /// Rows as counted.
  init(events: [Int], others: [Int]) {
    self.events = events
    self.others = others
  }

  /// Counts rows.
  ///
  /// - Parameters:
  ///   - outcome: of the rows.
  ///   - codes: value of each row; negative for an empty cell.
  ///   - count: number of values; empty cells come after them.
  init(_ outcome: Outcome, _ codes: [Int32], count: Int) {
    events = Array(repeating: 0, count: count + 1)
    others = events
    for (row, code) in codes.enumerated() where outcome.weights[row] > 0 {
      let place = code < 0 ? count : Int(code)
      let share = outcome.response[row]
      if share > 0 { events[place] += 1 }
      if share < 1 { others[place] += 1 }
    }
  }

  /// Makes room for further values.
  mutating func insert(_ added: Int, at place: Int) {
    events.insert(contentsOf: Array(repeating: 0, count: added), at: place)
    others.insert(contentsOf: Array(repeating: 0, count: added), at: place)
  }

  /// Adds the rows of a value of other rows.
  mutating func add(_ next: OutcomeRows, from position: Int, to place: Int) {
    events[place] += next.events[position]
    others[place] += next.others[position]
  }
}
