internal import Datasets
internal import Statistics

/// What every kind of term can do: name its design columns and encode rows for them.
///
/// A term is learned once, on the training rows, and stored with the model.
protocol DesignTerm: Sendable {
  /// The table's columns that the term is made of.
  var columns: [String] { get }
  /// Names of the design columns.
  var columnNames: [String] { get }
  /// Means of the design columns over the training rows, weighted: where reasons are counted from.
  var means: [Double] { get }

  /// Encodes rows.
  ///
  /// - Parameter source: the rows and the terms before.
  /// - Returns: the rows, ready to be handed out.
  /// - Throws: `DataProblem` with file, line and column for a cell that cannot be encoded.
  func encode(_ source: TermSource) throws(DataProblem) -> EncodedTerm
}

/// The rows that a term is learned from, or encodes.
struct TermSource: Sendable {
  /// The rows.
  let dataset: Dataset
  /// What happens to empty cells.
  let missing: RiskSpecification.MissingPolicy
  /// Which splines are tables of their distinct values.
  var splines = Splines.own
  /// The terms of single columns already encoded, for interactions.
  var encoded: [String: EncodedTerm] = [:]
  /// The levels with a coefficient of the categories among them.
  var levels: [String: [String]] = [:]

  /// Which splines are tables of their distinct values.
  enum Splines: Sendable {
    /// Those with few in these rows.
    case own
    /// Those of the columns named, for these values: rows that are a part of a table.
    case tables([String: [Double]])
  }

  /// A problem with a cell.
  func problem(_ cause: DataProblem.Cause, row: Int, column: String) -> DataProblem {
    DataProblem(cause, file: dataset.source, line: dataset.line(ofRow: row), column: column)
  }

  /// A problem with a column.
  func problem(_ cause: DataProblem.Cause, column: String) -> DataProblem {
    DataProblem(cause, file: dataset.source, column: column)
  }
}

/// How much each training row counts.
package struct TrainingWeights: Sendable, Equatable {
  /// Weight in the fit.
  package let weights: RowValues
  /// Number of observations that a row stands for.
  package let counts: RowValues

  /// Weights of rows; every row counts once when left out.
  package init(
    weights: RowValues = RowValues(constant: 1),
    counts: RowValues = RowValues(constant: 1)
  ) {
    self.weights = weights
    self.counts = counts
  }
}
