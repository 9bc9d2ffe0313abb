package import Datasets

/// Reconciliation that shares out the forecasts of one level: top-down and middle-out.
///
/// The levels that lead from the total to the leaves open the columns one after the other, as the
/// formula writes them; this chain is a tree also where paths cross.
package struct ProportionalReconciliation: Sendable {
  private let hierarchy: Hierarchy
  /// For each level of the chain, the total first, the series that each leaf lies in.
  private let chain: [[Int]]

  /// A reconciliation of the series of a hierarchy.
  package init(_ hierarchy: Hierarchy) {
    self.hierarchy = hierarchy
    var depths = hierarchy.formula.paths.map { _ in 0 }
    var wanted = [depths]
    for (path, columns) in hierarchy.formula.paths.enumerated() {
      for _ in columns {
        depths[path] += 1
        wanted.append(depths)
      }
    }
    let stride = hierarchy.ancestorCount
    chain = wanted.compactMap { depths in
      guard let level = hierarchy.levels.firstIndex(where: { $0.depths == depths }) else {
        return nil
      }
      return (0..<hierarchy.leafCount).map {
        level == stride
          ? hierarchy.aggregateCount + $0 : Int(hierarchy.ancestors[$0 * stride + level])
      }
    }
  }

  /// The middle of the chain, for middle-out.
  package var middle: Int { (chain.count - 1) / 2 }

  /// Shares out the forecasts of a level in the proportions of the forecasts below it.
  ///
  /// A series' number is split among those of the next level in proportion to theirs, and so on
  /// (Athanasopoulos, Ahmed and Hyndman 2009, Int. J. Forecasting 25:146). Where these add up to 0,
  /// or some are negative, it is split evenly over the leaves.
  ///
  /// - Parameters:
  ///   - base: one number a series.
  ///   - level: level of the chain to keep, 0 for the total.
  /// - Returns: one number a series, coherent.
  package func reconciled(_ base: [Double], keeping level: Int) -> [Double] {
    var numbers = base
    for next in chain.indices.dropFirst(level + 1) {
      var sums = [Double](repeating: 0, count: hierarchy.seriesCount)
      var isNegative = [Bool](repeating: false, count: hierarchy.seriesCount)
      var leafCounts = sums
      var ownLeaves = sums
      var isCounted = [Bool](repeating: false, count: hierarchy.seriesCount)
      for leaf in 0..<hierarchy.leafCount {
        let (parent, child) = (chain[next - 1][leaf], chain[next][leaf])
        leafCounts[parent] += 1
        ownLeaves[child] += 1
        guard !isCounted[child] else { continue }
        isCounted[child] = true
        sums[parent] += base[child]
        if base[child] < 0 { isNegative[parent] = true }
      }
      for leaf in 0..<hierarchy.leafCount {
        let (parent, child) = (chain[next - 1][leaf], chain[next][leaf])
        guard isCounted[child] else { continue }
        isCounted[child] = false
        let share =
          sums[parent] > 0 && !isNegative[parent]
          ? base[child] / sums[parent] : ownLeaves[child] / leafCounts[parent]
        numbers[child] = numbers[parent] * share
      }
    }
    return hierarchy.summed(Array(numbers[hierarchy.aggregateCount...]))
  }

  /// Shares out the total in given proportions.
  ///
  /// - Parameters:
  ///   - base: one number a series.
  ///   - sizes: one number a leaf, such as its sum over the last years; even shares where they do
  ///     not add up to a number above 0.
  /// - Returns: one number a series, coherent.
  package func reconciled(_ base: [Double], proportions sizes: [Double]) -> [Double] {
    let sum = sizes.reduce(0, +)
    return hierarchy.summed(
      sizes.map { base[0] * (sum > 0 ? $0 / sum : 1 / Double(sizes.count)) }
    )
  }
}
