/// A table: named, typed columns of the same length.
package struct Dataset: Sendable, Equatable {
  /// Where the table came from, for messages; the path of a file as the user gave it.
  package let source: String
  /// The columns in file order; names are distinct.
  package let columns: [Column]
  /// Number of rows.
  package let rowCount: Int
  /// Line of the file on which each row begins, from 1, when it is not row + 2 (with quoted
  /// newlines or skipped lines); `nil` when it is.
  package let lines: [Int]?

  /// A table from its columns.
  ///
  /// - Parameters:
  ///   - source: path or other name, for messages.
  ///   - columns: distinct names, equal lengths.
  ///   - lines: line of each row in the file, from 1, when it is not row + 2.
  package init(source: String, columns: [Column], lines: [Int]? = nil) {
    precondition(Set(columns.map(\.name)).count == columns.count, "two columns of one name")
    let rowCount = columns.first?.count ?? 0
    precondition(columns.allSatisfy { $0.count == rowCount }, "columns of different lengths")
    self.source = source
    self.columns = columns
    self.rowCount = rowCount
    self.lines = lines
  }

  /// The column of a name, or `nil`.
  package subscript(name: String) -> Column? { columns.first { $0.name == name } }

  /// Names of the columns in file order.
  package var columnNames: [String] { columns.map(\.name) }

  /// Line of the file on which a row begins, from 1.
  package func line(ofRow row: Int) -> Int { lines?[row] ?? row + 2 }

  /// The part with the given rows, in the order given; lines still name the file's.
  package func selecting(rows: [Int]) -> Dataset {
    Dataset(
      source: source,
      columns: columns.map { $0.selecting(rows: rows) },
      lines: rows.map { line(ofRow: $0) }
    )
  }

  /// The column of a name.
  ///
  /// - Throws: `unknownColumn` with the nearest name there is.
  package func column(_ name: String) throws(DataProblem) -> Column {
    guard let column = self[name] else {
      throw DataProblem(
        .unknownColumn(nearest: nearestName(to: name, among: columnNames)),
        file: source,
        column: name
      )
    }
    return column
  }

  /// The texts of a column that identifies the rows: every row has one, and no two the same.
  ///
  /// - Parameter name: name of the column.
  /// - Returns: one text a row.
  /// - Throws: `unknownColumn`; `missingValue` or `duplicateKey` with the lines.
  package func identifiers(_ name: String) throws(DataProblem) -> [String] {
    let column = try column(name)
    var lines: [String: Int] = [:]
    var texts: [String] = []
    texts.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      let line = line(ofRow: row)
      guard let text = column.text(at: row) else {
        throw DataProblem(.missingValue, file: source, line: line, column: name)
      }
      if let other = lines[text] {
        throw DataProblem(.duplicateKey(otherLine: other), file: source, line: line, column: name)
      }
      lines[text] = line
      texts.append(text)
    }
    return texts
  }
}
