internal import Datasets
internal import Registry

/// What `risk amend` is asked for.
package struct RiskAmendRequest: Codable, Sendable, Equatable {
  /// Identifier of the list.
  package var list: String
  /// Path of the table of additions and removals.
  package var changes: String
  /// File of the key that the list was made with; only needed for rows with an id.
  package var key: String?
  /// Threads, registry, how the table is written.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    list: String,
    changes: String,
    key: String? = nil,
    environment: RequestEnvironment
  ) {
    self.list = list
    self.changes = changes
    self.key = key
    self.environment = environment
  }
}

/// What `risk amend` gave.
package struct RiskAmendResult: Codable, Sendable, Equatable {
  /// Identifier of the list.
  package let list: String
  /// People added by the file.
  package let added: Int
  /// People removed by the file.
  package let removed: Int
  /// Places that the list was written with.
  package let places: Int
  /// All additions and removals so far, by places; `nil` without places.
  package let rate: Double?
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?
}

/// Operators' own additions to a list and removals from it, each with a reason.
package struct RiskAmendWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Checks every row against the list and takes all over.
  ///
  /// The table has the columns `azione` (aggiunta or rimozione), `codice` or `id`, `motivo`,
  /// `operatore` and `data`.
  ///
  /// - Throws: `DataProblem` with line and column, and then nothing is taken over; `OutputProblem`.
  package func run(_ request: RiskAmendRequest) throws -> RiskAmendResult {
    let recorder = RunRecorder(request.environment)
    let digest = try InputDigest(role: "changes", path: request.changes)
    let store = try RegistryStore(folder: request.environment.registry, access: .writing)
    guard let known = try store.list(request.list) else {
      throw DataProblem(.unknownList, column: request.list)
    }
    let table = try ChangeTable(request, list: known.list)
    let opposed = Set(
      try store.suppressions().filter { $0.key == known.list.key }.map(\.code)
    )
    let (all, places) = try store.changing(list: request.list) { list in
      let roll = try ListRoll(list, in: store)
      var present = Set(roll.places.map(\.code))
      for change in roll.changes { present.apply(change) }
      for (change, line) in zip(table.changes, table.lines) {
        func problem(_ cause: DataProblem.Cause) -> DataProblem {
          DataProblem(cause, file: request.changes, line: line, column: table.personColumn(line))
        }
        switch change.kind {
        case .added:
          guard !opposed.contains(change.code) else { throw problem(.suppressedPerson) }
          guard !present.contains(change.code) else {
            throw problem(.invalidValue(expected: "somebody who is not on the list yet"))
          }
        case .removed:
          guard present.contains(change.code) else { throw problem(.notOnList) }
        }
        present.apply(change)
      }
      let all = roll.changes + table.changes
      try store.replace(changes: all, of: list, when: recorder.now)
      return (all, roll.places.count)
    }
    let notRecorded = recorder.record(
      command: "risk amend",
      request: request,
      inputs: [digest],
      outputs: []
    )
    return RiskAmendResult(
      list: request.list,
      added: table.changes.count { $0.kind == .added },
      removed: table.changes.count { $0.kind == .removed },
      places: places,
      rate: places == 0 ? nil : Double(all.count) / Double(places),
      notRecorded: notRecorded
    )
  }
}

extension Set<String> {
  /// Adds or removes somebody.
  fileprivate mutating func apply(_ change: ListChange) {
    switch change.kind {
    case .added: insert(change.code)
    case .removed: remove(change.code)
    }
  }
}

/// A table of additions and removals.
private struct ChangeTable {
  let changes: [ListChange]
  /// Line of each.
  let lines: [Int]
  private let linesWithCode: Set<Int>

  /// The column that names the person of a row.
  func personColumn(_ line: Int) -> String { linesWithCode.contains(line) ? "codice" : "id" }

  init(_ request: RiskAmendRequest, list: IssuedList) throws {
    let path = request.changes
    let table = try TableInput.read(
      path,
      texts: ["azione", "motivo", "operatore", "data"],
      optionalTexts: ["codice", "id"],
      environment: request.environment
    ).dataset
    if table["id"] == nil { _ = try table.column("codice") }
    func cell(_ name: String, _ row: Int) -> String? {
      guard let text = table[name]?.text(at: row), text.contains(where: { !$0.isWhitespace })
      else { return nil }
      return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    func problem(_ cause: DataProblem.Cause, _ row: Int, _ name: String) -> DataProblem {
      DataProblem(cause, file: path, line: table.line(ofRow: row), column: name)
    }
    func required(_ name: String, _ row: Int) throws -> String {
      guard let text = cell(name, row) else { throw problem(.missingValue, row, name) }
      return text
    }
    var hash: KeyedHash?
    func code(of person: String) throws -> String {
      let known =
        try hash
        ?? KeyedHash(file: request.key, knownAs: [list.key], environment: request.environment)
      hash = known
      return known.pseudonym(of: person)
    }
    var changes: [ListChange] = []
    var linesWithCode: Set<Int> = []
    for row in 0..<table.rowCount {
      guard let kind = ListChange.Kind(rawValue: try required("azione", row).lowercased()) else {
        let known = ListChange.Kind.allCases.map(\.rawValue).joined(separator: " or ")
        throw problem(.invalidValue(expected: known), row, "azione")
      }
      let person: String
      if let given = cell("codice", row) {
        person = given
        linesWithCode.insert(table.line(ofRow: row))
      } else if let id = cell("id", row) {
        person = try code(of: id)
      } else {
        throw problem(.missingValue, row, "codice")
      }
      guard let day = CalendarDate(typed: try required("data", row)) else {
        throw problem(.invalidValue(expected: "a day such as 09/03/2024"), row, "data")
      }
      changes.append(
        ListChange(
          code: person,
          kind: kind,
          reason: try required("motivo", row),
          caller: try required("operatore", row),
          day: day
        )
      )
    }
    self.changes = changes
    self.linesWithCode = linesWithCode
    lines = (0..<table.rowCount).map { table.line(ofRow: $0) }
  }
}
