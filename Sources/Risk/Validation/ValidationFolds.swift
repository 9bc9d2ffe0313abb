package import Datasets
internal import Statistics

/// Pairs of training and test rows.
package struct ValidationFolds: Sendable, Equatable {
  /// The pairs, in order of the dates, groups or draws.
  package let folds: [Fold]

  /// Rows to train on and rows to judge on.
  package struct Fold: Sendable, Equatable {
    /// The test date, the group, or the number of the draw.
    package let name: String
    /// Rows to train on, ascending.
    package let training: [Int]
    /// Rows to judge on, ascending.
    package let test: [Int]
    /// Dates of the training rows, ascending; empty without dates.
    package let trainingDates: [Month]
    /// Dates of the test rows.
    package let testDates: [Month]
  }

  /// Parts rows.
  ///
  /// With dates, a fold never trains on a label whose window reaches the test date or beyond: as of
  /// that date it would not be known.
  ///
  /// - Parameters:
  ///   - scheme: how.
  ///   - specification: names the columns, and the months of the label's window.
  ///   - rows: rows of known outcome.
  ///   - testDates: dates to judge at, under a temporal scheme; all that can be when empty.
  ///   - seed: of the draw.
  /// - Throws: `DataProblem`, also when a date has nothing to train on or no fold is left.
  package init(
    _ scheme: FoldScheme,
    _ specification: RiskSpecification,
    _ rows: Dataset,
    testDates: [Month] = [],
    seed: UInt64 = 1
  ) throws(DataProblem) {
    let months = try specification.asOf.map { name throws(DataProblem) in
      try rows.months(ofColumn: name)
    }
    switch scheme {
    case .expanding:
      folds = try Self.temporal(nil, specification, rows, months, testDates)
    case .sliding(let dates):
      folds = try Self.temporal(dates, specification, rows, months, testDates)
    case .groups(let column):
      folds = try Self.groups(column, specification, rows, months)
    case .random(let count):
      folds = try Self.random(count, specification, rows, months, seed: seed)
    }
  }

  private static func temporal(
    _ history: Int?,
    _ specification: RiskSpecification,
    _ rows: Dataset,
    _ months: [Month]?,
    _ testDates: [Month]
  ) throws(DataProblem) -> [Fold] {
    guard let months else { throw DataProblem(.missingKey, column: "as_of") }
    let dates = Set(months).sorted()
    for date in testDates where !dates.contains(date) {
      throw DataProblem(
        .valueNotFound(value: date.description),
        file: rows.source,
        column: specification.asOf
      )
    }
    var folds: [Fold] = []
    for date in dates where testDates.isEmpty || testDates.contains(date) {
      let closed = dates.filter { earlier in
        earlier < date && earlier.advanced(by: specification.labelMonths ?? 1) <= date
      }
      let chosen = Set(closed.suffix(history ?? closed.count))
      guard !chosen.isEmpty else {
        guard testDates.isEmpty else {
          throw DataProblem(
            .invalidValue(
              expected:
                "a date to judge at (\(date) is none) with an earlier one in the file whose "
                + "label window has closed by then"
            ),
            file: rows.source,
            column: specification.asOf
          )
        }
        continue
      }
      folds.append(
        Fold(
          name: date.description,
          training: months.indices.filter { chosen.contains(months[$0]) },
          test: months.indices.filter { months[$0] == date },
          trainingDates: chosen.sorted(),
          testDates: [date]
        )
      )
    }
    guard !folds.isEmpty else {
      throw DataProblem(
        .invalidValue(
          expected: "at least two dates, the later one after the label window of the earlier"
        ),
        file: rows.source,
        column: specification.asOf
      )
    }
    return folds
  }

  private static func groups(
    _ column: String,
    _ specification: RiskSpecification,
    _ rows: Dataset,
    _ months: [Month]?
  ) throws(DataProblem) -> [Fold] {
    let values = try rows.column(column)
    var groups: [String] = []
    for row in 0..<rows.rowCount {
      guard let text = values.text(at: row) else {
        throw DataProblem(
          .missingValue,
          file: rows.source,
          line: rows.line(ofRow: row),
          column: column
        )
      }
      groups.append(text)
    }
    let names = Set(groups).sorted()
    guard (2...100).contains(names.count) else {
      throw DataProblem(
        .invalidValue(expected: "from 2 to 100 groups"),
        file: rows.source,
        column: column
      )
    }
    return try held(out: groups, names, specification, rows, months)
  }

  private static func random(
    _ count: Int,
    _ specification: RiskSpecification,
    _ rows: Dataset,
    _ months: [Month]?,
    seed: UInt64
  ) throws(DataProblem) -> [Fold] {
    let persons = try PersonCodes(specification, rows)
    guard persons.count >= count else {
      throw DataProblem(
        .invalidValue(
          expected: "at least \(count) rows or persons, one a fold; take fewer folds"
        ),
        file: rows.source,
        column: specification.id
      )
    }
    var generator = SeededGenerator(seed: seed)
    let drawn = Folds(rowCount: persons.count, count: count, using: &generator)
    return try held(
      out: persons.codes.map { "\(drawn.codes[$0] + 1)" },
      (1...count).map { "\($0)" },
      specification,
      rows,
      months
    )
  }

  /// One fold a name; persons who are among those judged are not trained on.
  private static func held(
    out labels: [String],
    _ names: [String],
    _ specification: RiskSpecification,
    _ rows: Dataset,
    _ months: [Month]?
  ) throws(DataProblem) -> [Fold] {
    let persons = try PersonCodes(specification, rows).codes
    return names.map { name in
      let test = labels.indices.filter { labels[$0] == name }
      let judged = Set(test.map { persons[$0] })
      let training = labels.indices.filter { !judged.contains(persons[$0]) }
      func dates(_ rows: [Int]) -> [Month] {
        months.map { months in Set(rows.map { months[$0] }).sorted() } ?? []
      }
      return Fold(
        name: name,
        training: training,
        test: test,
        trainingDates: dates(training),
        testDates: dates(test)
      )
    }
  }
}
