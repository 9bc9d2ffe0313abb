extension RankedOutcomes {
  /// Share of the first rows that another ranking of the same rows has among its first too.
  ///
  /// - Parameters:
  ///   - other: ranks the same rows.
  ///   - capacity: number of rows in each list, at least 1; all rows when there are fewer.
  /// - Returns: in [0, 1]; 1 for a list and itself, NaN without rows.
  /// - Complexity: the capacity.
  package func overlap(with other: RankedOutcomes, first capacity: Int) -> Double {
    precondition(capacity > 0, "no capacity")
    precondition(count == other.count, "sizes differ")
    let listed = Set(order.prefix(capacity))
    let common = other.order.prefix(capacity).count { listed.contains($0) }
    return Double(common) / Double(listed.count)
  }
}
