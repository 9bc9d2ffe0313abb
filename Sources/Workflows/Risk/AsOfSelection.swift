internal import Datasets
internal import Risk

extension Dataset {
  /// The rows of some as-of dates.
  ///
  /// - Parameters:
  ///   - dates: the dates to keep; all rows when empty.
  ///   - specification: names the as-of column.
  /// - Returns: the rows and the dates that occur in them, ascending; no dates without a column.
  /// - Throws: `DataProblem`: a cell that is no month, a date that does not occur.
  func selecting(
    asOf dates: [Month],
    _ specification: RiskSpecification
  ) throws(DataProblem) -> (rows: Dataset, dates: [Month]) {
    guard let name = specification.asOf else {
      guard dates.isEmpty else { throw DataProblem(.missingKey, column: "as_of") }
      return (self, [])
    }
    let months = try months(ofColumn: name)
    let present = Set(months)
    for date in dates where !present.contains(date) {
      throw DataProblem(.valueNotFound(value: date.description), file: source, column: name)
    }
    guard !dates.isEmpty else { return (self, present.sorted()) }
    let wanted = Set(dates)
    let rows = months.indices.filter { wanted.contains(months[$0]) }
    return (selecting(rows: rows), wanted.sorted())
  }
}
