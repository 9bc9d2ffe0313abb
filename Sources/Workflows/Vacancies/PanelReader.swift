package import Datasets

/// Makes monthly series of a long table: one row a series and month.
package struct PanelReader {
  private let dataset: Dataset
  private let selection: PanelSelection

  /// A reader of a table.
  package init(_ dataset: Dataset, _ selection: PanelSelection) {
    self.dataset = dataset
    self.selection = selection
  }

  /// The series, in the order in which the table names them.
  ///
  /// Months between two rows of a series that have no row are missing, as are rows without a value;
  /// rows without a value before a series' first one are dropped, because it did not exist yet.
  ///
  /// A month that stands twice, an infinite value and a month far from all others are a flaw of their
  /// series (``SeriesFlaw``), which goes on without them; where half of the series have one of the
  /// first two, it is the table's fault and refused.
  ///
  /// - Throws: with file, line and column: `unknownColumn`, `noRows` after the filters,
  ///   `missingValue` for a row without identifier or month, `notAMonth`, `mixedMonthFormats`,
  ///   `notANumber` for texts where values should be, `sameName`, `nonFinite`, `duplicateKey`.
  /// - Complexity: linear in the rows, and in the months between a series' first and last one.
  package func panel() throws(DataProblem) -> Panel {
    let rows = try selectedRows()
    let names = try SeriesNames(dataset, columns: selection.id, rows: rows)
    let months = try MonthColumn(try dataset.column(selection.time), dataset).months(rows)
    let values = try numbers(rows)
    return Panel(
      source: dataset.source,
      series: try series(rows, names, months, values)
    )
  }

  private func selectedRows() throws(DataProblem) -> [Int] {
    var isSelected = [Bool](repeating: true, count: dataset.rowCount)
    for filter in selection.filters {
      let passes = try filter.passes(dataset)
      for row in isSelected.indices where !passes[row] { isSelected[row] = false }
    }
    let rows = isSelected.indices.filter { isSelected[$0] }
    guard !rows.isEmpty else {
      throw DataProblem(.noRows, file: dataset.source, column: selection.filters.last?.column)
    }
    return rows
  }

  /// The values of the rows, infinite ones included; NaN where missing.
  private func numbers(_ rows: [Int]) throws(DataProblem) -> [Double] {
    let column = try dataset.column(selection.value)
    guard case .numbers(let values) = column.values else {
      let offending = rows.first { row in column.text(at: row).map { Double($0) == nil } ?? false }
      throw problem(.notANumber, row: offending ?? rows[0], column.name)
    }
    return rows.map { values[$0] }
  }

  private func series(
    _ rows: [Int],
    _ names: SeriesNames,
    _ months: [Month],
    _ values: [Double]
  ) throws(DataProblem) -> [TimeSeries] {
    // The selected rows of each series, in the table's order.
    var members = [[Int]](repeating: [], count: names.names.count)
    for index in rows.indices { members[names.codes[index]].append(index) }
    let era = SeriesRows.era(months)
    var read: [SeriesRows] = []
    read.reserveCapacity(members.count)
    for indices in members { read.append(SeriesRows(indices, months, values, era: era)) }
    // A fault that half of the series have is the table's: a wrong selection, or a file put together
    // twice.
    if 2 * read.count(where: { $0.firstInfinite != nil }) >= read.count,
      let first = read.compactMap(\.firstInfinite).min()
    {
      throw problem(.nonFinite, row: rows[first], selection.value)
    }
    if 2 * read.count(where: { $0.firstRepeated != nil }) >= read.count,
      let repeated = read.compactMap(\.firstRepeated).min(by: { $0.second < $1.second })
    {
      throw problem(
        .duplicateKey(otherLine: dataset.line(ofRow: rows[repeated.first])),
        row: rows[repeated.second],
        selection.time
      )
    }
    return read.enumerated().map { code, series in
      series.timeSeries(id: names.names[code]) { dataset.line(ofRow: rows[$0]) }
    }
  }

  private func problem(_ cause: DataProblem.Cause, row: Int, _ column: String) -> DataProblem {
    DataProblem(
      cause,
      file: dataset.source,
      line: dataset.line(ofRow: row),
      column: column
    )
  }
}

/// Names of series made of one or several columns.
private struct SeriesNames {
  /// The distinct names in order of first appearance.
  let names: [String]
  /// Index of the name of each selected row.
  let codes: [Int]

  init(_ dataset: Dataset, columns: [String], rows: [Int]) throws(DataProblem) {
    var names: [String] = []
    var codes: [Int] = []
    for (position, name) in columns.enumerated() {
      let (texts, columnCodes) = try Self.levels(try dataset.column(name), dataset, rows)
      guard position > 0 else {
        (names, codes) = (texts, columnCodes)
        continue
      }
      // Pairs of the name so far and this column's text, numbered anew by first appearance.
      var known: [Int: Int] = [:]
      var joined: [String] = []
      for index in codes.indices {
        let pair = codes[index] * texts.count + columnCodes[index]
        if let code = known[pair] {
          codes[index] = code
        } else {
          known[pair] = joined.count
          joined.append(names[codes[index]] + "/" + texts[columnCodes[index]])
          codes[index] = joined.count - 1
        }
      }
      names = joined
    }
    try Self.refuseSameNames(names, codes, dataset, columns, rows)
    self.names = names
    self.codes = codes
  }

  /// Refuses `a/b` and `c` beside `a` and `b/c`, which are one name when joined.
  private static func refuseSameNames(
    _ names: [String],
    _ codes: [Int],
    _ dataset: Dataset,
    _ columns: [String],
    _ rows: [Int]
  ) throws(DataProblem) {
    var known: Set<String> = []
    guard let second = names.firstIndex(where: { !known.insert($0).inserted }) else { return }
    let row = codes.firstIndex(of: second).map { rows[$0] }
    throw DataProblem(
      .sameName,
      file: dataset.source,
      line: row.map { dataset.line(ofRow: $0) },
      column: columns.joined(separator: ",")
    )
  }

  /// The distinct texts of a column among the selected rows, and the index of each row's.
  private static func levels(
    _ column: Column,
    _ dataset: Dataset,
    _ rows: [Int]
  ) throws(DataProblem) -> (texts: [String], codes: [Int]) {
    var texts: [String] = []
    var codes: [Int] = []
    codes.reserveCapacity(rows.count)
    var ofCode: [Int32: Int] = [:]
    var ofText: [String: Int] = [:]
    for row in rows {
      if case .text(let values) = column.values, let code = ofCode[values.codes[row]] {
        codes.append(code)
        continue
      }
      guard let text = column.text(at: row), !text.isEmpty else {
        throw DataProblem(
          .missingValue,
          file: dataset.source,
          line: dataset.line(ofRow: row),
          column: column.name
        )
      }
      let code: Int
      if let known = ofText[text] {
        code = known
      } else {
        code = texts.count
        ofText[text] = code
        texts.append(text)
      }
      if case .text(let values) = column.values { ofCode[values.codes[row]] = code }
      codes.append(code)
    }
    return (texts, codes)
  }
}
