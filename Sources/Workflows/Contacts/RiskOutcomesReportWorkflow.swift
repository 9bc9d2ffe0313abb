internal import DataIO
internal import Datasets
internal import Registry
internal import Risk

/// What `risk outcomes report` is asked for.
package struct RiskOutcomesReportRequest: Codable, Sendable, Equatable {
  /// Identifiers of the lists; all that stand when empty.
  package var lists: [String]
  /// Only lists of the model of this name.
  package var model: String?
  /// A table of people, to group them by its columns; none when `nil`.
  package var data: String?
  /// Its column of ids.
  package var id: String
  /// Its columns to group by.
  package var by: [String]
  /// File of the key behind the codes; only needed with a table of people.
  package var key: String?
  /// Path of a table to write; none when `nil`.
  package var output: String?
  /// Threads, registry, force.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    lists: [String] = [],
    model: String? = nil,
    data: String? = nil,
    id: String = "id",
    by: [String] = [],
    key: String? = nil,
    output: String? = nil,
    environment: RequestEnvironment
  ) {
    self.lists = lists
    self.model = model
    self.data = data
    self.id = id
    self.by = by
    self.key = key
    self.output = output
    self.environment = environment
  }
}

/// What `risk outcomes report` gave.
package struct RiskOutcomesReportResult: Codable, Sendable, Equatable {
  /// The lists.
  package let lists: [List]
  /// All their people.
  package let total: Group
  /// People by outcome, `nil` where hidden.
  package let outcomes: [Outcome]
  /// The same by what tells groups apart.
  package let tables: [Table]
  /// What operators changed by hand.
  package let changes: Changes
  /// Path of the table that was written.
  package let output: String?
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?

  /// A list.
  package struct List: Codable, Sendable, Equatable {
    /// Identifier of the list.
    package let list: String
    /// Its last day.
    package let expires: String
    /// Places it was written with.
    package let places: Int
    /// Who approved it; `nil` when nobody has.
    package let approvedBy: String?
  }

  /// People of some kind and what they answered; counts are `nil` where hidden.
  package struct Group: Codable, Sendable, Equatable {
    /// Name of the group; empty for all.
    package let name: String
    /// People on the lists.
    package let listed: Int?
    /// People whom nobody has called yet.
    package let notCalled: Int?
    /// People who were called.
    package let called: Int?
    /// Called, and no answer is known.
    package let unknown: Int?
    /// People whose answer is known.
    package let reached: Int?
    /// People who said yes.
    package let positive: Int?
    /// Reached of called.
    package let contactRate: Share?
    /// Positive of reached.
    package let positiveRate: Share?
    /// Positive of listed, so far.
    package let listedRate: Share?
    /// Least share of those called who say yes, were all unknown answers no.
    package let lowest: Double?
    /// Greatest, were all unknown answers yes.
    package let highest: Double?
  }

  /// A share with Wilson's 95 % interval.
  package struct Share: Codable, Sendable, Equatable {
    /// The share.
    package let value: Double
    /// Lower end of the interval.
    package let lower: Double
    /// Upper end of the interval.
    package let upper: Double
  }

  /// People with an outcome.
  package struct Outcome: Codable, Sendable, Equatable {
    /// Name of the outcome.
    package let name: String
    /// How many; `nil` where hidden.
    package let people: Int?
  }

  /// Groups that a column makes.
  package struct Table: Codable, Sendable, Equatable {
    /// The column: `fascia_rischio`, that of the quotas, or one of the table of people.
    package let column: String
    /// The groups.
    package let groups: [Group]
  }

  /// Additions and removals by operators.
  package struct Changes: Codable, Sendable, Equatable {
    /// People added.
    package let added: Int
    /// People removed.
    package let removed: Int
    /// Additions and removals by places; `nil` without places.
    package let rate: Double?
    /// How often each reason was given, the most frequent first.
    package let reasons: [Reason]
  }

  /// A reason that operators gave.
  package struct Reason: Codable, Sendable, Equatable {
    /// `aggiunta` or `rimozione`.
    package let kind: String
    /// The operator's words.
    package let reason: String
    /// How often.
    package let count: Int
  }
}

