internal import Workflows

/// The table of coefficients, for reading and for other programs.
enum CoefficientText {
  /// A table for reading.
  static func table(_ rows: [RiskCoefficient], level: Double) -> String {
    TextTable(
      header: [
        "term", "estimate", "std. error", "z", "p", "odds ratio", "\(percent(level)) interval",
        "status",
      ],
      rows: rows.map { row in
        let interval = row.oddsRatioLower.map { lower in
          "\(TextTable.number(lower, decimals: 3)) - "
            + TextTable.number(row.oddsRatioUpper, decimals: 3)
        }
        return [
          row.term, TextTable.number(row.estimate, decimals: 6),
          TextTable.number(row.standardError, decimals: 6), TextTable.number(row.z, decimals: 2),
          TextTable.probability(row.pValue), TextTable.number(row.oddsRatio, decimals: 3),
          interval ?? "-", row.status == "estimated" ? "" : row.status,
        ]
      }
    ).text
  }

  /// Tests of whole terms for reading; `nil` without any.
  static func tests(_ rows: [RiskTermTest]) -> String? {
    guard !rows.isEmpty else { return nil }
    return TextTable(
      header: ["term as a whole", "chi-squared", "df", "p", "status"],
      rows: rows.map { row in
        [
          row.term, TextTable.number(row.statistic, decimals: 3),
          row.degreesOfFreedom.map { String($0) } ?? "-", TextTable.probability(row.pValue),
          row.status == "tested" ? "" : row.status,
        ]
      }
    ).text
  }

  /// Rows of influence for reading; `nil` without any.
  static func influence(_ rows: [RiskTrainResult.RowOfInfluence]) -> String? {
    guard !rows.isEmpty else { return nil }
    return TextTable(
      header: ["line of the file", "Cook's distance", "leverage"],
      rows: rows.map { row in
        [
          String(row.line), TextTable.number(row.cooksDistance, decimals: 4),
          TextTable.number(row.leverage, decimals: 4),
        ]
      }
    ).text
  }

  /// A level as `95 %`.
  private static func percent(_ level: Double) -> String {
    let digits = TextTable.number(100 * level, decimals: 2)
    let short = digits.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed()
    return String(short) + " %"
  }

  /// Comma-separated values with all digits, in the columns other programs rely on.
  static func csv(_ rows: [RiskCoefficient]) -> String {
    let header = "term,estimate,std_error,z,p_value,odds_ratio,or_lower,or_upper,status"
    let lines = rows.map { row in
      let numbers = [
        row.estimate, row.standardError, row.z, row.pValue, row.oddsRatio, row.oddsRatioLower,
        row.oddsRatioUpper,
      ].map { $0.map { String($0) } ?? "" }
      return ([quoted(row.term)] + numbers + [quoted(row.status)]).joined(separator: ",")
    }
    return ([header] + lines).joined(separator: "\n")
  }

  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"\(text.replacing("\"", with: "\"\""))\""
  }
}
