import Concurrency
import Foundation
import TestSupport
import Testing

@Suite struct MappedFileTests {
  private func text(_ file: MappedFile) -> String {
    file.withBytes(in: 0..<file.count) { span in
      String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
    }
  }

  @Test("the bytes of a file are those on the disk")
  func contents() throws {
    let folder = try TemporaryFolder()
    let file = try MappedFile(path: folder.write("abc\ndef", to: "a"))
    #expect(file.count == 7)
    #expect(text(file) == "abc\ndef")
    #expect(file.withBytes(in: 4..<6) { $0[1] } == UInt8(ascii: "e"))
  }

  @Test("bytes whose pages were given back are still there, also of a file that is gone")
  func released() throws {
    let folder = try TemporaryFolder()
    let content = String(repeating: "0123456789abcdef", count: 1 << 15)
    let path = try folder.write(content, to: "a")
    let file = try MappedFile(path: path)
    try FileManager.default.removeItem(atPath: path)
    #expect(text(file) == content)
    for range in [0..<file.count, 5..<5, 300_000..<300_001, file.count..<file.count] {
      file.release(range)
      #expect(text(file) == content && file.isComplete)
    }
    try MappedFile(path: "/proc/self/cmdline").release(0..<1)
  }

  @Test("an empty file has no bytes")
  func empty() throws {
    let folder = try TemporaryFolder()
    #expect(try MappedFile(path: folder.write("", to: "a")).count == 0)
  }

  @Test("missing files and folders are refused with the system's words")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let missing = #expect(throws: SystemFailure.self) {
      try MappedFile(path: folder.path("none"))
    }
    #expect(missing?.isNotFound == true)
    #expect(missing?.reason == "No such file or directory")
    let directory = #expect(throws: SystemFailure.self) { try MappedFile(path: folder.url.path) }
    #expect(directory?.reason == "Is a directory")
  }

  @Test("what cannot be mapped is read to its end")
  func unmappable() throws {
    let file = try MappedFile(path: "/proc/self/cmdline")
    #expect(file.count > 0)
    let folder = try TemporaryFolder()
    let path = folder.path("pipe")
    let makePipe = try Process.run(URL(filePath: "/usr/bin/mkfifo"), arguments: [path])
    makePipe.waitUntilExit()
    #expect(makePipe.terminationStatus == 0)
    let long = String(repeating: "0123456789", count: 50_000)
    Thread.detachNewThread {
      // Opening waits for the reader below.
      try? Data(long.utf8).write(to: URL(filePath: path))
    }
    #expect(text(try MappedFile(path: path)) == long)
  }

  @Test("a file that was shortened is no longer complete")
  func shortened() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(String(repeating: "x", count: 10_000), to: "a")
    let file = try MappedFile(path: path)
    #expect(file.isComplete)
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.truncate(atOffset: 10)
    #expect(!file.isComplete)
  }
}
