import Concurrency
import Foundation
import TestSupport
import Testing

@Suite struct TemporaryFileTests {
  @Test("numbers written to a file without a name are read back, and nothing stands in the folder")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    var file = try TemporaryFile(in: folder.url.path)
    let numbers = [1.5, -.infinity, .nan, 0x1p-1074]
    try file.write(numbers.span)
    try file.write([UInt8(7), 8].span)
    try file.write([Int32(-2)].span)
    #expect(file.count == 38)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    let mapped = try file.mapped()
    #expect(mapped.count == 38)
    let bits = mapped.withBytes(in: 0..<32) { bytes in
      (0..<4).map { bytes.word(at: 8 * $0) }
    }
    #expect(bits == numbers.map(\.bitPattern))
    #expect(
      mapped.withBytes(in: 32..<38) { bytes in bytes.indices.map { bytes[$0] } }
        == [7, 8, 0xFE, 0xFF, 0xFF, 0xFF]
    )
  }

  @Test("a file that nothing was written to has no bytes")
  func empty() throws {
    let folder = try TemporaryFolder()
    let file = try TemporaryFile(in: folder.url.path)
    #expect(try file.mapped().count == 0)
  }

  @Test("a folder that is not there is refused with the system's words")
  func refusal() throws {
    let folder = try TemporaryFolder()
    let failure = #expect(throws: SystemFailure.self) {
      _ = try TemporaryFile(in: folder.path("none"))
    }
    #expect(failure?.isNotFound == true)
  }
}
