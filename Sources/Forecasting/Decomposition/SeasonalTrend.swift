/// Trend and yearly season of a monthly series by STL.
///
/// Cleveland, Cleveland, McRae and Terpenning (1990, J. Official Statistics 6:3), without robustness
/// weights, two passes of the inner loop, windows of `forecast::mstl`: 11 years for the months'
/// subseries (local constants), 21 months for the trend and 13 for the low-pass filter (local
/// lines). Every month is smoothed, where R interpolates between every second or third.
struct SeasonalTrend {
  /// The trend, one number a month.
  private(set) var trend: [Double]
  /// The season, one number a month.
  private(set) var season: [Double]

  private static let seasonWindow = 11
  private static let trendWindow = 21
  private static let lowPassWindow = 13

  /// Decomposes a series.
  ///
  /// - Parameter values: finite, more than two years.
  init(_ values: [Double]) {
    let count = values.count
    precondition(count > 2 * seasonalPeriod, "too short for a season")
    trend = Array(repeating: 0, count: count)
    season = trend
    for _ in 0..<2 {
      // The months' subseries, smoothed and continued by a year on both sides.
      var cycle = [Double](repeating: 0, count: count + 2 * seasonalPeriod)
      for month in 0..<seasonalPeriod {
        let own = stride(from: month, to: count, by: seasonalPeriod).map { values[$0] - trend[$0] }
        for year in -1...own.count {
          let smooth = localFit(own, at: year, window: Self.seasonWindow, isLinear: false)
          cycle[(year + 1) * seasonalPeriod + month] = smooth
        }
      }
      let averaged = movingMeans(
        movingMeans(movingMeans(cycle, seasonalPeriod), seasonalPeriod),
        3
      )
      season = averaged.indices.map {
        cycle[$0 + seasonalPeriod]
          - localFit(averaged, at: $0, window: Self.lowPassWindow, isLinear: true)
      }
      let adjusted = values.indices.map { values[$0] - season[$0] }
      trend = adjusted.indices.map {
        localFit(adjusted, at: $0, window: Self.trendWindow, isLinear: true)
      }
    }
  }
}

/// Means of `width` neighbours, `width - 1` fewer than there are values.
private func movingMeans(_ values: [Double], _ width: Int) -> [Double] {
  (0...values.count - width).map { start in
    var sum = 0.0
    for index in start..<start + width { sum += values[index] }
    return sum / Double(width)
  }
}

/// Local constant or line through the nearest values with tricube weights, at one place.
///
/// - Parameters:
///   - values: equally spaced, at 0, 1, ...
///   - place: where; up to a step outside the values.
///   - window: number of values that count, odd; with fewer values the weights are wider by half of
///     the lack.
///   - isLinear: true for a line.
/// - Returns: the constant, or the line's value there.
private func localFit(_ values: [Double], at place: Int, window: Int, isLinear: Bool) -> Double {
  let count = values.count
  let used = min(window, count)
  let first = min(max(place - window / 2, 0), count - used)
  let width = Double(max(place - first, first + used - 1 - place)) + Double((window - used) / 2)
  var weights = 0.0
  var moment = 0.0
  var second = 0.0
  var sum = 0.0
  var product = 0.0
  for index in first..<first + used {
    let distance = Double(index - place)
    let share = abs(distance) / max(width, 1)
    let root = max(0, 1 - share * share * share)
    let weight = root * root * root
    weights += weight
    moment += weight * distance
    second += weight * distance * distance
    sum += weight * values[index]
    product += weight * distance * values[index]
  }
  guard weights > 0 else { return values[min(max(place, 0), count - 1)] }
  let spread = second - moment * moment / weights
  guard isLinear, spread > 1e-6 * weights else { return sum / weights }
  let slope = (product - moment * sum / weights) / spread
  return (sum - slope * moment) / weights
}
