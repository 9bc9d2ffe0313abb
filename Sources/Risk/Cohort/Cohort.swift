internal import Concurrency
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
    /// Rows whose label is not known, because the person is away within its window.
    package let moved: Int
    /// Rows whose label is not known, because its window reaches beyond the data.
    package let notClosed: Int
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
  ///   - dataset: one row a person, one column a month; or one row an episode.
  ///   - threads: largest number of workers; the cohort does not depend on it.
  /// - Throws: `DataProblem`, also when a window reaches outside the months of the data.
  /// - Complexity: rows × dates × months of the windows.
  package init(
    _ specification: CohortSpecification,
    from dataset: Dataset,
    threads: Int = 1
  ) throws(DataProblem) {
    let records = try PersonRecords(specification, dataset)
    try Self.check(specification, records.outcomes)
    let label = try CohortLabels(specification, records, source: dataset.source)
    var parts: [Part] = []
    for date in specification.asOf {
      parts.append(try Part(specification, records, label, date, threads))
    }
    var columns = [
      Column(
        name: specification.id,
        values: .text(TextColumn(joining: parts.map(\.identifiers)))
      ),
      Column(
        name: "as_of",
        values: .months(parts.flatMap { Array(repeating: $0.date, count: $0.labels.count) })
      ),
    ]
    for (place, name) in specification.carry.enumerated() {
      columns.append(Column.joined(name, parts.map { $0.carried[place] }).yesNoAsNumbers)
    }
    for (place, window) in specification.features.enumerated() {
      let values = parts.flatMap { $0.features[place] }
      columns.append(Column(name: window.name, values: .numbers(values)))
    }
    columns.append(
      Column(
        name: specification.label.name,
        values: .numbers(parts.flatMap { $0.labels.map(\.number) })
      )
    )
    try Self.checkNames(columns)
    self.dataset = Dataset(source: specification.name, columns: columns)
    dates = parts.map(\.summary)
  }

  /// The rows of one date.
  private struct Part {
    let date: Month
    let identifiers: TextColumn
    let carried: [Column]
    let features: [[Double]]
    let labels: [CohortLabels.Label]
    let summary: DateSummary

    init(
      _ specification: CohortSpecification,
      _ records: PersonRecords,
      _ label: CohortLabels,
      _ date: Month,
      _ threads: Int
    ) throws(DataProblem) {
      let known = try records.known(before: date, specification)
      let source = known.table.source
      let members = try CohortMembers(specification, known, date)
      let ids = try known.table.column(specification.id)
      var carried: [Column] = []
      for name in specification.carry {
        carried.append(try known.table.column(name).selecting(rows: members.rows))
      }
      let windows = specification.features
      let features = try parallelMap(count: windows.count, threads: threads) {
        place throws(DataProblem) in
        let counter = try WindowCounter(
          windows[place],
          known.history,
          source: source,
          key: "features"
        )
        return members.rows.map { counter.value(row: $0, before: date) ?? .nan }
      }
      let labels = members.rows.map { label.of($0, at: date) }
      self.date = date
      identifiers = ids.selecting(rows: members.rows).texts
      self.carried = carried
      self.features = features
      self.labels = labels
      summary = DateSummary(
        asOf: date,
        rows: labels.count,
        positives: labels.count { $0 == .positive },
        unknown: labels.count { $0 == .unknown },
        moved: labels.count { $0 == .moved },
        notClosed: labels.count { $0 == .notClosed },
        outside: members.outside,
        undecided: members.undecided
      )
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
      func outside(_ column: String) -> DataProblem {
        DataProblem(
          .windowOutsideData(asOf: date, first: history.first, last: history.last),
          column: column
        )
      }
      for window in windows {
        let months = window.length(before: date)
        guard months > 0, history.covers(date.advanced(by: -months), months: months) else {
          throw outside(window.name)
        }
      }
      guard
        specification.censoring.keepsOpenWindows
          || history.covers(date, months: specification.label.months)
      else { throw outside(specification.label.name) }
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

  /// Columns of one name, one below the other.
  fileprivate static func joined(_ name: String, _ columns: [Column]) -> Column {
    var numbers: [Double] = []
    for column in columns {
      guard case .numbers(let values) = column.values else {
        return Column(name: name, values: .text(TextColumn(joining: columns.map(\.texts))))
      }
      numbers += values
    }
    return Column(name: name, values: .numbers(numbers))
  }

  /// The cells as texts.
  fileprivate var texts: TextColumn {
    guard case .text(let texts) = values else {
      return TextColumn((0..<count).map { text(at: $0) })
    }
    return texts
  }
}
