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
    let sample = try Self.sorted(column, weights)
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

  /// The values of positive weight, ascending, with their cumulated weights (`nil`: 1 each).
  private struct Sample {
    let values: [Double]
    let cumulated: [Double]?

    /// Type 7 quantile of the rows, each repeated as often as its weight says.
    func quantile(_ probability: Double) -> Double {
      let total = cumulated?.last ?? Double(values.count)
      let exact = max(total - 1, 0) * probability
      // A place that is whole but for rounding is that place, or ties would not be seen as such.
      let whole = exact.rounded()
      let place = abs(exact - whole) <= 4 * whole.ulp ? whole : exact
      let below = place.rounded(.down)
      let lower = value(at: below)
      let share = place - below
      return share > 0 ? lower + share * (value(at: below + 1) - lower) : lower
    }

    /// The value at a place, from 0, among the repeated rows.
    private func value(at place: Double) -> Double {
      guard let cumulated else { return values[min(Int(place), values.count - 1)] }
      // First row whose cumulated weight is above the place.
      var low = 0
      var high = values.count - 1
      while low < high {
        let middle = (low + high) / 2
        if cumulated[middle] > place { high = middle } else { low = middle + 1 }
      }
      return values[low]
    }
  }

  private static func sorted(
    _ column: [Double],
    _ weights: [Double]?
  ) throws(SplineError) -> Sample {
    guard let weights else { return Sample(values: column.sorted(), cumulated: nil) }
    precondition(weights.count == column.count, "sizes differ")
    if let index = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw .invalidWeight(index: index)
    }
    let order = column.indices.filter { weights[$0] > 0 }.sorted { column[$0] < column[$1] }
    var sum = CompensatedSum()
    let cumulated = order.map { row in
      sum.add(weights[row])
      return sum.value
    }
    return Sample(values: order.map { column[$0] }, cumulated: cumulated)
  }
}
