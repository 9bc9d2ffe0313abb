internal import Datasets

/// Aggregates that the data give themselves, beside the sums of their leaves, which are the truth.
package struct PublishedTotals: Codable, Sendable, Equatable {
  /// Published series that have leaves.
  package let count: Int
  /// Those that differ from the sums somewhere.
  package let differingCount: Int
  /// Rows of ``count`` series: months with a number beside a sum.
  package let rowCount: Int
  /// Those that differ.
  package let differingRowCount: Int
  /// Where the difference is the largest share; `nil` where none differs.
  package let largest: Difference?
  /// Published series without any leaf in the data, which are left out.
  package let withoutLeavesCount: Int

  /// A published number that differs from the sum of its leaves.
  package struct Difference: Codable, Sendable, Equatable {
    /// Its series, as `Milan/<all>`.
    package let series: String
    /// Its month.
    package let month: String
    /// The published number.
    package let published: Double
    /// The sum of its leaves.
    package let sum: Double
    /// Distance of the sum from the published number, as a share of that.
    package let share: Double
  }

  /// Differences below this share are rounding.
  private static let rounding = 1e-6

  /// Compares published series with the sums.
  ///
  /// - Parameters:
  ///   - published: values of the hierarchy's columns, and the series.
  ///   - hierarchy: how the leaves add up.
  ///   - series: one a series of the hierarchy; NaN where a leaf is missing, which is not compared.
  init(_ published: [([String], TimeSeries)], _ hierarchy: Hierarchy, _ series: [TimeSeries]) {
    var index: [[String]: Int] = [:]
    if !published.isEmpty {
      for node in 0..<hierarchy.aggregateCount { index[hierarchy.labels(of: node)] = node }
    }
    var (known, differing, rows, differingRows) = (0, 0, 0, 0)
    var largest: Difference?
    for (labels, own) in published {
      guard let node = index[labels] else { continue }
      known += 1
      let before = differingRows
      for (month, value) in own.values.enumerated() where value.isFinite {
        let place = series[node].start.distance(to: own.start) + month
        guard series[node].values.indices.contains(place) else { continue }
        let sum = series[node].values[place]
        guard sum.isFinite else { continue }
        rows += 1
        let distance = abs(sum - value)
        guard distance > Self.rounding * max(abs(value), abs(sum)) else { continue }
        differingRows += 1
        // Nothing is a share of 0.
        guard value != 0, distance / abs(value) > largest?.share ?? 0 else { continue }
        largest = Difference(
          series: series[node].id,
          month: own.start.advanced(by: month).description,
          published: value,
          sum: sum,
          share: distance / abs(value)
        )
      }
      if differingRows > before { differing += 1 }
    }
    count = known
    differingCount = differing
    rowCount = rows
    differingRowCount = differingRows
    self.largest = largest
    withoutLeavesCount = published.count - known
  }
}
