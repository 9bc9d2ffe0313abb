internal import Statistics

/// The names that levels of intervals have in files: `80` for 0.8, in `lo_80` and `coverage_80`.
package enum IntervalLevel {
  /// Name of a level in (0, 1): in percent, with up to four decimals.
  package static func name(_ level: Double) -> String { ForecastMetric.percent(level) }

  /// True for levels in (0, 1) whose name does not round to 0 or 100; false for NaN.
  package static func isNameable(_ level: Double) -> Bool {
    level > 0 && level < 1 && !["0", "100"].contains(name(level))
  }
}
