internal import Datasets

/// A series made fit for the models, and what was done to it.
struct SeriesPreparation {
  /// From the first to the last month with a value, all finite.
  let series: TimeSeries
  /// Months inside the series that had no finite value and were interpolated.
  let interpolatedCount: Int
  /// Months after the last value that the series names without giving one.
  let trailingCount: Int

  /// Prepares a series; `nil` when no month has a finite value, or one is above 1e100 in size.
  ///
  /// Months before the first value did not exist yet and are dropped. Gaps inside are filled along
  /// straight lines, of the series without its season where it has one (``SeasonalAdjustment``). An
  /// infinite value counts as missing. Filled months are moved to the nearest value of the domain.
  init?(_ series: TimeSeries, domain: SeriesDomain = .real) {
    let values = series.values.map { isUsable($0) ? $0 : .nan }
    guard !series.hasTooLargeValues,
      let first = values.firstIndex(where: \.isFinite),
      let last = values.lastIndex(where: \.isFinite)
    else { return nil }
    let observed = Array(values[first...last])
    trailingCount = values.count - 1 - last
    interpolatedCount = observed.count { !$0.isFinite }
    self.series = TimeSeries(
      id: series.id,
      start: series.start.advanced(by: first),
      values: interpolatedCount == 0
        ? observed
        : zip(observed, Self.filled(observed)).map { $0.isFinite ? $0 : domain.nearest(to: $1) }
    )
  }

  /// Straight lines blur the season from which the next filling starts, less with each pass.
  private static let passes = 3

  private static func filled(_ observed: [Double]) -> [Double] {
    var result = interpolated(observed)
    for _ in 0..<passes {
      let (adjustment, adjusted) = SeasonalAdjustment.adjust(result)
      guard adjustment.kind != .none else { break }
      let level = interpolated(
        observed.indices.map { observed[$0].isFinite ? adjusted[$0] : .nan }
      )
      for index in observed.indices where !observed[index].isFinite {
        result[index] = adjustment.restored(level[index], at: index, of: observed.count)
      }
    }
    return result
  }

  /// Straight lines between neighbours; both ends have values.
  private static func interpolated(_ values: [Double]) -> [Double] {
    var result = values
    var before = 0
    for index in values.indices where values[index].isFinite {
      for gap in before + 1..<max(index, before + 1) {
        let share = Double(gap - before) / Double(index - before)
        result[gap] = values[before] + share * (values[index] - values[before])
      }
      before = index
    }
    return result
  }
}
