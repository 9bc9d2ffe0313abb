internal import Statistics

/// The fields of a PMML document: names, predictors and derived fields of the parts of a formula.
struct PMMLFields {
  /// Columns read as numbers, the offset's included.
  let numberColumns: [String]
  private let taken: Set<String>
  private let filled: Set<String>

  /// The fields of a formula.
  init(_ formula: ScoringFormula) {
    let numbers = formula.numbers.map(\.column)
    let offset = [formula.offset].compactMap(\.self).filter { !numbers.contains($0) }
    numberColumns = numbers + offset
    taken = Set(numberColumns + formula.categories.map(\.column))
    filled = Set(formula.numbers.filter(\.hasIndicator).map(\.column))
  }

  /// A name that no column has: the given one, or with primes after it.
  func unused(_ name: String) -> String {
    var name = name
    while taken.contains(name) { name += "'" }
    return name
  }

  /// The field that has a column's number, or the mean for an empty cell.
  private func number(_ column: String) -> String {
    filled.contains(column) ? unused("filled(\(column))") : column
  }

  private func derivedName(_ part: ScoringFormula.Part) -> String { unused("term(\(part.name))") }

  /// The summands of the event's regression table, each coefficient times a number.
  func predictors(_ formula: ScoringFormula, times slope: Double) -> [XMLElement] {
    var continuous: [XMLElement] = []
    var categorical: [XMLElement] = []
    if let offset = formula.offset { continuous.append(Self.predictor(offset, slope)) }
    for part in formula.parts {
      switch part.form {
      case .number(let column, let coefficient):
        continuous.append(Self.predictor(number(column), slope * coefficient))
      case .levels(let column, let values):
        guard let input = formula.categories.first(where: { $0.column == column }) else { continue }
        categorical += Self.predictors(input, values, times: slope)
      case .indicator(_, let coefficient), .product(_, _, let coefficient):
        continuous.append(Self.predictor(derivedName(part), slope * coefficient))
      case .pieces, .slopes, .combinations:
        continuous.append(Self.predictor(derivedName(part), slope))
      }
    }
    return continuous + categorical
  }

  private static func predictor(_ field: String, _ coefficient: Double) -> XMLElement {
    XMLElement("NumericPredictor", [("name", field), ("coefficient", "\(coefficient)")])
  }

  /// A predictor for every text that counts as a level with a coefficient.
  private static func predictors(
    _ input: CategoryInput,
    _ values: [ScoringFormula.LevelValue],
    times slope: Double
  ) -> [XMLElement] {
    let texts = input.texts.filter { $0.level != input.reference }
    return texts.map { text in
      XMLElement(
        "CategoricalPredictor",
        [
          ("name", input.column), ("value", text.text),
          ("coefficient", "\(slope * (values.first { $0.level == text.level }?.value ?? 0))"),
        ]
      )
    }
  }

  /// The fields that are neither a column's number nor its level.
  func derived(_ formula: ScoringFormula) -> [XMLElement] {
    let filled = formula.numbers.filter(\.hasIndicator).map { input in
      let column = Self.reference(input.column)
      return Self.field(
        number(input.column),
        Self.choice(
          if: Self.apply("isMissing", column),
          Self.constant(input.fill ?? 0),
          else: column
        )
      )
    }
    return filled
      + formula.parts.compactMap { part in
        expression(part.form, formula).map { Self.field(derivedName(part), $0) }
      }
  }

  private func expression(
    _ form: ScoringFormula.Form,
    _ formula: ScoringFormula
  ) -> XMLElement? {
    switch form {
    case .number, .levels: nil
    case .indicator(let column, _):
      Self.choice(
        if: Self.apply("isMissing", Self.reference(column)),
        Self.constant(1),
        else: Self.constant(0)
      )
    case .product(let first, let second, _):
      Self.apply("*", Self.reference(number(first)), Self.reference(number(second)))
    case .pieces(let column, let pieces):
      Self.polynomials(pieces[...], of: Self.reference(number(column)))
    case .slopes(let column, let category, let values):
      Self.apply(
        "*",
        Self.reference(number(column)),
        Self.table(
          [(category, "level")],
          rows: texts(category, formula).compactMap { text in
            values.first { $0.level == text.level }.map { ([text.text], $0.value) }
          }
        )
      )
    case .combinations(let combinations):
      Self.table(
        [(combinations.first.column, "first"), (combinations.second.column, "second")],
        rows: Self.rows(combinations)
      )
    }
  }

  private func texts(_ column: String, _ formula: ScoringFormula) -> [(text: String, level: String)]
  {
    formula.categories.first { $0.column == column }?.texts ?? []
  }

  /// The known pairs of texts; a pair that is refused is left out, and has no value.
  private static func rows(
    _ combinations: ScoringFormula.Combinations
  ) -> [(texts: [String], value: Double)] {
    var rows: [(texts: [String], value: Double)] = []
    for first in combinations.first.texts {
      for second in combinations.second.texts {
        let known = combinations.cells.first {
          $0.first == first.level && $0.second == second.level
        }
        let hasReference =
          first.level == combinations.first.reference
          || second.level == combinations.second.reference
        if known == nil, !hasReference, combinations.refusesUnseen { continue }
        rows.append(([first.text, second.text], known?.value ?? 0))
      }
    }
    return rows
  }

  private static func field(_ name: String, _ expression: XMLElement) -> XMLElement {
    XMLElement(
      "DerivedField",
      [("name", name), ("optype", "continuous"), ("dataType", "double")],
      children: [expression]
    )
  }

  private static func reference(_ field: String) -> XMLElement {
    XMLElement("FieldRef", [("field", field)])
  }

  private static func constant(_ value: Double) -> XMLElement {
    XMLElement("Constant", [("dataType", "double")], text: "\(value)")
  }

  private static func apply(_ function: String, _ arguments: XMLElement...) -> XMLElement {
    XMLElement("Apply", [("function", function)], children: arguments)
  }

  private static func choice(
    if condition: XMLElement,
    _ value: XMLElement,
    else other: XMLElement
  ) -> XMLElement {
    apply("if", condition, value, other)
  }

  private static func table(
    _ columns: [(field: String, name: String)],
    rows: [(texts: [String], value: Double)]
  ) -> XMLElement {
    let pairs = columns.map {
      XMLElement("FieldColumnPair", [("field", $0.field), ("column", $0.name)])
    }
    let lines = rows.map { row in
      XMLElement(
        "row",
        children: zip(columns, row.texts).map { XMLElement($0.name, text: $1) }
          + [XMLElement("value", text: "\(row.value)")]
      )
    }
    return XMLElement(
      "MapValues",
      [("outputColumn", "value"), ("dataType", "double")],
      children: pairs + [XMLElement("InlineTable", children: lines)]
    )
  }

  /// The pieces of a spline, each chosen by its upper end.
  private static func polynomials(
    _ pieces: ArraySlice<SplineBasis.Piece>,
    of number: XMLElement
  ) -> XMLElement {
    guard let piece = pieces.first else { return constant(0) }
    let distance = apply("-", number, constant(piece.origin))
    var value = constant(piece.c3)
    for coefficient in [piece.c2, piece.c1, piece.c0] {
      value = apply("+", constant(coefficient), apply("*", distance, value))
    }
    guard piece.upper.isFinite else { return value }
    return choice(
      if: apply("lessThan", number, constant(piece.upper)),
      value,
      else: polynomials(pieces.dropFirst(), of: number)
    )
  }
}
