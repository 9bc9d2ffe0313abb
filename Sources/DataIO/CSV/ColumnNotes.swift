/// The notes about columns that a user should look at, in words.
enum ColumnNotes {
  /// Columns named in one note.
  private static let columnsTold = 8

  /// Columns that would be numbers with the other decimal mark.
  static func otherMark(
    _ columns: [String],
    _ decimalMark: CSVOptions.DecimalMark
  ) -> String {
    "text because of its decimal \(decimalMark.other.rawValue), where other columns have a "
      + "\(decimalMark.rawValue): " + columns.joined(separator: ", ")
  }

  /// A column all of whose points can be of thousands or of decimals.
  static func ambiguousPoints(_ column: String) -> String {
    "text because its points can be of thousands or of decimals: \(column)"
  }

  /// A column of numbers with thousands separators.
  static func groups(_ column: String) -> String {
    "text because of its thousands separators: \(column)"
  }

  /// A column of days that can be read in two ways.
  static func ambiguousDays(_ column: String) -> String {
    "\(column) is read as dd/mm/yyyy and could be mm/dd/yyyy"
  }

  /// Texts that were taken as missing: `NA` is also Naples.
  ///
  /// - Parameter columns: each with the number of cells by mark of a missing value; at least one.
  /// - Returns: one note for all.
  static func takenAsMissing(_ columns: [(column: String, marks: [Int])]) -> String {
    let told = columns.prefix(columnsTold).map { column, marks in
      let counts = zip(marks, MissingMarks.texts).filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
      return counts.joined(separator: " and ") + " in " + column
    }
    let rest = columns.count - told.count
    return "cells of texts taken as missing: " + told.joined(separator: ", ")
      + (rest == 0 ? "" : ", and others in \(rest) further columns")
  }
}
