extension SQLDialect {
  /// SQLite 3.35 or later with its mathematical functions.
  ///
  /// A cast gives 0 for a text that is no number; the comparison with the cast, which applies
  /// numeric affinity to the text, tells the two apart.
  package static let sqlite = SQLDialect(
    name: "sqlite",
    title: "SQLite",
    number: { "\($0)" },
    double: { "\($0)" },
    text: standardText,
    numberCell: { column in
      "CASE WHEN typeof(\(column)) IN ('null', 'integer', 'real') OR \(column) = "
        + "CAST(\(column) AS REAL) THEN CAST(\(column) AS REAL) "
        + "WHEN CAST(\(column) AS TEXT) <> '' THEN 9e999 END"
    },
    textCell: { "NULLIF(CAST(\($0) AS TEXT), '') COLLATE BINARY" },
    levelCell: { column in
      "NULLIF(CASE WHEN typeof(\(column)) = 'real' AND \(column) = CAST(\(column) AS INTEGER) "
        + "THEN CAST(CAST(\(column) AS INTEGER) AS TEXT) ELSE CAST(\(column) AS TEXT) END, '') "
        + "COLLATE BINARY"
    },
    notes: [
      "A text that is no number in a column of numbers gives no probability (NULL).",
      "EXP and LN need a SQLite built with its mathematical functions, as since 3.35.",
    ]
  )
}
