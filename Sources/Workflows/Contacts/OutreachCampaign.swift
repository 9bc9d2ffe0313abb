internal import Datasets
internal import Registry
internal import Risk

/// Everybody on some lists, with what calling them brought.
///
/// Whoever operators took off a list and nobody called does not count; whoever they added does. A
/// person on two lists counts on each, for each is an invitation; a list and the issues that it
/// corrects are one, and whoever was called from an earlier issue counts.
struct OutreachCampaign {
  /// Somebody on a list.
  struct Member {
    let code: String
    let band: Int?
    let group: String?
    let groupColumn: String?
    let outcome: ContactOutcome?
    let hasDay: Bool
  }

  /// A report by a column.
  struct Table {
    let column: String
    let report: OutcomeReport
  }

  /// What stands for a group that is not known.
  static let unknownName = "(vuoto)"

  private let members: [Member]

  init(_ rolls: [ListRoll]) {
    members = rolls.flatMap { roll -> [Member] in
      var contacts: [String: ContactRecord] = [:]
      var places: [String: ListPlace] = [:]
      for issue in roll.earlier.reversed() + [roll] {
        for record in issue.contacts { contacts[record.code] = record }
        for place in issue.places where place.band != nil || places[place.code] == nil {
          places[place.code] = place
        }
      }
      var removed: Set<String> = []
      var added: [String] = []
      for change in roll.changes {
        switch change.kind {
        case .added:
          added.append(change.code)
          removed.remove(change.code)
        case .removed:
          removed.insert(change.code)
          added.removeAll { $0 == change.code }
        }
      }
      let column = roll.registered.list.groupColumn
      func member(_ code: String) -> Member? {
        let (record, place) = (contacts[code], places[code])
        if removed.contains(code), record == nil { return nil }
        return Member(
          code: code,
          band: place?.band,
          group: place?.group,
          groupColumn: column,
          outcome: record?.outcome.flatMap { ContactOutcome(rawValue: $0) },
          hasDay: record?.day != nil
        )
      }
      let onList = Set(roll.places.map(\.code))
      let others = added.filter { !onList.contains($0) }
      // Called from an earlier issue before it was corrected, and not on the list any more.
      let calledBefore = contacts.keys.sorted().filter {
        !onList.contains($0) && !others.contains($0)
      }
      return (roll.places.map(\.code) + others + calledBefore).compactMap(member)
    }
  }

  /// The people under a name of their group.
  func people(_ group: (Member) -> String) -> [OutcomeReport.Person] {
    members.map { member in
      OutcomeReport.Person(group: group(member), outcome: member.outcome, hasDay: member.hasDay)
    }
  }

  /// Reports by band of risk, and by the column of the quotas where all lists have the same.
  var tables: [Table] {
    var tables = [
      Table(
        column: "fascia_rischio",
        report: OutcomeReport(people { $0.band.map { "\($0)" } ?? Self.unknownName })
      )
    ]
    let columns = Set(members.map(\.groupColumn))
    if columns.count == 1, let first = columns.first, let column = first {
      tables.append(
        Table(column: column, report: OutcomeReport(people { $0.group ?? Self.unknownName }))
      )
    }
    return tables
  }

  /// Reports by columns of a table of people.
  func tables(of groups: PeopleGroups) -> [Table] {
    groups.columns.map { name, group in
      Table(
        column: name,
        report: OutcomeReport(people { group[$0.code] ?? Self.unknownName })
      )
    }
  }
}

/// What columns of a table of people say of those on lists, by their codes.
struct PeopleGroups {
  /// Column and what it says of each code.
  let columns: [(name: String, group: [String: String])]

  /// Reads a table of people.
  ///
  /// - Throws: `DataProblem`: a column that is missing, codes of lists under another key.
  init(_ request: RiskOutcomesReportRequest, data: String, keys: Set<String>) throws {
    let hash = try KeyedHash(
      file: request.key,
      knownAs: keys,
      environment: request.environment
    )
    let table = try TableInput.read(
      data,
      texts: [request.id],
      environment: request.environment
    ).dataset
    let ids = try table.column(request.id)
    let codes = (0..<table.rowCount).map { ids.text(at: $0).map(hash.pseudonym(of:)) }
    columns = try request.by.map { name in
      let cells = try table.column(name)
      var group: [String: String] = [:]
      // A person's last row counts.
      for (row, code) in codes.enumerated() {
        if let code { group[code] = cells.text(at: row) ?? OutreachCampaign.unknownName }
      }
      return (name, group)
    }
  }
}

/// What lists brought, as a table: one row a group.
struct OutcomeTable {
  let dataset: Dataset

  init(_ report: OutcomeReport, _ tables: [OutreachCampaign.Table]) {
    var rows: [(column: String, group: OutcomeReport.Group)] = [("totale", report.total)]
    for table in tables { rows += table.report.groups.map { (table.column, $0) } }
    func counts(_ name: String, _ value: (OutcomeReport.Group) -> Int?) -> Column {
      let texts = rows.map { value($0.group).map { "\($0)" } ?? ListFateTable.hiddenMark }
      return Column(name: name, values: .text(TextColumn(texts)))
    }
    func shares(_ name: String, _ value: (OutcomeReport.Group) -> Double?) -> Column {
      Column(name: name, values: .numbers(rows.map { value($0.group) ?? .nan }))
    }
    func answers(_ answer: ContactAnswer) -> (OutcomeReport.Group) -> Int? {
      { $0.answers[answer.rawValue] }
    }
    dataset = Dataset(
      source: "outcomes",
      columns: [
        Column(name: "by", values: .text(TextColumn(rows.map(\.column)))),
        Column(name: "group", values: .text(TextColumn(rows.map(\.group.name)))),
        counts("listed", \.listed),
        counts("not_called", answers(.notCalled)),
        counts("called", \.called),
        counts("unknown", answers(.unknown)),
        counts("reached", \.reached),
        counts("positive", \.positive),
        shares("contact_rate", { $0.contactRate?.value }),
        shares("positive_rate", { $0.positiveRate?.value }),
        shares("positive_lower", { $0.positiveRate?.lower }),
        shares("positive_upper", { $0.positiveRate?.upper }),
        shares("listed_rate", { $0.listedRate?.value }),
        shares("lowest", { $0.bounds?.lower }),
        shares("highest", { $0.bounds?.upper }),
      ]
    )
  }
}
