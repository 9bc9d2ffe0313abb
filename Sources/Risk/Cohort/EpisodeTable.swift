package import Datasets

/// One episode of a person.
struct Episode {
  /// First and last day; open episodes end with the last day that is observed.
  let start: CalendarDate
  let end: CalendarDate
  /// True when the table has no last day.
  let isOpen: Bool
  /// Place of its kind among the names.
  let kind: Int
  /// Row of the table.
  let row: Int
  /// The day on which the row was known.
  let knownSince: CalendarDate
}

/// A table of episodes, put together by person.
struct EpisodeTable {
  /// The table as it is.
  let dataset: Dataset
  /// Rows of each person, in order of the table.
  let persons: [[Int]]
  /// Names of the kinds.
  let kinds: [String]
  private let all: [Episode]
  private let first: Month
  private let last: Month

  /// A table has at most this many kinds, one bit each.
  private static let kindLimit = 64

  /// Reads the episodes.
  ///
  /// - Throws: `missingValue` for a row without person, start or kind; `invalidValue` for a day that
  ///   is none, an end before its start and too many kinds.
  init(
    _ columns: CohortSpecification.Episodes,
    _ specification: CohortSpecification,
    _ dataset: Dataset
  ) throws(DataProblem) {
    let ids = try dataset.column(specification.id)
    let kind = try dataset.column(columns.kind)
    let starts = try Self.days(columns.start, dataset, isEnd: false)
    let ends = try Self.days(columns.end, dataset, isEnd: true)
    let known = try columns.knownSince.map { name throws(DataProblem) in
      try Self.days(name, dataset, isEnd: true)
    }
    var people: [String: Int] = [:]
    var names: [String: Int] = [:]
    var persons: [[Int]] = []
    var kinds: [String] = []
    var all: [Episode] = []
    func problem(_ cause: DataProblem.Cause, _ row: Int, _ column: String) -> DataProblem {
      DataProblem(cause, file: dataset.source, line: dataset.line(ofRow: row), column: column)
    }
    let lastDay = (starts + ends + (known ?? [])).compactMap(\.self).max()
    guard let firstDay = starts.compactMap(\.self).min(), let lastDay else {
      throw DataProblem(.noRows, file: dataset.source, column: columns.start)
    }
    let last = columns.until ?? lastDay.month
    for row in 0..<dataset.rowCount {
      guard let id = ids.text(at: row) else { throw problem(.missingValue, row, specification.id) }
      guard let name = kind.text(at: row) else { throw problem(.missingValue, row, columns.kind) }
      guard let start = starts[row] else { throw problem(.missingValue, row, columns.start) }
      if let end = ends[row], end < start {
        throw problem(.invalidValue(expected: "a last day not before the first"), row, columns.end)
      }
      if names[name] == nil {
        guard kinds.count < Self.kindLimit, name != CohortSpecification.Episodes.none else {
          throw problem(
            .invalidValue(
              expected: "at most \(Self.kindLimit) kinds, none of them called "
                + CohortSpecification.Episodes.none
            ),
            row,
            columns.kind
          )
        }
        names[name] = kinds.count
        kinds.append(name)
      }
      if let person = people[id] {
        persons[person].append(row)
      } else {
        people[id] = persons.count
        persons.append([row])
      }
      all.append(
        Episode(
          start: start,
          end: ends[row] ?? last.advanced(by: 1).firstDay.advanced(by: -1),
          isOpen: ends[row] == nil,
          kind: names[name] ?? 0,
          row: row,
          knownSince: known?[row] ?? start
        )
      )
    }
    self.dataset = dataset
    self.persons = persons
    self.kinds = kinds
    self.all = all
    first = columns.from ?? firstDay.month
    self.last = last
  }

  /// The episodes of each person that were known before a date; all when `nil`.
  func episodes(before date: Month?) -> [[Episode]] {
    persons.map { rows in rows.map { all[$0] }.filter { $0.isKnown(before: date) } }
  }

  /// The latest row of each person that was known before a date; the first one, marked, where none
  /// was.
  func lastRows(before date: Month) -> [(row: Int, isKnown: Bool)] {
    zip(persons, episodes(before: date)).map { rows, known in
      let latest = known.max { ($0.start, $0.row) < ($1.start, $1.row) }
      return (latest?.row ?? rows[0], latest != nil)
    }
  }

  /// The kinds of every person and month, of the episodes known before a date; of all when `nil`.
  func history(before date: Month?) -> StateHistory {
    let months = max(first.distance(to: last) + 1, 0)
    var masks = [UInt64](repeating: 0, count: months * persons.count)
    for (person, episodes) in episodes(before: date).enumerated() {
      for episode in episodes {
        let start = max(first.distance(to: episode.start.month), 0)
        let end = min(first.distance(to: episode.end.month), months - 1)
        guard start <= end else { continue }
        for month in start...end {
          masks[month * persons.count + person] |= 1 << UInt64(episode.kind)
        }
      }
    }
    return StateHistory(
      first: first,
      monthCount: months,
      kinds: kinds,
      masks: masks,
      rowCount: persons.count,
      none: CohortSpecification.Episodes.none
    )
  }

  /// Days of a column of days or months; a month is its first day, or its last.
  private static func days(
    _ name: String,
    _ dataset: Dataset,
    isEnd: Bool
  ) throws(DataProblem) -> [CalendarDate?] {
    let column = try dataset.column(name)
    if case .dates(let days) = column.values { return days }
    var days: [CalendarDate?] = []
    for row in 0..<column.count {
      guard let text = column.text(at: row) else {
        days.append(nil)
        continue
      }
      if let day = CalendarDate(iso: text) {
        days.append(day)
      } else if let month = MonthFormat.detect(text)?.month {
        days.append(isEnd ? month.advanced(by: 1).firstDay.advanced(by: -1) : month.firstDay)
      } else {
        throw DataProblem(
          .invalidValue(expected: "a day such as 2024-03-09"),
          file: dataset.source,
          line: dataset.line(ofRow: row),
          column: name
        )
      }
    }
    return days
  }
}

extension Episode {
  /// True when the row was known strictly before a date.
  fileprivate func isKnown(before date: Month?) -> Bool {
    date.map { knownSince < $0.firstDay && start < $0.firstDay } ?? true
  }
}

extension Month {
  /// Its first day.
  package var firstDay: CalendarDate {
    // Every month has a first day.
    CalendarDate(year: year, month: month, day: 1) ?? CalendarDate(dayNumber: 0)
  }
}
