internal import Workflows

/// The comparison of a model with its rivals, for reading.
enum EvaluationText {
  /// What was judged, the table, and where the files are.
  static func text(_ result: RiskEvaluateResult) -> String {
    let dates = result.asOf.isEmpty ? "" : " at \(result.asOf.joined(separator: ", "))"
    return """
      \(result.name): \(result.rows) rows\(dates), \(result.positives) positive

      \(comparison(result))

      \(rivals(result))
      \(brier(result))
      Written: \(result.output)/metrics.json, \(result.output)/report.html, \(result.output)/card.md
      """
  }

  /// The rivals one below the other, where there are more than the rule, and where they win.
  private static func rivals(_ result: RiskEvaluateResult) -> String {
    let wins = ValidationText.rivals(result.rivalWins, of: result.name) + "\n"
    guard result.rivals.count > 1 else { return wins }
    let rate = Double(result.positives) / Double(result.rows)
    return ValidationText.table(result.rivals, baseRate: rate).text + "\n\n" + wins
  }

  /// What the Brier score is made of.
  private static func brier(_ result: RiskEvaluateResult) -> String {
    guard let parts = result.brierParts else { return "" }
    return "Brier score = reliability \(TextTable.number(parts.reliability, decimals: 4)) - "
      + "resolution \(TextTable.number(parts.resolution, decimals: 4)) + "
      + "uncertainty \(TextTable.number(parts.uncertainty, decimals: 4)).\n"
  }

  /// A table with a line a metric.
  static func comparison(_ result: RiskEvaluateResult) -> String {
    TextTable(
      header: ["metric", "model", "95 % interval", rule(result), "base rate"],
      rows: result.comparison.map { line in
        let interval = line.model.lower.map { lower in
          "\(TextTable.number(lower, decimals: 3)) to "
            + TextTable.number(line.model.upper, decimals: 3)
        }
        return [
          name(line), TextTable.number(line.model.value, decimals: 4), interval ?? "-",
          TextTable.number(line.rule?.value, decimals: 4),
          TextTable.number(line.baseRate, decimals: 4),
        ]
      }
    ).text
  }

  private static func rule(_ result: RiskEvaluateResult) -> String {
    result.ruleColumn.map { "rule: \($0)" } ?? "rule"
  }

  private static func name(_ line: ComparisonLine) -> String {
    let name =
      switch line.metric {
      case .auc: "AUC"
      case .averagePrecision: "average precision"
      case .brier: "Brier score"
      case .calibrationSlope: "calibration slope"
      case .calibrationIntercept: "calibration intercept"
      case .calibrationInTheLarge: "calibration in the large"
      case .precision: "precision"
      case .recall: "recall"
      case .lift: "lift"
      case .aucDifference: "AUC, model minus rule"
      }
    return line.capacity.map { "\(name) at \($0)" } ?? name
  }
}
