internal import Datasets
internal import Registry
internal import Risk

/// What `risk outcomes import` is asked for.
package struct RiskOutcomesImportRequest: Codable, Sendable, Equatable {
  /// Path of the file that a team gave back.
  package var file: String
  /// The list that all its rows are of; its column `lista_id` says so when `nil`.
  package var list: String?
  /// Threads, registry, how the table is written.
  package var environment: RequestEnvironment

  /// A request.
  package init(file: String, list: String? = nil, environment: RequestEnvironment) {
    self.file = file
    self.list = list
    self.environment = environment
  }
}

/// What `risk outcomes import` gave.
package struct RiskOutcomesImportResult: Codable, Sendable, Equatable {
  /// The lists whose people stand in the file.
  package let lists: [List]
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?

  /// What the file says of a list.
  package struct List: Codable, Sendable, Equatable {
    /// Identifier of the list.
    package let list: String
    /// People of the list in the file.
    package let rows: Int
    /// People without an outcome and a day: nobody has called them yet.
    package let notCalled: Int
    /// People of whom nothing was known before.
    package let new: Int
    /// People of whom something else was known before.
    package let changed: Int
    /// People called after the list's last day.
    package let afterExpiry: Int
    /// People who entered the suppression list.
    package let suppressed: Int
    /// True when nobody has approved the list.
    package let isUnapproved: Bool
  }
}

/// From the file that a team gives back to what the registry knows of its lists.
package struct RiskOutcomesImportWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Checks every row against its list, then takes all over; whoever does not want to be contacted
  /// enters the suppression list first.
  ///
  /// - Throws: `DataProblem` with line and column, and then nothing is taken over; `OutputProblem`
  ///   when the registry cannot be written.
  package func run(_ request: RiskOutcomesImportRequest) throws -> RiskOutcomesImportResult {
    let recorder = RunRecorder(request.environment)
    let digest = try InputDigest(role: "outcomes", path: request.file)
    let file = try ReturnedFile(
      path: request.file,
      list: request.list,
      environment: request.environment
    )
    let store = try RegistryStore(folder: request.environment.registry, access: .writing)
    let now = recorder.now
    let today = now.day
    try store.checkLog()
    for (id, rows) in file.lists { try check(rows, of: id, file, today: today, in: store) }
    let lists = try file.lists.map { id, rows in
      try store.changing(list: id) { list in
        try take(rows, of: list, into: store, when: now)
      }
    }
    let notRecorded = recorder.record(
      command: "risk outcomes import",
      request: request,
      inputs: [digest],
      outputs: []
    )
    return RiskOutcomesImportResult(lists: lists, notRecorded: notRecorded)
  }

  /// Finds rows that cannot be of the list.
  private func check(
    _ rows: [ReturnedFile.Row],
    of id: String,
    _ file: ReturnedFile,
    today: CalendarDate,
    in store: RegistryStore
  ) throws {
    func problem(_ cause: DataProblem.Cause, _ row: ReturnedFile.Row?, _ column: String)
      -> DataProblem
    {
      DataProblem(cause, file: file.path, line: row?.line, column: column)
    }
    guard let list = try store.list(id) else { throw problem(.unknownList, rows.first, "lista_id") }
    guard list.status != .erased else { throw problem(.erasedList, rows.first, "lista_id") }
    let codes = try ListRoll(list, in: store).codes
    for row in rows {
      guard codes.contains(row.record.code) else { throw problem(.notOnList, row, "codice") }
      if let issued = list.list.issued, let day = row.record.day, day < issued {
        throw problem(
          .invalidValue(expected: "a day from that of the list, \(issued), on"),
          row,
          "data_contatto"
        )
      }
      // A day more, for clocks west of the team's.
      if let day = row.record.day, day > today.advanced(by: 1) {
        throw problem(.invalidValue(expected: "a day that is not to come"), row, "data_contatto")
      }
    }
  }

  private func take(
    _ rows: [ReturnedFile.Row],
    of list: RegisteredList,
    into store: RegistryStore,
    when: Timestamp
  ) throws -> RiskOutcomesImportResult.List {
    let id = list.list.id
    let opposed = Set(try store.suppressions().filter { $0.key == list.list.key }.map(\.code))
    var newlyOpposed: [CalendarDate: [String]] = [:]
    for row in rows
    where row.outcome == .doNotContact && !opposed.contains(row.record.code) {
      let day = row.record.day ?? list.list.issued ?? list.list.expires
      newlyOpposed[day, default: []].append(row.record.code)
    }
    // Before anything else: should the disk fill up now, nobody is called who said no.
    for (day, codes) in newlyOpposed.sorted(by: { $0.key < $1.key }) {
      let change = SuppressionChange(
        codes: codes.sorted(),
        key: list.list.key,
        reason: ContactOutcome.doNotContact.rawValue,
        day: day,
        list: id
      )
      try store.suppress(change, when: when)
    }
    var known: [String: ContactRecord] = [:]
    for record in try store.contacts(of: list) { known[record.code] = record }
    var (new, changed) = (0, 0)
    for row in rows where !row.isBlank {
      let code = row.record.code
      // A file that says less than what is known takes nothing back.
      if row.outcome == nil, known[code]?.outcome != nil { continue }
      if let before = known[code] {
        changed += before == row.record ? 0 : 1
      } else {
        new += 1
      }
      known[code] = row.record
    }
    try store.replace(
      contacts: known.values.sorted { $0.code < $1.code },
      of: list,
      when: when
    )
    return RiskOutcomesImportResult.List(
      list: id,
      rows: rows.count,
      notCalled: rows.count(where: \.isBlank),
      new: new,
      changed: changed,
      afterExpiry: rows.count { ($0.record.day ?? list.list.expires) > list.list.expires },
      suppressed: newlyOpposed.values.reduce(0) { $0 + $1.count },
      isUnapproved: list.approval == nil
    )
  }
}
