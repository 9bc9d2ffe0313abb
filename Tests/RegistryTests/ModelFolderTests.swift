internal import Datasets
internal import Foundation
internal import Registry
internal import TestSupport
internal import Testing

@Suite("Model folders")
struct ModelFolderTests {
  @Test("a folder that was just written is intact")
  func intact() throws {
    let place = try TemporaryFolder()
    let folder = ModelFolder(place.path("model"))
    let manifest = try Example.write(folder)
    #expect(try folder.readManifest() == manifest)
    let verification = try folder.verify()
    #expect(verification.isIntact)
    #expect(
      verification.files.map(\.path) == ["card.md", "manifest.json", "model.json", "report.html"]
    )
    #expect(verification.files.map(\.status) == [.ok, .unrecorded, .ok, .ok])
  }

  @Test("one changed byte of any file is found, and in that file alone", arguments: Example.files)
  func changedByte(_ file: ModelFolder.File) throws {
    let place = try TemporaryFolder()
    let folder = ModelFolder(place.path("model"))
    try Example.write(folder)
    for position in [0, file.contents.count / 2, file.contents.count - 1] {
      var changed = file.contents
      changed[position] ^= 1
      try Data(changed).write(to: URL(filePath: folder.path(of: file.name)))
      let verification = try folder.verify()
      #expect(!verification.isIntact)
      #expect(verification.firstFault == .init(path: file.name, status: .changed))
      #expect(verification.files.count { $0.status == .ok } == Example.files.count - 1)
    }
  }

  @Test("a removed file is missing, and one put there is unexpected without being a fault")
  func missingAndUnexpected() throws {
    let place = try TemporaryFolder()
    let folder = ModelFolder(place.path("model"))
    try Example.write(folder)
    try Data("note".utf8).write(to: URL(filePath: folder.path(of: "NOTE.txt")))
    #expect(try folder.verify().isIntact)
    try FileManager.default.removeItem(atPath: folder.path(of: "card.md"))
    let verification = try folder.verify()
    #expect(!verification.isIntact)
    #expect(verification.files.first { $0.path == "card.md" }?.status == .missing)
    #expect(verification.files.first { $0.path == "NOTE.txt" }?.status == .unexpected)
  }

  @Test("a manifest rewritten to agree with a changed file is found by its recorded digest")
  func changedManifest() throws {
    let place = try TemporaryFolder()
    let folder = ModelFolder(place.path("model"))
    try Example.write(folder)
    let recorded = try FileDigest(path: folder.path(of: ModelFolder.manifestFile)).sha256
    #expect(try folder.verify(manifestDigest: recorded).files[1].status == .ok)
    var files = Example.files
    files[0] = .init(name: "model.json", text: "{\"intercept\":0}\n")
    try Example.write(folder, files: files, replacing: true)
    #expect(try folder.verify().isIntact)
    let verification = try folder.verify(manifestDigest: recorded)
    #expect(verification.firstFault == .init(path: "manifest.json", status: .changed))
  }

  @Test("the same content gives the same bytes, whatever the order and the input's folder")
  func sameBytes() throws {
    let place = try TemporaryFolder()
    let first = ModelFolder(place.path("first"))
    let elsewhere = try TemporaryFolder()
    let second = ModelFolder(elsewhere.path("second"))
    try Example.write(first)
    try Example.write(second, files: Example.files.reversed(), inputFolder: "/other")
    let manifests = try [first, second].map {
      try Data(contentsOf: URL(filePath: $0.path(of: ModelFolder.manifestFile)))
    }
    #expect(manifests[0] == manifests[1])
    #expect(!String(decoding: manifests[0], as: UTF8.self).contains("/other"))
  }

  @Test("seeds and numbers survive the manifest exactly; a number that is not finite is left out")
  func exactNumbers() throws {
    let manifest = Example.manifest(
      [],
      metrics: [
        "auc": 0.1 + 0.2,
        "brier": .leastNonzeroMagnitude,
        "none": .nan,
        "infinite": .infinity,
      ]
    )
    let again = try ModelManifest(decoding: try manifest.encoded(), file: "manifest.json")
    #expect(again == manifest)
    #expect(again.seed == .max)
    #expect(again.metrics == ["auc": 0.30000000000000004, "brier": .leastNonzeroMagnitude])
  }

  @Test("a model is read only with the bytes that were written")
  func readModel() throws {
    let place = try TemporaryFolder()
    let folder = ModelFolder(place.path("model"))
    try Example.write(folder)
    #expect(try folder.readModel().model == Example.files[0].contents)
    try Data("{}".utf8).write(to: URL(filePath: folder.path(of: "model.json")))
    #expect(throws: DataProblem(.digestMismatch, file: folder.path(of: "model.json"))) {
      try folder.readModel()
    }
  }

  @Test("what is there is replaced only when asked, and only when it is a model")
  func replacing() throws {
    let place = try TemporaryFolder()
    let folder = ModelFolder(place.path("model"))
    try Example.write(folder)
    #expect(throws: OutputProblem(.alreadyExists, path: folder.path)) {
      try Example.write(folder)
    }
    try Example.write(folder, files: Array(Example.files.prefix(1)), replacing: true)
    #expect(try folder.verify().files.map(\.path) == ["manifest.json", "model.json"])
    try Data("mine".utf8).write(to: URL(filePath: folder.path(of: "thesis.txt")))
    #expect(throws: OutputProblem.self) { try Example.write(folder, replacing: true) }
    #expect(FileManager.default.fileExists(atPath: folder.path(of: "thesis.txt")))
    let other = ModelFolder(place.path("other"))
    try FileManager.default.createDirectory(atPath: other.path, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(filePath: other.path(of: "thesis.txt")))
    #expect(throws: OutputProblem.self) { try Example.write(other, replacing: true) }
    let left = try FileManager.default.contentsOfDirectory(atPath: place.url.path).sorted()
    #expect(left == ["model", "other"], "nothing half written is left behind")
  }

  @Test("a folder that cannot be made is refused with the system's words and leaves nothing")
  func notWritable() throws {
    let place = try TemporaryFolder()
    try place.write("a file", to: "file")
    #expect(
      throws: OutputProblem(
        .system(reason: "Not a directory"),
        path: place.path("file/model")
      )
    ) {
      try Example.write(ModelFolder(place.path("file/model")))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.url.path) == ["file"])
  }

  @Test("documents that are no manifest are refused with what is wrong")
  func badManifests() throws {
    let good = String(decoding: try Example.manifest([]).encoded(), as: UTF8.self)
    func cause(_ text: String) -> DataProblem.Cause? {
      do {
        _ = try ModelManifest(decoding: Array(text.utf8), file: "manifest.json")
        return nil
      } catch {
        return (error as? DataProblem)?.cause
      }
    }
    #expect(cause(good) == nil)
    #expect(cause("") == .emptyFile)
    #expect(
      cause(good.replacing("\"formatVersion\" : 1", with: "\"formatVersion\" : 9"))
        == .unknownVersion(found: 9, newest: 1)
    )
    #expect(
      cause(good.replacing("\"seed\"", with: "\"sed\""))
        == .malformedDocument(reason: "seed is missing")
    )
    #expect(
      cause(good.replacing("\"risk\"", with: "7"))
        == .malformedDocument(reason: "a value of the wrong kind, at kind")
    )
    #expect(cause("[1, 2") != nil)
    let outside = Example.manifest([FileDigest(path: "../model.json", contents: [])])
    #expect(
      cause(String(decoding: try outside.encoded(), as: UTF8.self))
        == .malformedDocument(reason: "an artefact outside the folder")
    )
    let noDigest = Example.manifest([FileDigest(path: "model.json", bytes: 0, sha256: "abc")])
    #expect(
      cause(String(decoding: try noDigest.encoded(), as: UTF8.self))
        == .malformedDocument(reason: "a digest that is no SHA-256")
    )
  }

  @Test("a folder without a manifest is refused by name")
  func noManifest() throws {
    let place = try TemporaryFolder()
    #expect(throws: DataProblem(.fileNotFound, file: place.path("manifest.json"))) {
      try ModelFolder(place.url.path).verify()
    }
  }
}