/// From what the registry knows of lists to a report on what they brought.
package struct RiskOutcomesReportWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Counts who was called, reached and said yes, by band of risk, by group and by columns of a
  /// table of people.
  ///
  /// - Throws: `DataProblem` for a list that is unknown or erased, codes under another key, no
  ///   list; `OutputProblem`.
  package func run(_ request: RiskOutcomesReportRequest) throws -> RiskOutcomesReportResult {
    let recorder = RunRecorder(request.environment)
    let store = try RegistryStore(folder: request.environment.registry, access: .reading)
    let rolls = try self.rolls(request, in: store)
    let campaign = OutreachCampaign(rolls)
    var tables = campaign.tables
    var inputs: [InputDigest] = []
    if let data = request.data {
      inputs.append(try InputDigest(role: "data", path: data))
      tables += try campaign.tables(of: PeopleGroups(request, data: data, keys: rolls.keys))
    }
    let report = OutcomeReport(campaign.people { _ in "" })
    if let output = request.output {
      try OutputProblem.refuse(output: output, amongInputs: [request.data].compactMap(\.self))
      try CSVWriter.write(
        OutcomeTable(report, tables).dataset,
        to: output,
        force: request.environment.force
      )
    }
    let notRecorded = recorder.record(
      command: "risk outcomes report",
      request: request,
      inputs: inputs,
      outputs: [request.output].compactMap(\.self)
    )
    return RiskOutcomesReportResult(
      lists: rolls.map { roll in
        .init(
          list: roll.registered.list.id,
          expires: roll.registered.list.expires.description,
          places: roll.registered.list.places,
          approvedBy: roll.registered.approval?.name
        )
      },
      total: .init(report.total),
      outcomes: zip(ContactOutcome.allCases, report.outcomes).map { outcome, count in
        .init(name: outcome.rawValue, people: count)
      },
      tables: tables.map { .init(column: $0.column, groups: $0.report.groups.map { .init($0) }) },
      changes: .init(rolls),
      output: request.output,
      notRecorded: notRecorded
    )
  }

  private func rolls(_ request: RiskOutcomesReportRequest, in store: RegistryStore) throws
    -> [ListRoll]
  {
    let all = try store.lists()
    for id in request.lists where !all.contains(where: { $0.list.id == id }) {
      throw DataProblem(.unknownList, column: id)
    }
    let chosen = all.filter { list in
      (request.lists.isEmpty ? list.status == .current : request.lists.contains(list.list.id))
        && (request.model.map { $0 == list.list.model } ?? true)
    }
    guard !chosen.isEmpty else {
      throw DataProblem(
        all.contains { $0.status == .erased } ? .erasedList : .unknownList,
        file: request.environment.registry,
        column: request.model
      )
    }
    var counted = Set(chosen.map(\.list.id))
    var rolls: [ListRoll] = []
    // The last correction first: an issue that was corrected twice counts once.
    for list in chosen.reversed() {
      let earlier = Self.earlier(than: list, all, counted: &counted)
      do {
        rolls.append(try ListRoll(list, correcting: earlier, in: store))
      } catch let problem as DataProblem where problem.cause == .erasedList {
        throw DataProblem(.erasedList, column: list.list.id)
      }
    }
    return rolls.reversed()
  }

  /// The issues that a list corrects, the latest first, without those that are erased or counted
  /// already: what calling people brought is not lost when a list is made again.
  private static func earlier(
    than list: RegisteredList,
    _ all: [RegisteredList],
    counted: inout Set<String>
  ) -> [RegisteredList] {
    var found: [RegisteredList] = []
    var next = list.list.corrects
    while let id = next, counted.insert(id).inserted,
      let issue = all.first(where: { $0.list.id == id })
    {
      if issue.status != .erased, issue.list.key == list.list.key { found.append(issue) }
      next = issue.list.corrects
    }
    return found
  }
}

extension [ListRoll] {
  /// Fingerprints of the keys behind the codes.
  fileprivate var keys: Set<String> { Set(map(\.registered.list.key)) }
}

extension RiskOutcomesReportResult.Group {
  /// The figures of a group.
  init(_ group: OutcomeReport.Group) {
    self.init(
      name: group.name,
      listed: group.listed,
      notCalled: group.answers[ContactAnswer.notCalled.rawValue],
      called: group.called,
      unknown: group.answers[ContactAnswer.unknown.rawValue],
      reached: group.reached,
      positive: group.positive,
      contactRate: group.contactRate.map(RiskOutcomesReportResult.Share.init),
      positiveRate: group.positiveRate.map(RiskOutcomesReportResult.Share.init),
      listedRate: group.listedRate.map(RiskOutcomesReportResult.Share.init),
      lowest: group.bounds?.lower,
      highest: group.bounds?.upper
    )
  }
}

extension RiskOutcomesReportResult.Share {
  fileprivate init(_ share: OutcomeReport.Share) {
    self.init(value: share.value, lower: share.lower, upper: share.upper)
  }
}

extension RiskOutcomesReportResult.Changes {
  fileprivate init(_ rolls: [ListRoll]) {
    let changes = rolls.flatMap { roll in roll.earlier.reversed().flatMap(\.changes) + roll.changes
    }
    let places = rolls.reduce(0) { $0 + $1.places.count }
    var counts: [String: Int] = [:]
    var reasons: [RiskOutcomesReportResult.Reason] = []
    for change in changes { counts[change.kind.rawValue + "/" + change.reason, default: 0] += 1 }
    for change in changes {
      let key = change.kind.rawValue + "/" + change.reason
      guard let count = counts.removeValue(forKey: key) else { continue }
      reasons.append(.init(kind: change.kind.rawValue, reason: change.reason, count: count))
    }
    reasons.sort { ($1.count, $0.kind, $0.reason) < ($0.count, $1.kind, $1.reason) }
    self.init(
      added: changes.count { $0.kind == .added },
      removed: changes.count { $0.kind == .removed },
      rate: places == 0 ? nil : Double(changes.count) / Double(places),
      reasons: reasons
    )
  }
}
