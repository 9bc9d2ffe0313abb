/// A column read as a text, and the level that each text counts as.
struct CategoryInput: Sendable {
  /// Name of the column.
  let column: String
  /// The level without a coefficient.
  let reference: String
  /// Texts that are levels of their own, the reference first.
  let levels: [String]
  /// Texts that count as `(pooled)`.
  let pooled: [String]
  /// Level of an empty cell; `nil` when that is refused.
  let missingLevel: String?
  /// Level of every other text; `nil` when that is refused.
  let unseenLevel: String?

  /// The meaning of texts as a term has it.
  ///
  /// - Parameters:
  ///   - term: the category.
  ///   - missing: what happens to empty cells.
  init(_ term: CategoricalTerm, missing: RiskSpecification.MissingPolicy) {
    column = term.column
    reference = term.reference
    levels = [term.reference] + term.levels
    pooled = term.pooled
    unseenLevel =
      switch term.unseen {
      case .reference: term.reference
      case .pooled:
        levels.contains(CategoricalTerm.pooledLevel) ? CategoricalTerm.pooledLevel : term.reference
      case .refuse: nil
      }
    missingLevel =
      if levels.contains(CategoricalTerm.missingLevel) {
        CategoricalTerm.missingLevel
      } else if missing == .refuse {
        nil
      } else {
        unseenLevel
      }
  }

  /// Coefficients of levels, 0 for the reference, which stands last.
  func values(_ levels: [String], _ estimates: [Double]) -> [ScoringFormula.LevelValue] {
    zip(levels, estimates).map { ScoringFormula.LevelValue(level: $0, value: $1) }
      + [ScoringFormula.LevelValue(level: reference, value: 0)]
  }

  /// The level that each known text counts as: levels of their own, then pooled ones.
  var texts: [(text: String, level: String)] {
    levels.map { ($0, $0) } + pooled.map { ($0, CategoricalTerm.pooledLevel) }
  }

  /// True when one of the levels can be a number of a numeric column.
  var hasNumbers: Bool { (levels + pooled).contains { Double($0) != nil } }
}
