extension SQLDialect {
  /// PostgreSQL 12 or later.
  ///
  /// Decimal literals are of type `numeric`, so sums begin with a cast. A text with a backslash is
  /// written with `E''`, which means the same under every `standard_conforming_strings`.
  package static let postgreSQL = SQLDialect(
    name: "postgresql",
    title: "PostgreSQL",
    number: { "\($0)" },
    double: { "CAST(\($0) AS double precision)" },
    text: escapedText,
    numberCell: { column in
      "CAST(NULLIF(NULLIF(CAST(\(column) AS text), ''), 'NaN') AS double precision)"
    },
    textCell: { "NULLIF(CAST(\($0) AS text), '') COLLATE \"C\"" },
    levelCell: { column in
      "NULLIF(CASE WHEN CAST(pg_typeof(\(column)) AS text) = 'numeric' THEN "
        + "\(withoutTrailingZeros("CAST(\(column) AS text)", escapedText)) "
        + "ELSE CAST(\(column) AS text) END, '') COLLATE \"C\""
    },
    notes: [
      "A text that is no number in a column of numbers stops the statement with an error."
    ]
  )

  private static func escapedText(_ text: String) -> String {
    text.contains("\\")
      ? "E\(standardText(text.replacing("\\", with: "\\\\")))" : standardText(text)
  }
}
