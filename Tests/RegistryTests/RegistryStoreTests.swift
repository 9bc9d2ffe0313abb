internal import Datasets
internal import Foundation
internal import Registry
internal import TestSupport
internal import Testing

@Suite("Registry store")
struct RegistryStoreTests {
  /// A registry with two runs and three registrations, the second from the folder of the first.
  private static func filled(_ place: TemporaryFolder) throws -> RegistryStore {
    let store = try RegistryStore(folder: place.path("registry"), access: .writing)
    let (first, second) = (ModelFolder(place.path("first")), ModelFolder(place.path("second")))
    try Example.write(first, name: "neet")
    try store.record(Run.number(0), when: Run.moment(0), actor: "A. Analyst")
    try store.register(first, when: Run.moment(1))
    try Example.write(first, files: Array(Example.files.prefix(2)), name: "neet", replacing: true)
    try store.register(first, when: Run.moment(2))
    try Example.write(second, name: "leavers")
    try store.record(Run.number(3), when: Run.moment(3))
    try store.register(second, when: Run.moment(4))
    return store
  }

  @Test("runs and models come back as they were recorded")
  func roundTrip() throws {
    let place = try TemporaryFolder()
    let store = try Self.filled(place)
    let runs = try store.runs()
    #expect(runs.map(\.id) == [4, 1])
    #expect(runs.map(\.run) == [Run.number(3), Run.number(0)])
    #expect(try store.runs(limit: 1).map(\.id) == [4])
    let models = try store.models()
    #expect(models.map(\.id) == [2, 3, 5])
    #expect(models.map(\.status) == [.replaced, .active, .active])
    #expect(models.map(\.registration.name) == ["neet", "neet", "leavers"])
    #expect(models.map(\.registeredAt) == [1, 2, 4].map(Run.moment))
    #expect(try store.model(named: "neet")?.id == 3)
    #expect(try store.model(named: "nobody") == nil)
    #expect(try store.model(in: ModelFolder(place.path("./first/")))?.id == 3)
    let digest = try FileDigest(path: place.path("first/manifest.json")).sha256
    #expect(models[1].registration.manifestDigest == digest)
    #expect(try store.log.verify().isIntact)
  }

  @Test("a retired model stays in the list and leaves the name to another")
  func retired() throws {
    let place = try TemporaryFolder()
    let store = try Self.filled(place)
    let model = try #require(try store.model(named: "leavers"))
    try store.retire(model, when: Run.moment(5))
    #expect(try store.model(named: "leavers")?.status == .retired)
    #expect(try store.models().map(\.status) == [.replaced, .active, .retired])
  }

  @Test("the folder is entered and its files are read by their owner only")
  func modes() throws {
    let place = try TemporaryFolder()
    _ = try Self.filled(place)
    #expect(try Permissions.mode(of: place.path("registry")) == 0o700)
    let names = try FileManager.default.contentsOfDirectory(atPath: place.path("registry")).sorted()
    #expect(names == ["activity.head", "activity.jsonl", "registry.sqlite"])
    for name in names { #expect(try Permissions.mode(of: place.path("registry/" + name)) == 0o600) }
  }

  @Test("opening again, and again, changes neither rows nor form")
  func migratedTwice() throws {
    let place = try TemporaryFolder()
    let models = try Self.filled(place).models()
    let before = try Data(contentsOf: URL(filePath: place.path("registry/registry.sqlite")))
    for _ in 0..<3 {
      #expect(
        try RegistryStore(folder: place.path("registry"), access: .writing).models() == models
      )
    }
    #expect(try Data(contentsOf: URL(filePath: place.path("registry/registry.sqlite"))) == before)
  }

  @Test("an index that is gone is made again when the registry is opened")
  func indexGone() throws {
    let place = try TemporaryFolder()
    let (models, runs) = try { (try $0.models(), try $0.runs()) }(Self.filled(place))
    try FileManager.default.removeItem(atPath: place.path("registry/registry.sqlite"))
    let store = try RegistryStore(folder: place.path("registry"), access: .writing)
    #expect(try store.models() == models)
    #expect(try store.runs() == runs)
  }

