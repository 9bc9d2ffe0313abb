internal import Datasets
internal import Registry

/// Who is on a list now: those it was written with, and those whom operators added since.
struct ListRoll {
  let registered: RegisteredList
  /// The places the list was written with, by position.
  let places: [ListPlace]
  /// What operators changed.
  let changes: [ListChange]
  /// What the calls brought.
  let contacts: [ContactRecord]
  /// The issues that the list corrects, the latest first.
  let earlier: [ListRoll]

  /// Reads a list from the registry.
  ///
  /// - Parameters:
  ///   - registered: the list.
  ///   - earlier: the issues that it corrects and that count with it, the latest first.
  ///   - store: the registry.
  /// - Throws: `DataProblem` `.erasedList`; as `RegistryStore`.
  init(
    _ registered: RegisteredList,
    correcting earlier: [RegisteredList] = [],
    in store: RegistryStore
  ) throws {
    guard registered.status != .erased else { throw DataProblem(.erasedList) }
    self.registered = registered
    places = try store.people(of: registered)
    changes = try store.changes(of: registered)
    contacts = try store.contacts(of: registered)
    self.earlier = try earlier.map { try ListRoll($0, in: store) }
  }

  /// Codes of everybody whom somebody may have called: those removed as well, for the call may
  /// have come first.
  var codes: Set<String> {
    Set(places.map(\.code) + changes.filter { $0.kind == .added }.map(\.code))
  }
}

extension RegistryStore {
  /// Codes of people whom operators took off a list or the issues that it corrects, and did not
  /// add again; empty for a list that is unknown, erased or under another key.
  ///
  /// - Throws: as ``changes(of:)``.
  func removed(fromList id: String, key: KeyedHash) throws -> Set<String> {
    let all = try lists()
    var chain: [RegisteredList] = []
    var next: String? = id
    var seen: Set<String> = []
    while let id = next, seen.insert(id).inserted,
      let list = all.first(where: { $0.list.id == id })
    {
      if list.status != .erased, list.list.key == key.fingerprint { chain.append(list) }
      next = list.list.corrects
    }
    var removed: Set<String> = []
    for list in chain.reversed() {
      for change in try changes(of: list) {
        switch change.kind {
        case .added: removed.remove(change.code)
        case .removed: removed.insert(change.code)
        }
      }
    }
    return removed
  }
}
