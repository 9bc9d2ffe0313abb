/// The dates up to which a backtest shows the data to the models, each with an expanding window.
package struct RollingOrigins: Codable, Equatable, Sendable {
  /// Months forecast from each origin, at least 1.
  package let horizon: Int
  /// Number of origins, at least 1.
  package let count: Int
  /// Months between two origins, at least 1.
  package let step: Int

  /// Origins for a horizon.
  ///
  /// - Parameters:
  ///   - horizon: months forecast from each origin, at least 1.
  ///   - count: number of origins, at least 1.
  ///   - step: months between two origins, at least 1; the horizon when `nil`, so that every month
  ///     is tested once.
  package init(horizon: Int, count: Int, step: Int? = nil) {
    precondition(horizon >= 1 && count >= 1 && step ?? 1 >= 1, "no horizon, origin or step")
    self.horizon = horizon
    self.count = count
    self.step = step ?? horizon
  }

  /// Numbers of training months for a series, oldest origin first.
  ///
  /// The last origin leaves the horizon as its test. Origins that leave fewer training months than
  /// `leastTraining` are left out.
  ///
  /// - Parameters:
  ///   - months: length of the series.
  ///   - leastTraining: fewest training months, at least 0.
  /// - Returns: up to ``count`` lengths, ascending.
  package func trainingCounts(months: Int, leastTraining: Int) -> [Int] {
    guard horizon <= months, leastTraining <= months - horizon else { return [] }
    let last = months - horizon
    // Counted first: a product of any number of origins and any step would not fit.
    let earlier = min(count - 1, (last - leastTraining) / step)
    return (0...earlier).reversed().map { last - $0 * step }
  }
}
