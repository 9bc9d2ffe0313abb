package import Datasets
internal import Registry

/// What `models verify` is asked for.
package struct ModelsVerifyRequest: Codable, Equatable, Sendable {
  /// Name of a registered model, or path of a model folder; every active model when `nil`.
  package var model: String?
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(model: String? = nil, environment: RequestEnvironment) {
    self.model = model
    self.environment = environment
  }
}

/// What `models verify` gave.
package struct ModelsVerifyResult: Codable, Equatable, Sendable {
  /// A file of a model and what became of it.
  package struct File: Codable, Equatable, Sendable {
    /// Path relative to the folder.
    package let path: String
    /// `ok`, `missing`, `changed`, `unexpected` (no part of the model) or `unrecorded` (a manifest
    /// that was never registered).
    package let status: String
  }

  /// A model and what became of its files.
  package struct Model: Codable, Equatable, Sendable {
    /// Name of the model.
    package let name: String
    /// Path of its folder.
    package let folder: String
    /// True when nothing recorded is missing or changed.
    package let isIntact: Bool
    /// Its files, by path.
    package let files: [File]
  }

  /// The activity log.
  package struct Log: Codable, Equatable, Sendable {
    /// Path of the log.
    package let path: String
    /// True when every line is as it was written.
    package let isIntact: Bool
    /// Lines there are.
    package let lines: Int
    /// True when a crash cut the last line short, which is no fault.
    package let endsTorn: Bool
    /// First line that is not as it was written, from 1.
    package let brokenLine: Int?
    /// What is wrong with it: `altered`, `outOfPlace`, `missing`, `unreadable` or `headMissing`.
    package let cause: String?
    /// SHA-256 of the last line: noted elsewhere, it proves the log up to here.
    package let head: String
  }

  /// The models that were examined.
  package let models: [Model]
  /// Files in which the registry keeps who is on lists that are missing or changed.
  package let damagedListFiles: [String]
  /// The log of the registry.
  package let log: Log

  /// The first thing that is not as it was recorded, as an error to end with; `nil` when all is.
  package var problem: DataProblem? {
    for model in models {
      if let file = model.files.first(where: { $0.status == "missing" || $0.status == "changed" }) {
        return DataProblem(
          file.status == "missing" ? .fileNotFound : .digestMismatch,
          file: model.folder + "/" + file.path
        )
      }
    }
    if let file = damagedListFiles.first { return DataProblem(.digestMismatch, file: file) }
    guard !log.isIntact else { return nil }
    return DataProblem(.digestMismatch, file: log.path, line: log.brokenLine)
  }
}

/// Whether models and log are what was recorded.
package struct ModelsVerifyWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Digests every file of the models again and follows the log's chain.
  ///
  /// - Returns: what was found; what is not as recorded is a finding, in
  ///   ``ModelsVerifyResult/problem``.
  /// - Throws: `DataProblem` for an unknown model, and when log, index or a manifest cannot be
  ///   read.
  package func run(_ request: ModelsVerifyRequest) throws -> ModelsVerifyResult {
    // The log comes first: it is examined even when the index does not agree with it.
    let log = ActivityLog(folder: request.environment.registry)
    let chain = try log.verify()
    var models: [ModelsVerifyResult.Model] = []
    var damagedListFiles: [String] = []
    do {
      let store = try RegistryStore(folder: request.environment.registry, access: .reading)
      models = try references(request, in: store).map(Self.examine)
      if request.model == nil { damagedListFiles = try store.damagedListFiles().compactMap(\.file) }
    } catch let problem as DataProblem {
      // Without a log in order there is nothing to ask for models: that is then the finding.
      guard !chain.isIntact, request.model == nil, problem.file == log.path else { throw problem }
    }
    return ModelsVerifyResult(
      models: models,
      damagedListFiles: damagedListFiles,
      log: .init(
        path: log.path,
        isIntact: chain.isIntact,
        lines: chain.lines,
        endsTorn: chain.endsTorn,
        brokenLine: chain.firstBreak?.line,
        cause: chain.firstBreak?.cause.rawValue,
        head: chain.head
      )
    )
  }

  private func references(_ request: ModelsVerifyRequest, in store: RegistryStore) throws
    -> [ModelReference]
  {
    if let model = request.model { return [try ModelReference(model, in: store)] }
    return try store.models().filter { $0.status == .active }.map(ModelReference.init)
  }

  private static func examine(_ model: ModelReference) throws -> ModelsVerifyResult.Model {
    let verification: ModelVerification
    do {
      verification = try model.folder.verify(
        manifestDigest: model.registered?.registration.manifestDigest
      )
    } catch let problem as DataProblem {
      // A folder that is gone or whose manifest is no manifest any more is a finding as well.
      guard model.registered != nil else { throw problem }
      verification = ModelVerification(
        files: [
          .init(
            path: ModelFolder.manifestFile,
            status: problem.cause == .fileNotFound ? .missing : .changed
          )
        ]
      )
    }
    return ModelsVerifyResult.Model(
      name: try model.registered?.registration.name ?? model.folder.readManifest().name,
      folder: model.folder.path,
      isIntact: verification.isIntact,
      files: verification.files.map { .init(path: $0.path, status: $0.status.rawValue) }
    )
  }
}
