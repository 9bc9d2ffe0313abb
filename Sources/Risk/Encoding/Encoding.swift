package import Datasets
internal import Statistics

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

  /// Learns an encoding from training rows.
  ///
  /// - Parameters:
  ///   - specification: the features and policies.
  ///   - dataset: training rows.
  ///   - training: how much each row counts.
  /// - Throws: `DataProblem` with file, line and column for a cell that cannot be encoded.
  package init(
    _ specification: RiskSpecification,
    from dataset: Dataset,
    training: TrainingWeights = TrainingWeights()
  ) throws(DataProblem) {
    var source = TermSource(dataset: dataset, missing: specification.missing)
    var terms: [Term] = []
    for feature in specification.features {
      let column = try dataset.column(feature.column)
      switch feature.kind {
      case .numeric:
        terms.append(.numeric(try NumericTerm(column, source, training)))
      case .categorical(let categories):
        terms.append(.categorical(try CategoricalTerm(column, source, categories, training)))
      case .spline(let spline):
        terms.append(.spline(try SplineTerm(column, source, spline, training)))
      }
    }
    for pair in specification.interactions {
      for term in terms where [pair.first, pair.second].contains(term.column) {
        try source.add(term)
      }
      terms.append(.interaction(try InteractionTerm(pair, terms: terms, source, training)))
    }
    self.terms = terms
  }

  /// Encodes the rows of each term.
  ///
  /// - Throws: `DataProblem` with file, line and column for a cell that cannot be encoded.
  func encode(
    _ dataset: Dataset,
    missing: RiskSpecification.MissingPolicy
  ) throws(DataProblem) -> [EncodedTerm] {
    var source = TermSource(dataset: dataset, missing: missing)
    var result: [EncodedTerm] = []
    for term in terms { result.append(try source.add(term)) }
    return result
  }
}

extension TermSource {
  /// Encodes a term, and keeps it for interactions where it is a feature's.
  @discardableResult
  fileprivate mutating func add(_ term: Encoding.Term) throws(DataProblem) -> EncodedTerm {
    if case .interaction(let interaction) = term { return try interaction.encode(self) }
    if let known = encoded[term.column] { return known }
    let rows = try term.content.encode(self)
    encoded[term.column] = rows
    if case .categorical(let category) = term { levels[term.column] = category.levels }
    return rows
  }
}
