internal import Datasets
internal import Statistics

/// A model as what is to be computed from the cells of a row: the common part of all exports.
///
/// The linear predictor is ``offset`` plus ``intercept`` plus the ``parts`` in their order, which is
/// that of the design columns. A cell that the model refuses gives no probability.
struct ScoringFormula: Sendable {
  /// Constant of the linear predictor.
  let intercept: Double
  /// Column of the known part of the linear predictor; an empty cell is refused.
  let offset: String?
  /// Columns read as numbers, each once, in the order of the terms.
  let numbers: [NumberInput]
  /// Columns read as texts, each once, in the order of the terms.
  let categories: [CategoryInput]
  /// Summands of the linear predictor.
  let parts: [Part]

  /// A column read as a number.
  struct NumberInput: Sendable {
    /// Name of the column.
    let column: String
    /// What stands in for an empty cell; `nil` when that is refused.
    let fill: Double?
    /// True when empty cells have a coefficient of their own.
    let hasIndicator: Bool
  }

  /// A summand of the linear predictor.
  struct Part: Sendable {
    /// Name of the term or design column, for people.
    let name: String
    /// What is added.
    let form: Form
  }

  /// The form of a summand.
  enum Form: Sendable {
    /// A coefficient times a number.
    case number(column: String, Double)
    /// A coefficient where a number is missing.
    case indicator(column: String, Double)
    /// A piecewise polynomial of a number.
    case pieces(column: String, [SplineBasis.Piece])
    /// A coefficient for each level, the reference's included.
    case levels(column: String, [LevelValue])
    /// A coefficient times the product of two numbers.
    case product(String, String, Double)
    /// A coefficient of a number for each level of a category, the reference's included.
    case slopes(number: String, category: String, [LevelValue])
    /// A coefficient for each combination of levels, 0 for those with a reference level.
    case combinations(Combinations)
  }

  /// A number that belongs to a level.
  struct LevelValue: Sendable {
    /// Name of the level.
    let level: String
    /// The coefficient.
    let value: Double
  }

  /// Coefficients of combinations of the levels of two categories.
  struct Combinations: Sendable {
    /// The first category.
    let first: CategoryInput
    /// The second category.
    let second: CategoryInput
    /// Coefficients, in the order of the design columns.
    let cells: [(first: String, second: String, value: Double)]
    /// True when two levels that training rows do not have together are refused.
    let refusesUnseen: Bool
  }

  /// The formula of a model.
  ///
  /// - Throws: `infiniteCoefficient` for a value that is not finite.
  init(_ model: RiskModel) throws(ExportProblem) {
    let values = model.fit.values
    for (name, value) in zip(model.terms, values) where !value.isFinite {
      throw .infiniteCoefficient(term: name)
    }
    var numbers: [NumberInput] = []
    var categories: [CategoryInput] = []
    var parts: [Part] = []
    let missing = model.specification.missing
    for (term, range) in zip(model.encoding.terms, model.encoding.columnRanges) {
      let estimates = Array(values[range])
      switch term {
      case .numeric(let numeric):
        numbers.append(
          NumberInput(
            column: numeric.column,
            fill: missing == .refuse ? nil : numeric.mean,
            hasIndicator: numeric.hasIndicator
          )
        )
        parts += Self.parts(numeric, estimates)
      case .spline(let spline):
        numbers.append(
          NumberInput(
            column: spline.column,
            fill: missing == .refuse ? nil : spline.mean,
            hasIndicator: spline.hasIndicator
          )
        )
        parts += Self.parts(spline, estimates)
      case .categorical(let category):
        let input = CategoryInput(category, missing: missing)
        categories.append(input)
        parts.append(
          Part(
            name: category.column,
            form: .levels(column: category.column, input.values(category.levels, estimates))
          )
        )
      case .interaction(let interaction):
        parts.append(Self.part(interaction, estimates, categories))
      }
    }
    intercept = values[0]
    offset = model.specification.offset
    self.numbers = numbers
    self.categories = categories
    self.parts = parts
  }

  private static func parts(_ term: NumericTerm, _ estimates: [Double]) -> [Part] {
    let number = Part(name: term.column, form: .number(column: term.column, estimates[0]))
    return [number]
      + indicator(term.column, estimates.dropFirst())
  }

  private static func parts(_ term: SplineTerm, _ estimates: [Double]) -> [Part] {
    let count = term.basis.columnCount
    let pieces = term.basis.piecewise(coefficients: Array(estimates.prefix(count)))
    return [Part(name: "\(term.column), spline", form: .pieces(column: term.column, pieces))]
      + indicator(term.column, estimates.dropFirst(count))
  }

  private static func indicator(_ column: String, _ estimates: ArraySlice<Double>) -> [Part] {
    estimates.map { Part(name: "\(column)=(missing)", form: .indicator(column: column, $0)) }
  }

  private static func part(
    _ term: InteractionTerm,
    _ estimates: [Double],
    _ categories: [CategoryInput]
  ) -> Part {
    let name = "\(term.first):\(term.second)"
    func category(_ column: String) -> CategoryInput {
      guard let input = categories.first(where: { $0.column == column }) else {
        preconditionFailure("an interaction without its main effects")
      }
      return input
    }
    switch term.form {
    case .product:
      return Part(name: name, form: .product(term.first, term.second, estimates[0]))
    case .slopes(let levels, let isCategoryFirst):
      let input = category(isCategoryFirst ? term.first : term.second)
      return Part(
        name: name,
        form: .slopes(
          number: isCategoryFirst ? term.second : term.first,
          category: input.column,
          input.values(levels, estimates)
        )
      )
    case .combinations(let cells, let unseen):
      return Part(
        name: name,
        form: .combinations(
          Combinations(
            first: category(term.first),
            second: category(term.second),
            cells: zip(cells, estimates).map { ($0.first, $0.second, $1) },
            refusesUnseen: unseen == .refuse
          )
        )
      )
    }
  }
}
