internal import DataIO
internal import Datasets
internal import Foundation
internal import Registry
internal import Risk

/// The files of a list.
struct ListFiles {
  /// Names of the files, in the order in which they are told.
  static let names = [
    "lista.xlsx", "lista.csv", "esclusi.csv", "non_valutabili.csv", "riepilogo.csv", "summary.json",
  ]

  private let sheet: Dataset
  private let excluded: Dataset
  private let notScorable: Dataset
  private let fates: ListFateTable
  private let workbook: Workbook
  private let summary: (_ digest: String) -> ListSummary

  /// Lays out the files.
  init(_ list: ContactList, _ material: ListMaterial) throws {
    sheet = try ListSheet(list, material).dataset
    let persons = material.model.specification.id.flatMap { material.people[$0] }
    func codes(_ rows: [Int]) -> Column {
      let codes = rows.map { persons?.text(at: $0).map(material.code(of:)) }
      return Column(name: "codice", values: .text(TextColumn(codes)))
    }
    func texts(_ name: String, _ values: [String?]) -> Column {
      Column(name: name, values: .text(TextColumn(values)))
    }
    excluded = Dataset(
      source: "esclusi",
      columns: [
        texts("lista_id", list.excluded.map { _ in material.identifier }),
        codes(list.excluded.map(\.row)),
        texts("motivo", list.excluded.map(\.filter)),
      ]
    )
    notScorable = Dataset(
      source: "non_valutabili",
      columns: [
        texts("lista_id", list.notScorable.map { _ in material.identifier }),
        codes(list.notScorable.map(\.row)),
        texts("motivo", list.notScorable.map { Self.words(for: $0.problem.cause) }),
        texts("colonna", list.notScorable.map(\.problem.column)),
        Column(
          name: "riga",
          values: .numbers(list.notScorable.map { $0.problem.line.map(Double.init) ?? .nan })
        ),
      ]
    )
    let fates = try ListFateTable(
      list,
      people: material.people,
      by: material.policyFile.summary
    )
    self.fates = fates
    workbook = Workbook(
      title: material.identifier,
      created: material.issued ?? Workbook.defaultCreated,
      sheets: [
        Workbook.Sheet(name: "Lista", sheet),
        Self.summarySheet(list, material, fates),
      ]
    )
    summary = { digest in ListSummary(list, material, fates, digest: digest) }
  }

  /// Writes the folder.
  ///
  /// - Returns: SHA-256 of `lista.csv`.
  /// - Throws: `OutputProblem`; nothing is left behind then.
  func write(to output: String, force: Bool) throws -> String {
    try OutputFolder.write(
      to: output,
      permissions: .ownerOnly,
      force: force,
      files: Self.names
    ) { folder in
      func path(_ name: String) -> String { folder.appending(path: name).path }
      for (name, table) in [
        ("lista.csv", sheet), ("esclusi.csv", excluded), ("non_valutabili.csv", notScorable),
        ("riepilogo.csv", fates.dataset),
      ] {
        try CSVWriter.write(table, to: path(name), style: .italian, permissions: .ownerOnly)
      }
      try XLSXWriter.write(workbook, to: path("lista.xlsx"), permissions: .ownerOnly)
      let digest = try FileDigest(path: path("lista.csv")).sha256
      try JSONDocument.write(summary(digest), to: path("summary.json"), permissions: .ownerOnly)
      return digest
    }
  }

  /// What the list is, and how many people each filter left out, by group.
  private static func summarySheet(
    _ list: ContactList,
    _ material: ListMaterial,
    _ fates: ListFateTable
  ) -> Workbook.Sheet {
    let policy = material.policy
    func date(_ day: CalendarDate?) -> TableCell { day.map { .date($0) } ?? .missing }
    let capacity =
      switch policy.capacity.per {
      case .list: "per lista"
      case .week: "per settimana"
      case .month: "per mese"
      case .operator: "per operatore"
      }
    var rows: [[TableCell]] = [
      [.text("lista"), .text(material.identifier)],
      [.text("scopo"), .text(policy.purpose)],
      [.text("del"), date(material.issued)],
      [.text("scade il"), date(policy.expires)],
      [.text("modello"), .text(material.model.specification.name)],
      [.text("data di riferimento"), material.asOf.map { .month($0) } ?? .missing],
      [.text("capienza \(capacity)"), .number(Double(policy.capacity.total))],
      [.text("persone in lista"), .number(Double(list.entries.count + list.absent.count))],
      [
        .text("escluse a pari punteggio dell'ultima"), .number(Double(list.equalsLeftOut)),
      ],
      [],
    ]
    rows += fates.sheetRows
    rows.append([])
    rows.append([
      .text("\(ListFateTable.hiddenMark): meno di 5 persone, o un numero che le farebbe ricavare")
    ])
    return Workbook.Sheet(name: "Riepilogo", header: [], rows: rows, hasFilter: false)
  }

  private static func words(for cause: DataProblem.Cause) -> String {
    switch cause {
    case .missingValue: "valore mancante"
    case .unseenLevel: "categoria mai vista dal modello"
    default: "valore non numerico"
    }
  }
}

/// What `summary.json` holds: the list's facts, and nothing of where or when it was made.
///
/// Counts that would tell of fewer than five people are left out.
struct ListSummary: Encodable {
  let list: String
  let model: String
  let asOf: String?
  let issued: String?
  let purpose: String
  let expires: String
  let people: Int?
  let candidates: Int?
  let capacity: Int
  let per: String
  let places: Int
  let keptPlaces: Int
  let equalsLeftOut: Int
  let movedByQuotas: Int
  let waterfall: [Step]
  let groups: [Group]
  let digest: String

  /// People left out by a filter.
  struct Step: Encodable {
    let name: String
    let removed: Int?
  }

  /// What became of the people of a group.
  struct Group: Encodable {
    let column: String
    let name: String
    let counts: [Count]
  }

  /// People of a group with one fate.
  struct Count: Encodable {
    let name: String
    let people: Int?
  }

  init(_ list: ContactList, _ material: ListMaterial, _ fates: ListFateTable, digest: String) {
    let policy = material.policy
    self.list = material.identifier
    model = material.model.specification.name
    asOf = material.asOf?.description
    issued = material.issued?.description
    purpose = policy.purpose
    expires = policy.expires.description
    people = fates.people
    candidates = fates.candidates
    capacity = policy.capacity.total
    per = policy.capacity.per.rawValue
    places = list.entries.count + list.absent.count
    keptPlaces = list.entries.count { $0.isHeld } + list.absent.count
    equalsLeftOut = list.equalsLeftOut
    movedByQuotas = list.movedByQuotas
    waterfall = list.waterfall.indices.map {
      Step(name: list.waterfall[$0].name, removed: fates.sums[$0])
    }
    groups = fates.blocks.flatMap { block in
      zip(block.groups, block.counts).map { name, counts in
        Group(
          column: block.column,
          name: name,
          counts: zip(fates.columns, counts).map { Count(name: $0, people: $1) }
        )
      }
    }
    self.digest = digest
  }
}
