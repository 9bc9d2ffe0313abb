internal import Statistics

/// A value of a column all of whose rows have one outcome.
///
/// Only a penalty or Firth's correction keeps its estimate finite. Those of categories are found
/// before a fit, while the encoding is learned; others once a fit does not settle.
package struct OneOutcomeLevel: Sendable, Equatable, Codable {
  /// Name of the column.
  package let variable: String
  /// The value.
  package let level: String
  /// True when the outcome is the event.
  package let isPositive: Bool
  /// Rows of the value that have weight; `nil` in models written before they were counted.
  package let rowCount: Int?

  /// The value, as `column=level`.
  package var name: String { "\(variable)=\(level)" }

  /// A finding.
  init(variable: String, level: String, isPositive: Bool, rowCount: Int) {
    self.variable = variable
    self.level = level
    self.isPositive = isPositive
    self.rowCount = rowCount
  }

  private enum CodingKeys: String, CodingKey {
    case variable
    case level
    case isPositive
    case rowCount
    /// What models had before.
    case name
  }

  /// Decodes a finding; older models have its name alone.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    if let name = try values.decodeIfPresent(String.self, forKey: .name) {
      let parts = name.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      variable = String(parts[0])
      level = parts.count > 1 ? String(parts[1]) : ""
    } else {
      variable = try values.decode(String.self, forKey: .variable)
      level = try values.decode(String.self, forKey: .level)
    }
    isPositive = try values.decode(Bool.self, forKey: .isPositive)
    rowCount = try values.decodeIfPresent(Int.self, forKey: .rowCount)
  }

  /// Encodes a finding.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(variable, forKey: .variable)
    try values.encode(level, forKey: .level)
    try values.encode(isPositive, forKey: .isPositive)
    try values.encodeIfPresent(rowCount, forKey: .rowCount)
  }
}

extension CategoricalTerm {
  /// The levels all of whose rows have one outcome, the reference first.
  func oneOutcomeLevels(_ tally: LevelTally) -> [OneOutcomeLevel] {
    guard let outcomes = tally.outcomes else { return [] }
    let isPooled = Set(pooled)
    var found: [String: (events: Int, others: Int)] = [:]
    for (place, name) in (tally.keys.texts + [Self.missingLevel]).enumerated() {
      let level = isPooled.contains(name) ? Self.pooledLevel : name
      let before = found[level] ?? (0, 0)
      found[level] = (
        before.events + outcomes.events[place], before.others + outcomes.others[place]
      )
    }
    return ([reference] + levels).compactMap { level in
      guard let rows = found[level], (rows.events > 0) != (rows.others > 0) else { return nil }
      return OneOutcomeLevel(
        variable: column,
        level: level,
        isPositive: rows.events > 0,
        rowCount: max(rows.events, rows.others)
      )
    }
  }
}

extension Encoding {
  /// The values all of whose rows have one outcome.
  ///
  /// - Parameters:
  ///   - levels: those of categories, which stand first.
  ///   - rows: the training rows.
  ///   - threads: largest number of workers.
  /// - Returns: these levels, then values of 0/1 columns.
  func oneOutcomeLevels(
    _ levels: [OneOutcomeLevel],
    _ rows: EncodedRows,
    threads: Int
  ) -> [OneOutcomeLevel] {
    let categories = zip(terms, columnRanges).compactMap { term, range in
      if case .categorical = term { range } else { nil }
    }
    let names = columnNames
    let columns = OneOutcomeTally(rows, threads: threads).columns
    return levels
      + columns.compactMap { found in
        guard !categories.contains(where: { $0.contains(found.column) }) else { return nil }
        return OneOutcomeLevel(
          variable: names[found.column],
          level: found.value == 0 ? "0" : "1",
          isPositive: found.isPositive,
          rowCount: found.rowCount
        )
      }
  }
}
