internal import Registry

/// What `models show` is asked for.
package struct ModelsShowRequest: Codable, Equatable, Sendable {
  /// Name of a registered model, or path of a model folder.
  package var model: String
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(model: String, environment: RequestEnvironment) {
    self.model = model
    self.environment = environment
  }
}

/// What `models show` gave: the manifest of a model, and where it stands in the registry.
package struct ModelsShowResult: Codable, Equatable, Sendable {
  /// Something that the model was made from.
  package struct Input: Codable, Equatable, Sendable {
    /// What it was to the run, such as `data` or `spec`.
    package let role: String
    /// File name.
    package let name: String
    /// Size in bytes.
    package let bytes: Int
    /// SHA-256 in hexadecimal digits.
    package let sha256: String
    /// Rows of a table.
    package let rows: Int?
  }

  /// A file of the folder.
  package struct Artefact: Codable, Equatable, Sendable {
    /// Path relative to the folder.
    package let path: String
    /// Size in bytes.
    package let bytes: Int
    /// SHA-256 in hexadecimal digits.
    package let sha256: String
  }

  /// Name of the model.
  package let name: String
  /// What it is for: `risk` or `forecast`.
  package let kind: String
  /// Path of its folder.
  package let folder: String
  /// What the registry knows of it; `nil` for a folder that was never registered.
  package let registered: ModelSummary?
  /// Version of the program that made it.
  package let programVersion: String
  /// Command that made it.
  package let command: String
  /// The command's request, as JSON.
  package let request: String
  /// Seed of every random choice.
  package let seed: UInt64
  /// The linear algebra library it was made with.
  package let blas: String
  /// What it was made from.
  package let inputs: [Input]
  /// The files of its folder.
  package let artefacts: [Artefact]
  /// Figures by name.
  package let metrics: [String: Double]
  /// Other facts by name.
  package let facts: [String: String]
}

/// How one model came to be.
package struct ModelsShowWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Reads the model's manifest; the files themselves are not looked at (`models verify` does).
  ///
  /// - Throws: `DataProblem` for an unknown model and for a manifest that cannot be read.
  package func run(_ request: ModelsShowRequest) throws -> ModelsShowResult {
    let store = try RegistryStore(folder: request.environment.registry, access: .reading)
    let model = try ModelReference(request.model, in: store)
    let manifest = try model.folder.readManifest()
    return ModelsShowResult(
      name: manifest.name,
      kind: manifest.kind.rawValue,
      folder: model.folder.path,
      registered: model.registered.map(ModelSummary.init),
      programVersion: manifest.programVersion,
      command: manifest.command,
      request: manifest.request,
      seed: manifest.seed,
      blas: manifest.blas,
      inputs: manifest.inputs.map {
        .init(
          role: $0.role,
          name: $0.file.path,
          bytes: $0.file.bytes,
          sha256: $0.file.sha256,
          rows: $0.rows
        )
      },
      artefacts: manifest.artefacts.map {
        .init(path: $0.path, bytes: $0.bytes, sha256: $0.sha256)
      },
      metrics: manifest.metrics,
      facts: manifest.facts
    )
  }
}
