internal import RealModule

/// What a series of counts tells about its next months, as columns of a regression.
///
/// The intercept; for each of four rates of forgetting the logarithms of the smoothed mean and of the
/// smoothed share of months that are not 0; the logarithm of the months since the last such month.
/// Each mean is shrunk towards the panel's by one month's worth of it and is relative to it, so that
/// a series without history has 0 in every column but the intercept.
struct CountFeatures: Codable, Equatable {
  /// Mean month of the panel, above 0.
  let level: Double
  /// Share of months that are not 0 in the panel, in (0, 1).
  let share: Double

  /// Weight of a month relative to the month after it.
  static let discounts = [0.97, 0.9, 0.8, 0.6]
  /// Number of columns.
  static let count = 2 + 2 * discounts.count

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

  /// The columns for a history, oldest month first.
  func columns(_ history: ArraySlice<Double>) -> [Double] {
    var result = [1.0]
    result.reserveCapacity(Self.count)
    for discount in Self.discounts {
      var months = 0.0
      var sum = 0.0
      var demands = 0.0
      for value in history {
        months = months * discount + 1
        sum = sum * discount + value
        demands = demands * discount + (value > 0 ? 1 : 0)
      }
      result.append(.log((sum / level + 1) / (months + 1)))
      result.append(.log((demands / share + 1) / (months + 1)))
    }
    result.append(history.isEmpty ? 0 : .log(Double(1 + Self.monthsSinceDemand(history)) * share))
    return result
  }

  private static func monthsSinceDemand(_ history: ArraySlice<Double>) -> Int {
    history.lastIndex { $0 > 0 }.map { history.endIndex - 1 - $0 } ?? history.count
  }
}
