internal import RealModule

/// What a series of counts tells about its next months, as columns of a regression.
///
/// The intercept; for each of four rates of forgetting the logarithms of the smoothed mean and of the
/// smoothed share of months that are not 0; the logarithm of the months since the last such month;
/// the logarithm of the largest month; the squares of the logarithms of the two slowest means. Each
/// mean is shrunk towards the panel's by one month's worth of it and is relative to it, so that a
/// series without history has 0 in every column but the intercept.
struct CountFeatures: Codable, Equatable {
  /// Mean month of the panel, above 0.
  let level: Double
  /// Share of months that are not 0 in the panel, in (0, 1).
  let share: Double

  /// Weight of a month relative to the month after it.
  static let discounts = [0.97, 0.9, 0.8, 0.6]
  /// Number of columns.
  static let count = 2 + 2 * discounts.count + 1 + squaredMeans
  /// Number of means, from the slowest on, whose square is a column too.
  private static let squaredMeans = 2
  /// Columns of the logarithms of the smoothed means, slowest first.
  static let means = discounts.indices.map { 1 + 2 * $0 }

  /// The mean month above which a series teaches a panel nothing: a thousand times that of the middle.
  ///
  /// A single one of amounts beside counts would else make all others look like zeros.
  ///
  /// - Parameter histories: of the panel.
  /// - Returns: the mean month; 0 for a panel of zeros.
  static func largestSize(of histories: [[Double]]) -> Double {
    let sizes = histories.map { $0.reduce(0, +) / Double(max($0.count, 1)) }.filter { $0 > 0 }
      .sorted()
    return sizes.isEmpty ? 0 : 1000 * sizes[sizes.count / 2]
  }

  /// Of the months in a panel's histories; half a demand in one month is added, so that logarithms
  /// exist.
  init(histories: some Sequence<ArraySlice<Double>>) {
    var months = 1.0
    var sum = 0.5
    var demands = 0.5
    for history in histories {
      for value in history {
        months += 1
        sum += value
        if value > 0 { demands += 1 }
      }
    }
    level = sum / months
    share = demands / months
  }

  /// The columns for a history.
  func columns(_ history: CountHistory) -> [Double] {
    var result = [1.0]
    result.reserveCapacity(Self.count)
    for sums in history.discounted {
      result.append(.log((sums.sum / level + 1) / (sums.months + 1)))
      result.append(.log((sums.demands / share + 1) / (sums.months + 1)))
    }
    let months = history.monthsSinceDemand
    result.append(history.isEmpty ? 0 : .log((1 + months) * share))
    result.append(.log(onePlus: history.largest / level))
    for mean in Self.means.prefix(Self.squaredMeans) { result.append(result[mean] * result[mean]) }
    return result
  }
}

/// What the features keep of a history of counts.
struct CountHistory: Codable, Equatable {
  /// Sums for each rate of ``CountFeatures/discounts``.
  private(set) var discounted = [Sums](repeating: Sums(), count: CountFeatures.discounts.count)
  /// Months since the last one that is not 0, or all months.
  private(set) var monthsSinceDemand = 0.0
  /// The largest month, 0 before the first.
  private(set) var largest = 0.0
  /// True before the first month.
  private(set) var isEmpty = true

  /// Sums of months, each weighing less than the one after it.
  struct Sums: Codable, Equatable {
    var months = 0.0
    var sum = 0.0
    var demands = 0.0
  }

  /// A history, oldest month first.
  init(_ values: ArraySlice<Double>) {
    for value in values { observe(value) }
  }

  mutating func observe(_ value: Double) {
    isEmpty = false
    largest = max(largest, value)
    monthsSinceDemand = value > 0 ? 0 : monthsSinceDemand + 1
    for (rate, discount) in CountFeatures.discounts.enumerated() {
      discounted[rate].months = discounted[rate].months * discount + 1
      discounted[rate].sum = discounted[rate].sum * discount + value
      discounted[rate].demands = discounted[rate].demands * discount + (value > 0 ? 1 : 0)
    }
  }
}
