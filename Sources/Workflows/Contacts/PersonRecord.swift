internal import Datasets
internal import Foundation
internal import Registry

/// What the registry knows of one person: the lists that the person is on, and an objection.
struct PersonRecord {
  /// The lists; `nil` when there are lists and no key to find the person on them.
  let lists: [PersonSheet.Appearance]?
  /// Since when the person is not to be contacted; `nil` for who may be.
  let objection: CalendarDate?

  /// Looks a person up.
  ///
  /// - Parameters:
  ///   - person: the identifier.
  ///   - key: file of the key behind the codes; the user's own when `nil`, as far as there is one.
  ///   - environment: has the registry.
  /// - Throws: `DataProblem`: a key that is not right; as `RegistryStore`.
  init(of person: String, key: String?, environment: RequestEnvironment) throws {
    let store = try RegistryStore(folder: environment.registry, access: .reading)
    let known = try store.lists().filter { $0.status != .erased }
    let suppressions = try store.suppressions()
    guard !known.isEmpty || !suppressions.isEmpty else {
      (lists, objection) = ([], nil)
      return
    }
    let file = try key ?? RequestEnvironment.defaultKeyFile()
    guard key != nil || FileManager.default.fileExists(atPath: file) else {
      (lists, objection) = (nil, nil)
      return
    }
    let hash = try KeyedHash(
      file: file,
      knownAs: Set(known.map(\.list.key) + suppressions.map(\.key)),
      environment: environment
    )
    let code = hash.pseudonym(of: person)
    var found: [PersonSheet.Appearance] = []
    for list in known {
      for place in try store.people(of: list) where place.code == code {
        found.append(
          PersonSheet.Appearance(
            list: list.list.id,
            issued: list.list.issued,
            expires: list.list.expires,
            position: place.position
          )
        )
      }
    }
    lists = found
    objection = suppressions.first { $0.code == code }?.day
  }
}
