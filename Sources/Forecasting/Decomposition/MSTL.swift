/// Decomposition of a series with one or several seasons by repeated ``STL``.
///
/// Bandara, Hyndman and Bergmeir (2021, arXiv:2107.13462): each season is taken from the series
/// without the other ones, from the shortest period up, twice; with one period once. Windows and
/// order are those of R's `forecast::mstl`: the i-th shortest season over 7 + 4 i periods.
package struct MSTL: Codable, Equatable, Sendable {
  /// Lengths of the seasons, increasing, each at least 2.
  package let periods: [Int]
  /// True to give outliers less weight.
  package let isRobust: Bool

  /// A decomposition.
  ///
  /// - Parameters:
  ///   - periods: lengths of the seasons, different ones, each at least 2, at least one.
  ///   - isRobust: true to give outliers less weight.
  package init(periods: [Int] = [12], isRobust: Bool = false) {
    precondition(Self.areValid(periods.sorted()), "no periods, equal ones, or one below 2")
    self.periods = periods.sorted()
    self.isRobust = isRobust
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let periods = try container.decode([Int].self, forKey: .periods)
    guard Self.areValid(periods) else {
      throw DecodingError.dataCorruptedError(
        forKey: .periods,
        in: container,
        debugDescription: "no periods, or not in order, or one below 2"
      )
    }
    self.init(periods: periods, isRobust: try container.decode(Bool.self, forKey: .isRobust))
  }

  private static func areValid(_ periods: [Int]) -> Bool {
    !periods.isEmpty && periods[0] >= 2 && zip(periods, periods.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// Fewest months: two of the longest period.
  package var requiredCount: Int { 2 * (periods.last ?? 0) }

  /// The parts of a series; they add up to it.
  package struct Components: Sendable {
    /// Seasons, one a period.
    package var seasonal: [[Double]]
    /// Trend.
    package var trend: [Double]
    /// The rest.
    package var remainder: [Double]
  }

  /// The parts of a series.
  ///
  /// - Parameter values: finite, at least ``requiredCount``.
  /// - Returns: the parts, as long as the series.
  package func components(of values: [Double]) -> Components {
    var seasonal = periods.map { _ in [Double](repeating: 0, count: values.count) }
    var trend: [Double] = []
    var adjusted = values
    for _ in 0..<(periods.count > 1 ? 2 : 1) {
      for (index, period) in periods.enumerated() {
        let stl = STL(period: period, seasonalWindow: 11 + 4 * index, isRobust: isRobust)
        for t in adjusted.indices { adjusted[t] += seasonal[index][t] }
        let components = stl.components(of: adjusted)
        seasonal[index] = components.seasonal
        trend = components.trend
        for t in adjusted.indices { adjusted[t] -= seasonal[index][t] }
      }
    }
    return Components(
      seasonal: seasonal,
      trend: trend,
      remainder: adjusted.indices.map { adjusted[$0] - trend[$0] }
    )
  }
}