  @Test("a damaged index is refused by name, made again from the log, and kept aside")
  func indexDamaged() throws {
    let place = try TemporaryFolder()
    let models = try Self.filled(place).models()
    let database = place.path("registry/registry.sqlite")
    let garbage = Data(repeating: 0x5A, count: 4096)
    try garbage.write(to: URL(filePath: database))
    for access in [RegistryStore.Access.reading, .writing] {
      #expect(
        throws: DataProblem(.damagedIndex(reason: "file is not a database"), file: database)
      ) {
        try RegistryStore(folder: place.path("registry"), access: access)
      }
    }
    let store = try RegistryStore.rebuildIndex(folder: place.path("registry"))
    #expect(try store.models() == models)
    #expect(try Data(contentsOf: URL(filePath: database + ".damaged-1")) == garbage)
    #expect(try RegistryStore(folder: place.path("registry"), access: .reading).models() == models)
  }

  @Test("a rebuilt index equals the one it replaces, rows added by hand being gone")
  func rebuilt() throws {
    let place = try TemporaryFolder()
    let store = try Self.filled(place)
    let again = try RegistryStore.rebuildIndex(folder: place.path("registry"))
    #expect(try again.models() == store.models())
    #expect(try again.runs() == store.runs())
  }

  @Test("without a log there is nothing to make an index from")
  func rebuildWithoutLog() throws {
    let place = try TemporaryFolder()
    #expect(throws: DataProblem(.fileNotFound, file: place.path("none/activity.jsonl"))) {
      try RegistryStore.rebuildIndex(folder: place.path("none"))
    }
  }

  @Test("events that another process logged are seen by a store that is open")
  func followed() throws {
    let place = try TemporaryFolder()
    let store = try Self.filled(place)
    let log = ActivityLog(folder: place.path("registry"))
    try log.append(.run(Run.number(5)), when: Run.moment(5))
    try store.record(Run.number(6), when: Run.moment(6))
    #expect(try store.runs().map(\.id) == [7, 6, 4, 1])
  }

  @Test("stores that record at once in one registry keep everything")
  func concurrentStores() async throws {
    let place = try TemporaryFolder()
    let folder = place.path("registry")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<4 {
        group.addTask {
          let store = try RegistryStore(folder: folder, access: .writing)
          for number in 0..<5 {
            try store.record(Run.number(worker * 5 + number), when: Run.moment(number))
          }
        }
      }
      try await group.waitForAll()
    }
    let store = try RegistryStore(folder: folder, access: .writing)
    #expect(try store.runs().map(\.id) == Array((1...20).reversed()))
    #expect(Set(try store.runs().map(\.run.request)).count == 20)
    #expect(try store.log.verify().isIntact)
  }

  @Test("reading a registry that is not there shows an empty one and makes nothing")
  func readingNothing() throws {
    let place = try TemporaryFolder()
    let store = try RegistryStore(folder: place.path("registry"), access: .reading)
    #expect(try store.models().isEmpty)
    #expect(try store.runs().isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.url.path).isEmpty)
  }

  @Test("a registry where nothing can be made is refused with the system's words")
  func notWritable() throws {
    let place = try TemporaryFolder()
    try place.write("a file", to: "file")
    #expect(
      throws: OutputProblem(.system(reason: "Not a directory"), path: place.path("file/registry"))
    ) {
      try RegistryStore(folder: place.path("file/registry"), access: .writing)
    }
  }

  @Test("a log that was cut is refused instead of being followed")
  func logCut() throws {
    let place = try TemporaryFolder()
    _ = try Self.filled(place)
    let log = place.path("registry/activity.jsonl")
    let bytes = try Data(contentsOf: URL(filePath: log))
    try bytes.prefix(bytes.count / 2).write(to: URL(filePath: log))
    for access in [RegistryStore.Access.reading, .writing] {
      #expect(throws: DataProblem(.digestMismatch, file: log)) {
        try RegistryStore(folder: place.path("registry"), access: access)
      }
    }
  }

  @Test("a folder without a manifest is not registered")
  func noManifest() throws {
    let place = try TemporaryFolder()
    let store = try RegistryStore(folder: place.path("registry"), access: .writing)
    #expect(throws: DataProblem(.fileNotFound, file: place.path("model/manifest.json"))) {
      try store.register(ModelFolder(place.path("model")), when: Run.moment(0))
    }
    #expect(try store.log.entries().entries.isEmpty)
  }
}
