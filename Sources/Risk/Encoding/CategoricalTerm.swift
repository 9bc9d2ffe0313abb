internal import Datasets
internal import Statistics

/// A category: one design column, `column=level`, for each of its levels but the reference.
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

  /// Learns the levels of a category from what was counted in training rows.
  ///
  /// Levels stand in the order of their numbers when all are numbers, else of their bytes.
  ///
  /// - Throws: `unknownLevel` when the reference named is not a level.
  init(
    _ column: String,
    _ tally: LevelTally,
    _ categories: RiskSpecification.Categories,
    file: String
  ) throws(DataProblem) {
    let names = tally.keys.texts + [Self.missingLevel]
    let occurrences = tally.rows
    let counts = tally.counts
    let weights = tally.weights
    var known: [String: (count: Double, weight: Double)] = [:]
    for (place, name) in names.enumerated() where occurrences[place] > 0 {
      let before = known[name] ?? (0, 0)
      known[name] = (before.count + counts[place], before.weight + weights[place])
    }
    let ordered = Self.ordered(names.filter { known[$0] != nil })
    let pooled = ordered.filter { level in
      level != categories.reference && level != Self.missingLevel
        && known[level]?.count ?? 0 < Double(categories.poolBelow)
    }
    let isPooled = Set(pooled)
    var kept = ordered.filter { !isPooled.contains($0) }
    if !pooled.isEmpty { kept.append(Self.pooledLevel) }
    if let reference = categories.reference, !kept.contains(reference) {
      // Rare levels may be personal: codes, names.
      let common = kept.filter { known[$0]?.count ?? 0 >= 5 }
      throw DataProblem(
        .unknownLevel(nearest: nearestName(to: reference, among: common)),
        file: file,
        column: column
      )
    }
    let reference = categories.reference ?? kept.first ?? ""
    let total = weights.reduce(0, +)
    let pooledWeight = pooled.reduce(0.0) { $0 + (known[$1]?.weight ?? 0) }
    self.column = column
    self.reference = reference
    levels = kept.filter { $0 != reference }
    shares = levels.map { level in
      let weight = level == Self.pooledLevel ? pooledWeight : known[level]?.weight ?? 0
      return total > 0 ? weight / total : 0
    }
    self.pooled = pooled
    unseen = categories.unseen
  }

  /// Distinct levels in order, the one of empty cells last.
  private static func ordered(_ levels: [String]) -> [String] {
    var seen: Set<String> = []
    let distinct = levels.filter { seen.insert($0).inserted }
    let named = distinct.filter { $0 != missingLevel }
    let numbers = named.compactMap(Double.init).filter(\.isFinite)
    let sorted =
      numbers.count == named.count
      ? named.sorted { (Double($0) ?? 0, $0) < (Double($1) ?? 0, $1) }
      : named.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return distinct.count > named.count ? sorted + [missingLevel] : sorted
  }

  /// What a cell counts as.
  private enum Meaning {
    case code(Int32)
    case refused(DataProblem.Cause)
  }

  /// What each of some texts counts as, and last an empty cell.
  private func meanings(
    _ texts: [String],
    missing: RiskSpecification.MissingPolicy
  ) -> [Meaning] {
    var known: [String: Int32] = [reference: Int32(levels.count)]
    for (position, level) in levels.enumerated() { known[level] = Int32(position) }
    let pooledCode = known[Self.pooledLevel]
    for level in pooled { known[level] = pooledCode }
    return (texts.map(Optional.some) + [nil]).map { text in
      if let code = known[text ?? Self.missingLevel] { return .code(code) }
      if text == nil, missing == .refuse { return .refused(.missingValue) }
      switch unseen {
      case .reference: return .code(Int32(levels.count))
      case .pooled: return .code(pooledCode ?? Int32(levels.count))
      case .refuse: return .refused(text == nil ? .missingValue : .unseenLevel)
      }
    }
  }
}

extension CategoricalTerm: DesignTerm {
  var columns: [String] { [column] }
  var columnNames: [String] { levels.map { "\(column)=\($0)" } }
  var means: [Double] { shares }

  /// Encodes rows: the position of each row's level; the number of levels for the reference.
  ///
  /// - Throws: `missingValue` where empty cells have no level; `unseenLevel` under the policy to
  ///   refuse.
  func encode(_ source: TermSource) throws(DataProblem) -> EncodedTerm {
    let rows = LevelColumn(try source.dataset.column(column))
    let meanings = meanings(rows.texts, missing: source.missing)
    let empty = rows.keys.count
    // Each distinct text is looked up once; the rows then only follow their codes.
    let codes = meanings.map { meaning -> Int32 in
      if case .code(let code) = meaning { return code }
      return -1
    }
    if codes.contains(-1),
      let row = rows.codes.firstIndex(where: { codes[$0 < 0 ? empty : Int($0)] < 0 }),
      case .refused(let cause) = meanings[rows.codes[row] < 0 ? empty : Int(rows.codes[row])]
    {
      throw source.problem(cause, row: row, column: column)
    }
    return EncodedTerm(
      layout: .levels(count: levels.count),
      numbers: [],
      codes: CodeColumn(count: levels.count + 1, rowCount: rows.codes.count) { row in
        let place = rows.codes[row]
        return codes[place < 0 ? empty : Int(place)]
      }
    )
  }
}
