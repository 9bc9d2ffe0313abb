internal import Datasets
internal import Registry
internal import Risk

/// A list as an outreach team gives it back, with what calling people brought.
struct ReturnedFile {
  /// Path of the file.
  let path: String
  /// Rows by list, in the order in which lists come first.
  let lists: [(id: String, rows: [Row])]

  /// What the team wrote beside a person.
  struct Row {
    /// Line of the file.
    let line: Int
    let record: ContactRecord
    let outcome: ContactOutcome?
    /// True when the team wrote neither an outcome nor a day.
    var isBlank: Bool { outcome == nil && record.day == nil }
  }

  /// Reads a file with the columns `codice` and `esito`, and where they are there `lista_id`,
  /// `data_contatto`, `tentativi` and `operatore`.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - list: the list that all rows are of, for a file without `lista_id`.
  ///   - environment: threads, and how the table is written.
  /// - Throws: `DataProblem`: a column that is missing, a person who stands twice on a list, an
  ///   outcome, a day or a number of attempts that is none.
  init(path: String, list: String?, environment: RequestEnvironment) throws {
    self.path = path
    let table = try TableInput.read(
      path,
      texts: ["codice", "esito"] + (list == nil ? ["lista_id"] : []),
      optionalTexts: ["lista_id", "data_contatto", "tentativi", "operatore"],
      environment: environment
    ).dataset
    func cells(_ name: String) -> [String?]? {
      table[name].map { column in
        (0..<table.rowCount).map { row in
          column.text(at: row).map(Self.trimmed).flatMap { $0.isEmpty ? nil : $0 }
        }
      }
    }
    func problem(_ cause: DataProblem.Cause, _ row: Int, _ column: String) -> DataProblem {
      DataProblem(cause, file: path, line: table.line(ofRow: row), column: column)
    }
    let codes = cells("codice") ?? []
    let outcomes = cells("esito") ?? []
    let lists = cells("lista_id")
    let (days, attempts) = (cells("data_contatto"), cells("tentativi"))
    let callers = cells("operatore")
    var rows: [String: [Row]] = [:]
    var order: [String] = []
    var lines: [String: Int] = [:]
    for row in 0..<table.rowCount {
      // Spreadsheets leave rows of separators behind the last one.
      if codes[row] == nil, outcomes[row] == nil, (lists?[row] ?? nil) == nil { continue }
      guard let id = lists?[row] ?? list else { throw problem(.missingValue, row, "lista_id") }
      if let list, id != list {
        throw problem(.invalidValue(expected: "the list that --list names"), row, "lista_id")
      }
      guard let code = codes[row] else { throw problem(.missingValue, row, "codice") }
      let line = table.line(ofRow: row)
      if let other = lines.updateValue(line, forKey: id + "/" + code) {
        throw problem(.duplicateKey(otherLine: other), row, "codice")
      }
      var outcome: ContactOutcome?
      if let text = outcomes[row] {
        outcome = ContactOutcome(typed: text)
        guard outcome != nil else {
          let known = ContactOutcome.allCases.map(\.rawValue).joined(separator: ", ")
          throw problem(.invalidValue(expected: "one of \(known), or nothing"), row, "esito")
        }
      }
      let day = try days?[row].map { text in
        guard let day = CalendarDate(typed: text) else {
          throw problem(.invalidValue(expected: "a day such as 09/03/2024"), row, "data_contatto")
        }
        return day
      }
      let count = try attempts?[row].map { text in
        guard let count = Int(text), count >= 0 else {
          throw problem(.invalidValue(expected: "a whole number"), row, "tentativi")
        }
        return count
      }
      if rows[id] == nil { order.append(id) }
      rows[id, default: []].append(
        Row(
          line: line,
          record: ContactRecord(
            code: code,
            outcome: outcome?.rawValue,
            day: day,
            attempts: count,
            caller: callers?[row]
          ),
          outcome: outcome
        )
      )
    }
    guard !rows.isEmpty else { throw DataProblem(.noRows, file: path) }
    self.lists = order.map { ($0, rows[$0] ?? []) }
  }

  private static func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
