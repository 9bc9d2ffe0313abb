package import Datasets

/// What is unusual in a series: months without value, single months off, lasting changes of level.
///
/// Nothing is altered; what was found is for people to look at, and to write down as events
/// (``SeriesEvent``) where they know the cause.
package struct SeriesInspection: Sendable {
  /// Name of the series.
  package let id: String
  /// What was found, by month.
  package let findings: [Finding]
  /// True for a series with fewer than ``leastCount`` months or values too large, in which only
  /// missing months are looked for.
  package let isTooShort: Bool

  /// Something unusual.
  package struct Finding: Codable, Equatable, Sendable {
    /// What it is.
    package let kind: Kind
    /// Its month; of a level shift the first at the new level.
    package let month: Month
    /// How far it is off, in the unit of the series; `nil` for a missing month.
    package let size: Double?
    /// The size in standard errors; `nil` for a missing month and where nothing else varies.
    package let t: Double?
  }

  /// Kinds of findings.
  package enum Kind: String, Codable, Sendable, CaseIterable {
    case missing
    case outlier
    case levelShift = "level shift"
  }

  /// Fewest months in which outliers and level shifts are looked for: two seasons.
  package static let leastCount = 2 * seasonalPeriod

  /// Inspects a series.
  ///
  /// - Parameters:
  ///   - series: monthly values; NaN where missing.
  ///   - known: regressors that explain what is known, such as events and the calendar.
  package init(of series: TimeSeries, known: [ARIMARegressor] = []) {
    id = series.id
    var findings = series.values.indices.filter { !series.values[$0].isFinite }.map {
      Finding(kind: .missing, month: series.start.advanced(by: $0), size: nil, t: nil)
    }
    let prepared = SeriesPreparation(series)?.series
    if let prepared, prepared.count >= Self.leastCount {
      let offset = series.start.distance(to: prepared.start)
      let detection = OutlierDetection(
        prepared,
        isObserved: prepared.values.indices.map { series.values[$0 + offset].isFinite },
        known: known
      )
      for effect in detection?.effects ?? [] {
        findings.append(
          Finding(
            kind: effect.isLasting ? .levelShift : .outlier,
            month: prepared.start.advanced(by: effect.place),
            size: effect.size,
            t: effect.t.isFinite ? effect.t : nil
          )
        )
      }
      isTooShort = detection == nil
    } else {
      isTooShort = true
    }
    self.findings = findings.sorted { $0.month < $1.month }
  }
}
