import DataIO
import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct OutputFileTests {
  private struct Interruption: Error {}
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
  }

  private func content(_ name: String) throws -> String {
    try String(contentsOfFile: folder.path(name), encoding: .utf8)
  }

  @Test("bytes and texts are appended in order, beyond the size of the buffer")
  func appends() throws {
    let long = String(repeating: "perché ", count: 100_000)
    let value = try OutputFile.write(to: folder.path("a.txt")) { file in
      try file.append("first\n")
      try file.append(long)
      try file.append([UInt8(ascii: "\n"), UInt8(ascii: "z")])
      return 7
    }
    #expect(value == 7)
    #expect(try content("a.txt") == "first\n" + long + "\nz")
    #expect(try names() == ["a.txt"])
  }

  @Test("an existing file is refused without force and untouched")
  func refusesExisting() throws {
    let path = try folder.write("old", to: "a.txt")
    #expect(throws: OutputProblem(.alreadyExists, path: path)) {
      try OutputFile.write(to: path) { try $0.append("new") }
    }
    #expect(try content("a.txt") == "old")
  }

  @Test("an existing file is replaced with force")
  func replaces() throws {
    let path = try folder.write("old", to: "a.txt")
    try OutputFile.write(to: path, force: true) { try $0.append("new") }
    #expect(try content("a.txt") == "new")
    #expect(try names() == ["a.txt"])
  }

  @Test("a file that appears while another is written is not replaced without force")
  func losesTheRace() throws {
    let path = folder.path("a.txt")
    #expect(throws: OutputProblem(.alreadyExists, path: path)) {
      try OutputFile.write(to: path) { file in
        try file.append("ours")
        try Data("theirs".utf8).write(to: URL(filePath: path))
      }
    }
    #expect(try content("a.txt") == "theirs")
    #expect(try names() == ["a.txt"])
  }

  @Test("an error while writing leaves the old file and nothing else")
  func removesPart() throws {
    let path = try folder.write("old", to: "a.txt")
    #expect(throws: Interruption.self) {
      try OutputFile.write(to: path, force: true) { file in
        try file.append(String(repeating: "x", count: 1 << 20))
        throw Interruption()
      }
    }
    #expect(try content("a.txt") == "old")
    #expect(try names() == ["a.txt"])
  }

  @Test("a full device is an output problem in the system's words")
  func fullDisk() throws {
    #expect(throws: OutputProblem(.system(reason: "No space left on device"), path: "/dev/full")) {
      try OutputFile.write(to: "/dev/full") { try $0.append("x") }
    }
  }

  @Test("a missing folder is an output problem in the system's words")
  func missingFolder() throws {
    let path = folder.path("none/a.txt")
    #expect(throws: OutputProblem(.system(reason: "No such file or directory"), path: path)) {
      try OutputFile.write(to: path) { try $0.append("x") }
    }
  }

  @Test("a folder at the place is an output problem, with force too")
  func folderInTheWay() throws {
    #expect(throws: OutputProblem(.system(reason: "Is a directory"), path: folder.url.path)) {
      try OutputFile.write(to: folder.url.path, force: true) { try $0.append("x") }
    }
  }

  @Test("a file with persons is readable by its owner alone")
  func ownerOnly() throws {
    let path = folder.path("a.csv")
    try OutputFile.write(to: path, permissions: .ownerOnly) { try $0.append("x") }
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test("parts of dead processes are removed, those of running ones and other files stay")
  func staleParts() throws {
    let running = ".a.txt.partial-1"  // the first process always runs
    for name in [
      ".a.txt.partial-999999999", running, ".b.txt.partial-999999999", ".a.txt.partial-x",
    ] {
      try folder.write("part", to: name)
    }
    try OutputFile.write(to: folder.path("a.txt")) { try $0.append("x") }
    #expect(
      try names() == [running, ".a.txt.partial-x", ".b.txt.partial-999999999", "a.txt"].sorted()
    )
  }

  @Test("an empty file can be written")
  func empty() throws {
    try OutputFile.write(to: folder.path("a.txt")) { _ in }
    #expect(try content("a.txt").isEmpty)
  }
}

@Suite struct OutputFolderTests {
  private struct Interruption: Error {}
  private let folder: TemporaryFolder
  private let files = ["old", "new", "a", "b", "model.json", "card.md"]

  init() throws { folder = try TemporaryFolder() }

