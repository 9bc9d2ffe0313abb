extension SQLDialect {
  /// DuckDB.
  ///
  /// A decimal literal is of type `DECIMAL` unless it has an exponent.
  package static let duckDB = SQLDialect(
    name: "duckdb",
    title: "DuckDB",
    number: { "\($0)".contains("e") ? "\($0)" : "\($0)e0" },
    double: { "CAST(\($0) AS DOUBLE)" },
    text: standardText,
    numberCell: { column in
      "CAST(NULLIF(NULLIF(CAST(\(column) AS VARCHAR), ''), 'nan') AS DOUBLE)"
    },
    textCell: { "NULLIF(CAST(\($0) AS VARCHAR), '') COLLATE \"binary\"" },
    levelCell: { column in
      "NULLIF(CASE WHEN typeof(\(column)) IN ('FLOAT', 'DOUBLE') "
        + "OR starts_with(typeof(\(column)), 'DECIMAL') "
        + "THEN \(withoutTrailingZeros("CAST(\(column) AS VARCHAR)", standardText)) "
        + "ELSE CAST(\(column) AS VARCHAR) END, '') COLLATE \"binary\""
    },
    notes: [
      "A text that is no number in a column of numbers stops the statement with an error."
    ]
  )
}
