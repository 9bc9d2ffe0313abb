internal import Datasets

/// A column and the value that its rows must have, as `assignment=0`.
package struct RowCondition: Codable, Sendable, Equatable {
  /// Name of the column.
  package var column: String
  /// The value as written in the file; a number in any of its forms.
  package var value: String

  /// A condition.
  package init(column: String, value: String) {
    self.column = column
    self.value = value
  }

  /// Whether each row has the value; `nil` for an empty cell.
  ///
  /// - Throws: `DataProblem` for a column that is not there.
  func holds(in dataset: Dataset) throws(DataProblem) -> [Bool?] {
    let column = try dataset.column(column)
    if case .numbers(let values) = column.values {
      let number = Double(value)
      return values.map { $0.isNaN ? nil : $0 == number }
    }
    return (0..<dataset.rowCount).map { row in column.text(at: row).map { $0 == value } }
  }
}

extension [RowCondition] {
  /// Whether all conditions hold in each row.
  ///
  /// - Returns: false where one does not, whatever the others; else `nil` where a cell is empty.
  /// - Throws: `DataProblem` for a column that is not there.
  func hold(in dataset: Dataset) throws(DataProblem) -> [Bool?] {
    var result = [Bool?](repeating: true, count: dataset.rowCount)
    for condition in self {
      for (row, holds) in try condition.holds(in: dataset).enumerated() {
        if holds == false { result[row] = false }
        if holds == nil, result[row] == true { result[row] = nil }
      }
    }
    return result
  }
}

/// A column made of others: 1 where all conditions hold, 0 where one does not, empty where that is
/// not known.
package struct DefinedColumn: Codable, Sendable, Equatable {
  /// Name of the new column.
  package var name: String
  /// What must hold, all together.
  package var conditions: [RowCondition]

  /// A column.
  package init(name: String, conditions: [RowCondition]) {
    self.name = name
    self.conditions = conditions
  }
}

extension Dataset {
  /// The rows in which all conditions hold; an empty cell does not.
  ///
  /// - Throws: `DataProblem`: a column that is not there, a value that no row has, no row left.
  func selecting(where conditions: [RowCondition]) throws(DataProblem) -> Dataset {
    guard !conditions.isEmpty else { return self }
    for condition in conditions {
      guard try condition.holds(in: self).contains(true) else {
        throw DataProblem(
          .valueNotFound(value: condition.value),
          file: source,
          column: condition.column
        )
      }
    }
    let holds = try conditions.hold(in: self)
    let rows = holds.indices.filter { holds[$0] == true }
    guard !rows.isEmpty else { throw DataProblem(.noRows, file: source) }
    return selecting(rows: rows)
  }

  /// The table with one more column.
  ///
  /// - Throws: `invalidValue` for a name that the table has.
  func adding(_ column: Column) throws(DataProblem) -> Dataset {
    guard self[column.name] == nil else {
      throw DataProblem(
        .invalidValue(expected: "a name for the new column that the table does not have"),
        file: source,
        column: column.name
      )
    }
    return Dataset(source: source, columns: columns + [column], lines: lines)
  }

  /// The table with columns made of others.
  ///
  /// - Throws: `DataProblem`: a column that is not there, a name that the table has.
  func defining(_ columns: [DefinedColumn]) throws(DataProblem) -> Dataset {
    var dataset = self
    for column in columns {
      let holds = try column.conditions.hold(in: dataset)
      dataset = try dataset.adding(
        Column(name: column.name, values: .numbers(holds.map { $0.map { $0 ? 1 : 0 } ?? .nan }))
      )
    }
    return dataset
  }
}