/// A small model folder for tests.
enum Example {
  static let files: [ModelFolder.File] = [
    .init(name: "model.json", text: "{\"intercept\":-3.600385537830001}\n"),
    .init(name: "card.md", text: "# Card\n"),
    .init(name: "report.html", text: "<!doctype html><title>Report</title>\n"),
  ]

  static func manifest(
    _ artefacts: [FileDigest],
    name: String = "neet",
    inputFolder: String = "/data",
    metrics: [String: Double] = ["auc": 0.8828763161]
  ) -> ModelManifest {
    ModelManifest(
      kind: .risk,
      name: name,
      programVersion: "0.1.0",
      inputs: [
        InputDigest(
          role: "data",
          file: FileDigest(path: inputFolder + "/people.csv", contents: Array("id\n1\n".utf8)),
          rows: 1
        )
      ],
      artefacts: artefacts,
      seed: .max,
      blas: "OpenBLAS 0.3.21, core Haswell",
      command: "risk train",
      request: "{\"spec\":\"spec.yaml\"}",
      metrics: metrics,
      facts: ["as_of": "1994-07"]
    )
  }

  @discardableResult
  static func write(
    _ folder: ModelFolder,
    files: [ModelFolder.File] = files,
    name: String = "neet",
    inputFolder: String = "/data",
    replacing: Bool = false
  ) throws -> ModelManifest {
    try folder.write(files, replacing: replacing) {
      manifest($0, name: name, inputFolder: inputFolder)
    }
  }
}
