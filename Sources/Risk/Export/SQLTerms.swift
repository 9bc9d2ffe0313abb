internal import Statistics

/// The columns of the steps of a statement: cells, inputs, and the linear predictor.
///
/// Inputs are named by their place, `value_1`, `missing_1`, `level_2`, because names that differ in
/// case only are one name for some databases; comments say which column they come from.
struct SQLTerms {
  private let formula: ScoringFormula
  private let dialect: SQLDialect

  /// The terms of a formula.
  init(_ formula: ScoringFormula, _ dialect: SQLDialect) {
    self.formula = formula
    self.dialect = dialect
  }

  private func place(ofNumber column: String) -> Int {
    1 + (formula.numbers.firstIndex { $0.column == column } ?? 0)
  }

  private func place(ofCategory column: String) -> Int {
    1 + (formula.categories.firstIndex { $0.column == column } ?? 0)
  }

  private func value(_ column: String) -> String { "value_\(place(ofNumber: column))" }
  private func level(_ column: String) -> String { "level_\(place(ofCategory: column))" }

  /// The cells that the model reads.
  var cells: [SQLStep.Column] {
    func cell(_ column: String) -> String { "t.\(SQLDialect.identifier(column))" }
    let numbers = formula.numbers.map { input in
      SQLStep.Column(
        dialect.numberCell(cell(input.column)),
        "number_\(place(ofNumber: input.column))",
        comment: input.column
      )
    }
    let texts = formula.categories.map { input in
      SQLStep.Column(
        input.hasNumbers
          ? dialect.levelCell(cell(input.column)) : dialect.textCell(cell(input.column)),
        "text_\(place(ofCategory: input.column))",
        comment: input.column
      )
    }
    let offset = formula.offset.map { column in
      SQLStep.Column(dialect.numberCell(cell(column)), "number_offset", comment: column)
    }
    return numbers + texts + [offset].compactMap(\.self)
  }

  /// The values and levels that the cells stand for.
  var inputs: [SQLStep.Column] {
    var columns: [SQLStep.Column] = []
    for input in formula.numbers {
      let place = place(ofNumber: input.column)
      let fill = input.fill.map { "WHEN number_\(place) IS NULL THEN \(dialect.double($0)) " } ?? ""
      columns.append(.init(checked("number_\(place)", fill), "value_\(place)"))
      if input.hasIndicator {
        let flag = "CASE WHEN number_\(place) IS NULL THEN 1 ELSE 0 END"
        columns.append(.init(flag, "missing_\(place)"))
      }
    }
    for input in formula.categories {
      columns.append(.init(levelExpression(input), "level_\(place(ofCategory: input.column))"))
    }
    if formula.offset != nil {
      columns.append(.init(checked("number_offset", ""), "value_offset"))
    }
    return columns
  }

  /// A number within the range that the model takes.
  private func checked(_ number: String, _ fill: String) -> String {
    "CASE \(fill)WHEN ABS(\(number)) <= \(dialect.number(1e100)) THEN \(number) END"
  }

  /// The name of the level that a text counts as.
  private func levelExpression(_ input: CategoryInput) -> String {
    let cell = "text_\(place(ofCategory: input.column))"
    var lines: [String] = []
    if let level = input.missingLevel {
      lines.append("WHEN \(cell) IS NULL THEN \(dialect.text(level))")
    }
    lines.append("WHEN \(cell) IN (\(list(input.levels))) THEN \(cell)")
    if !input.pooled.isEmpty {
      let pooled = dialect.text(CategoricalTerm.pooledLevel)
      lines.append("WHEN \(cell) IN (\(list(input.pooled))) THEN \(pooled)")
    }
    if let level = input.unseenLevel {
      lines.append("WHEN \(cell) IS NOT NULL THEN \(dialect.text(level))")
    }
    return cases(lines)
  }

  private func list(_ texts: [String]) -> String {
    texts.map(dialect.text).joined(separator: ", ")
  }

  private func cases(_ lines: [String], on subject: String = "") -> String {
    "CASE\(subject.isEmpty ? "" : " \(subject)")\n"
      + lines.map { "      \($0)\n" }.joined() + "    END"
  }

  /// The linear predictor: the summands in the order of the design columns.
  var predictor: SQLStep.Column {
    let intercept = dialect.double(formula.intercept)
    var lines = formula.offset.map { ["value_offset  \(SQLExport.comment($0))"] } ?? []
    lines.append("\(lines.isEmpty ? "" : "+ ")\(intercept)  \(SQLExport.comment("(Intercept)"))")
    lines += formula.parts.map { "\(summand($0.form))  \(SQLExport.comment($0.name))" }
    return SQLStep.Column(lines.joined(separator: "\n    ") + "\n   ", "predictor")
  }

  /// A summand with its sign.
  private func summand(_ form: ScoringFormula.Form) -> String {
    switch form {
    case .number(let column, let coefficient):
      "\(signed(coefficient)) * \(value(column))"
    case .indicator(let column, let coefficient):
      "\(signed(coefficient)) * missing_\(place(ofNumber: column))"
    case .product(let first, let second, let coefficient):
      "\(signed(coefficient)) * (\(value(first)) * \(value(second)))"
    case .pieces(let column, let pieces):
      "+ \(polynomials(pieces, of: value(column)))"
    case .levels(let column, let values):
      "+ "
        + cases(
          values.map { "WHEN \(dialect.text($0.level)) THEN \(dialect.number($0.value))" },
          on: level(column)
        )
    case .slopes(let number, let category, let values):
      "+ "
        + cases(
          values.map {
            "WHEN \(dialect.text($0.level)) THEN \(dialect.number($0.value)) * \(value(number))"
          },
          on: level(category)
        )
    case .combinations(let combinations):
      "+ \(combined(combinations))"
    }
  }

  private func signed(_ coefficient: Double) -> String {
    "\(coefficient.sign == .minus ? "-" : "+") \(dialect.number(coefficient.magnitude))"
  }

  /// A piecewise polynomial; a missing value gives none.
  private func polynomials(_ pieces: [SplineBasis.Piece], of value: String) -> String {
    let lines = pieces.map { piece in
      let distance = "(\(value) \(signed(-piece.origin)))"
      var text = dialect.number(piece.c0)
      let powers = piece.c3 == 0 && piece.c2 == 0 ? [piece.c1] : [piece.c1, piece.c2, piece.c3]
      for (degree, coefficient) in powers.enumerated() {
        let isLast = degree == powers.count - 1
        text +=
          isLast
          ? " \(signed(coefficient)) * \(distance)"
          : " + \(distance) * (\(dialect.number(coefficient))"
      }
      text += String(repeating: ")", count: powers.count - 1)
      return piece.upper.isFinite
        ? "WHEN \(value) < \(dialect.number(piece.upper)) THEN \(text)" : "ELSE \(text)"
    }
    return cases(lines)
  }

  private func combined(_ combinations: ScoringFormula.Combinations) -> String {
    let first = level(combinations.first.column)
    let second = level(combinations.second.column)
    func both(_ left: String, _ right: String, _ word: String) -> String {
      "\(first) = \(dialect.text(left)) \(word) \(second) = \(dialect.text(right))"
    }
    var lines = combinations.cells.map { cell in
      "WHEN \(both(cell.first, cell.second, "AND")) THEN \(dialect.number(cell.value))"
    }
    lines.append(
      combinations.refusesUnseen
        ? "WHEN \(both(combinations.first.reference, combinations.second.reference, "OR")) "
          + "THEN \(dialect.number(0))"
        : "ELSE \(dialect.number(0))"
    )
    return cases(lines)
  }
}
