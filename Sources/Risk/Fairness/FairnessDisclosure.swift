/// Which figures of an audit would tell of fewer than five people, by themselves or by subtraction
/// from the others: those are not to be shown.
///
/// A column of groups makes three kinds of tables with known sums: positives and negatives of each
/// group; of its positives, those on the list and those missed; the same of its negatives. Counts
/// from 1 to 4 are hidden with as many others as keep them from being worked out (see
/// ``CellSuppression``). What joins two tables, as the share of a group that is on the list does, is
/// hidden where a count of either is. None is not a person, and stays.
package struct FairnessDisclosure: Sendable {
  private var hidesRows: [Bool]
  private var hidesPositives: [Bool]
  private var hidesNegatives: [Bool]
  private var hidesUnknown: [Bool]
  /// By score, capacity and group: the positives, or the negatives, on the list or off it.
  private var hidesFound: [[[Bool]]]
  private var hidesCalled: [[[Bool]]]
  private let capacities: [Int]

  /// What must not be shown of an audit.
  package init(_ audit: FairnessAudit) {
    let none = [Bool](repeating: false, count: audit.groups.count)
    (hidesRows, hidesPositives, hidesNegatives, hidesUnknown) = (none, none, none, none)
    capacities = audit.capacities
    let empty = audit.scores.map { _ in audit.capacities.map { _ in none } }
    (hidesFound, hidesCalled) = (empty, empty)
    for column in audit.columns {
      let groups = column.map { audit.groups[$0] }
      let outcomes = Self.hidden(groups.map { [$0.positives, $0.rows - $0.positives] })
      let unknown = Self.hidden(groups.map { [$0.unknownOutcomes] })
      for (place, group) in column.enumerated() {
        hidesPositives[group] = outcomes[place][0]
        hidesNegatives[group] = outcomes[place][1]
        hidesRows[group] = outcomes[place][2]
        hidesUnknown[group] = unknown[place][0]
      }
      for (number, score) in audit.scores.enumerated() {
        for (place, capacity) in audit.capacities.enumerated() {
          let found = score.hidden(.recall, column, capacity, hidesPositives)
          let called = score.hidden(.falsePositiveRate, column, capacity, hidesNegatives)
          for (position, group) in column.enumerated() {
            hidesFound[number][place][group] = found[position]
            hidesCalled[number][place][group] = called[position]
          }
        }
      }
    }
  }

  /// Rows of known outcome of a group; `nil` where they must not be shown.
  package func rows(of group: Int, in audit: FairnessAudit) -> Int? {
    hidesRows[group] ? nil : audit.groups[group].rows
  }

  /// Positive rows of a group; likewise.
  package func positives(of group: Int, in audit: FairnessAudit) -> Int? {
    hidesPositives[group] ? nil : audit.groups[group].positives
  }

  /// Rows of unknown outcome of a group; likewise.
  package func unknownOutcomes(of group: Int, in audit: FairnessAudit) -> Int? {
    hidesUnknown[group] ? nil : audit.groups[group].unknownOutcomes
  }

  /// Whether a measure of a group must not be shown.
  ///
  /// - Parameters:
  ///   - measure: the measure.
  ///   - group: place of the group.
  ///   - capacity: people who can be contacted; `nil` for a measure that does not depend on it.
  ///   - score: place of the score.
  /// - Returns: true where it must not.
  package func hides(
    _ measure: FairnessMeasure,
    of group: Int,
    capacity: Int?,
    score: Int
  ) -> Bool {
    let outcomes = hidesPositives[group] || hidesNegatives[group] || hidesRows[group]
    guard let place = capacity.flatMap(capacities.firstIndex) else {
      return measure == .baseRate ? outcomes : hidesPositives[group]
    }
    let found = hidesFound[score][place][group]
    let called = hidesCalled[score][place][group]
    return switch measure {
    case .recall: found
    case .falsePositiveRate: called
    case .selectionRate, .selectionToBaseRate, .precision: found || called || outcomes
    case .baseRate, .observedToExpected: outcomes
    }
  }

  /// Cells of a table and of its row sums that are hidden; the sums of columns are known.
  fileprivate static func hidden(
    _ counts: [[Int]],
    rowSumsAreKnown: Bool = false,
    besides rows: [Bool] = []
  ) -> [[Bool]] {
    let width = counts.first?.count ?? 0
    var known = (0...width).map { CellSuppression.Position(row: counts.count, column: $0) }
    if rowSumsAreKnown {
      known += counts.indices.map { .init(row: $0, column: width) }
    }
    let hidden = rows.indices.filter { rows[$0] }.flatMap { row in
      (0..<width).map { CellSuppression.Position(row: row, column: $0) }
    }
    let shown = CellSuppression(
      counts,
      known: Set(known),
      hidden: Set(hidden),
      hidesZeros: false
    ).shown
    return counts.indices.map { row in (0...width).map { shown[row][$0] == nil } }
  }
}

extension FairnessAudit {
  /// Places of the groups of each column.
  fileprivate var columns: [[Int]] {
    var columns: [[Int]] = []
    for (place, group) in groups.enumerated() {
      if let last = columns.last?.last, groups[last].column == group.column {
        columns[columns.count - 1].append(place)
      } else {
        columns.append([place])
      }
    }
    return columns
  }
}

extension FairnessAudit.Score {
  /// Groups of which a share and its rest must not be shown.
  ///
  /// - Parameters:
  ///   - measure: a count over the whole that it is a part of.
  ///   - column: the groups.
  ///   - capacity: people who can be contacted.
  ///   - wholes: groups whose whole is hidden already, and with it the parts.
  /// - Returns: true for a group whose parts are hidden.
  fileprivate func hidden(
    _ measure: FairnessMeasure,
    _ column: [Int],
    _ capacity: Int,
    _ wholes: [Bool]
  ) -> [Bool] {
    let counts = column.map { group -> [Int] in
      let line = lines.first {
        $0.group == group && $0.measure == measure && $0.capacity == capacity
      }
      let (count, of) = (Int(line?.count ?? 0), Int(line?.of ?? 0))
      return [count, of - count]
    }
    return FairnessDisclosure.hidden(
      counts,
      rowSumsAreKnown: true,
      besides: column.map { wholes[$0] }
    )
    .map { $0[0] || $0[1] }
  }
}
