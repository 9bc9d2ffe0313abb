internal import Datasets
internal import Foundation

/// How a model folder came to be: from which inputs, by which program and request, with which
/// seed and libraries, and the digest of every file of the folder.
///
/// Written as `manifest.json`. The same run gives the same bytes whenever, wherever and with how
/// many threads it is made: there is no clock time in it (the log has that), inputs stand by file
/// name, lists are sorted and keys too. The payload is opaque: nothing here knows a model type.
package struct ModelManifest: Codable, Equatable, Sendable {
  /// Newest form of this document that the program knows.
  package static let newestFormatVersion = 1

  /// What the model is for.
  package let kind: ModelKind
  /// Name of the model, as `models show` takes it.
  package let name: String
  /// Form of this document.
  package let formatVersion: Int
  /// Version of the program that wrote it, such as `0.1.0`.
  package let programVersion: String
  /// What was read, by role and file name.
  package let inputs: [InputDigest]
  /// Every other file of the folder, with `path` relative to it.
  package let artefacts: [FileDigest]
  /// Seed of every random choice.
  package let seed: UInt64
  /// Name, version and kernels of the linear algebra library; results of two that differ agree
  /// to 1e-9 only.
  package let blas: String
  /// Command that made the model, such as `risk train`.
  package let command: String
  /// The request of that command as a JSON document, opaque here.
  package let request: String
  /// Figures of merit by name.
  package let metrics: [String: Double]
  /// Other facts by name, such as the as-of months; none may depend on the number of threads.
  package let facts: [String: String]

  /// A manifest in the newest form.
  ///
  /// - Parameters:
  ///   - kind: what the model is for.
  ///   - name: name of the model, not empty.
  ///   - programVersion: version of the program.
  ///   - inputs: what was read; kept under the file name and sorted by role and name.
  ///   - artefacts: the other files of the folder, relative to it; sorted here.
  ///   - seed: seed of every random choice.
  ///   - blas: configuration of the linear algebra library.
  ///   - command: command that made the model.
  ///   - request: its request as JSON, without what must not change the result (threads, places).
  ///   - metrics: figures by name; one that is not finite does not exist and is left out.
  ///   - facts: other facts by name.
  package init(
    kind: ModelKind,
    name: String,
    programVersion: String,
    inputs: [InputDigest],
    artefacts: [FileDigest],
    seed: UInt64,
    blas: String,
    command: String,
    request: String,
    metrics: [String: Double] = [:],
    facts: [String: String] = [:]
  ) {
    self.kind = kind
    self.name = name
    self.formatVersion = Self.newestFormatVersion
    self.programVersion = programVersion
    self.inputs = inputs.map(\.withoutFolder).sorted {
      ($0.role, $0.file.path, $0.file.sha256) < ($1.role, $1.file.path, $1.file.sha256)
    }
    self.artefacts = artefacts.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    self.seed = seed
    self.blas = blas
    self.command = command
    self.request = request
    self.metrics = metrics.filter { $0.value.isFinite }
    self.facts = facts
  }

  /// The document: JSON with sorted keys, ending in a line feed.
  package func encoded() throws -> [UInt8] {
    Array(try StoredJSON.encode(self, indented: true)) + [UInt8(ascii: "\n")]
  }

  /// Reads a document.
  ///
  /// - Parameters:
  ///   - bytes: the document.
  ///   - file: its path, for messages.
  /// - Throws: `DataProblem` `.emptyFile`, `.unknownVersion` for a newer form than this program
  ///   knows, `.malformedDocument` for anything else that is not a manifest, an artefact outside
  ///   the folder among them.
  package init(decoding bytes: [UInt8], file: String) throws {
    guard !bytes.isEmpty else { throw DataProblem(.emptyFile, file: file) }
    // The version comes first: a newer form may have other keys.
    let form = try StoredJSON.decode(Form.self, from: Data(bytes), file: file)
    guard form.formatVersion <= Self.newestFormatVersion else {
      throw DataProblem(
        .unknownVersion(found: form.formatVersion, newest: Self.newestFormatVersion),
        file: file
      )
    }
    self = try StoredJSON.decode(Self.self, from: Data(bytes), file: file)
    for artefact in artefacts where !ModelFolder.isInside(artefact.path) {
      throw DataProblem(.malformedDocument(reason: "an artefact outside the folder"), file: file)
    }
    for digest in artefacts.map(\.sha256) + inputs.map(\.file.sha256)
    where !ContentDigest.isDigest(digest) {
      throw DataProblem(.malformedDocument(reason: "a digest that is no SHA-256"), file: file)
    }
  }

  private struct Form: Codable {
    let formatVersion: Int
  }
}
