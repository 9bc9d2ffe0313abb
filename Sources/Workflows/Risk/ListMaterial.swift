internal import Datasets
internal import Foundation
internal import Registry
internal import Risk

/// Everything that a list is made from, read and checked.
struct ListMaterial {
  let model: RiskModel
  let policyPath: String
  let policyFile: ListPolicyFile
  /// The people of the list's date.
  let people: Dataset
  let asOf: Month?
  let issued: CalendarDate?
  /// Digests of all inputs.
  let digests: [InputDigest]
  let keyFile: String
  let key: SecretKey
  /// True when the registry knows no list and nobody who is not to be contacted.
  let registryIsEmpty: Bool
  let contacts: ContactBook?
  /// The earlier issue that is corrected.
  let earlier: EarlierList?
  /// Codes of people whom operators took off the list that is corrected.
  let removed: Set<String>
  /// A short name for the list: the same inputs give the same one.
  let identifier: String
  /// What the registry says of the people.
  let standing: PeopleStanding
  private let tables: [String: Dataset]
  private let earlierPath: String?

  var policy: ListPolicy { policyFile.policy }

  /// Reads what a request names.
  ///
  /// - Throws: `DataProblem`; `OutputProblem` when the output is an input.
  init(_ request: RiskListRequest) throws {
    let environment = request.environment
    policyPath = request.policy
    policyFile = try ListPolicyFile(path: request.policy)
    var others = [(role: "policy", path: request.policy)]
    others += policyFile.tables.map { (role: "filter", path: $0.file) }
    if let contacts = policyFile.contacts { others.append((role: "contacts", path: contacts.file)) }
    if let earlier = request.earlier { others.append((role: "earlier", path: earlier)) }
    let input = try ScoringInput(
      model: request.model,
      data: request.data,
      others: others,
      output: request.output,
      environment: environment
    )
    model = input.model
    digests = input.digests
    (people, asOf) = try Self.people(of: input.dataset, request.asOf, model.specification)
    issued =
      request.issued ?? asOf.flatMap { CalendarDate(year: $0.year, month: $0.month, day: 1) }
    if let issued, policyFile.policy.expires < issued {
      throw DataProblem(
        .invalidValue(expected: "a day from that of the list, \(issued), on"),
        file: request.policy,
        column: "expires"
      )
    }
    keyFile = try request.key ?? RequestEnvironment.defaultKeyFile()
    // With a new key nobody would be found again who is on a list or is not to be contacted.
    let store = try RegistryStore(folder: environment.registry, access: .reading)
    registryIsEmpty = try store.lists().isEmpty && store.suppressions().isEmpty
    key = try SecretKey(
      file: keyFile,
      registry: environment.registry,
      mayCreate: request.earlier == nil && registryIsEmpty
    )
    standing = try PeopleStanding(
      of: people,
      model: model,
      folder: request.model,
      rules: policyFile.policy.filters.map(\.rule),
      issued: issued,
      key: KeyedHash(key: key),
      environment: environment
    )
    let (day, hash) = (issued, KeyedHash(key: key))
    earlier = try request.earlier.map { path in
      try EarlierList(path: path, issued: day, environment: environment)
    }
    removed = try earlier?.list.map { try store.removed(fromList: $0, key: hash) } ?? []
    identifier = Self.identifier(digests, model, asOf, request.issued, standing, removed)
    var tables: [String: Dataset] = [:]
    for table in policyFile.tables {
      tables[table.file] = try TableInput.read(
        table.file,
        texts: table.keys,
        environment: environment.findingTableForms
      ).dataset
    }
    self.tables = tables
    contacts = try Self.contacts(policyFile, people: people, environment)
    earlierPath = request.earlier
  }

  /// Makes the list.
  ///
  /// - Throws: `DataProblem`; with the policy as its file for what a key of it asks.
  func list() throws -> ContactList {
    let hash = KeyedHash(key: key)
    // Not of the data's bytes: saving a file again must not call other people.
    let order = [model.specification.name, asOf?.description].compactMap(\.self)
      .joined(separator: "/")
    let context = ListContext(
      issued: issued,
      tables: tables,
      contacts: contacts,
      held: earlier?.held ?? [],
      suppressed: standing.suppressed,
      removed: removed,
      lastContacts: standing.lastContacts,
      pseudonym: hash.pseudonym(of:)
    )
    let list = try namingPolicy {
      try ContactList(model, people, policy: policy, context: context) { person in
        hash.value(of: order + "/" + person)
      }
    }
    if let earlier, !earlier.held.isEmpty, list.absent.count == earlier.held.count {
      throw DataProblem(
        .invalidValue(expected: "codes that the key in use gives to people in the data"),
        file: earlierPath,
        column: "codice"
      )
    }
    return list
  }

  /// A value, with the policy as the file of a problem that has none.
  private func namingPolicy<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let problem as DataProblem {
      guard problem.file == nil else { throw problem }
      throw DataProblem(problem.cause, file: policyPath, column: problem.column)
    }
  }

  /// The code that stands for a person.
  func code(of person: String) -> String { KeyedHash(key: key).pseudonym(of: person) }

  /// People of the contacts' table who are not in the data; `nil` without one.
  var contactsWithoutPerson: Int? {
    guard let contacts, let key = policyFile.contacts?.key,
      let keys = contacts.dataset[key], let id = model.specification.id,
      let persons = people[id]
    else { return nil }
    let known = Set((0..<people.rowCount).compactMap { persons.text(at: $0) })
    let people = Set((0..<keys.count).compactMap { keys.text(at: $0) })
    return people.count { !known.contains($0) }
  }

  /// The people of one date: that asked for, else the latest.
  private static func people(
    of dataset: Dataset,
    _ asOf: Month?,
    _ specification: RiskSpecification
  ) throws -> (people: Dataset, date: Month?) {
    guard let column = specification.asOf else {
      let (all, _) = try dataset.selecting(asOf: asOf.map { [$0] } ?? [], specification)
      return (all, nil)
    }
    guard let date = try asOf ?? dataset.months(ofColumn: column).max() else {
      throw DataProblem(.noRows, file: dataset.source)
    }
    return (try dataset.selecting(asOf: [date], specification).rows, date)
  }

  private static func contacts(
    _ file: ListPolicyFile,
    people: Dataset,
    _ environment: RequestEnvironment
  ) throws -> ContactBook? {
    guard let contacts = file.contacts else { return nil }
    let others = file.policy.columns.filter { people[$0] == nil }
    let table = try TableInput.read(
      contacts.file,
      texts: [contacts.key, contacts.phone] + contacts.columns,
      environment: environment.findingTableForms
    ).dataset
    for name in others where table[name] == nil { _ = try people.column(name) }
    return try ContactBook(table, key: contacts.key, phone: contacts.phone)
  }

  /// A short name for the list, from everything that decides its content.
  private static func identifier(
    _ inputs: [InputDigest],
    _ model: RiskModel,
    _ date: Month?,
    _ issued: CalendarDate?,
    _ standing: PeopleStanding,
    _ removed: Set<String>
  ) -> String {
    let content =
      inputs.map(\.file.sha256).joined() + (issued?.description ?? "") + standing.text
      + removed.sorted().joined()
    let whole = ContentDigest.sha256(of: Array(content.utf8))
    return [model.specification.name, date?.description, String(whole.prefix(8))]
      .compactMap { $0 }.joined(separator: "-")
  }
}
