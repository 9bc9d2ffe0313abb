internal import Datasets
internal import Foundation

/// A trained model on disk: `model.json`, `manifest.json`, `card.md` and `report.html`.
package struct ModelFolder: Equatable, Sendable {
  /// The model itself, which only the code of its kind can read.
  package static let modelFile = "model.json"
  /// The ``ModelManifest``.
  package static let manifestFile = "manifest.json"
  /// The card, for people.
  package static let cardFile = "card.md"
  /// The report, for people.
  package static let reportFile = "report.html"

  /// Path as the user gave it.
  package let path: String

  /// The folder at a path, which need not exist.
  package init(_ path: String) {
    self.path = path
  }

  /// A file of the folder before it is written.
  package struct File: Equatable, Sendable {
    /// Path relative to the folder.
    package let name: String
    /// Its bytes.
    package let contents: [UInt8]

    /// A file and its bytes.
    package init(name: String, contents: [UInt8]) {
      self.name = name
      self.contents = contents
    }

    /// A text file in UTF-8.
    package init(name: String, text: String) {
      self.init(name: name, contents: Array(text.utf8))
    }
  }

  /// Path of a file of the folder.
  package func path(of file: String) -> String { path + "/" + file }

  /// Writes the whole folder at once: it is made under another name and renamed when complete.
  ///
  /// - Parameters:
  ///   - files: the files but `manifest.json`, each once.
  ///   - replacing: take the place of a model folder that is there (`--force`). A folder that
  ///     holds anything else than a model is never removed.
  ///   - manifest: makes the manifest from the digests of `files`.
  /// - Returns: the manifest written.
  /// - Throws: `OutputProblem` `.alreadyExists` when something is at the path and `replacing` is
  ///   false, `.system` when the system refuses or the folder there is no model's; what `manifest`
  ///   throws. Nothing is left behind then.
  @discardableResult
  package func write(
    _ files: [File],
    replacing: Bool,
    manifest: ([FileDigest]) throws -> ModelManifest
  ) throws -> ModelManifest {
    precondition(Set(files.map(\.name)).count == files.count, "a file stands twice")
    precondition(files.allSatisfy { Self.isInside($0.name) && $0.name != Self.manifestFile })
    let document = try manifest(files.map { FileDigest(path: $0.name, contents: $0.contents) })
    let place = try vacancy(replacing: replacing)
    let target = Self.withoutTrailingSlash(path)
    let partial = target + ".partial-" + UUID().uuidString
    let manager = FileManager.default
    defer { try? manager.removeItem(atPath: partial) }  // not there when all went well
    do {
      try manager.createDirectory(atPath: partial, withIntermediateDirectories: false)
      let all = files + [File(name: Self.manifestFile, contents: try document.encoded())]
      for file in all {
        let url = URL(filePath: partial).appending(path: file.name)
        try manager.createDirectory(
          at: url.deletingLastPathComponent(),
          withIntermediateDirectories: true
        )
        try Data(file.contents).write(to: url, options: .withoutOverwriting)
      }
      switch place {
      case .free: try manager.moveItem(atPath: partial, toPath: target)
      case .taken:
        let aside = target + ".partial-old-" + UUID().uuidString
        try manager.moveItem(atPath: target, toPath: aside)
        do {
          try manager.moveItem(atPath: partial, toPath: target)
        } catch {
          try manager.moveItem(atPath: aside, toPath: target)
          throw error
        }
        try manager.removeItem(atPath: aside)
      }
    } catch {
      throw SystemRefusal(error).problem(writing: path)
    }
    return document
  }

  /// Reads `manifest.json`.
  ///
  /// - Throws: `DataProblem` `.fileNotFound`, `.fileUnreadable`, or as `ModelManifest` reads.
  package func readManifest() throws -> ModelManifest {
    try ModelManifest(
      decoding: Array(try FileAccess.contents(of: path(of: Self.manifestFile))),
      file: path(of: Self.manifestFile)
    )
  }

  /// Reads `model.json` and holds it to its recorded digest.
  ///
  /// - Returns: the model's bytes and the manifest.
  /// - Throws: `DataProblem` `.digestMismatch` when the bytes are not those that were written;
  ///   `.fileNotFound`, `.fileUnreadable` or as `ModelManifest` reads.
  package func readModel() throws -> (model: [UInt8], manifest: ModelManifest) {
    let manifest = try readManifest()
    let file = path(of: Self.modelFile)
    let model = Array(try FileAccess.contents(of: file))
    let found = FileDigest(path: Self.modelFile, contents: model)
    guard manifest.artefacts.contains(found) else {
      throw DataProblem(.digestMismatch, file: file)
    }
    return (model, manifest)
  }

  /// Absolute path without `.`, `..` or a trailing slash, as the index keeps it.
  package var absolutePath: String {
    Self.withoutTrailingSlash(URL(filePath: path).standardizedFileURL.path)
  }

  /// True when a relative path stays inside the folder.
  static func isInside(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix("/")
      && name.split(separator: "/", omittingEmptySubsequences: false)
        .allSatisfy { !["", ".", ".."].contains($0) }
  }

  private static func withoutTrailingSlash(_ path: String) -> String {
    path.count > 1 && path.hasSuffix("/") ? withoutTrailingSlash(String(path.dropLast())) : path
  }

  private enum Place {
    case free
    case taken
  }

  /// Whether something is at the path, after making sure that it may be replaced.
  private func vacancy(replacing: Bool) throws -> Place {
    // `attributesOfItem` sees a dangling link too, where `fileExists` does not.
    guard (try? FileManager.default.attributesOfItem(atPath: path)) != nil else { return .free }
    guard replacing else { throw OutputProblem(.alreadyExists, path: path) }
    guard FileAccess.isFolder(path) else {
      throw OutputProblem(.system(reason: "it is a file or a link, not a model folder"), path: path)
    }
    let names = try FileAccess.files(below: path)
    guard names.isEmpty || names.contains(Self.manifestFile) else {
      throw OutputProblem(.system(reason: "the folder there holds no model"), path: path)
    }
    if names.isEmpty { return .taken }
    let known = Set(try readManifest().artefacts.map(\.path) + [Self.manifestFile])
    if let other = names.first(where: { !known.contains($0) }) {
      throw OutputProblem(
        .system(reason: "the folder there holds \(other), which is not part of its model"),
        path: path
      )
    }
    return .taken
  }
}
