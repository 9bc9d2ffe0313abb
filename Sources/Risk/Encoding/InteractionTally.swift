internal import Datasets

/// What training learns of two features together in some rows: which levels occur with each other,
/// and the sums that the means of the design columns are made of.
///
/// Tallies of parts of a table can be added.
struct InteractionTally: Sendable {
  /// Weighted sum of each column that there may be.
  private var sums: [Double]
  /// True for those that some row has.
  private var occurs: [Bool]
  private var total = 0.0

  /// The terms of the two features.
  enum Parts: Sendable {
    case numbers
    case numberAndCategory(CategoricalTerm)
    case categoryAndNumber(CategoricalTerm)
    case categories(CategoricalTerm, CategoricalTerm)

    /// The terms of a pair.
    ///
    /// - Throws: `invalidValue` for a pair with a spline, or without terms of its own.
    init(
      _ pair: RiskSpecification.Interaction,
      _ terms: [Encoding.Term],
      file: String
    ) throws(DataProblem) {
      let parts = [pair.first, pair.second].map { name in terms.first { $0.column == name } }
      switch (parts[0], parts[1]) {
      case (.numeric, .numeric): self = .numbers
      case (.numeric, .categorical(let category)): self = .numberAndCategory(category)
      case (.categorical(let category), .numeric): self = .categoryAndNumber(category)
      case (.categorical(let left), .categorical(let right)): self = .categories(left, right)
      default:
        throw DataProblem(
          .invalidValue(expected: "an interaction of numeric and categorical features"),
          file: file,
          column: "\(pair.first):\(pair.second)"
        )
      }
    }

    /// Number of columns that there may be.
    fileprivate var columnCount: Int {
      switch self {
      case .numbers: 1
      case .numberAndCategory(let category), .categoryAndNumber(let category):
        category.levels.count
      case .categories(let left, let right): left.levels.count * right.levels.count
      }
    }
  }

  /// Of no rows.
  init(_ parts: Parts) {
    sums = Array(repeating: 0, count: parts.columnCount)
    occurs = Array(repeating: false, count: parts.columnCount)
  }

  /// Of rows with the two features already encoded.
  init(
    _ pair: RiskSpecification.Interaction,
    _ parts: Parts,
    _ source: TermSource,
    _ training: TrainingWeights
  ) {
    self.init(parts)
    guard let left = source.encoded[pair.first], let right = source.encoded[pair.second] else {
      return
    }
    let rows = 0..<source.dataset.rowCount
    let weights = training.weights
    switch parts {
    case .numbers:
      guard let a = left.filledNumbers, let b = right.filledNumbers else { return }
      for row in rows { add(weights[row], a[row] * b[row], to: 0) }
    case .numberAndCategory:
      guard let a = left.filledNumbers, let codes = right.codes else { return }
      for row in rows { add(weights[row], a[row], to: Int(codes[row])) }
    case .categoryAndNumber:
      guard let codes = left.codes, let b = right.filledNumbers else { return }
      for row in rows { add(weights[row], b[row], to: Int(codes[row])) }
    case .categories(let first, let second):
      guard let a = left.codes, let b = right.codes else { return }
      let height = first.levels.count
      let none = sums.count
      for row in rows {
        let (i, j) = (Int(a[row]), Int(b[row]))
        add(weights[row], 1, to: i < height && j < second.levels.count ? j * height + i : none)
      }
    }
  }

  private mutating func add(_ weight: Double, _ number: Double, to place: Int) {
    total += weight
    guard place < sums.count else { return }
    sums[place] += weight * number
    occurs[place] = true
  }

  /// Adds the tally of further rows.
  mutating func add(_ next: InteractionTally) {
    total += next.total
    for place in sums.indices {
      sums[place] += next.sums[place]
      occurs[place] = occurs[place] || next.occurs[place]
    }
  }

  /// The columns that some row has.
  var occurring: [Int] { occurs.indices.filter { occurs[$0] } }

  /// Means of some columns.
  func means(of columns: [Int]) -> [Double] {
    columns.map { total > 0 ? sums[$0] / total : 0 }
  }
}
