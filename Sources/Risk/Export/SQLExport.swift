internal import Statistics

extension ExportFormat {
  /// A statement that gives the id and the probability of each row of a table.
  package static let sql = ExportFormat(
    name: "sql",
    summary: "a SELECT of id and probability from a table of a database",
    isQuery: true
  ) { model, options throws(ExportProblem) in
    try SQLExport(model, options).text
  }
}

/// The statement of a model: cells, then values and levels, then the linear predictor, then the
/// probability, each in a step of its own.
///
/// A refused cell is NULL as a value or level, and so is every sum that it enters.
struct SQLExport {
  private let formula: ScoringFormula
  private let options: ExportOptions
  private let dialect: SQLDialect
  private let terms: SQLTerms
  private let table: (last: String, quoted: String)
  private let keys: [(column: String, alias: String)]
  private let names: (model: String, event: String)
  private let calibration: [SQLStep]
  private let methods: [String]

  /// Works out the parts of the statement.
  ///
  /// - Throws: `infiniteCoefficient`, `unwritableText`, `reservedColumn`, `invalidTable`.
  init(_ model: RiskModel, _ options: ExportOptions) throws(ExportProblem) {
    let specification = model.specification
    formula = try ScoringFormula(model)
    self.options = options
    dialect = options.dialect
    table = try SQLDialect.table(options.table)
    terms = SQLTerms(formula, options.dialect)
    keys =
      [
        (options.id ?? specification.id).map { ($0, "row_id") },
        specification.asOf.map { ($0, "row_date") },
      ]
      .compactMap(\.self)
    names = (specification.name, specification.target.description)
    for key in keys where key.column.lowercased() == "probability" {
      throw .reservedColumn(key.column)
    }
    var calibration: [SQLStep] = []
    for (place, stage) in (model.calibration?.map.stages ?? []).enumerated() {
      for step in try SQLCalibration.steps(stage, number: place + 1, options.dialect) {
        calibration.append(SQLStep(name: step.name, columns: [step.column]))
      }
    }
    self.calibration = calibration
    methods = (model.calibration?.map.stages ?? []).map(\.method)
    let texts =
      formula.numbers.map(\.column) + keys.map(\.column) + [options.table, formula.offset ?? ""]
      + formula.categories.flatMap { [$0.column] + $0.levels + $0.pooled }
    guard !texts.contains(where: { $0.unicodeScalars.contains("\0") }) else {
      throw .unwritableText
    }
  }

  /// The statement, with a comment before it.
  var text: String {
    var steps: [SQLStep] = [
      SQLStep(name: "cells", columns: keyedCells + terms.cells),
      SQLStep(name: "inputs", columns: carriedKeys + terms.inputs, isMaterialized: true),
      SQLStep(name: "sums", columns: carriedKeys + [terms.predictor], isMaterialized: true),
      SQLStep(
        name: "risks",
        columns: carriedKeys + [.init(SQLLogistic.probability(of: "predictor"), "probability")],
        isMaterialized: !calibration.isEmpty
      ),
    ]
    steps += calibration.map { step in
      SQLStep(name: step.name, columns: carriedKeys + step.columns, isMaterialized: true)
    }
    var previous = "\(table.quoted) AS t"
    var common: [String] = []
    for step in steps {
      let name = prefix + step.name
      let hint = step.isMaterialized ? "MATERIALIZED " : ""
      common.append("\(name) AS \(hint)(\n  SELECT\n\(step.list)\n  FROM \(previous)\n)")
      previous = name
    }
    let results = keys.map { "\($0.alias) AS \(SQLDialect.identifier($0.column))" }
    return header
      + "WITH \(common.joined(separator: ",\n"))\n"
      + "SELECT \((results + ["probability"]).joined(separator: ", "))\nFROM \(previous);\n"
  }

  /// What names of steps begin with, so that none is the table's.
  private var prefix: String {
    var prefix = "score_"
    while table.last.lowercased().hasPrefix(prefix) { prefix = "x_\(prefix)" }
    return prefix
  }

  private var keyedCells: [SQLStep.Column] {
    keys.map { .init("t.\(SQLDialect.identifier($0.column))", $0.alias) }
  }

  private var carriedKeys: [SQLStep.Column] { keys.map { .init($0.alias, nil) } }

  private var header: String {
    var lines = [
      "The risk score \(names.model) for \(dialect.title): the probability of \(names.event).",
      "Written by vedetta risk export from a model.json whose SHA-256 is",
      options.digest,
      methods.isEmpty ? "" : "Calibrated: \(methods.joined(separator: ", then ")).",
      "An empty cell is NULL or an empty text. " + missingSentence,
    ]
    let categories = formula.categories
    if !categories.isEmpty {
      lines += [
        "Categories are compared as texts, byte by byte: 007 is not 7, and 1.0 as a text is not 1;",
        "numbers of a numeric column are written without trailing zeros, so 1.0 is the level 1.",
        "A level that the model has not seen counts as its column says below.",
      ]
    }
    for category in categories {
      lines.append(
        "  \(category.column): unseen \(Self.words(category.unseenLevel)), "
          + "empty \(Self.words(category.missingLevel))"
      )
    }
    lines.append(
      "A number outside -1e100 to 1e100 is refused. A refused cell gives no probability (NULL)."
    )
    if keys.isEmpty {
      lines.append("No column identifies the rows: the statement gives probabilities alone.")
    }
    lines += dialect.notes
    return lines.map { Self.comment($0) + "\n" }.joined()
  }

  private var missingSentence: String {
    guard !formula.numbers.isEmpty else { return "" }
    return formula.numbers.contains { $0.fill == nil }
      ? "An empty number is refused."
      : "An empty number is replaced by the mean of the training rows."
  }

  private static func words(_ level: String?) -> String {
    level.map { "as \($0)" } ?? "refused"
  }

  /// A line of comment, whatever characters the text has.
  static func comment(_ text: String) -> String {
    text.isEmpty ? "--" : "-- \(oneLine(text))"
  }

  /// A text without what could end a line or hide what follows.
  static func oneLine(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// One step of the statement: a common table expression.
struct SQLStep {
  /// Name without the prefix.
  let name: String
  /// What it gives.
  let columns: [Column]
  /// True for a step that is to be worked out once, not put in the place of its name: the next one
  /// names its columns several times, and a chain of such steps would grow exponentially.
  var isMaterialized = false

  /// A column of a step.
  struct Column {
    /// The expression, over lines that are already indented.
    let expression: String
    /// Its name; `nil` for a column handed on.
    let alias: String?
    /// What it is, for people.
    let comment: String?

    /// A column.
    init(_ expression: String, _ alias: String?, comment: String? = nil) {
      self.expression = expression
      self.alias = alias
      self.comment = comment
    }
  }

  /// The columns, a line each.
  var list: String {
    columns.enumerated().map { place, column in
      let alias = column.alias.map { " AS \($0)" } ?? ""
      let comma = place < columns.count - 1 ? "," : ""
      let comment = column.comment.map { "  \(SQLExport.comment($0))" } ?? ""
      return "    \(column.expression)\(alias)\(comma)\(comment)"
    }
    .joined(separator: "\n")
  }
}

extension RiskSpecification.Target {
  /// The event, for people.
  fileprivate var description: String {
    switch self {
    case .binary(let column, let positive): "\(column) = \(positive)"
    case .grouped(let successes, _): successes
    }
  }
}
