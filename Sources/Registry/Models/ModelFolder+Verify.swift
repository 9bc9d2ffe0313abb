internal import Datasets
internal import Foundation

/// What became of each file of a model folder since its manifest was written.
package struct ModelVerification: Codable, Equatable, Sendable {
  /// What became of a file.
  package enum Status: String, Codable, Sendable {
    /// Its bytes are those recorded.
    case ok
    /// It is recorded and not there.
    case missing
    /// Its bytes are not those recorded.
    case changed
    /// It is there and not recorded: no part of the model, and no fault of it.
    case unexpected
    /// It agrees with nothing, because nothing was recorded of it (a manifest never registered).
    case unrecorded
  }

  /// A file and what became of it.
  package struct File: Codable, Equatable, Sendable {
    /// Path relative to the folder.
    package let path: String
    /// What became of it.
    package let status: Status

    /// A file and what became of it.
    package init(path: String, status: Status) {
      self.path = path
      self.status = status
    }
  }

  /// Every recorded and every other file, by path.
  package let files: [File]

  /// What was found, by path.
  package init(files: [File]) {
    self.files = files
  }

  /// True when nothing recorded is missing or changed.
  package var isIntact: Bool {
    !files.contains { $0.status == .missing || $0.status == .changed }
  }

  /// The first file that is missing or changed.
  package var firstFault: File? {
    files.first { $0.status == .missing || $0.status == .changed }
  }
}

extension ModelFolder {
  /// Digests every file of the folder again and compares.
  ///
  /// - Parameter manifestDigest: SHA-256 of `manifest.json` as recorded elsewhere (the registry),
  ///   without which a changed manifest cannot be told.
  /// - Returns: one status a file, by path.
  /// - Throws: `DataProblem` when there is no folder, or its manifest is missing or not readable.
  /// - Complexity: one pass over each file.
  package func verify(manifestDigest: String? = nil) throws -> ModelVerification {
    let manifest = try readManifest()
    var recorded: [String: String] = [:]
    for artefact in manifest.artefacts { recorded[artefact.path] = artefact.sha256 }
    var statuses: [String: ModelVerification.Status] = [:]
    for found in try FileDigest.ofFiles(in: path) {
      statuses[found.path] =
        if found.path == Self.manifestFile {
          switch manifestDigest {
          case nil: .unrecorded
          case found.sha256: .ok
          default: .changed
          }
        } else if let digest = recorded[found.path] {
          digest == found.sha256 ? .ok : .changed
        } else {
          .unexpected
        }
    }
    for artefact in manifest.artefacts where statuses[artefact.path] == nil {
      statuses[artefact.path] = .missing
    }
    let files = statuses.map { ModelVerification.File(path: $0.key, status: $0.value) }
    return ModelVerification(
      files: files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    )
  }
}
