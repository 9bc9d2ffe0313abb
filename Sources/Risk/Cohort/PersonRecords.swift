internal import Datasets

/// What is known of persons, whatever table it comes from.
struct PersonRecords {
  /// What was known strictly before a date.
  struct Snapshot {
    /// The states of months.
    let history: StateHistory
    /// One row a person: identifier and background, empty where not known yet.
    let table: Dataset
    /// The episodes of each person; `nil` for a table of monthly states.
    let episodes: [[Episode]]?
    /// The table of episodes; `nil` for one of monthly states.
    let allRows: Dataset?
    /// Names of the kinds of episodes.
    let kinds: [String]
    /// Persons of whom nothing is known yet.
    let isUnknown: [Bool]
  }

  /// Number of persons.
  let count: Int
  /// All states, for labels.
  let outcomes: StateHistory
  /// The month since which a person is away.
  let moved: [Month?]
  private let source: Source

  private enum Source {
    case states(Dataset)
    case episodes(EpisodeTable)
  }

  /// Reads the persons of a table.
  ///
  /// - Throws: `DataProblem`.
  init(_ specification: CohortSpecification, _ dataset: Dataset) throws(DataProblem) {
    if let columns = specification.episodes {
      let table = try EpisodeTable(columns, specification, dataset)
      source = .episodes(table)
      outcomes = table.history(before: nil)
      count = table.persons.count
      moved =
        try Self.moved(specification, dataset).map { all in
          table.persons.map { rows in rows.compactMap { all[$0] }.min() }
        } ?? Array(repeating: nil, count: count)
      return
    }
    guard let states = specification.states else {
      throw DataProblem(.missingKey, column: "states")
    }
    _ = try dataset.identifiers(specification.id)
    source = .states(dataset)
    outcomes = try StateHistory(dataset, states, unobserved: specification.censoring.states)
    count = dataset.rowCount
    moved =
      try Self.moved(specification, dataset) ?? Array(repeating: nil, count: dataset.rowCount)
  }

  /// What was known strictly before a date.
  func known(
    before date: Month,
    _ specification: CohortSpecification
  ) throws(DataProblem) -> Snapshot {
    switch source {
    case .states(let table):
      return Snapshot(
        history: outcomes,
        table: try Self.blanking(table, specification, date),
        episodes: nil,
        allRows: nil,
        kinds: [],
        isUnknown: Array(repeating: false, count: count)
      )
    case .episodes(let table):
      let known = table.lastRows(before: date)
      return Snapshot(
        history: table.history(before: date),
        table: try Self.blanking(
          table.dataset.selecting(rows: known.map { $0.row }),
          specification,
          date
        ),
        episodes: table.episodes(before: date),
        allRows: table.dataset,
        kinds: table.kinds,
        isUnknown: known.map { !$0.isKnown }
      )
    }
  }

  /// The month of leaving of each row of the table; `nil` without a column of it.
  private static func moved(
    _ specification: CohortSpecification,
    _ dataset: Dataset
  ) throws(DataProblem) -> [Month?]? {
    guard let name = specification.censoring.moved else { return nil }
    return try months(dataset.column(name), dataset)
  }

  /// Months of a column of months or days, empty cells allowed.
  private static func months(
    _ column: Column,
    _ dataset: Dataset
  ) throws(DataProblem) -> [Month?] {
    var months: [Month?] = []
    for row in 0..<column.count {
      guard let text = column.text(at: row) else {
        months.append(nil)
        continue
      }
      guard let month = CalendarDate(iso: text)?.month ?? MonthFormat.detect(text)?.month else {
        throw DataProblem(
          .notAMonth,
          file: dataset.source,
          line: dataset.line(ofRow: row),
          column: column.name
        )
      }
      months.append(month)
    }
    return months
  }

  /// The table with the cells emptied that were not known before a date.
  private static func blanking(
    _ table: Dataset,
    _ specification: CohortSpecification,
    _ date: Month
  ) throws(DataProblem) -> Dataset {
    var columns = table.columns
    for knowledge in specification.knownSince {
      let column = try table.column(knowledge.column)
      let since =
        try knowledge.since.map { name throws(DataProblem) in
          try months(table.column(name), table)
        } ?? Array(repeating: knowledge.month, count: table.rowCount)
      // A cell without a month was never known.
      let isKnown = since.map { $0.map { $0 < date } ?? false }
      if let place = columns.firstIndex(where: { $0.name == column.name }) {
        columns[place] = column.blanked(keeping: isKnown)
      }
    }
    return Dataset(source: table.source, columns: columns, lines: table.lines)
  }
}

extension Column {
  /// The column with empty cells where a row is not to be kept.
  fileprivate func blanked(keeping isKept: [Bool]) -> Column {
    let values: Values =
      switch self.values {
      case .numbers(let values): .numbers(zip(values, isKept).map { $1 ? $0 : .nan })
      case .text(let text):
        .text(
          TextColumn(
            codes: zip(text.codes, isKept).map { $1 ? $0 : TextColumn.missing },
            levels: text.levels
          )
        )
      case .months(let values): .months(zip(values, isKept).map { $1 ? $0 : nil })
      case .dates(let values): .dates(zip(values, isKept).map { $1 ? $0 : nil })
      }
    return Column(name: name, values: values)
  }
}
