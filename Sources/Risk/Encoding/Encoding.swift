package import Datasets
package import Statistics

/// The way from the columns of a table to the columns of a design, learned on the training rows.
///
/// Categories get one design column a level but the reference; numbers one, and one more for empty
/// cells where the policy asks for it. The first design column is the intercept.
package struct Encoding: Sendable, Equatable, Codable {
  /// The terms, in the order of the specification's features.
  package let terms: [Term]

  /// How one feature becomes design columns.
  package enum Term: Sendable, Equatable {
    /// One column, and one for empty cells where `hasIndicator`.
    case numeric(NumericTerm)
    /// One column for each of the levels but the reference.
    case categorical(CategoricalTerm)

    /// Name of the feature's column.
    package var column: String {
      switch self {
      case .numeric(let term): term.column
      case .categorical(let term): term.column
      }
    }

    /// Names of the design columns: `column`, `column=level`, `column=(missing)`.
    package var columnNames: [String] {
      switch self {
      case .numeric(let term):
        term.hasIndicator ? [term.column, "\(term.column)=(missing)"] : [term.column]
      case .categorical(let term):
        term.levels.map { "\(term.column)=\($0)" }
      }
    }

    /// True for a number whose training values are all 0 or 1.
    package var isBinary: Bool {
      if case .numeric(let term) = self { return term.isBinary }
      return false
    }

    /// Means of the design columns over the training rows: where reasons are counted from.
    package var means: [Double] {
      switch self {
      case .numeric(let term): term.hasIndicator ? [term.mean, term.missingShare] : [term.mean]
      case .categorical(let term): term.shares
      }
    }
  }

  /// A number that enters as it is.
  package struct NumericTerm: Sendable, Equatable, Codable {
    /// Name of the feature's column.
    package let column: String
    /// Mean of the training rows that have a value; stands in for an empty cell.
    package let mean: Double
    /// True when every training value is 0 or 1.
    package let isBinary: Bool
    /// True when empty cells have a coefficient of their own.
    package let hasIndicator: Bool
    /// Share of empty cells in the training rows.
    package let missingShare: Double
  }

  /// A category.
  package struct CategoricalTerm: Sendable, Equatable, Codable {
    /// Name of the feature's column.
    package let column: String
    /// The level without a coefficient.
    package let reference: String
    /// The levels with a coefficient, in order.
    package let levels: [String]
    /// Share of the training rows of each of these.
    package let shares: [Double]
    /// Rare levels that are counted as `(pooled)`.
    package let pooled: [String]
    /// What a level that is in none of these counts as.
    package let unseen: RiskSpecification.UnseenPolicy

    /// Name of the level that rare ones are pooled into.
    package static let pooledLevel = "(pooled)"
    /// Name of the level of empty cells.
    package static let missingLevel = "(missing)"
  }

  /// Names of the design columns, `(Intercept)` first.
  package var columnNames: [String] { ["(Intercept)"] + terms.flatMap(\.columnNames) }

  /// The layout of the design: an intercept, then the terms.
  package var layout: DesignLayout {
    DesignLayout(
      [.intercept]
        + terms.map { term in
          switch term {
          case .numeric(let numeric): .numbers(count: numeric.hasIndicator ? 2 : 1)
          case .categorical(let category): .levels(count: category.levels.count)
          }
        }
    )
  }

  /// Design columns of each term, positions in ``columnNames``.
  package var columnRanges: [Range<Int>] {
    var start = 1
    return terms.map { term in
      let range = start..<(start + term.columnNames.count)
      start = range.upperBound
      return range
    }
  }

  /// Learns an encoding from training rows.
  ///
  /// - Parameters:
  ///   - specification: the features and policies.
  ///   - dataset: training rows.
  ///   - weights: frequency or trials of each row; 1 each when `nil`.
  /// - Throws: `DataProblem` with file, line and column for a cell that cannot be encoded.
  package init(
    _ specification: RiskSpecification,
    from dataset: Dataset,
    weights: [Double]? = nil
  ) throws(DataProblem) {
    var terms: [Term] = []
    for feature in specification.features {
      let column = try dataset.column(feature.column)
      switch feature.kind {
      case .numeric:
        let source = try NumericSource(column, dataset, missing: specification.missing)
        terms.append(.numeric(source.learned(weights)))
      case .categorical(let categories):
        terms.append(
          .categorical(
            try CategoricalTerm(
              column,
              dataset,
              categories,
              missing: specification.missing,
              weights: weights
            )
          )
        )
      }
    }
    self.terms = terms
  }
}

/// The numbers of a numeric feature, checked.
struct NumericSource {
  /// One a row; NaN for an empty cell.
  let values: [Double]
  /// What training learns from them.
  func learned(_ weights: [Double]?) -> Encoding.NumericTerm {
    var total = 0.0
    var known = 0.0
    var sum = 0.0
    var isBinary = true
    for (row, value) in values.enumerated() {
      let weight = weights?[row] ?? 1
      total += weight
      guard !value.isNaN else { continue }
      known += weight
      sum += weight * value
      isBinary = isBinary && (value == 0 || value == 1)
    }
    return Encoding.NumericTerm(
      column: column,
      mean: known > 0 ? sum / known : 0,
      isBinary: isBinary,
      hasIndicator: known < total,
      missingShare: total > 0 ? (total - known) / total : 0
    )
  }
  private let column: String

  /// Takes the numbers of a column.
  ///
  /// - Throws: `notANumber`, `nonFinite`, `invalidValue`; `missingValue` under the policy to refuse.
  init(
    _ column: Column,
    _ dataset: Dataset,
    missing: RiskSpecification.MissingPolicy
  ) throws(DataProblem) {
    self.column = column.name
    guard case .numbers(let values) = column.values else {
      throw Self.firstOffence(column, dataset)
    }
    for (row, value) in values.enumerated() where !value.isFinite {
      if value.isNaN, missing != .refuse { continue }
      throw DataProblem(
        value.isNaN ? .missingValue : .nonFinite,
        file: dataset.source,
        line: dataset.line(ofRow: row),
        column: column.name
      )
    }
    // Squares of larger numbers overflow, and no record of a person has one.
    if let row = values.firstIndex(where: { abs($0) > 1e100 }) {
      throw DataProblem(
        .invalidValue(expected: "a number between -1e100 and 1e100"),
        file: dataset.source,
        line: dataset.line(ofRow: row),
        column: column.name
      )
    }
    self.values = values
  }

  /// The first cell of a text column that is not a number.
  private static func firstOffence(_ column: Column, _ dataset: Dataset) -> DataProblem {
    let row =
      (0..<dataset.rowCount).first { row in
        guard let text = column.text(at: row) else { return false }
        return Double(text) == nil
      } ?? 0
    return DataProblem(
      .notANumber,
      file: dataset.source,
      line: dataset.rowCount > 0 ? dataset.line(ofRow: row) : nil,
      column: column.name
    )
  }
}
