internal import Datasets

/// The months of a column, whatever type the reader gave it.
struct MonthColumn {
  private let column: Column
  private let dataset: Dataset

  /// A column of a table.
  init(_ column: Column, _ dataset: Dataset) {
    self.column = column
    self.dataset = dataset
  }

  /// The month of each of the rows.
  ///
  /// Months written as numbers are of the form 202403; days must be the first of their month; texts
  /// must all be written in one way.
  ///
  /// - Throws: with line and column: `missingValue`, `notAMonth`, `mixedMonthFormats`.
  func months(_ rows: [Int]) throws(DataProblem) -> [Month] {
    switch column.values {
    case .months(let months):
      return try map(rows) { row throws(DataProblem) in months[row] }
    case .dates(let dates):
      return try map(rows) { row throws(DataProblem) in
        guard let date = dates[row] else { return nil }
        guard let month = MonthFormat.isoFirstDay.month(date.description) else {
          throw problem(.notAMonth, row)
        }
        return month
      }
    case .numbers(let numbers):
      return try map(rows) { row throws(DataProblem) in
        guard !numbers[row].isNaN else { return nil }
        guard let whole = Int(exactly: numbers[row]),
          let month = MonthFormat.compact.month(String(whole))
        else { throw problem(.notAMonth, row) }
        return month
      }
    case .text(let texts):
      return try months(texts, rows)
    }
  }

  private func months(_ texts: TextColumn, _ rows: [Int]) throws(DataProblem) -> [Month] {
    var format: (format: MonthFormat, text: String)?
    var known: [Int32: Month] = [:]
    return try map(rows) { row throws(DataProblem) in
      let code = texts.codes[row]
      if let month = known[code] { return month }
      guard let text = texts[row] else { return nil }
      guard let found = MonthFormat.detect(text) else { throw problem(.notAMonth, row) }
      if let format, format.format != found.format {
        throw problem(.mixedMonthFormats(first: format.text, other: text), row)
      }
      format = format ?? (found.format, text)
      known[code] = found.month
      return found.month
    }
  }

  private func map(
    _ rows: [Int],
    _ month: (Int) throws(DataProblem) -> Month?
  ) throws(DataProblem) -> [Month] {
    var result: [Month] = []
    result.reserveCapacity(rows.count)
    for row in rows {
      guard let month = try month(row) else { throw problem(.missingValue, row) }
      result.append(month)
    }
    return result
  }

  private func problem(_ cause: DataProblem.Cause, _ row: Int) -> DataProblem {
    DataProblem(
      cause,
      file: dataset.source,
      line: dataset.line(ofRow: row),
      column: column.name
    )
  }
}
