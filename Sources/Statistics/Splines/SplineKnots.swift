/// Knots of a spline, placed by the quantiles of a column.
struct SplineKnots: Sendable, Equatable {
  /// Strictly increasing, strictly inside ``boundary``.
  let interior: [Double]
  /// Smallest and largest value.
  let boundary: ClosedRange<Double>
  /// Wanted knots that fell on another one or on the boundary.
  let mergedCount: Int
  /// Number of distinct values.
  let distinctCount: Int

  /// Knots closer than this share of the range count as one: nearer ones differ by the rounding of
  /// a quantile only, and their columns could not be told apart.
  private static let mergingGap = 1e-10

  /// Places `count` knots at the quantiles i / (count + 1), the default of R's `quantile` (type 7).
  ///
  /// A row of weight w counts as w equal rows, so with whole weights the knots are those of the
  /// repeated rows. Weights that are no counts should have a sum of the order of the number of
  /// rows; they take the place `1 + (W - 1) q` among the cumulated weights in the same way. Rows of
  /// weight 0 are left out.
  ///
  /// - Complexity: n log n.
  init(count: Int, from column: [Double], weights: [Double]?) throws(SplineError) {
    guard count >= 0 else { throw .invalidKnotCount(count) }
    if let index = column.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
    precondition(weights.map { $0.count == column.count } ?? true, "sizes differ")
    if let index = weights?.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw .invalidWeight(index: index)
    }
    let sample = SortedSample(column, weights: weights)
    var distinct = sample.values.isEmpty ? 0 : 1
    for (value, next) in zip(sample.values, sample.values.dropFirst()) where value != next {
      distinct += 1
    }
    guard distinct > 1, let lowest = sample.values.first, let highest = sample.values.last else {
      throw .tooFewDistinctValues(required: 2, found: distinct)
    }
    let gap = Self.mergingGap * (highest - lowest)
    var knots: [Double] = []
    for index in 0..<count {
      let knot = sample.quantile(Double(index + 1) / Double(count + 1))
      if knot - (knots.last ?? lowest) > gap, highest - knot > gap { knots.append(knot) }
    }
    interior = knots
    boundary = lowest...highest
    mergedCount = count - knots.count
    distinctCount = distinct
  }
}
