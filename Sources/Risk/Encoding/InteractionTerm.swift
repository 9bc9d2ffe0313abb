internal import Datasets
internal import Statistics

/// Two features whose effects depend on each other, beside the terms of each.
///
/// - Two categories: a column `a=level:b=level` for each combination of levels that are not the
///   reference and that occur in training rows.
/// - A number and a category: a column `a:b=level` (or `a=level:b`) for each level but the
///   reference, which holds the number on rows of the level and 0 elsewhere.
/// - Two numbers: a column `a:b` of their products.
///
/// Numbers enter as they are, empty cells as the training mean.
package struct InteractionTerm: Sendable, Equatable, Codable {
  /// Name of the first feature's column, which reasons count the effect to.
  package let first: String
  /// Name of the second feature's column.
  package let second: String
  /// How the two enter.
  package let form: Form
  /// Means of the design columns over the training rows.
  package let columnMeans: [Double]

  /// How two features enter together.
  package enum Form: Sendable, Equatable {
    /// The product of two numbers.
    case product
    /// A number for each of the levels of a category.
    case slopes(levels: [String], isCategoryFirst: Bool)
    /// A column for each of the combinations of two levels.
    case combinations([Combination], unseen: RiskSpecification.UnseenPolicy)
  }

  /// A level of each of two categories.
  package struct Combination: Sendable, Hashable, Codable {
    /// Level of the first.
    package let first: String
    /// Level of the second.
    package let second: String
  }

  /// Learns which combinations there are from what was counted in training rows.
  ///
  /// - Parameters:
  ///   - pair: the columns.
  ///   - parts: the terms of the two columns.
  ///   - tally: what was counted.
  init(
    _ pair: RiskSpecification.Interaction,
    _ parts: InteractionTally.Parts,
    _ tally: InteractionTally
  ) {
    first = pair.first
    second = pair.second
    switch parts {
    case .numbers:
      form = .product
      columnMeans = tally.means(of: [0])
    case .numberAndCategory(let category):
      form = .slopes(levels: category.levels, isCategoryFirst: false)
      columnMeans = tally.means(of: Array(category.levels.indices))
    case .categoryAndNumber(let category):
      form = .slopes(levels: category.levels, isCategoryFirst: true)
      columnMeans = tally.means(of: Array(category.levels.indices))
    case .categories(let left, let right):
      // In R's order: the first level goes first.
      let cells = tally.occurring
      let height = left.levels.count
      form = .combinations(
        cells.map {
          Combination(first: left.levels[$0 % height], second: right.levels[$0 / height])
        },
        unseen: left.unseen == .refuse || right.unseen == .refuse ? .refuse : left.unseen
      )
      columnMeans = tally.means(of: cells)
    }
  }
}

extension InteractionTerm: DesignTerm {
  var columns: [String] { [first, second] }
  var means: [Double] { columnMeans }

  var columnNames: [String] {
    switch form {
    case .product: ["\(first):\(second)"]
    case .slopes(let levels, let isCategoryFirst):
      levels.map { isCategoryFirst ? "\(first)=\($0):\(second)" : "\(first):\(second)=\($0)" }
    case .combinations(let cells, _):
      cells.map { "\(first)=\($0.first):\(second)=\($0.second)" }
    }
  }

  /// Encodes rows, whose two features must be encoded already.
  ///
  /// - Throws: `unseenLevel` for a combination that training rows do not have, under the policy to
  ///   refuse.
  func encode(_ source: TermSource) throws(DataProblem) -> EncodedTerm {
    guard let left = source.encoded[first], let right = source.encoded[second] else {
      throw source.problem(.invalidValue(expected: "features"), column: "\(first):\(second)")
    }
    switch form {
    case .product:
      return EncodedTerm(layout: .numbers(count: 1), numbers: Self.product(left, right), codes: nil)
    case .slopes(let levels, let isCategoryFirst):
      let (category, number) = isCategoryFirst ? (left, right) : (right, left)
      return EncodedTerm(
        layout: .slopes(count: levels.count),
        numbers: Array(number.numbers.prefix(1)),
        codes: category.codes
      )
    case .combinations(let cells, let unseen):
      return try combined(left, right, cells, unseen, source)
    }
  }

  private static func product(
    _ left: EncodedTerm,
    _ right: EncodedTerm
  ) -> [EncodedTerm.NumberColumns] {
    guard case .values(let a) = left.numbers.first, case .values(let b) = right.numbers.first else {
      return []
    }
    return [.product(a, b)]
  }

  private func combined(
    _ left: EncodedTerm,
    _ right: EncodedTerm,
    _ cells: [Combination],
    _ unseen: RiskSpecification.UnseenPolicy,
    _ source: TermSource
  ) throws(DataProblem) -> EncodedTerm {
    let names = (source.levels[first] ?? [], source.levels[second] ?? [])
    var places: [Combination: Int32] = [:]
    for (place, cell) in cells.enumerated() { places[cell] = Int32(place) }
    // Codes of the combinations; the last row and column are those with a reference level.
    let width = names.1.count + 1
    var codes = [Int32](repeating: Int32(cells.count), count: (names.0.count + 1) * width)
    for (a, first) in names.0.enumerated() {
      for (b, second) in names.1.enumerated() {
        let known = places[Combination(first: first, second: second)]
        codes[a * width + b] = known ?? (unseen == .refuse ? -1 : Int32(cells.count))
      }
    }
    guard let a = left.codes, let b = right.codes else {
      throw source.problem(.invalidValue(expected: "categories"), column: "\(first):\(second)")
    }
    if codes.contains(-1),
      let row = (0..<source.dataset.rowCount).first(where: {
        codes[Int(a[$0]) * width + Int(b[$0])] < 0
      })
    {
      throw source.problem(.unseenLevel, row: row, column: "\(first):\(second)")
    }
    return EncodedTerm(
      layout: .levels(count: cells.count),
      numbers: [],
      codes: CodeColumn(count: cells.count + 1, rowCount: source.dataset.rowCount) { row in
        codes[Int(a[row]) * width + Int(b[row])]
      }
    )
  }
}

extension InteractionTerm.Form: Codable {
  private enum CodingKeys: String, CodingKey {
    case name
    case levels
    case isCategoryFirst
    case combinations
    case unseen
  }

  private enum Name: String, Codable {
    case product
    case slopes
    case combinations
  }

  /// Decodes from `name`, and what belongs to it.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Name.self, forKey: .name) {
    case .product: self = .product
    case .slopes:
      self = .slopes(
        levels: try container.decode([String].self, forKey: .levels),
        isCategoryFirst: try container.decode(Bool.self, forKey: .isCategoryFirst)
      )
    case .combinations:
      self = .combinations(
        try container.decode([InteractionTerm.Combination].self, forKey: .combinations),
        unseen: try container.decode(RiskSpecification.UnseenPolicy.self, forKey: .unseen)
      )
    }
  }

  /// Encodes `name`, and what belongs to it.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .product:
      try container.encode(Name.product, forKey: .name)
    case .slopes(let levels, let isCategoryFirst):
      try container.encode(Name.slopes, forKey: .name)
      try container.encode(levels, forKey: .levels)
      try container.encode(isCategoryFirst, forKey: .isCategoryFirst)
    case .combinations(let cells, let unseen):
      try container.encode(Name.combinations, forKey: .name)
      try container.encode(cells, forKey: .combinations)
      try container.encode(unseen, forKey: .unseen)
    }
  }
}
