/// The values of positive weight, ascending, with their cumulated weights: what quantiles need.
struct SortedSample: Sendable {
  /// Ascending.
  let values: [Double]
  /// Sum of the weights up to and with each value; `nil` where each weighs 1.
  private let cumulated: [Double]?

  /// Sorts values.
  ///
  /// - Parameters:
  ///   - values: n numbers, none NaN.
  ///   - weights: n finite numbers, at least 0; 1 each when `nil`.
  /// - Complexity: n log n.
  init(_ values: [Double], weights: [Double]?) {
    guard let weights else {
      self.values = values.sorted()
      cumulated = nil
      return
    }
    let order = values.indices.filter { weights[$0] > 0 }.sorted { values[$0] < values[$1] }
    var sum = CompensatedSum()
    cumulated = order.map { row in
      sum.add(weights[row])
      return sum.value
    }
    self.values = order.map { values[$0] }
  }

  /// Quantile of type 7 (R's default) of the values, each repeated as often as its weight says.
  ///
  /// - Parameter probability: in [0, 1].
  /// - Returns: NaN without values.
  func quantile(_ probability: Double) -> Double {
    guard !values.isEmpty else { return .nan }
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

  /// The value at a place, from 0, among the repeated values.
  private func value(at place: Double) -> Double {
    guard let cumulated else { return values[min(Int(place), values.count - 1)] }
    // First value whose cumulated weight is above the place.
    var low = 0
    var high = values.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulated[middle] > place { high = middle } else { low = middle + 1 }
    }
    return values[low]
  }
}
