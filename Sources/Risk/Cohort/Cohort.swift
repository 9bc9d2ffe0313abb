package import Datasets

/// One row a person and date: what was known before the date, and what happened after.
package struct Cohort: Sendable, Equatable {
  /// Columns: the id, `as_of`, the carried ones, the features, the label.
  package let dataset: Dataset
  /// What each date gave, in order.
  package let dates: [DateSummary]

  /// What one as-of date gave.
  package struct DateSummary: Sendable, Equatable {
    /// The date, the first month that is not known yet.
    package let asOf: Month
    /// Number of rows.
    package let rows: Int
    /// Rows whose label is positive.
    package let positives: Int
    /// Rows whose label is not known, because states are missing in its window.
    package let unknown: Int
    /// Persons who are not in the cohort at the date, by its rule.
    package let outside: Int
    /// Persons left out because missing states or cells leave open whether the rule holds.
    package let undecided: Int
  }

  /// Builds a cohort.
  ///
  /// Windows of features end with the month before the date; that of the label starts with it. A
  /// feature is empty when a state in its window is; a person of whom the cohort's rule does not
  /// surely hold has no row at the date; a label is empty (never 0) when the missing
  /// states could change it.
  ///
  /// - Parameters:
  ///   - specification: who, when and what.
  ///   - dataset: one row a person, one column a month.
  /// - Throws: `DataProblem`, also when a window reaches outside the months of the data.
  /// - Complexity: rows × dates × months of the windows.
  package init(_ specification: CohortSpecification, from dataset: Dataset) throws(DataProblem) {
    let history = try StateHistory(dataset, specification.states)
    try Self.check(specification, history)
    _ = try dataset.identifiers(specification.id)
    var carried: [Column] = []
    for name in specification.carry {
      carried.append(try dataset.column(name).yesNoAsNumbers)
    }
    let members = try CohortMembers(specification, history, dataset)
    var columns = [
      try dataset.column(specification.id).selecting(rows: members.rows),
      Column(name: "as_of", values: .months(members.dates.map { Optional($0) })),
    ]
    columns += carried.map { $0.selecting(rows: members.rows) }
    for window in specification.features {
      let counter = try WindowCounter(window, history, source: dataset.source, key: "features")
      let values = zip(members.rows, members.dates).map { row, date in
        counter.value(row: row, before: date) ?? .nan
      }
      columns.append(Column(name: window.name, values: .numbers(values)))
    }
    let label = try Self.labels(specification, history, members, source: dataset.source)
    columns.append(Column(name: specification.label.name, values: .numbers(label)))
    try Self.checkNames(columns)
    self.dataset = Dataset(source: specification.name, columns: columns)
    dates = members.counts.map { count in
      let values = label[count.rows]
      return DateSummary(
        asOf: count.date,
        rows: values.count,
        positives: values.count { $0 == 1 },
        unknown: values.count { $0.isNaN },
        outside: count.outside,
        undecided: count.undecided
      )
    }
  }

  private static func labels(
    _ specification: CohortSpecification,
    _ history: StateHistory,
    _ members: CohortMembers,
    source: String
  ) throws(DataProblem) -> [Double] {
    let label = specification.label
    let states = try history.codes(of: label.states, source: source, key: "label")
    return zip(members.rows, members.dates).map { row, date in
      let found = history.count(states, row: row, from: date, months: label.months)
      if found.inside >= label.atLeast { return 1 }
      return found.inside + found.unknown < label.atLeast ? 0 : .nan
    }
  }

  private static func check(
    _ specification: CohortSpecification,
    _ history: StateHistory
  ) throws(DataProblem) {
    let windows =
      specification.features
      + specification.rule.compactMap { condition in
        if case .window(let window) = condition.subject { window } else { nil }
      }
    for date in specification.asOf {
      for window in windows {
        let months = window.length(before: date)
        guard months > 0, history.covers(date.advanced(by: -months), months: months) else {
          throw DataProblem(
            .windowOutsideData(asOf: date, first: history.first, last: history.last),
            column: window.name
          )
        }
      }
      guard history.covers(date, months: specification.label.months) else {
        throw DataProblem(
          .windowOutsideData(asOf: date, first: history.first, last: history.last),
          column: specification.label.name
        )
      }
    }
  }

  private static func checkNames(_ columns: [Column]) throws(DataProblem) {
    var seen: Set<String> = []
    for column in columns where !seen.insert(column.name).inserted {
      throw DataProblem(.duplicateHeader(name: column.name))
    }
  }
}

extension Column {
  /// The column with yes and no (also sì, true, false; case does not count) as 1 and 0, when it
  /// holds nothing else; unchanged otherwise.
  fileprivate var yesNoAsNumbers: Column {
    guard case .text(let text) = values else { return self }
    let meaning = ["yes": 1.0, "no": 0, "sì": 1, "si": 1, "true": 1, "false": 0]
    var numbers: [Double] = []
    for level in text.levels {
      guard let number = meaning[level.lowercased()] else { return self }
      numbers.append(number)
    }
    return Column(
      name: name,
      values: .numbers(text.codes.map { $0 < 0 ? .nan : numbers[Int($0)] })
    )
  }
}
