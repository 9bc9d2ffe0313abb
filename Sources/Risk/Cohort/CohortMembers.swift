internal import Datasets

/// Who belongs to a cohort at a date.
struct CohortMembers {
  /// Persons in the cohort, ascending.
  private(set) var rows: [Int] = []
  /// Persons of whom a condition does not hold, or of whom nothing is known yet.
  private(set) var outside = 0
  /// Persons of whom none is known to fail and one is not known to hold.
  private(set) var undecided = 0

  /// Applies the rule of a cohort.
  ///
  /// - Throws: `unknownColumn`; `notANumber` for limits on a column of texts; `invalidValue` for a
  ///   state that nobody is ever in, or for an end of episodes among monthly states.
  init(
    _ specification: CohortSpecification,
    _ known: PersonRecords.Snapshot,
    _ date: Month
  ) throws(DataProblem) {
    var tests: [(Int) -> Bool?] = []
    for condition in specification.rule {
      tests.append(try Self.test(condition, known, date))
    }
    for row in 0..<known.table.rowCount {
      let answers = tests.map { $0(row) }
      if known.isUnknown[row] || answers.contains(false) {
        outside += 1
      } else if answers.contains(nil) {
        undecided += 1
      } else {
        rows.append(row)
      }
    }
  }

  /// Whether a condition holds of a person; `nil` when that is not known.
  private static func test(
    _ condition: CohortSpecification.Condition,
    _ known: PersonRecords.Snapshot,
    _ date: Month
  ) throws(DataProblem) -> (Int) -> Bool? {
    switch condition.subject {
    case .window(let window):
      let counter = try WindowCounter(
        window,
        known.history,
        source: known.table.source,
        key: "where"
      )
      return { row in counter.value(row: row, before: date).map(condition.holds) }
    case .column(let name):
      let column = try known.table.column(name)
      guard condition.texts.isEmpty else {
        return { row in column.text(at: row).map { condition.texts.contains($0) } }
      }
      let values = try NumericSource(column, known.table, missing: .indicator).values
      return { row in values[row].isNaN ? nil : condition.holds(values[row]) }
    case .ending(let ending):
      guard let episodes = known.episodes, let table = known.allRows else {
        throw DataProblem(
          .invalidValue(expected: "episodes in the place of states, for the end of one"),
          column: "where"
        )
      }
      let rule = try EndingRule(ending, table, kinds: known.kinds)
      return { row in rule.holds(episodes[row], at: date) }
    }
  }
}
