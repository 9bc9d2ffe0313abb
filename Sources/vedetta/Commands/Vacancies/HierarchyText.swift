internal import Workflows

/// A hierarchy and its scores in words.
enum HierarchyText {
  /// What the series are, and how published totals compare with the sums.
  static func text(_ summary: HierarchySummary) -> String {
    var lines = [
      "\(counted(summary.leafCount, "leaf", plural: "leaves")) and "
        + "\(counted(summary.aggregateCount, "aggregate")), added up by "
        + "\(summary.reconciliations.joined(separator: ", "))."
    ]
    if summary.published.count > 0 { lines.append(text(summary.published)) }
    if summary.published.withoutLeavesCount > 0 {
      lines.append(
        "\(counted(summary.published.withoutLeavesCount, "published aggregate")) without leaves "
          + "left out."
      )
    }
    if summary.endedCount > 0 {
      lines.append(
        "\(counted(summary.endedCount, "leaf", plural: "leaves")) ended more than a year before the others "
          + "and count as 0 since."
      )
    }
    return lines.joined(separator: "\n")
  }

  /// How published totals compare with the sums.
  private static func text(_ published: PublishedTotals) -> String {
    let compared =
      "\(counted(published.count, "published aggregate")) "
      + "(\(counted(published.rowCount, "row")))"
    guard published.differingCount > 0 else {
      return "\(compared), equal to the sums of the leaves."
    }
    let most = published.largest.map {
      " Most differs \($0.series) in \($0.month), by "
        + "\(TextTable.number(100 * $0.share, decimals: 2)) %."
    }
    return """
      Of \(compared), \(published.differingCount) differ from the sums of the leaves, in \
      \(counted(published.differingRowCount, "row")); the sums are taken.\(most ?? "")
      """
  }

  /// The scores of a backtest by level.
  ///
  /// - Parameters:
  ///   - run: the backtest.
  ///   - note: what is said under the scores; empty for nothing.
  /// - Returns: lines.
  static func text(_ run: HierarchyBacktestRun, note: String) -> String {
    let result = run.result
    let table = TextTable(
      header: ["level", "series", "model", "reconcile", "scrps", "ratio", "mase"]
        + result.levels.flatMap { level -> [String] in
          let name = IntervalLevel.name(level)
          return ["in \(name) %", "gap", "msis"]
        },
      rows: result.scores.map { score in
        [
          score.level, "\(score.seriesCount)", score.model, score.reconciliation,
          TextTable.number(score.scrps, decimals: 5),
          TextTable.number(score.relativeScrps, decimals: 3),
          TextTable.number(score.mase, decimals: 3),
        ]
          + result.levels.indices.flatMap { place -> [String] in
            [
              TextTable.number(score.coverage[place], decimals: 3),
              TextTable.number(score.coverageGap[place], decimals: 3),
              TextTable.number(score.msis.isEmpty ? nil : score.msis[place], decimals: 2),
            ]
          }
      }
    )
    return """
      Read: \(run.findings)
      \(text(result.hierarchy))
      \(counted(result.horizon, "month")) ahead from \(counted(result.origins, "origin")), \
      \(counted(result.step, "month")) apart; ratio: scrps over that of each series on its own; \
      intervals: \(result.samples.rawValue).

      \(table.text)\(note)

      Written: \(run.output)/metrics.json, \(run.output)/levels.csv
      """
  }
}
