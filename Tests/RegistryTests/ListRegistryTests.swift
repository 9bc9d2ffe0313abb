internal import Datasets
internal import Foundation
internal import Registry
internal import TestSupport
internal import Testing

@Suite("Lists and suppressions of the registry")
struct ListRegistryTests {
  private static let key = KeyedHash(key: (0..<32).map { UInt8($0) })

  private static func day(_ text: String) throws -> CalendarDate {
    try #require(CalendarDate(iso: text))
  }

  /// A registry with a list of three people.
  private static func filled(_ place: TemporaryFolder, corrects: String? = nil) throws
    -> RegistryStore
  {
    let store = try RegistryStore(folder: place.path("registry"), access: .writing)
    try issue("a/list-1f2e3d4c", in: store)
    return store
  }

  private static func issue(
    _ id: String,
    in store: RegistryStore,
    corrects: String? = nil,
    at moment: Int = 0
  ) throws {
    let people = ["x", "y", "z"].enumerated().map { index, code in
      ListPlace(code: code, position: index + 1, band: 4 - index, group: "\(index % 2)")
    }
    let digest = try store.keep(people, ofList: id)
    let list = IssuedList(
      id: id,
      model: "neet",
      asOf: Month(year: 2024, month: 5),
      issued: try day("2024-05-01"),
      expires: try day("2024-05-31"),
      keepUntil: try day("2025-05-31"),
      purpose: "Invito",
      digest: String(repeating: "a", count: 64),
      folder: "/nowhere",
      key: key.fingerprint,
      places: 3,
      groupColumn: "municipio",
      corrects: corrects,
      people: digest
    )
    try store.issue(list, when: Run.moment(moment))
  }

  private static let contacts = [
    ContactRecord(
      code: "x",
      outcome: "disponibile",
      day: CalendarDate(iso: "2024-05-03"),
      attempts: 2,
      caller: "Anna"
    )
  ]

  @Test("a list, its people, calls and changes come back, also after the index is made again")
  func roundTrip() throws {
    let place = try TemporaryFolder()
    let store = try Self.filled(place)
    let change = ListChange(
      code: "w",
      kind: .added,
      reason: "segnalata",
      caller: "Anna",
      day: try Self.day("2024-05-04")
    )
    try store.changing(list: "a/list-1f2e3d4c") { list in
      try store.replace(contacts: Self.contacts, of: list, when: Run.moment(1))
      try store.replace(changes: [change], of: list, when: Run.moment(2))
    }
    for store in [store, try RegistryStore.rebuildIndex(folder: place.path("registry"))] {
      let list = try #require(try store.list("a/list-1f2e3d4c"))
      #expect(list.status == .current)
      #expect(try store.people(of: list).map(\.code) == ["x", "y", "z"])
      #expect(try store.contacts(of: list) == Self.contacts)
      #expect(try store.changes(of: list) == [change])
      #expect(try store.damagedListFiles().isEmpty)
    }
    #expect(try store.log.verify().isIntact)
  }

  @Test("the same calls taken over twice are logged once")
  func idempotent() throws {
    let place = try TemporaryFolder()
    let store = try Self.filled(place)
    for moment in 1...2 {
      try store.changing(list: "a/list-1f2e3d4c") { list in
        try store.replace(contacts: Self.contacts, of: list, when: Run.moment(moment))
      }
    }
    #expect(try store.log.entries().entries.count == 2)
  }

