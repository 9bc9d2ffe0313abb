internal import Statistics

/// Decomposition of a series into season, trend and remainder by local regression.
///
/// Cleveland, Cleveland, McRae and Terpenning (1990, Journal of Official Statistics 6:3), with the
/// windows of R's `stl`, with which it agrees to rounding.
package struct STL: Sendable {
  /// Length of the season, at least 2.
  package let period: Int
  /// Window of the season over the years, odd; the season changes slowly where it is wide.
  package let seasonalWindow: Int
  /// True to give outliers less weight.
  package let isRobust: Bool

  private let seasonal: Loess
  private let lowPass: Loess
  private let trend: Loess

  /// A decomposition.
  ///
  /// - Parameters:
  ///   - period: at least 2.
  ///   - seasonalWindow: odd, at least 7 to be called smooth, at least 3.
  ///   - isRobust: true for fifteen passes that give outliers less weight.
  package init(period: Int, seasonalWindow: Int, isRobust: Bool = false) {
    precondition(period >= 2, "period below 2")
    self.period = period
    self.seasonalWindow = seasonalWindow
    self.isRobust = isRobust
    let width = 1.5 * Double(period) / (1 - 1.5 / Double(seasonalWindow))
    seasonal = Loess(window: seasonalWindow, isLinear: false)
    lowPass = Loess(window: Self.nextOdd(period), isLinear: true)
    trend = Loess(window: Self.nextOdd(Int(width.rounded(.up))), isLinear: true)
  }

  /// The parts of a series; they add up to it.
  package struct Components: Sendable {
    /// Season.
    package var seasonal: [Double]
    /// Trend.
    package var trend: [Double]
    /// The rest.
    package var remainder: [Double]
  }

  /// The parts of a series.
  ///
  /// - Parameter values: finite, at least two periods.
  /// - Returns: the parts, as long as the series.
  package func components(of values: [Double]) -> Components {
    precondition(values.count >= 2 * period, "fewer than two periods")
    let passes = isRobust ? (inner: 1, outer: 15) : (inner: 2, outer: 0)
    var season = [Double](repeating: 0, count: values.count)
    var level = season
    var weights: [Double] = []
    for pass in 0...passes.outer {
      for _ in 0..<passes.inner { improve(&season, &level, values, weights) }
      if pass < passes.outer { weights = Self.robustness(values, season, level) }
    }
    return Components(
      seasonal: season,
      trend: level,
      remainder: values.indices.map { values[$0] - season[$0] - level[$0] }
    )
  }

  /// One pass of the inner loop.
  private func improve(
    _ season: inout [Double],
    _ level: inout [Double],
    _ values: [Double],
    _ weights: [Double]
  ) {
    let count = values.count
    let cycles = smoothedCycles(values.indices.map { values[$0] - level[$0] }, weights)
    let average = Self.movingAverage(
      Self.movingAverage(Self.movingAverage(cycles, period), period),
      3
    )
    let low = lowPass.smoothed(average, weights: [])
    for t in 0..<count { season[t] = cycles[period + t] - low[t] }
    level = trend.smoothed(values.indices.map { values[$0] - season[$0] }, weights: weights)
  }

  /// Each month's own series smoothed and carried one period beyond both ends.
  private func smoothedCycles(_ values: [Double], _ weights: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: values.count + 2 * period)
    for month in 0..<period {
      let places = Array(stride(from: month, to: values.count, by: period))
      let own = places.map { values[$0] }
      let ownWeights = weights.isEmpty ? [] : places.map { weights[$0] }
      let count = own.count
      let smooth = seasonal.smoothed(own, weights: ownWeights)
      let before = seasonal.value(
        at: -1,
        own,
        0..<min(seasonal.window, count),
        weights: ownWeights
      )
      let after = seasonal.value(
        at: Double(count),
        own,
        max(0, count - seasonal.window)..<count,
        weights: ownWeights
      )
      let whole = [before ?? smooth[0]] + smooth + [after ?? smooth[count - 1]]
      for (year, value) in whole.enumerated() { result[month + year * period] = value }
    }
    return result
  }

  private static func movingAverage(_ values: [Double], _ length: Int) -> [Double] {
    var sum = values[..<length].reduce(0, +)
    var result = [sum / Double(length)]
    for t in length..<max(values.count, length) {
      sum += values[t] - values[t - length]
      result.append(sum / Double(length))
    }
    return result
  }

  /// Tukey's biweight of the remainder over six times its median size.
  private static func robustness(
    _ values: [Double],
    _ season: [Double],
    _ level: [Double]
  ) -> [Double] {
    let sizes = values.indices.map { abs(values[$0] - season[$0] - level[$0]) }
    let sorted = sizes.sorted()
    let count = sorted.count
    let reach = 3 * (sorted[count / 2] + sorted[(count - 1) / 2])
    return sizes.map { size in
      if size <= 0.001 * reach { return 1 }
      guard size <= 0.999 * reach else { return 0 }
      let share = size / reach
      return (1 - share * share) * (1 - share * share)
    }
  }

  private static func nextOdd(_ number: Int) -> Int { number % 2 == 1 ? number : number + 1 }
}
