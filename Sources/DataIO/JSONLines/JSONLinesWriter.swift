package import Datasets

/// Writes a table as JSON lines: an object a row, keys in the order of the columns.
///
/// Numbers have the shortest digits that read back the same, months and days are strings
/// (`2024-03`, `2024-03-09`); a missing cell and a number that is not finite are `null`.
package enum JSONLinesWriter {
  /// Writes a table as a file.
  ///
  /// - Throws: `OutputProblem` as ``OutputFile``.
  package static func write(
    _ dataset: Dataset,
    to path: String,
    permissions: OutputPermissions = .ordinary,
    force: Bool = false
  ) throws {
    let names = dataset.columnNames
    try OutputFile.write(to: path, permissions: permissions, force: force) { file in
      for row in 0..<dataset.rowCount {
        try file.append(line(names, dataset.columns.map { $0.cell(at: row) }))
      }
    }
  }

  /// One object, ended by a newline.
  ///
  /// - Parameters:
  ///   - names: the keys.
  ///   - cells: as many as there are names.
  /// - Returns: the line.
  package static func line(_ names: [String], _ cells: [TableCell]) -> String {
    var line = "{"
    for (name, cell) in zip(names, cells) {
      if line.utf8.count > 1 { line += "," }
      line += string(name) + ":" + value(cell)
    }
    return line + "}\n"
  }

  private static func value(_ cell: TableCell) -> String {
    switch cell {
    case .missing: "null"
    case .number(let value): value.isFinite ? Column.text(of: value) ?? "null" : "null"
    case .text(let text): string(text)
    case .month(let month): string(month.description)
    case .date(let date): string(date.description)
    }
  }

  private static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
