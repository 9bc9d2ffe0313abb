internal import Datasets
internal import Foundation
internal import Registry
internal import TestSupport
internal import Testing

@Suite("Keyed hashes")
struct KeyedHashTests {
  struct Vector: CustomTestStringConvertible, Sendable {
    let name: String
    let key: [UInt8]
    let message: [UInt8]
    let code: String
    var testDescription: String { name }
  }

  // RFC 4231, sections 4.2 to 4.4, 4.7 and 4.8.
  static let vectors = [
    Vector(
      name: "test case 1",
      key: [UInt8](repeating: 0x0b, count: 20),
      message: Array("Hi There".utf8),
      code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    Vector(
      name: "test case 2",
      key: Array("Jefe".utf8),
      message: Array("what do ya want for nothing?".utf8),
      code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    Vector(
      name: "test case 3",
      key: [UInt8](repeating: 0xaa, count: 20),
      message: [UInt8](repeating: 0xdd, count: 50),
      code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
    ),
    Vector(
      name: "test case 6, a key longer than a block",
      key: [UInt8](repeating: 0xaa, count: 131),
      message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
  ]

  @Test("HMAC-SHA256 is the standard's", .tags(.reference), arguments: vectors)
  func hmac(_ vector: Vector) {
    let code = KeyedHash(key: vector.key).code(of: vector.message)
    #expect(ContentDigest.hexadecimal(code) == vector.code)
  }

  // Python: hmac.new(hmac.new(bytes(range(32)), b"vedetta tie order", "sha256").digest(),
  // b"RSSMRA85T10A562S", "sha256"), and base64.b32encode for the pseudonym; the identifier is the
  // tax agency's published specimen.
  @Test("tie order and pseudonym are those of another program", .tags(.reference))
  func derivedKeys() {
    let hash = KeyedHash(key: (0..<32).map { UInt8($0) })
    #expect(hash.value(of: "RSSMRA85T10A562S") == 8_046_004_737_703_764_657)
    #expect(hash.pseudonym(of: "RSSMRA85T10A562S") == "rjk24slapn2sfilo4nrx2hc74y")
  }

  @Test("without a key the order depends on the seed and on the list, and is always the same")
  func derivedFromSeed() {
    let names = (0..<200).map { "person \($0)" }
    func order(_ seed: UInt64, _ list: String) -> [String] {
      let hash = KeyedHash(seed: seed, list: list)
      return names.sorted { hash.value(of: $0) < hash.value(of: $1) }
    }
    #expect(order(1, "july") == order(1, "july"))
    #expect(order(1, "july") != order(2, "july"))
    #expect(order(1, "july") != order(1, "august"))
    #expect(order(1, "july") != names)
  }

  @Test("values spread evenly over 64 bits", .tags(.property))
  func uniform() {
    // 4,096 values in 16 classes by their highest bits, and by their lowest: chi-square with 15
    // degrees of freedom exceeds 50 with probability 1.2e-5.
    let hash = KeyedHash(seed: 7, list: "spread")
    for shift in [60, 0] {
      var counts = [Int](repeating: 0, count: 16)
      for number in 0..<4096 {
        counts[Int(hash.value(of: "id-\(number)") >> UInt64(shift) & 15)] += 1
      }
      let chiSquare = counts.map { Double(($0 - 256) * ($0 - 256)) / 256 }.reduce(0, +)
      #expect(chiSquare < 50, "seed 7, shift \(shift): \(counts)")
    }
  }

  @Test("texts that are canonically equal have one hash, others have different ones")
  func canonicalEquivalence() {
    let hash = KeyedHash(seed: 1, list: "")
    #expect(hash.value(of: "Niccolo\u{300}") == hash.value(of: "Niccol\u{f2}"))
    #expect(hash.pseudonym(of: "Niccolo\u{300}") == hash.pseudonym(of: "Niccol\u{f2}"))
    #expect(hash.pseudonym(of: "") != hash.pseudonym(of: " "))
    #expect(hash.pseudonym(of: "a").utf8.count == 26)
  }
}

@Suite("Key files")
struct SecretKeyTests {
  @Test("a key is made once, for its owner only, and is the same thereafter")
  func madeOnce() throws {
    let place = try TemporaryFolder()
    let path = place.path("key")
    let first = try SecretKey(file: path, registry: place.path("registry"))
    let second = try SecretKey(file: path, registry: place.path("registry"))
    #expect(first.isNew)
    #expect(!second.isNew)
    #expect(KeyedHash(key: first).value(of: "x") == KeyedHash(key: second).value(of: "x"))
    #expect(try Permissions.mode(of: path) == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.url.path) == ["key"])
    let other = try SecretKey(file: place.path("other"), registry: place.path("registry"))
    #expect(KeyedHash(key: other).value(of: "x") != KeyedHash(key: first).value(of: "x"))
  }

  @Test("of many that make the key at once all hold the same")
  func madeAtOnce() async throws {
    let place = try TemporaryFolder()
    let path = place.path("key")
    let registry = place.path("registry")
    let values = try await withThrowingTaskGroup(of: (UInt64, Bool).self) { group in
      for _ in 0..<16 {
        group.addTask {
          let key = try SecretKey(file: path, registry: registry)
          return (KeyedHash(key: key).value(of: "x"), key.isNew)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(values.map(\.0)).count == 1)
    #expect(values.count { $0.1 } == 1)
  }

  @Test("hexadecimal digits and plain bytes are the same key")
  func forms() throws {
    let place = try TemporaryFolder()
    let bytes = (0..<32).map { UInt8($0 * 7) }
    try Data(bytes).write(to: place.url.appending(path: "plain"))
    try place.write(ContentDigest.hexadecimal(bytes).uppercased() + "\r\n", to: "digits")
    let values = try ["plain", "digits"].map { name in
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o600],
        ofItemAtPath: place.path(name)
      )
      return KeyedHash(key: try SecretKey(file: place.path(name), registry: "/nowhere"))
        .value(of: "x")
    }
    #expect(values == [UInt64](repeating: KeyedHash(key: bytes).value(of: "x"), count: 2))
  }

  @Test("a key inside the registry is refused, through a link too, and is not made")
  func insideRegistry() throws {
    let place = try TemporaryFolder()
    let registry = place.path("registry")
    try FileManager.default.createDirectory(atPath: registry, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: place.path("link"),
      withDestinationPath: registry
    )
    for path in [
      registry + "/key", registry + "/../registry/key", place.path("link/key"), registry + "//key",
    ] {
      #expect(
        throws: DataProblem(
          .invalidValue(expected: "a key file outside the registry"),
          file: path
        ),
        "\(path)"
      ) {
        try SecretKey(file: path, registry: registry)
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: registry).isEmpty)
    // A neighbour whose name begins alike is outside.
    #expect(try SecretKey(file: place.path("registry-key"), registry: registry).isNew)
  }

  @Test("a key that others can read, or that is none, is refused")
  func refused() throws {
    let place = try TemporaryFolder()
    try place.write(String(repeating: "a", count: 64) + "\n", to: "open")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o640],
      ofItemAtPath: place.path("open")
    )
    #expect(
      throws: DataProblem(
        .invalidValue(expected: "a key file that only its owner can read (chmod 600)"),
        file: place.path("open")
      )
    ) {
      try SecretKey(file: place.path("open"), registry: "/nowhere")
    }
    for content in ["", "secret\n", String(repeating: "g", count: 64)] {
      let path = try place.write(content, to: "bad")
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      #expect(
        throws: DataProblem(
          .invalidValue(expected: "a key of 32 bytes, as 64 hexadecimal digits"),
          file: path
        )
      ) {
        try SecretKey(file: path, registry: "/nowhere")
      }
    }
    #expect(throws: DataProblem(.fileNotFound, file: place.path("none"))) {
      try SecretKey(file: place.path("none"), registry: "/nowhere", mayCreate: false)
    }
    #expect(throws: OutputProblem.self) {
      try SecretKey(file: place.path("no/such/folder/key"), registry: "/nowhere")
    }
  }

  @Test("a key shows nothing of itself when printed")
  func printed() throws {
    let place = try TemporaryFolder()
    let path = place.path("key")
    let key = try SecretKey(file: path, registry: "/nowhere")
    let digits = try String(contentsOfFile: path, encoding: .utf8).prefix(8)
    var dumped = ""
    dump(key, to: &dumped)
    for text in ["\(key)", String(reflecting: key), dumped] {
      #expect(!text.contains(digits))
      #expect(text.contains("32 bytes"))
    }
  }
}

/// Modes of files.
enum Permissions {
  static func mode(of path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int) & 0o777
  }
}
