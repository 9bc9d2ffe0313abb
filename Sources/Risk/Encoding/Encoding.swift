internal import Concurrency
internal import Datasets

/// The way from the columns of a table to the columns of a design, learned on the training rows.
///
/// The first design column is the intercept; then come those of each feature in the order of the
/// specification, then those of the interactions. A kind of term is one file, which says how it is
/// learned, stored, named and encoded (``NumericTerm``, ``CategoricalTerm``, ``SplineTerm``,
/// ``InteractionTerm``), and one case here.
package struct Encoding: Sendable, Equatable, Codable {
  /// The terms: features in the order of the specification, then interactions.
  package let terms: [Term]

  /// How some columns of the table become design columns.
  package enum Term: Sendable, Equatable {
    /// A number as it is.
    case numeric(NumericTerm)
    /// One design column for each of the levels but the reference.
    case categorical(CategoricalTerm)
    /// A number through a spline.
    case spline(SplineTerm)
    /// Two features together.
    case interaction(InteractionTerm)

    var content: any DesignTerm {
      switch self {
      case .numeric(let term): term
      case .categorical(let term): term
      case .spline(let term): term
      case .interaction(let term): term
      }
    }

    /// Name of the feature's column; of an interaction's first.
    package var column: String { content.columns[0] }

    /// Name of the term as a whole: `column`, or `a:b`.
    package var name: String { columns.joined(separator: ":") }

    /// Names of the table's columns that the term is made of.
    package var columns: [String] { content.columns }

    /// Names of the design columns: `column`, `column=level`, `column[1]`, `column=(missing)`,
    /// `a:b=level`.
    package var columnNames: [String] { content.columnNames }

    /// True for a number whose training values are all 0 or 1.
    package var isBinary: Bool {
      if case .numeric(let term) = self { return term.isBinary }
      return false
    }

    var isInteraction: Bool {
      if case .interaction = self { return true }
      return false
    }

    /// Means of the design columns over the training rows: where reasons are counted from.
    package var means: [Double] { content.means }

    /// Training mean of a feature that is a number; `nil` for others.
    var numberMean: Double? {
      switch self {
      case .numeric(let term): term.mean
      case .spline(let term): term.mean
      case .categorical, .interaction: nil
      }
    }
  }

  /// Names of the design columns, `(Intercept)` first.
  package var columnNames: [String] { ["(Intercept)"] + terms.flatMap(\.columnNames) }

  /// Design columns of each term, positions in ``columnNames``.
  package var columnRanges: [Range<Int>] {
    var start = 1
    return terms.map { term in
      let range = start..<(start + term.columnNames.count)
      start = range.upperBound
      return range
    }
  }

  /// An encoding of some terms.
  init(terms: [Term]) {
    self.terms = terms
  }

  /// Encodes the rows of each term.
  ///
  /// - Parameters:
  ///   - dataset: the rows.
  ///   - missing: what happens to empty cells.
  ///   - splines: which splines are tables.
  ///   - threads: largest number of workers.
  /// - Returns: the rows of each term, in the order of ``terms``.
  /// - Throws: `DataProblem` with file, line and column for a cell that cannot be encoded.
  func encode(
    _ dataset: Dataset,
    missing: RiskSpecification.MissingPolicy,
    splines: TermSource.Splines = .own,
    threads: Int = 1
  ) throws(DataProblem) -> [EncodedTerm] {
    var source = TermSource(dataset: dataset, missing: missing, splines: splines)
    try source.add(terms.filter { !$0.isInteraction }, threads: threads)
    let complete = source
    return try parallelMap(count: terms.count, threads: threads) { index throws(DataProblem) in
      let term = terms[index]
      if !term.isInteraction, let known = complete.encoded[term.column] { return known }
      return try term.content.encode(complete)
    }
  }
}

extension TermSource {
  /// Encodes the terms of single columns, and keeps them for interactions.
  mutating func add(_ terms: [Encoding.Term], threads: Int) throws(DataProblem) {
    let source = self
    let rows = try parallelMap(count: terms.count, threads: threads) { index throws(DataProblem) in
      try terms[index].content.encode(source)
    }
    for (term, rows) in zip(terms, rows) {
      encoded[term.column] = rows
      if case .categorical(let category) = term { levels[term.column] = category.levels }
    }
  }
}
