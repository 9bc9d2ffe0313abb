internal import Workflows

/// The result of `risk outcomes report` in words.
struct OutcomeText {
  let text: String

  init(_ result: RiskOutcomesReportResult) {
    let lists = TextTable(
      header: ["list", "places", "last day", "approved by"],
      rows: result.lists.map { list in
        [list.list, "\(list.places)", list.expires, list.approvedBy ?? "nobody"]
      }
    )
    var parts = [lists.text, Self.table("", [result.total], name: "all")]
    parts += result.tables.filter { !$0.groups.isEmpty }.map { Self.table($0.column, $0.groups) }
    let outcomes = result.outcomes.filter { $0.people != 0 }
    if !outcomes.isEmpty {
      parts.append(
        TextTable(
          header: ["outcome", "people"],
          rows: outcomes.map { [$0.name, Self.count($0.people)] }
        ).text
      )
    }
    let changes = result.changes
    if changes.added + changes.removed > 0 {
      let rate = changes.rate.map { ", \(Self.percent($0)) of the places" } ?? ""
      let reasons = TextTable(
        header: ["by operators", "reason", "times"],
        rows: changes.reasons.map { [$0.kind, $0.reason, "\($0.count)"] }
      )
      parts.append(
        "Operators added \(changes.added) and removed \(changes.removed)\(rate).\n\(reasons.text)"
      )
    }
    if let output = result.output { parts.append("Written: \(output)") }
    text = parts.joined(separator: "\n\n")
  }

  private static func table(
    _ column: String,
    _ groups: [RiskOutcomesReportResult.Group],
    name: String? = nil
  ) -> String {
    TextTable(
      header: [
        column, "listed", "called", "reached", "positive", "of reached", "95 %", "of listed",
        "of called, bounds",
      ],
      rows: groups.map { group in
        [
          name ?? group.name, count(group.listed), count(group.called), count(group.reached),
          count(group.positive), percent(group.positiveRate?.value),
          group.positiveRate.map { "\(percent($0.lower))-\(percent($0.upper))" } ?? "-",
          percent(group.listedRate?.value),
          group.lowest.map { "\(percent($0))-\(percent(group.highest))" } ?? "-",
        ]
      }
    ).text
  }

  private static func count(_ value: Int?) -> String { value.map { "\($0)" } ?? "*" }

  private static func percent(_ value: Double?) -> String {
    value.map { TextTable.number(100 * $0, decimals: 1) + " %" } ?? "-"
  }
}