  @Test("one changed byte in what is kept of a list is found")
  func tampered() throws {
    let place = try TemporaryFolder()
    let store = try Self.filled(place)
    let folder = place.url.appending(path: "registry/lists/a_list-1f2e3d4c")
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path).first)
    let file = folder.appending(path: name)
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: file)
    let list = try #require(try store.list("a/list-1f2e3d4c"))
    #expect(throws: DataProblem(.digestMismatch, file: file.path)) {
      try store.people(of: list)
    }
    #expect(try store.damagedListFiles() == [DataProblem(.digestMismatch, file: file.path)])
  }

  @Test("an erased list leaves digests in the log and no file of its people")
  func erased() throws {
    let place = try TemporaryFolder()
    let store = try Self.filled(place)
    let list = try #require(try store.list("a/list-1f2e3d4c"))
    try store.erase(list, when: Run.moment(1))
    #expect(try store.list("a/list-1f2e3d4c")?.status == .erased)
    let left = try FileManager.default.contentsOfDirectory(atPath: place.path("registry/lists"))
    #expect(left == ["lock"])
    let log = try String(contentsOfFile: place.path("registry/activity.jsonl"), encoding: .utf8)
    #expect(log.contains(list.list.people))
    #expect(!log.contains("\"code\""))
    #expect(try store.damagedListFiles().isEmpty)
  }

  @Test("a correction replaces the list that it corrects")
  func corrected() throws {
    let place = try TemporaryFolder()
    let store = try Self.filled(place)
    try Self.issue("b-00000000", in: store, corrects: "a/list-1f2e3d4c", at: 1)
    #expect(try store.lists().map(\.status) == [.replaced, .current])
    try Self.issue("c-00000000", in: store, corrects: "a/list-1f2e3d4c", at: 2)
    #expect(try store.lists().map(\.status) == [.replaced, .replaced, .current])
  }

  @Test("whoever is suppressed stays so through every later entry, until lifted")
  func suppressed() throws {
    let place = try TemporaryFolder()
    let store = try Self.filled(place)
    func change(_ codes: [String], _ reason: String, isLifted: Bool = false) throws
      -> SuppressionChange
    {
      SuppressionChange(
        codes: codes,
        key: Self.key.fingerprint,
        reason: reason,
        day: try Self.day("2024-05-03"),
        isLifted: isLifted
      )
    }
    try store.suppress(change(["x", "y"], "first"), when: Run.moment(1))
    try store.suppress(change(["y", "z"], "second"), when: Run.moment(2))
    try store.suppress(change([], "nobody"), when: Run.moment(2))
    #expect(try store.suppressions().map(\.code) == ["x", "y", "z"])
    #expect(try store.suppressions().map(\.reason) == ["first", "first", "second"])
    try store.suppress(change(["y"], "wish", isLifted: true), when: Run.moment(3))
    let rebuilt = try RegistryStore.rebuildIndex(folder: place.path("registry"))
    #expect(try rebuilt.suppressions().map(\.code) == ["x", "z"])
    #expect(try rebuilt.log.entries().entries.count == 4)
  }

  @Test("files of people are for their owner only")
  func modes() throws {
    let place = try TemporaryFolder()
    _ = try Self.filled(place)
    let folder = "registry/lists/a_list-1f2e3d4c"
    #expect(try Permissions.mode(of: place.path(folder)) == 0o700)
    for name in try FileManager.default.contentsOfDirectory(atPath: place.path(folder)) {
      #expect(try Permissions.mode(of: place.path(folder + "/" + name)) == 0o600)
    }
  }

  // Python: hmac.new(bytes(range(32)), b"16:vedetta approval21:neet-...", "sha256").
  @Test("an approval's signature is that of another program", .tags(.reference))
  func signature() throws {
    let when = try #require(Timestamp("2026-03-09T07:05:02.120Z"))
    let approval = ListApproval(
      list: "neet-1997-07-c442a56e",
      digest: "27ce",
      name: "Anna Bianchi",
      when: when,
      key: Self.key
    )
    #expect(
      approval.signature == "51280b41b6f38d6f01f3ea43057c57d0f38b920dbe6c47a1d587ec4e8e0bfba8"
    )
    #expect(approval.isSigned(by: Self.key))
    #expect(!approval.isSigned(by: KeyedHash(key: [1, 2, 3])))
  }

  // Python: base64.b32encode of the first ten bytes of the HMAC under the pseudonyms' key.
  @Test("a key's fingerprint is that of another program", .tags(.reference))
  func fingerprint() {
    #expect(Self.key.fingerprint == "xbnk2yydf2deyniw")
  }
}
