package import Datasets

extension Dataset {
  /// The months of a column, every cell of which must be one, all written the same way.
  ///
  /// - Parameters:
  ///   - name: name of the column.
  ///   - expected: how they are written, of rows that are a part of a table; that of the first row
  ///     when `nil`.
  /// - Returns: the month of each row.
  /// - Throws: `missingValue`, `notAMonth`, `mixedMonthFormats`.
  package func months(
    ofColumn name: String,
    as expected: MonthFormat? = nil
  ) throws(DataProblem) -> [Month] {
    let column = try column(name)
    var result: [Month] = []
    result.reserveCapacity(rowCount)
    var format = expected
    // Each distinct text is read once.
    var known: [Month?] = []
    if case .text(let text) = column.values {
      known = Array(repeating: nil, count: text.levels.count)
    }
    for row in 0..<rowCount {
      let problem = { (cause: DataProblem.Cause) in
        DataProblem(cause, file: self.source, line: self.line(ofRow: row), column: name)
      }
      if case .months(let values) = column.values {
        guard let month = values[row] else { throw problem(.missingValue) }
        result.append(month)
        continue
      }
      var code: Int?
      if case .text(let text) = column.values, text.codes[row] >= 0 { code = Int(text.codes[row]) }
      if let code, let month = known[code] {
        result.append(month)
        continue
      }
      guard let text = column.text(at: row) else { throw problem(.missingValue) }
      guard let found = MonthFormat.detect(text) else { throw problem(.notAMonth) }
      if let format, format != found.format {
        throw problem(.mixedMonthFormats(first: format.example, other: found.format.example))
      }
      format = found.format
      if let code { known[code] = found.month }
      result.append(found.month)
    }
    return result
  }
}
