package import Datasets

/// What the reader found out about a CSV file, or was told.
package struct CSVFindings: Codable, Sendable, Equatable {
  /// What stands between cells.
  package var separator: CSVOptions.Separator
  /// What encloses cells that hold separators or newlines.
  package var quote: CSVOptions.Quote
  /// What stands before the fraction of a number.
  package var decimalMark: CSVOptions.DecimalMark
  /// How the bytes stand for characters.
  package var encoding: TextEncoding
  /// The file begins with a byte order mark.
  package var hasByteOrderMark: Bool
  /// Number of rows below the header.
  package var rowCount: Int
  /// The columns in file order.
  package var columns: [Column]
  /// What a user should look at, in words.
  ///
  /// Dates that can be read two ways, numbers with two kinds of decimal mark or with thousands
  /// separators, texts such as `NA` that were taken as missing.
  package var notes: [String]

  /// A column by what was found in its cells.
  package struct Column: Codable, Sendable, Equatable {
    /// Name in the header.
    package var name: String
    /// What the cells are.
    package var type: CSVOptions.ColumnType
    /// How months or days are written, by an example such as `2024-03`; `nil` for other types.
    package var format: String?
  }
}

extension CSVFindings: CustomStringConvertible {
  /// One line for the user, as `712 rows, 86 columns (9 number, 77 text), separator comma, …`.
  package var description: String {
    let kinds = CSVOptions.ColumnType.allCases.compactMap { type -> String? in
      let count = columns.count { $0.type == type }
      return count == 0 ? nil : "\(count) \(type.rawValue)"
    }
    var parts = [
      "\(rowCount) \(rowCount == 1 ? "row" : "rows")",
      "\(columns.count) \(columns.count == 1 ? "column" : "columns")"
        + " (\(kinds.joined(separator: ", ")))",
      "separator \(separator.rawValue)",
      "decimal \(decimalMark.rawValue)",
      encoding.rawValue + (hasByteOrderMark ? " with byte order mark" : ""),
    ]
    var formats: [String] = []
    for column in columns {
      if let format = column.format, !formats.contains(format) { formats.append(format) }
    }
    if !formats.isEmpty { parts.append("dates as \(formats.joined(separator: ", "))") }
    return parts.joined(separator: ", ") + notes.map { "; " + $0 }.joined()
  }
}

/// A table read from a CSV file, and what was found out about the file.
package struct CSVTable: Sendable {
  /// The table.
  package let dataset: Dataset
  /// What was found out.
  package let findings: CSVFindings
}
