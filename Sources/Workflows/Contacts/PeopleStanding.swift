internal import Datasets
internal import Foundation
internal import Registry
internal import Risk

/// What the registry says of the people of a list to be: who is not to be contacted, who was
/// contacted lately, who is on the last list.
struct PeopleStanding {
  /// Ids of people who are not to be contacted.
  let suppressed: Set<String>
  /// The day of the last contact with each person, by id; only where a filter asks for it.
  let lastContacts: [String: CalendarDate]
  private let lists: [RegisteredList]
  private let store: RegistryStore

  /// Looks the people up.
  ///
  /// - Parameters:
  ///   - people: the people.
  ///   - model: ranks them.
  ///   - folder: the model's folder.
  ///   - rules: of the filters.
  ///   - issued: the day of the list.
  ///   - key: makes the codes.
  ///   - environment: has the registry.
  /// - Throws: `DataProblem`: `.otherKey` when the suppression list has codes under another key,
  ///   who would be called in spite of it, `.retiredModel`; as `RegistryStore`.
  init(
    of people: Dataset,
    model: RiskModel,
    folder: String,
    rules: [ListRule],
    issued: CalendarDate?,
    key: KeyedHash,
    environment: RequestEnvironment
  ) throws {
    let store = try RegistryStore(folder: environment.registry, access: .reading)
    try store.checkLog()
    if try store.model(in: ModelFolder(folder))?.status == .retired {
      throw DataProblem(.retiredModel, file: folder)
    }
    let suppressions = try store.suppressions()
    guard suppressions.allSatisfy({ $0.key == key.fingerprint }) else {
      throw DataProblem(.otherKey, file: environment.registry)
    }
    lists = try store.lists().filter {
      $0.status != .erased && $0.list.key == key.fingerprint
    }
    let asksForContacts = rules.contains { if case .contacted = $0 { true } else { false } }
    let days = asksForContacts ? try Self.lastContacts(lists, before: issued, in: store) : [:]
    self.store = store
    let opposed = Set(suppressions.map(\.code))
    var suppressed: Set<String> = []
    var lastContacts: [String: CalendarDate] = [:]
    if !opposed.isEmpty || !days.isEmpty, let id = model.specification.id {
      for person in try people.identifiers(id) {
        let code = key.pseudonym(of: person)
        if opposed.contains(code) { suppressed.insert(person) }
        if let day = days[code] { lastContacts[person] = day }
      }
    }
    self.suppressed = suppressed
    self.lastContacts = lastContacts
  }

  /// The day of the last contact by code, of contacts before a day: what calling from a list
  /// brought never changes the list.
  private static func lastContacts(
    _ lists: [RegisteredList],
    before issued: CalendarDate?,
    in store: RegistryStore
  ) throws -> [String: CalendarDate] {
    guard let issued else { return [:] }
    var days: [String: CalendarDate] = [:]
    for list in lists where list.list.issued.map({ $0 < issued }) ?? true {
      // A call without a day is taken to be as late as it can be.
      let latest = min(list.list.expires, issued.advanced(by: -1))
      for contact in try store.contacts(of: list) {
        guard contact.day != nil || contact.outcome != nil else { continue }
        let day = contact.day ?? latest
        if day < issued { days[contact.code] = max(days[contact.code] ?? day, day) }
      }
    }
    return days
  }

  /// What of this decides the content of a list, for its identifier; empty where nothing does.
  var text: String {
    let lines =
      suppressed.sorted() + lastContacts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return lines.isEmpty ? "" : ContentDigest.sha256(of: Array(lines.joined(separator: "\n").utf8))
  }

  /// How many of some people are on the last list of the same model that was issued before.
  ///
  /// - Throws: as `RegistryStore.people(of:)`.
  func overlap(
    _ codes: [String],
    model: String,
    issued: CalendarDate?
  ) throws -> RiskListResult.Overlap? {
    let before = lists.last { list in
      guard let issued, let day = list.list.issued else { return false }
      return list.status == .current && list.list.model == model && day < issued
    }
    guard let before else { return nil }
    let others = Set(try store.people(of: before).map(\.code))
    return .init(list: before.list.id, people: codes.count(where: others.contains))
  }
}