  private func names(_ path: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path(path)).sorted()
  }

  private func fill(_ url: URL, _ name: String) throws {
    try OutputFile.write(to: url.appending(path: name).path) { try $0.append("x") }
  }

  @Test("the folder appears with all its files")
  func writes() throws {
    try OutputFolder.write(to: folder.path("model"), files: files) { url in
      try fill(url, "model.json")
      try fill(url, "card.md")
      #expect(try names().allSatisfy { $0.hasPrefix(".model.partial-") })
    }
    #expect(try names() == ["model"])
    #expect(try names("model") == ["card.md", "model.json"])
  }

  @Test("an existing folder is refused without force, even an empty one")
  func refusesExisting() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("model"),
      withIntermediateDirectories: false
    )
    #expect(throws: OutputProblem(.alreadyExists, path: folder.path("model"))) {
      try OutputFolder.write(to: folder.path("model"), files: files) { try fill($0, "new") }
    }
    #expect(try names("model") == [])
  }

  @Test("an existing folder is replaced with force, nothing of it stays")
  func replaces() throws {
    try OutputFolder.write(to: folder.path("model"), files: files) { try fill($0, "old") }
    try OutputFolder.write(to: folder.path("model"), force: true, files: files) {
      try fill($0, "new")
    }
    #expect(try names("model") == ["new"])
    #expect(try names() == ["model"])
  }

  @Test(
    "a folder with anything of the user's in it is not replaced, with force neither",
    arguments: ["thesis.odt", "photos/old", "old/chapter.odt", ".old", ".other.partial-1", "OLD"]
  )
  func keepsOtherFiles(name: String) throws {
    let path = folder.path("model")
    let file = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data("mine".utf8).write(to: file)
    let expected = OutputProblem(
      .system(reason: "The folder there holds other files"),
      path: path
    )
    #expect(throws: expected) {
      try OutputFolder.write(to: path, force: true, files: files) { try fill($0, "new") }
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == "mine")
    #expect(try names() == ["model"])
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(throws: OutputProblem.self) {
      try OutputFolder.write(to: link, force: true, files: files) { try fill($0, "new") }
    }
  }

  @Test("an empty folder and one with a part left behind are replaced with force")
  func replacesEmpty() throws {
    for name in ["x", "y"] {
      let path = folder.path(name)
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      if name == "y" { try Data().write(to: URL(filePath: path + "/.old.partial-999999999")) }
      try OutputFolder.write(to: path, force: true, files: files) { try fill($0, "new") }
      #expect(try names(name) == ["new"])
    }
  }

  @Test("an error while filling leaves the old folder and nothing else")
  func removesPart() throws {
    try OutputFolder.write(to: folder.path("model"), files: files) { try fill($0, "old") }
    #expect(throws: Interruption.self) {
      try OutputFolder.write(to: folder.path("model"), force: true, files: files) { url in
        try fill(url, "new")
        throw Interruption()
      }
    }
    #expect(try names("model") == ["old"])
    #expect(try names() == ["model"])
  }

  @Test("a problem with a file inside names the final place")
  func namesFinalPlace() throws {
    let path = folder.path("model")
    let expected = OutputProblem(
      .system(reason: "No such file or directory"),
      path: path + "/none/a.txt"
    )
    #expect(throws: expected) {
      try OutputFolder.write(to: path, files: files) { try fill($0, "none/a.txt") }
    }
    #expect(try names() == [])
  }

  @Test("the working folder and what holds it are never replaced")
  func protectsWorkingFolder() throws {
    for path in [".", "..", "/", NSHomeDirectory()] {
      #expect(throws: OutputProblem.self) {
        try OutputFolder.write(to: path, force: true, files: files) { try fill($0, "new") }
      }
    }
  }

  @Test("a folder put aside by a killed process stays when nothing is in its place")
  func keepsTheOnlyCopy() throws {
    let aside = ".model.replaced-999999999"
    try FileManager.default.createDirectory(
      atPath: folder.path(aside),
      withIntermediateDirectories: false
    )
    try OutputFolder.write(to: folder.path("model"), files: files) { try fill($0, "a") }
    #expect(try names() == [aside, "model"])
    try OutputFolder.write(to: folder.path("model"), force: true, files: files) {
      try fill($0, "b")
    }
    #expect(try names() == ["model"])
  }
}
