internal import Datasets
internal import Reporting

// What judging a model gave, in Italian; every number comes from the results.
extension CardText {
  /// Metrics, lists and differences to the rivals, and where a rival wins.
  mutating func comparison(_ input: ValidationReportInput) {
    let tables = ValidationTables(input, .italian)
    section("Misure, con intervalli al 95%")
    for table in tables.measures + tables.lists { self.table(table) }
    section("Il modello meno i rivali, con intervalli al 95%")
    for table in tables.differences { self.table(table) }
    if let regret = tables.regret { table(regret) }
    list(ValidationFindings(input, .italian).sentences)
  }

  /// What the score does in groups of people.
  ///
  /// - Parameters:
  ///   - audits: with the name of their fold, empty for one set of rows.
  ///   - reason: why there is none.
  mutating func fairness(
    _ audits: [(fold: String, audit: FairnessReportInput)],
    otherwise reason: String
  ) {
    section("Equità per gruppo")
    guard !audits.isEmpty else {
      paragraph(reason)
      return
    }
    for (fold, audit) in audits {
      let page = FairnessReportPage(input: audit, language: .italian)
      let place = fold.isEmpty ? "" : "\(fold) · "
      for list in audit.lists {
        let missed = page.missedTable(list)
        table(
          ReportTable(
            caption: place + missed.caption,
            columns: missed.columns,
            textColumns: missed.textColumns,
            rows: missed.rows
          )
        )
      }
      let breaches = audit.breaches.map { place + $0 }
      list(
        breaches.isEmpty
          ? [
            place
              + (audit.hasLimits
                ? "nessun limite dichiarato è superato" : "la specifica non dichiara limiti")
          ] : breaches
      )
      list(audit.notJudged.map { place + $0 })
    }
  }

  /// What looks wrong: features that know too much, rows that have moved.
  mutating func alarms(_ input: ValidationReportInput, _ others: [String] = []) {
    let alarms = others + input.warnings + ValidationFindings(input, .italian).drift
    section("Allarmi")
    list(alarms.isEmpty ? ["nessuno"] : alarms)
  }
}
