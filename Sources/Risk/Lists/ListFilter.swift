package import Datasets

/// A reason for which people are left out of a list, and who they are.
package struct ListFilter: Sendable, Equatable {
  /// Name of the reason, as it is counted and given.
  package var name: String
  /// What happens to those whom the rule names.
  package var effect: Effect
  /// Whom it names.
  package var rule: ListRule

  /// What happens to those whom a rule names.
  package enum Effect: String, Sendable, CaseIterable {
    /// They alone stay.
    case keep
    /// They are left out.
    case drop
  }

  /// A filter.
  package init(name: String, effect: Effect, rule: ListRule) {
    self.name = name
    self.effect = effect
    self.rule = rule
  }
}

/// Whom a filter of a list names.
package enum ListRule: Sendable, Equatable {
  /// People for whom all conditions on their cell of a column hold.
  case column(String, [ListCondition])
  /// People with a row in another table, all conditions on a column of it holding there.
  case table(Table)
  /// People without a telephone number that can be called, by the table of contacts.
  case noPhone
  /// People whom the registry knows to have been contacted within so many days before the list.
  case contacted(days: Int)

  /// Another table, of people in charge, contacted or opposed.
  package struct Table: Sendable, Equatable {
    /// Path of the table.
    package var file: String
    /// Column of the ids, or of the codes of earlier lists.
    package var key: String
    /// Column that conditions are on.
    package var column: String?
    /// What must hold of a row's cell.
    package var conditions: [ListCondition]

    /// Another table.
    package init(
      file: String,
      key: String,
      column: String? = nil,
      conditions: [ListCondition] = []
    ) {
      self.file = file
      self.key = key
      self.column = column
      self.conditions = conditions
    }
  }
}

/// What a rule asks of a cell.
///
/// Of an empty cell only ``missing(_:)`` can hold.
package enum ListCondition: Sendable, Equatable {
  /// The cell, as text, is one of some.
  case isIn([String])
  /// The cell is empty, or is not.
  case missing(Bool)
  /// The cell is a number in a relation to another.
  case number(Relation, Double)
  /// The cell is a day, or a month that counts as its first day, in a relation to another.
  case day(Relation, Day)

  /// A relation of order.
  package enum Relation: Sendable, Equatable {
    case below, atMost, atLeast, above

    func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
      switch self {
      case .below: left < right
      case .atMost: left <= right
      case .atLeast: left >= right
      case .above: left > right
      }
    }
  }

  /// A day that cells are compared with.
  package enum Day: Sendable, Equatable {
    case on(CalendarDate)
    /// That of the list, so many days later; before it when negative.
    case issued(plus: Int)
  }
}

extension Dataset {
  /// The rows for which all conditions on a column hold.
  ///
  /// - Parameters:
  ///   - conditions: what is asked.
  ///   - name: the column.
  ///   - issued: the day of the list.
  /// - Returns: true or false for each row.
  /// - Throws: `unknownColumn`; `notANumber`, or `invalidValue` for a cell that is no day, with its
  ///   line; `missingKey` for a condition on the day of a list without one.
  package func satisfying(
    _ conditions: [ListCondition],
    column name: String,
    issued: CalendarDate?
  ) throws(DataProblem) -> [Bool] {
    let column = try column(name)
    var result = Array(repeating: true, count: rowCount)
    for condition in conditions {
      switch condition {
      case .isIn(let texts):
        let wanted = Set(texts)
        for row in 0..<rowCount where result[row] {
          result[row] = column.text(at: row).map(wanted.contains) ?? false
        }
      case .missing(let isMissing):
        for row in 0..<rowCount where result[row] {
          result[row] = (column.text(at: row) == nil) == isMissing
        }
      case .number(let relation, let limit):
        for row in 0..<rowCount where result[row] {
          let number = try column.number(at: row) { cause in
            DataProblem(cause, file: source, line: line(ofRow: row), column: name)
          }
          result[row] = number.map { relation.holds($0, limit) } ?? false
        }
      case .day(let relation, let day):
        let limit: CalendarDate
        switch day {
        case .on(let date): limit = date
        case .issued(let days):
          guard let issued else { throw DataProblem(.missingKey, column: "issued") }
          limit = issued.advanced(by: days)
        }
        for row in 0..<rowCount where result[row] {
          let date = try column.day(at: row) { cause in
            DataProblem(cause, file: source, line: line(ofRow: row), column: name)
          }
          result[row] = date.map { relation.holds($0, limit) } ?? false
        }
      }
    }
    return result
  }
}

extension Column {
  /// The number of a cell; `nil` when it is empty.
  fileprivate func number(
    at row: Int,
    _ problem: (DataProblem.Cause) -> DataProblem
  ) throws(DataProblem) -> Double? {
    if case .numbers(let values) = values { return values[row].isNaN ? nil : values[row] }
    guard let text = text(at: row) else { return nil }
    guard case .text = values, let number = Double(text), number.isFinite else {
      throw problem(.notANumber)
    }
    return number
  }

  /// The day of a cell; `nil` when it is empty.
  fileprivate func day(
    at row: Int,
    _ problem: (DataProblem.Cause) -> DataProblem
  ) throws(DataProblem) -> CalendarDate? {
    switch values {
    case .dates(let values): return values[row]
    case .months(let values):
      return values[row].flatMap { CalendarDate(year: $0.year, month: $0.month, day: 1) }
    case .numbers, .text:
      guard let text = text(at: row) else { return nil }
      if let date = CalendarDate(iso: text) { return date }
      if case .text = values, let month = MonthFormat.detect(text)?.month {
        return CalendarDate(year: month.year, month: month.month, day: 1)
      }
      throw problem(.invalidValue(expected: "a day such as 2024-03-09"))
    }
  }
}
