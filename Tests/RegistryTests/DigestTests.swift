internal import Datasets
internal import Foundation
internal import Registry
internal import TestSupport
internal import Testing

@Suite("Digests")
struct DigestTests {
  struct Message: CustomTestStringConvertible, Sendable {
    let name: String
    let bytes: [UInt8]
    let sha256: String
    var testDescription: String { name }
  }

  // FIPS 180-2, appendix B, and the empty message of the NIST example values.
  static let messages = [
    Message(
      name: "no bytes",
      bytes: [],
      sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    ),
    Message(
      name: "abc",
      bytes: Array("abc".utf8),
      sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    ),
    Message(
      name: "two blocks",
      bytes: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
      sha256: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    Message(
      name: "a million a",
      bytes: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
      sha256: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ]

  @Test(
    "SHA-256 is the standard's, in memory and from a file",
    .tags(.reference),
    arguments: messages
  )
  func sha256(_ message: Message) throws {
    #expect(ContentDigest.sha256(of: message.bytes) == message.sha256)
    let folder = try TemporaryFolder()
    try Data(message.bytes).write(to: folder.url.appending(path: "file"))
    let digest = try FileDigest(path: folder.path("file"))
    #expect(digest.sha256 == message.sha256)
    #expect(digest.bytes == message.bytes.count)
    #expect(digest.path == folder.path("file"))
  }

  @Test("a file of several read blocks has the digest of its bytes in memory")
  func severalBlocks() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<(3 << 20) + 17).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    try Data(bytes).write(to: folder.url.appending(path: "file"))
    #expect(try FileDigest(path: folder.path("file")).sha256 == ContentDigest.sha256(of: bytes))
    var blocks = 0
    #expect(throws: CancellationError.self) {
      try FileDigest(path: folder.path("file")) {
        blocks += 1
        return blocks < 3
      }
    }
    #expect(blocks == 3)
  }

  @Test("a file that is not there and a folder are refused as such")
  func refusals() throws {
    let folder = try TemporaryFolder()
    #expect(throws: DataProblem(.fileNotFound, file: folder.path("none"))) {
      try FileDigest(path: folder.path("none"))
    }
    #expect(throws: DataProblem(.fileUnreadable(reason: "it is a folder"), file: folder.url.path)) {
      try FileDigest(path: folder.url.path)
    }
  }

  @Test("a folder's digests are sorted by path and reach into its folders")
  func folder() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "parts"),
      withIntermediateDirectories: true
    )
    for name in ["b.txt", "a.txt", "parts/c.txt", "manifest.json"] {
      try folder.write(name, to: name)
    }
    let digests = try FileDigest.ofFiles(in: folder.url.path, except: ["manifest.json"])
    #expect(digests.map(\.path) == ["a.txt", "b.txt", "parts/c.txt"])
    #expect(digests[2].sha256 == ContentDigest.sha256(of: "parts/c.txt".utf8))
  }
}
