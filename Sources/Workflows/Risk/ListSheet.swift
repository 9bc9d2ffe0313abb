internal import Datasets
internal import Risk

/// The columns of a contact list as an outreach team gets them.
struct ListSheet {
  /// The sheet, one row a place.
  let dataset: Dataset

  /// A row of the sheet: someone in the data, or a place kept for someone who is not.
  private enum Place {
    case entry(ContactList.Entry)
    case absent(ListContext.HeldPlace)

    var position: Int {
      switch self {
      case .entry(let entry): entry.position
      case .absent(let place): place.position
      }
    }

    var entry: ContactList.Entry? {
      if case .entry(let entry) = self { entry } else { nil }
    }
  }

  /// Lays out a list.
  ///
  /// People stand by pseudonym; columns of the data, and of the table of contacts, are added only
  /// where the policy asks for them. The last four columns are for the team to fill in; a correction
  /// has there what it wrote before, for the places that are kept.
  init(_ list: ContactList, _ material: ListMaterial) throws(DataProblem) {
    let (policy, model, people) = (material.policy, material.model, material.people)
    let places =
      (list.entries.map(Place.entry) + list.absent.map(Place.absent))
      .sorted { $0.position < $1.position }
    let count = places.count
    func text(_ name: String, _ value: (Place) -> String?) -> Column {
      Column(name: name, values: .text(TextColumn(places.map(value))))
    }
    func number(_ name: String, _ value: (ContactList.Entry) -> Double) -> Column {
      Column(name: name, values: .numbers(places.map { $0.entry.map(value) ?? .nan }))
    }
    let persons = try model.specification.id.map { name throws(DataProblem) in
      try people.column(name)
    }
    func person(_ place: Place) -> String? {
      place.entry.flatMap { entry in persons?.text(at: entry.row) }
    }
    let codes = places.map { place in
      if case .absent(let held) = place { return held.code as String? }
      return person(place).map(material.code(of:))
    }
    var columns = [
      text("lista_id") { _ in material.identifier },
      Column(name: "posizione", values: .numbers(places.map { Double($0.position) })),
      number("posizione_ex_aequo") { Double($0.sharedPosition) },
      Column(name: "codice", values: .text(TextColumn(codes))),
    ]
    // Contacts come last in the making, beside the codes in the sheet.
    if let contacts = material.contacts {
      let rows = places.map { place in person(place).flatMap(contacts.row(of:)) }
      let asked = material.policyFile.contacts?.columns ?? []
      let further = policy.columns.filter { people[$0] == nil && !asked.contains($0) }
      for name in asked + further.filter({ $0 != contacts.phone }) + [contacts.phone] {
        let column = try contacts.dataset.column(name)
        columns.append(
          Column(
            name: name,
            values: .text(TextColumn(rows.map { $0.flatMap { column.text(at: $0) } }))
          )
        )
      }
    }
    for name in policy.columns where material.contacts == nil || people[name] != nil {
      columns.append(try people.column(name).selecting(optionalRows: places.map { $0.entry?.row }))
    }
    if let column = policy.quotas?.column {
      if !columns.contains(where: { $0.name == column }) {
        let rows = places.map { $0.entry?.row }
        columns.append(try people.column(column).selecting(optionalRows: rows))
      }
      columns.append(number("posizione_gruppo") { $0.groupPosition.map(Double.init) ?? .nan })
    }
    columns.append(number("fascia_rischio") { Double($0.band) })
    columns.append(number("punteggio") { ($0.probability * 10_000).rounded() / 10_000 })
    for reason in 0..<policy.reasons {
      columns.append(
        text("motivo_\(reason + 1)") { place in
          place.entry.flatMap { $0.reasons.indices.contains(reason) ? $0.reasons[reason] : nil }
        }
      )
    }
    let asOf = material.asOf
    columns.append(
      Column(name: "data_riferimento", values: .months(Array(repeating: asOf, count: count)))
    )
    columns.append(
      Column(name: "scade_il", values: .dates(Array(repeating: policy.expires, count: count)))
    )
    columns.append(text("scopo") { _ in policy.purpose })
    columns.append(text("modello") { _ in model.specification.name })
    let operators = policy.capacity.operators
    for name in EarlierList.remarkColumns {
      let remarks = places.indices.map { index -> String? in
        if let code = codes[index], let remark = material.earlier?.remarks[code] {
          return remark[name]
        }
        // In turn by position, which a correction does not move.
        guard name == "operatore", !operators.isEmpty else { return nil }
        return operators[(places[index].position - 1) % operators.count]
      }
      columns.append(Column(name: name, values: .text(TextColumn(remarks))))
    }
    var seen: Set<String> = []
    for column in columns where !seen.insert(column.name).inserted {
      throw DataProblem(
        .invalidValue(expected: "columns that the list does not have already, as \(column.name)"),
        file: material.policyPath,
        column: "columns"
      )
    }
    dataset = Dataset(source: material.identifier, columns: columns)
  }
}

extension Column {
  /// The cells of some rows; empty ones where there is no row.
  fileprivate func selecting(optionalRows rows: [Int?]) -> Column {
    let values: Values =
      switch self.values {
      case .numbers(let values): .numbers(rows.map { $0.map { values[$0] } ?? .nan })
      case .text(let values): .text(TextColumn(rows.map { $0.flatMap { values[$0] } }))
      case .months(let values): .months(rows.map { $0.flatMap { values[$0] } })
      case .dates(let values): .dates(rows.map { $0.flatMap { values[$0] } })
      }
    return Column(name: name, values: values)
  }
}
