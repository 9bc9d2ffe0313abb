internal import Foundation

/// A table in plain text: the first column to the left, the others to the right.
struct TextTable {
  /// The lines of the table.
  let text: String

  /// Lays out a table.
  ///
  /// - Parameters:
  ///   - header: titles of the columns.
  ///   - rows: cells, as many a row as there are titles.
  init(header: [String], rows: [[String]]) {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    text =
      all.map { row in
        let cells = row.enumerated().map { column, cell in
          let padding = String(repeating: " ", count: widths[column] - cell.count)
          return column == 0 ? cell + padding : padding + cell
        }
        let line = cells.joined(separator: "  ")
        return String(line.reversed().drop { $0 == " " }.reversed())
      }
      .joined(separator: "\n")
  }

  /// A number with a fixed number of decimals, never `-0.00`; `-` for one that does not exist.
  static func number(_ value: Double?, decimals: Int) -> String {
    guard let value, !value.isNaN else { return "-" }
    if value.isInfinite { return value > 0 ? "inf" : "-inf" }
    let text = String(format: "%.\(decimals)f", value)
    let isZero = !text.contains { $0.isNumber && $0 != "0" }
    return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  /// A probability of a test, as `0.0123` or `<0.0001`.
  static func probability(_ value: Double?) -> String {
    guard let value else { return "-" }
    return value < 0.0001 ? "<0.0001" : number(value, decimals: 4)
  }
}
