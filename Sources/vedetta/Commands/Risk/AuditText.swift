internal import Workflows

/// An audit, for reading.
enum AuditText {
  /// What was audited, two tables a score and capacity, and what the limits say.
  static func text(_ result: RiskAuditResult) -> String {
    var parts = [head(result)]
    for score in result.scores {
      for (place, capacity) in result.capacities.enumerated() {
        parts.append(
          "Top \(capacity) by \(score.name): recall "
            + "\(TextTable.number(score.recall[place], decimals: 3)), precision "
            + "\(TextTable.number(score.precision[place], decimals: 3)), AUC "
            + TextTable.number(score.auc, decimals: 3)
        )
        parts.append(missed(result, score.name, capacity))
        parts.append(treatment(result, score.name, capacity))
      }
    }
    if !result.changes.isEmpty {
      parts += result.capacities.map { changes(result, $0) }
    }
    if result.measures.contains(where: { $0.mark == .small }) {
      parts.append(
        "* fewer than \(result.smallest) rows behind the measure, in the group or its reference: "
          + "not judged."
      )
    }
    if result.measures.contains(where: { $0.mark == .suppressed }) {
      parts.append(
        "hidden: it would tell of fewer than five people, by itself or by subtraction from the rest."
      )
    }
    parts.append(verdict(result))
    return parts.joined(separator: "\n\n")
  }

  private static func head(_ result: RiskAuditResult) -> String {
    let dates = result.asOf.isEmpty ? "" : " at \(result.asOf.joined(separator: ", "))"
    let unknown =
      result.unknownOutcomes == 0
      ? "" : "; \(result.unknownOutcomes) rows of unknown outcome left out"
    let references = result.groups.filter(\.isReference).map { "\($0.column)=\(level($0.level))" }
    let leftOut =
      result.leftOut.isEmpty
      ? "" : "\nWithout sensitive columns: \(result.leftOut.joined(separator: ", ")) left out"
    return "\(result.name): \(result.rows) rows\(dates), \(result.positives) positive\(unknown)\n"
      + "Reference: \(references.joined(separator: ", "))\(leftOut)"
  }

  /// Who is missed.
  private static func missed(_ result: RiskAuditResult, _ score: String, _ capacity: Int) -> String
  {
    TextTable(
      header: [
        "who is missed", "rows", "positive", "recall", "95 % interval", "ratio", "95 % interval",
        "difference", "95 % interval",
      ],
      rows: result.groups.map { group in
        let recall = measure("recall", result, score, group, capacity)
        return [
          name(group), count(group.rows), count(group.positives), cell(recall),
          interval(recall?.lower, recall?.upper),
          group.isReference ? "reference" : TextTable.number(recall?.ratio, decimals: 3),
          interval(recall?.ratioLower, recall?.ratioUpper),
          group.isReference ? "reference" : TextTable.number(recall?.difference, decimals: 3),
          interval(recall?.differenceLower, recall?.differenceUpper),
        ]
      }
    ).text
  }

  /// Who is called.
  private static func treatment(
    _ result: RiskAuditResult,
    _ score: String,
    _ capacity: Int
  ) -> String {
    TextTable(
      header: [
        "who is called", "base rate", "selected", "ratio", "selected/base", "precision",
        "false positive", "observed/expected",
      ],
      rows: result.groups.map { group in
        func found(_ name: String) -> AuditMeasure? {
          measure(name, result, score, group, capacity)
        }
        let selected = found("selection_rate")
        return [
          name(group), cell(found("base_rate")), cell(selected),
          group.isReference ? "reference" : TextTable.number(selected?.ratio, decimals: 3),
          cell(found("selection_to_base_rate")), cell(found("precision")),
          cell(found("false_positive_rate")), cell(found("observed_to_expected")),
        ]
      }
    ).text
  }

  /// What leaving the sensitive columns out changes.
  private static func changes(_ result: RiskAuditResult, _ capacity: Int) -> String {
    "Top \(capacity) without sensitive columns, minus with them:\n\n"
      + TextTable(
        header: ["group", "recall", "95 % interval", "selected", "95 % interval"],
        rows: result.groups.map { group in
          [name(group)]
            + ["recall", "selection_rate"].flatMap { measure in
              let change = result.changes.first {
                $0.measure == measure && $0.column == group.column && $0.level == group.level
                  && $0.capacity == capacity
              }
              return [
                TextTable.number(change?.value, decimals: 3),
                interval(change?.lower, change?.upper),
              ]
            }
        }
      ).text
  }

  private static func verdict(_ result: RiskAuditResult) -> String {
    var lines = result.breaches.map { "BROKEN: \(words($0))" }
    lines += result.notJudged.map { "not judged: \(words($0))" }
    if result.limits == 0 { lines.append("No limit is declared.") }
    if result.passed { lines.append("The declared limits hold.") }
    if let output = result.output {
      lines.append("Written: \(output)/audit.json, \(output)/audit.csv, \(output)/report.html")
    }
    return lines.joined(separator: "\n")
  }

  /// A limit and the group it is of, as `recall_ratio 0.8, black=1 beside black=0, top 366 by p: 5.4`.
  static func words(_ breach: AuditBreach) -> String {
    let top = breach.capacity.map { ", top \($0) by \(breach.score)" } ?? ", \(breach.score)"
    let found = breach.found.map { ": \(TextTable.number($0, decimals: 3))" } ?? ""
    let reference = "\(breach.column)=\(level(breach.reference))"
    // Above 1 it is the reference whose people are not found.
    let isReferenceMissed = breach.limit == "recall_ratio" && breach.found ?? 0 > 1
    return "\(breach.limit) \(TextTable.number(breach.allowed, decimals: 2)), "
      + "\(breach.column)=\(level(breach.level)) beside \(reference)"
      + top + found + (isReferenceMissed ? " (\(reference) is missed)" : "")
  }

  private static func measure(
    _ name: String,
    _ result: RiskAuditResult,
    _ score: String,
    _ group: AuditGroup,
    _ capacity: Int
  ) -> AuditMeasure? {
    result.measures.first {
      $0.measure == name && $0.score == score && $0.column == group.column
        && $0.level == group.level && ($0.capacity ?? capacity) == capacity
    }
  }

  private static func name(_ group: AuditGroup) -> String {
    "\(group.column)=\(level(group.level))"
  }

  private static func level(_ level: String?) -> String { level ?? "(missing)" }

  private static func count(_ count: Int?) -> String { count.map(String.init) ?? "hidden" }

  private static func cell(_ measure: AuditMeasure?) -> String {
    guard let measure else { return "-" }
    switch measure.mark {
    case .suppressed: return "hidden"
    case .undefined: return "-"
    case .small: return TextTable.number(measure.value, decimals: 3) + "*"
    case .estimated: return TextTable.number(measure.value, decimals: 3)
    }
  }

  private static func interval(_ lower: Double?, _ upper: Double?) -> String {
    guard let lower, let upper else { return "-" }
    return "\(TextTable.number(lower, decimals: 3)) to \(TextTable.number(upper, decimals: 3))"
  }
}
