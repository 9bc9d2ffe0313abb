internal import Datasets
internal import Risk

/// The columns of a contact list as an outreach team gets them.
struct ListSheet {
  /// The sheet, one row a place.
  let dataset: Dataset

  /// Lays out a list.
  ///
  /// People stand by pseudonym; columns of the data are added only where the policy asks for them.
  /// The last four columns are empty, for the team to fill in.
  init(
    _ list: ContactList,
    identifier: String,
    model: RiskModel,
    people: Dataset,
    policy: ListPolicy,
    policyFile: String,
    asOf: Month?,
    pseudonym: (String) -> String
  ) throws(DataProblem) {
    let entries = list.entries
    let count = entries.count
    func text(_ name: String, _ value: (ContactList.Entry) -> String?) -> Column {
      Column(name: name, values: .text(TextColumn(entries.map(value))))
    }
    func number(_ name: String, _ value: (ContactList.Entry) -> Double) -> Column {
      Column(name: name, values: .numbers(entries.map(value)))
    }
    let persons = try model.specification.id.map { name throws(DataProblem) in
      try people.column(name)
    }
    var columns = [
      text("lista_id") { _ in identifier },
      number("posizione") { Double($0.position) },
      number("posizione_ex_aequo") { Double($0.sharedPosition) },
      text("codice") { entry in persons?.text(at: entry.row).map(pseudonym) },
    ]
    for name in policy.columns {
      let column = try people.column(name)
      columns.append(column.selecting(rows: entries.map(\.row)))
    }
    columns.append(number("fascia_rischio") { Double($0.band) })
    columns.append(number("punteggio") { ($0.probability * 10_000).rounded() / 10_000 })
    for place in 0..<policy.reasons {
      columns.append(
        text("motivo_\(place + 1)") { $0.reasons.indices.contains(place) ? $0.reasons[place] : nil }
      )
    }
    columns.append(
      Column(name: "data_riferimento", values: .months(Array(repeating: asOf, count: count)))
    )
    columns.append(
      Column(name: "scade_il", values: .dates(Array(repeating: policy.expires, count: count)))
    )
    columns.append(text("modello") { _ in model.specification.name })
    for name in ["esito", "data_contatto", "operatore", "note"] {
      columns.append(text(name) { _ in nil })
    }
    var seen: Set<String> = []
    for column in columns where !seen.insert(column.name).inserted {
      throw DataProblem(
        .invalidValue(expected: "columns that the list does not have already, as \(column.name)"),
        file: policyFile,
        column: "columns"
      )
    }
    dataset = Dataset(source: identifier, columns: columns)
  }
}
