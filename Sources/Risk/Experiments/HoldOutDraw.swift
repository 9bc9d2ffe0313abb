package import Datasets

/// People who are held out from being contacted, chosen at random, so that what contacting does can
/// be told from what would have happened anyway.
package struct HoldOutDraw: Sendable, Equatable {
  /// True for each row held out.
  package let isHeldOut: [Bool]
  /// The strata, in the order of their values; one, without columns.
  package let strata: [Stratum]

  /// People who share the values of the columns of strata.
  package struct Stratum: Sendable, Equatable {
    /// Value of each column of strata; `nil` for an empty cell.
    package let levels: [String?]
    /// People.
    package let rows: Int
    /// People held out.
    package let heldOut: Int
  }

  /// How many are held out.
  package enum Size: Sendable, Equatable {
    /// That many.
    case count(Int)
    /// That share, rounded to the nearest number.
    case share(Double)
  }

  /// Draws a hold-out.
  ///
  /// Each stratum gives its share, by largest remainders, so that the sizes add up exactly; in a
  /// stratum those of the smallest keys are held out. A keyed hash as the key makes every choice of
  /// people equally likely, and the draw the same whatever the order of the rows.
  ///
  /// - Parameters:
  ///   - dataset: one row a person.
  ///   - id: column of the person.
  ///   - columns: columns of the strata; none for a simple draw.
  ///   - size: how many are held out.
  ///   - key: from the text of the person's id.
  /// - Throws: `DataProblem`: an unknown column, a person without id or with two rows, a size that
  ///   leaves one of the two groups empty.
  package init(
    _ dataset: Dataset,
    id: String,
    strata columns: [String],
    size: Size,
    key: (String) -> UInt64
  ) throws(DataProblem) {
    let levels = try columns.map { name throws(DataProblem) in
      let column = try dataset.column(name)
      return (0..<dataset.rowCount).map { column.text(at: $0) }
    }
    let persons = try dataset.identifiers(id)
    let total =
      switch size {
      case .count(let count): count
      case .share(let share): Int((share * Double(persons.count)).rounded())
      }
    guard total > 0, total < persons.count else {
      throw DataProblem(
        .invalidValue(
          expected: "a hold-out of at least one of the \(persons.count) people, and not all of them"
        ),
        file: dataset.source,
        column: "hold-out"
      )
    }
    var groups: [[String?]: [Int]] = [:]
    for row in persons.indices { groups[levels.map { $0[row] }, default: []].append(row) }
    let ordered = groups.keys.sorted { left, right in
      // Empty cells last; the order is that of the texts.
      for (a, b) in zip(left, right) where a != b {
        guard let a else { return false }
        guard let b else { return true }
        return a < b
      }
      return false
    }
    let sizes = Self.shares(of: total, among: ordered.map { groups[$0]?.count ?? 0 })
    var isHeldOut = [Bool](repeating: false, count: persons.count)
    strata = zip(ordered, sizes).map { level, size in
      let rows = groups[level] ?? []
      let keys = rows.map { key(persons[$0]) }
      let order = rows.indices.sorted {
        (keys[$0], persons[rows[$0]]) < (keys[$1], persons[rows[$1]])
      }
      for place in order.prefix(size) { isHeldOut[rows[place]] = true }
      return Stratum(levels: level, rows: rows.count, heldOut: size)
    }
    self.isHeldOut = isHeldOut
  }

  /// Whole numbers in proportion to some sizes, by largest remainders (the first of equals).
  static func shares(of total: Int, among sizes: [Int]) -> [Int] {
    let sum = sizes.reduce(0, +)
    var shares = sizes.map { $0 * total / sum }
    let remainders = sizes.map { $0 * total % sum }
    let order = sizes.indices.sorted { (remainders[$1], $0) < (remainders[$0], $1) }
    for place in order.prefix(total - shares.reduce(0, +)) { shares[place] += 1 }
    return shares
  }
}
