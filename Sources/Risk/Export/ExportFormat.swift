/// A language in which the formula of a model can be written for other programs.
///
/// A new one is a file that makes a value of this type, and its name in ``catalogue``.
package struct ExportFormat: Sendable {
  /// Name on the command line.
  package let name: String
  /// What it is, in a few words.
  package let summary: String
  /// True for a format with dialects and a table: see ``SQLDialect/catalogue``.
  package let isQuery: Bool
  let write: @Sendable (RiskModel, ExportOptions) throws(ExportProblem) -> String

  /// The formats there are.
  package static let catalogue: [ExportFormat] = [.sql, .pmml]

  /// The text of a model.
  ///
  /// The same bytes for the same model and options; no date.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - options: table, dialect, what the header says of the model.
  /// - Returns: the text of a file.
  /// - Throws: `ExportProblem` for what the format cannot say.
  package func text(
    of model: RiskModel,
    _ options: ExportOptions
  ) throws(ExportProblem) -> String {
    try write(model, options)
  }
}

/// What an export is told beside the model.
package struct ExportOptions: Sendable {
  /// The dialect of a query.
  package var dialect: SQLDialect
  /// The table of a query: a name, or names of schema and table with a dot between; a part in
  /// double quotes may have dots of its own.
  package var table: String
  /// Column of a query's table that identifies a row; the model's own when `nil`.
  package var id: String?
  /// SHA-256 of the model file, in hexadecimal digits.
  package var digest: String

  /// Options.
  package init(
    dialect: SQLDialect = .postgreSQL,
    table: String = "people",
    id: String? = nil,
    digest: String
  ) {
    self.dialect = dialect
    self.table = table
    self.id = id
    self.digest = digest
  }
}

/// Why a model cannot be written in a format.
package enum ExportProblem: Error, Equatable, Sendable {
  /// A coefficient has no finite value.
  case infiniteCoefficient(term: String)
  /// A name, level or column has characters that the format cannot hold.
  case unwritableText
  /// The id or date column has the name of the column of results.
  case reservedColumn(String)
  /// The name of the table has an empty part or a quote that does not close.
  case invalidTable
  /// The format has no place for the model's calibration.
  case calibration(method: String)
}
