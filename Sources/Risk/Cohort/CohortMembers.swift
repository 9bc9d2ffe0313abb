internal import Datasets

/// Who belongs to a cohort at which date: one entry a row of the cohort, date by date.
struct CohortMembers {
  /// Row of the table, of each row of the cohort.
  private(set) var rows: [Int] = []
  /// The date of each.
  private(set) var dates: [Month] = []
  /// How many each date has, in the order of the specification.
  private(set) var counts: [Count] = []

  /// What one date has.
  struct Count {
    let date: Month
    /// Its rows among all.
    let rows: Range<Int>
    /// Persons of whom a condition does not hold.
    let outside: Int
    /// Persons of whom none is known to fail and one is not known to hold.
    let undecided: Int
  }

  /// Applies the rule of a cohort.
  ///
  /// - Throws: `unknownColumn`; `notANumber` for limits on a column of texts; `invalidValue` for a
  ///   state that nobody is ever in.
  init(
    _ specification: CohortSpecification,
    _ history: StateHistory,
    _ dataset: Dataset
  ) throws(DataProblem) {
    var tests: [(Int, Month) -> Bool?] = []
    for condition in specification.rule {
      tests.append(try Self.test(condition, history, dataset))
    }
    for date in specification.asOf {
      let start = rows.count
      var outside = 0
      var undecided = 0
      for row in 0..<dataset.rowCount {
        let answers = tests.map { $0(row, date) }
        if answers.contains(false) {
          outside += 1
        } else if answers.contains(nil) {
          undecided += 1
        } else {
          rows.append(row)
          dates.append(date)
        }
      }
      counts.append(
        Count(date: date, rows: start..<rows.count, outside: outside, undecided: undecided)
      )
    }
  }

  /// Whether a condition holds of a row at a date; `nil` when that is not known.
  private static func test(
    _ condition: CohortSpecification.Condition,
    _ history: StateHistory,
    _ dataset: Dataset
  ) throws(DataProblem) -> (Int, Month) -> Bool? {
    switch condition.subject {
    case .window(let window):
      let counter = try WindowCounter(window, history, source: dataset.source, key: "where")
      return { row, date in counter.value(row: row, before: date).map(condition.holds) }
    case .column(let name):
      let column = try dataset.column(name)
      guard condition.texts.isEmpty else {
        return { row, _ in column.text(at: row).map { condition.texts.contains($0) } }
      }
      let values = try NumericSource(column, dataset, missing: .indicator).values
      return { row, _ in values[row].isNaN ? nil : condition.holds(values[row]) }
    }
  }
}
