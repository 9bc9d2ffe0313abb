/// Local regression of evenly spaced values.
///
/// Cleveland (1979, J. Am. Stat. Assoc. 74:829): at a place x a constant or a line is fitted by least
/// squares with the weights `(1 - (|j-x|/h)³)³` of the `window` nearest points, h the distance of the
/// farthest of them, widened by half of what the window has more than there are points.
struct Loess: Sendable {
  /// Number of points that count, odd, at least 3.
  let window: Int
  /// True for a line, false for a constant.
  let isLinear: Bool
  /// Places from one computed value to the next, a tenth of the window.
  ///
  /// Between them straight lines, as in the program of Cleveland et al. (1990).
  let jump: Int

  /// Local regression that jumps a tenth of its window.
  init(window: Int, isLinear: Bool) {
    precondition(window >= 3 && window % 2 == 1, "window even or below 3")
    self.window = window
    self.isLinear = isLinear
    jump = (window + 9) / 10
  }

  /// The smooth values at all places.
  ///
  /// - Parameters:
  ///   - values: at least one.
  ///   - weights: robustness weights of the values; empty for none.
  /// - Returns: as many values.
  func smoothed(_ values: [Double], weights: [Double]) -> [Double] {
    let count = values.count
    guard count > 1 else { return values }
    var result = values
    let jump = min(jump, count - 1)
    var places = Array(stride(from: 0, to: count, by: jump))
    if places.last != count - 1 { places.append(count - 1) }
    let last = places.count - 1
    for (index, place) in places.enumerated() {
      // The end of a series that the jumps miss is computed in the window before it.
      let isExtra = index == last && place % jump != 0
      let first = firstPoint(at: isExtra ? places[index - 1] : place, of: count)
      let points = first..<min(first + window, count)
      result[place] =
        value(at: Double(place), values, points, weights: weights) ?? values[place]
    }
    for (left, right) in zip(places, places.dropFirst()) {
      let slope = (result[right] - result[left]) / Double(right - left)
      for place in left + 1..<max(right, left + 1) {
        result[place] = result[left] + slope * Double(place - left)
      }
    }
    return result
  }

  /// First of the points nearest to a place.
  private func firstPoint(at place: Int, of count: Int) -> Int {
    max(min(place - (window - 1) / 2, count - window), 0)
  }

  /// The value at one place.
  ///
  /// - Parameters:
  ///   - place: where, also outside of the values.
  ///   - values: all of them.
  ///   - points: those that count.
  ///   - weights: robustness weights of the values; empty for none.
  /// - Returns: the value; `nil` where all weights are 0.
  func value(
    at place: Double,
    _ values: [Double],
    _ points: Range<Int>,
    weights: [Double]
  ) -> Double? {
    let count = values.count
    var reach = max(place - Double(points.lowerBound), Double(points.upperBound - 1) - place)
    if window > count { reach += Double((window - count) / 2) }
    func weight(_ j: Int) -> Double {
      let distance = abs(Double(j) - place)
      // The tenths of a percent at both ends are those of the program.
      guard distance <= 0.999 * reach else { return 0 }
      let share = distance / reach
      let rest = 1 - share * share * share
      let kernel = distance <= 0.001 * reach ? 1 : rest * rest * rest
      return weights.isEmpty ? kernel : kernel * weights[j]
    }
    var total = 0.0
    var center = 0.0
    for j in points {
      let weight = weight(j)
      total += weight
      center += weight * Double(j)
    }
    guard total > 0 else { return nil }
    center /= total
    var slope = 0.0
    if isLinear && reach > 0 {
      var spread = 0.0
      for j in points {
        let distance = Double(j) - center
        spread += weight(j) / total * distance * distance
      }
      // Points that all but coincide carry no line.
      if spread.squareRoot() > 0.001 * Double(count - 1) { slope = (place - center) / spread }
    }
    var sum = 0.0
    for j in points { sum += weight(j) / total * (1 + slope * (Double(j) - center)) * values[j] }
    return sum
  }
}
