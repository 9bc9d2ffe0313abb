internal import Workflows

/// Values all of whose rows have one outcome, in words.
enum OneOutcomeText {
  /// Values that are named; the table of coefficients and `--json` have all.
  private static let most = 10

  /// What a reader should know of a fit that was not refused; `nil` without such values.
  static func note(_ values: [OneOutcomeValue]) -> String? {
    guard !values.isEmpty else { return nil }
    return
      "note: \(list(values)): only a penalty or Firth's correction keeps such estimates finite."
  }

  /// The values one after the other.
  static func list(_ values: [OneOutcomeValue]) -> String {
    let more = values.count - most
    return values.prefix(most).map(fact).joined(separator: "; ")
      + (more > 0 ? "; \(more) more values have one outcome too" : "")
  }

  /// As `all 12 rows of area=c are positive`.
  private static func fact(_ value: OneOutcomeValue) -> String {
    let rows =
      switch value.rows {
      case nil: "all rows"
      case 1: "the one row"
      case let count?: "all \(count) rows"
      }
    let verb = value.rows == 1 ? "is" : "are"
    return "\(rows) of \(value.variable)=\(value.level) \(verb) \(value.outcome.rawValue)"
  }
}
