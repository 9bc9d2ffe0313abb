/// A fixed yearly season taken out of a series and put back into its forecast.
///
/// The season is that of the M4 competition's benchmark code: none unless ``hasSeason(_:)``, else
/// classical multiplicative decomposition as R's `decompose`: the ratio of each value to the
/// 2 × 12 centred moving average, averaged by month and divided by the mean of the twelve. Where a
/// value is not above 0, or an index would not be, ratios mean nothing and differences take their
/// place.
struct SeasonalAdjustment: Codable, Equatable, Sendable {
  /// How the season enters.
  enum Kind: String, Codable, Sendable {
    case none
    case multiplicative
    case additive
  }

  let kind: Kind
  /// Season of the twelve months after the series, the next month first; empty without season.
  let indices: [Double]

  /// Number of free indices that were estimated.
  var degreesOfFreedom: Int { kind == .none ? 0 : seasonalPeriod - 1 }

  /// The season of a series and the series without it.
  ///
  /// - Parameter values: finite, oldest first.
  /// - Returns: the season and as many values without it.
  static func adjust(_ values: [Double]) -> (adjustment: SeasonalAdjustment, values: [Double]) {
    guard hasSeason(values) else { return (SeasonalAdjustment(kind: .none, indices: []), values) }
    let trend = centeredMovingAverage(values)
    let count = values.count
    if values.allSatisfy({ $0 > 0 }) {
      var figure = monthlyMeans(count) { values[$0] / trend[$0] }
      let mean = figure.reduce(0, +) / Double(seasonalPeriod)
      for month in figure.indices { figure[month] /= mean }
      if figure.allSatisfy({ $0 > 0 }) {
        return (
          SeasonalAdjustment(kind: .multiplicative, indices: following(figure, count)),
          values.indices.map { values[$0] / figure[$0 % seasonalPeriod] }
        )
      }
    }
    let figure = additiveFigure(values, trend: trend)
    return (
      SeasonalAdjustment(kind: .additive, indices: following(figure, count)),
      values.indices.map { values[$0] - figure[$0 % seasonalPeriod] }
    )
  }

  /// The additive season of classical decomposition, whether it passes the test or not.
  ///
  /// - Parameter values: at least two years, oldest first.
  /// - Returns: differences from the trend by month, from the month of the first value on, adding
  ///   up to 0.
  static func additiveFigure(_ values: [Double]) -> [Double] {
    additiveFigure(values, trend: centeredMovingAverage(values))
  }

  private static func additiveFigure(_ values: [Double], trend: [Double]) -> [Double] {
    var figure = monthlyMeans(values.count) { values[$0] - trend[$0] }
    let mean = figure.reduce(0, +) / Double(seasonalPeriod)
    for month in figure.indices { figure[month] -= mean }
    return figure
  }

  /// The distribution of a month ahead with its season.
  ///
  /// - Parameters:
  ///   - distribution: without season; normal where the season is additive.
  ///   - step: 0 for the next month.
  /// - Returns: the distribution of the month itself.
  func restored(_ distribution: ForecastDistribution, step: Int) -> ForecastDistribution {
    switch kind {
    case .none: distribution
    case .multiplicative: distribution.scaled(by: indices[step % seasonalPeriod])
    case .additive: distribution.shifted(by: indices[step % seasonalPeriod])
    }
  }

  /// The value of a month after the series without its season.
  ///
  /// - Parameters:
  ///   - value: with season.
  ///   - step: 0 for the next month.
  /// - Returns: the value without the season of its month.
  func removed(_ value: Double, step: Int) -> Double {
    switch kind {
    case .none: value
    case .multiplicative: value / indices[step % seasonalPeriod]
    case .additive: value - indices[step % seasonalPeriod]
    }
  }

  /// The same season for a series that goes on for some months more.
  func advanced(by count: Int) -> SeasonalAdjustment {
    guard kind != .none else { return self }
    let shift = count % seasonalPeriod
    return SeasonalAdjustment(
      kind: kind,
      indices: Array(indices[shift...] + indices[..<shift])
    )
  }

  /// The value of a month of the series itself with its season.
  ///
  /// - Parameters:
  ///   - value: without season.
  ///   - month: index in the series.
  ///   - count: length of the series.
  /// - Returns: the value with the season of its month.
  func restored(_ value: Double, at month: Int, of count: Int) -> Double {
    guard kind != .none else { return value }
    let season = indices[Self.step(of: month, in: count)]
    return kind == .multiplicative ? value * season : value + season
  }

  /// The value of a month of the series itself without its season.
  ///
  /// - Parameters:
  ///   - value: with season.
  ///   - month: index in the series.
  ///   - count: length of the series.
  /// - Returns: the value without the season of its month.
  func removed(_ value: Double, at month: Int, of count: Int) -> Double {
    removed(value, step: Self.step(of: month, in: count))
  }

  /// Place of a month's season in ``indices``, which begin with the month after the series.
  private static func step(of month: Int, in count: Int) -> Int {
    let years = count / seasonalPeriod + 1
    return (month - count + years * seasonalPeriod) % seasonalPeriod
  }

  private static func following(_ figure: [Double], _ count: Int) -> [Double] {
    (0..<seasonalPeriod).map { figure[(count + $0) % seasonalPeriod] }
  }

  /// The 2 × 12 moving average; positions 6 to n-7 have one.
  private static func centeredMovingAverage(_ values: [Double]) -> [Double] {
    let half = seasonalPeriod / 2
    var result = [Double](repeating: .nan, count: values.count)
    for t in half..<values.count - half {
      var sum = (values[t - half] + values[t + half]) / 2
      for k in t - half + 1..<t + half { sum += values[k] }
      result[t] = sum / Double(seasonalPeriod)
    }
    return result
  }

  private static func monthlyMeans(_ count: Int, _ value: (Int) -> Double) -> [Double] {
    let half = seasonalPeriod / 2
    return (0..<seasonalPeriod).map { month in
      var sum = 0.0
      var terms = 0.0
      for t in stride(from: month, to: count, by: seasonalPeriod)
      where t >= half && t < count - half {
        sum += value(t)
        terms += 1
      }
      return sum / terms
    }
  }
}
