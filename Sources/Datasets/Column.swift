/// A named column of a data set, all of one type.
package struct Column: Sendable, Equatable {
  /// Name in the header.
  package let name: String
  /// One value a row.
  package let values: Values

  /// The values of a column by type.
  package enum Values: Sendable, Equatable {
    /// Numbers; NaN where a row has none.
    case numbers([Double])
    /// Texts, also identifiers, categories and codes with leading zeros.
    case text(TextColumn)
    /// Months; `nil` where a row has none.
    case months([Month?])
    /// Days; `nil` where a row has none.
    case dates([CalendarDate?])
  }

  /// A column from its name and values.
  package init(name: String, values: Values) {
    self.name = name
    self.values = values
  }

  /// Number of rows.
  package var count: Int {
    switch values {
    case .numbers(let values): values.count
    case .text(let values): values.count
    case .months(let values): values.count
    case .dates(let values): values.count
    }
  }

  /// The value of row `row` as text, as it would be written to a file; `nil` when missing.
  ///
  /// A whole number below 2^53 is written without a decimal point.
  package func text(at row: Int) -> String? {
    switch values {
    case .numbers(let values): Column.text(of: values[row])
    case .text(let values): values[row]
    case .months(let values): values[row]?.description
    case .dates(let values): values[row]?.description
    }
  }

  /// A number as it is written to a file: shortest digits that read back the same; `nil` for NaN.
  package static func text(of value: Double) -> String? {
    if value.isNaN { return nil }
    if let whole = Int(exactly: value), whole.magnitude < 1 << 53, value.sign == .plus || whole != 0
    {
      return String(whole)
    }
    return String(value)
  }

  /// The part of the column with the given rows, in the order given.
  package func selecting(rows: [Int]) -> Column {
    let values: Values =
      switch self.values {
      case .numbers(let values): .numbers(rows.map { values[$0] })
      case .text(let values):
        .text(TextColumn(codes: rows.map { values.codes[$0] }, levels: values.levels))
      case .months(let values): .months(rows.map { values[$0] })
      case .dates(let values): .dates(rows.map { values[$0] })
      }
    return Column(name: name, values: values)
  }
}
