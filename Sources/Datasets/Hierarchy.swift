/// Leaves and all their aggregates: the sparse summing structure of hierarchical series.
///
/// A level takes some first columns of each path of the formula; its series are the combinations
/// that occur. Series are numbered level by level, the total first and the leaves last, so that
/// series `a` below ``aggregateCount`` is an aggregate and `aggregateCount + j` is leaf j. The
/// summing matrix has one row a series; only the ancestors of each leaf are kept.
package struct Hierarchy: Equatable, Sendable {
  /// The columns and how they nest and cross.
  package let formula: HierarchyFormula
  /// The levels, the total first and the leaves last.
  package let levels: [Level]
  /// The values of each leaf, one a column of the formula; distinct.
  package let leaves: [[String]]
  /// Ancestors of the leaves, leaf by leaf, as many each: one series of every aggregated level.
  package let ancestors: [Int32]
  /// A leaf of each aggregate, from which its name is taken.
  private let representatives: [Int32]

  /// Mark of an aggregate in a column that it adds up over.
  package static let all = "<all>"

  /// Series that name the same columns.
  package struct Level: Equatable, Sendable {
    /// Number of columns taken of each path.
    package let depths: [Int]
    /// Names of the columns taken, or `total`.
    package let name: String
    /// Numbers of its series.
    package let series: Range<Int>
  }

  /// A hierarchy over its leaves.
  ///
  /// - Parameters:
  ///   - formula: the columns.
  ///   - leaves: the values of each leaf, one a column; distinct, at least one leaf.
  /// - Complexity: leaves times levels; memory likewise, four bytes each.
  package init(_ formula: HierarchyFormula, leaves: [[String]]) {
    precondition(!leaves.isEmpty, "a hierarchy without leaves")
    precondition(leaves.allSatisfy { $0.count == formula.columns.count }, "a leaf lacks a column")
    let prefixes = Self.prefixes(formula, leaves)
    let depths = Self.depths(formula)
    var levels: [Level] = []
    var groups: [[Int32]] = []
    var representatives: [Int32] = []
    for level in depths.dropLast() {
      var codes = [Int32](repeating: 0, count: leaves.count)
      for (path, depth) in level.enumerated() where depth > 0 {
        codes = Self.joined(codes, prefixes[path][depth - 1])
      }
      let first = representatives.count
      for (leaf, code) in codes.enumerated() where first + Int(code) == representatives.count {
        representatives.append(Int32(leaf))
      }
      levels.append(Self.level(formula, level, first..<representatives.count))
      groups.append(codes.map { Int32(first) + $0 })
    }
    let count = representatives.count
    levels.append(Self.level(formula, depths[depths.count - 1], count..<count + leaves.count))
    var ancestors: [Int32] = []
    ancestors.reserveCapacity(leaves.count * groups.count)
    for leaf in leaves.indices {
      for group in groups { ancestors.append(group[leaf]) }
    }
    self.formula = formula
    self.levels = levels
    self.leaves = leaves
    self.ancestors = ancestors
    self.representatives = representatives
  }

  /// Number of aggregates.
  package var aggregateCount: Int { representatives.count }
  /// Number of leaves.
  package var leafCount: Int { leaves.count }
  /// Number of series, aggregates and leaves.
  package var seriesCount: Int { aggregateCount + leafCount }
  /// Number of aggregates that a leaf belongs to, one a level.
  package var ancestorCount: Int { levels.count - 1 }

  /// The values of a series by column, ``all`` where it adds up.
  package func labels(of series: Int) -> [String] {
    guard series < aggregateCount else { return leaves[series - aggregateCount] }
    let depths = level(of: series).depths
    var labels = leaves[Int(representatives[series])]
    var column = 0
    for (path, columns) in formula.paths.enumerated() {
      for depth in columns.indices {
        if depth >= depths[path] { labels[column] = Self.all }
        column += 1
      }
    }
    return labels
  }

  /// The level of a series.
  package func level(of series: Int) -> Level {
    guard let level = levels.first(where: { $0.series.contains(series) }) else {
      preconditionFailure("no such series")
    }
    return level
  }

  /// The values of all series from those of the leaves.
  ///
  /// - Parameter leafValues: one a leaf.
  /// - Returns: one a series; an aggregate is the sum of its leaves, in their order.
  package func summed(_ leafValues: [Double]) -> [Double] {
    precondition(leafValues.count == leafCount, "not one value a leaf")
    var result = [Double](repeating: 0, count: aggregateCount) + leafValues
    let stride = ancestorCount
    for leaf in 0..<leafCount {
      for place in leaf * stride..<(leaf + 1) * stride {
        result[Int(ancestors[place])] += leafValues[leaf]
      }
    }
    return result
  }

  /// All choices of a depth a path, fewer columns first, the leaves last.
  private static func depths(_ formula: HierarchyFormula) -> [[Int]] {
    var result: [[Int]] = [[]]
    for path in formula.paths {
      result = result.flatMap { start in (0...path.count).map { start + [$0] } }
    }
    let ordered = result.enumerated().sorted { left, right in
      let (a, b) = (left.element.reduce(0, +), right.element.reduce(0, +))
      return a != b ? a < b : left.offset < right.offset
    }
    return ordered.map(\.element)
  }

  private static func level(
    _ formula: HierarchyFormula,
    _ depths: [Int],
    _ series: Range<Int>
  ) -> Level {
    let names = formula.paths.enumerated().filter { depths[$0.offset] > 0 }.map {
      $0.element.prefix(depths[$0.offset]).joined(separator: "/")
    }
    return Level(
      depths: depths,
      name: names.isEmpty ? "total" : names.joined(separator: ","),
      series: series
    )
  }

  /// For each path and depth the number of each leaf's node, by first appearance.
  private static func prefixes(_ formula: HierarchyFormula, _ leaves: [[String]]) -> [[[Int32]]] {
    var column = 0
    return formula.paths.map { path in
      var codes = [Int32](repeating: 0, count: leaves.count)
      return path.map { _ in
        var known: [String: Int32] = [:]
        let own = leaves.map { leaf -> Int32 in
          if let code = known[leaf[column]] { return code }
          let code = Int32(known.count)
          known[leaf[column]] = code
          return code
        }
        column += 1
        codes = joined(codes, own)
        return codes
      }
    }
  }

  /// Numbers of the pairs of two codes, by first appearance.
  private static func joined(_ left: [Int32], _ right: [Int32]) -> [Int32] {
    var known: [Int64: Int32] = [:]
    return left.indices.map { index in
      let pair = Int64(left[index]) << 32 | Int64(right[index])
      if let code = known[pair] { return code }
      let code = Int32(known.count)
      known[pair] = code
      return code
    }
  }
}
