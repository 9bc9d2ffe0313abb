internal import Datasets

extension Encoding.CategoricalTerm {
  /// Learns the levels of a category from training rows.
  ///
  /// Levels stand in the order of their numbers when all are numbers, else of their bytes.
  ///
  /// - Throws: `missingValue` under the policy to refuse; `invalidValue` when the reference named
  ///   is not a level.
  init(
    _ column: Column,
    _ dataset: Dataset,
    _ categories: RiskSpecification.Categories,
    missing: RiskSpecification.MissingPolicy,
    weights: [Double]?
  ) throws(DataProblem) {
    var counts: [String: Double] = [:]
    var total = 0.0
    for row in 0..<dataset.rowCount {
      let weight = weights?[row] ?? 1
      total += weight
      guard let level = column.text(at: row) else {
        guard missing != .refuse else {
          throw DataProblem(
            .missingValue,
            file: dataset.source,
            line: dataset.line(ofRow: row),
            column: column.name
          )
        }
        counts[Self.missingLevel, default: 0] += weight
        continue
      }
      counts[level, default: 0] += weight
    }
    let ordered = Self.ordered(Array(counts.keys))
    let pooled = ordered.filter { level in
      level != categories.reference && level != Self.missingLevel
        && counts[level, default: 0] < Double(categories.poolBelow)
    }
    let isPooled = Set(pooled)
    var kept = ordered.filter { !isPooled.contains($0) }
    if !pooled.isEmpty { kept.append(Self.pooledLevel) }
    if let reference = categories.reference, !kept.contains(reference) {
      // Rare levels may be personal: codes, names.
      let common = kept.filter { counts[$0, default: 0] >= 5 }
      throw DataProblem(
        .unknownLevel(nearest: nearestName(to: reference, among: common)),
        file: dataset.source,
        column: column.name
      )
    }
    let reference = categories.reference ?? kept.first ?? ""
    let levels = kept.filter { $0 != reference }
    let pooledCount = pooled.reduce(0.0) { $0 + counts[$1, default: 0] }
    self.init(
      column: column.name,
      reference: reference,
      levels: levels,
      shares: levels.map { level in
        let count = level == Self.pooledLevel ? pooledCount : counts[level, default: 0]
        return total > 0 ? count / total : 0
      },
      pooled: pooled,
      unseen: categories.unseen
    )
  }

  private static func ordered(_ levels: [String]) -> [String] {
    let named = levels.filter { $0 != missingLevel }
    let numbers = named.compactMap(Double.init).filter(\.isFinite)
    let sorted =
      numbers.count == named.count
      ? named.sorted { (Double($0) ?? 0, $0) < (Double($1) ?? 0, $1) }
      : named.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return levels.count > named.count ? sorted + [missingLevel] : sorted
  }

  /// Position of each row's level among ``levels``; the number of levels
  /// for the reference.
  ///
  /// - Throws: `missingValue` where empty cells have no level; `unseenLevel` under the policy to
  ///   refuse.
  func codes(
    _ column: Column,
    _ dataset: Dataset,
    missing: RiskSpecification.MissingPolicy
  ) throws(DataProblem) -> [Int32] {
    var known: [String: Int32] = [reference: Int32(levels.count)]
    for (position, level) in levels.enumerated() { known[level] = Int32(position) }
    let pooledCode = known[Self.pooledLevel]
    for level in pooled { known[level] = pooledCode }
    var result: [Int32] = []
    result.reserveCapacity(dataset.rowCount)
    for row in 0..<dataset.rowCount {
      let text = column.text(at: row)
      if let code = known[text ?? Self.missingLevel] {
        result.append(code)
        continue
      }
      let problem = { (cause: DataProblem.Cause) in
        DataProblem(
          cause,
          file: dataset.source,
          line: dataset.line(ofRow: row),
          column: column.name
        )
      }
      guard text != nil || missing != .refuse else { throw problem(.missingValue) }
      switch unseen {
      case .reference: result.append(Int32(levels.count))
      case .pooled: result.append(pooledCode ?? Int32(levels.count))
      case .refuse: throw problem(text == nil ? .missingValue : .unseenLevel)
      }
    }
    return result
  }
}
