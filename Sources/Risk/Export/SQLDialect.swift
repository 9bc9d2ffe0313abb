/// How a database wants numbers, texts and cells written.
///
/// A new one is a file that makes a value of this type, and its name in ``catalogue``.
package struct SQLDialect: Sendable {
  /// Name on the command line.
  package let name: String
  /// Name for people.
  package let title: String
  /// A number that is no integer of the database; read back as the same double.
  let number: @Sendable (Double) -> String
  /// A number of the database's double type, which sums that begin with it keep.
  let double: @Sendable (Double) -> String
  /// A text, quoted.
  let text: @Sendable (String) -> String
  /// An expression for a cell as a number, from that of the column: missing for an empty text.
  let numberCell: @Sendable (String) -> String
  /// An expression for a cell as a text that is compared byte by byte.
  let textCell: @Sendable (String) -> String
  /// The same, with whole numbers of numeric columns written without decimals: `1`, not `1.0`.
  let levelCell: @Sendable (String) -> String
  /// What a reader of the statement should know, one sentence each.
  let notes: [String]

  /// The dialects there are.
  package static let catalogue: [SQLDialect] = [.postgreSQL, .sqlite, .duckDB]

  /// A name, quoted: letters keep their case, and no character ends it.
  static func identifier(_ name: String) -> String {
    "\"\(name.replacing("\"", with: "\"\""))\""
  }

  /// A text in single quotes; those inside doubled.
  static func standardText(_ text: String) -> String {
    "'\(text.replacing("'", with: "''"))'"
  }

  /// A name of a table, each part quoted.
  ///
  /// - Throws: `invalidTable` for an empty part or a quote that does not close.
  static func table(_ name: String) throws(ExportProblem) -> (last: String, quoted: String) {
    var parts = [""]
    var isQuoted = false
    for character in name.unicodeScalars {
      switch character {
      case "\"": isQuoted.toggle()
      case "." where !isQuoted: parts.append("")
      default: parts[parts.count - 1].unicodeScalars.append(character)
      }
    }
    guard !isQuoted, !parts.contains("") else { throw .invalidTable }
    return (parts[parts.count - 1], parts.map(identifier).joined(separator: "."))
  }

  /// A text of a decimal number without trailing zeros, for dialects with regular expressions.
  static func withoutTrailingZeros(_ text: String, _ quoted: (String) -> String) -> String {
    let zeros = quoted(#"(\.[0-9]*[1-9])0+$|\.0+$"#)
    return "regexp_replace(\(text), \(zeros), \(quoted(#"\1"#)))"
  }
}
