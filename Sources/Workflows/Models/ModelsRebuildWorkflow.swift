internal import Registry

/// What `models rebuild` gave.
package struct ModelsRebuildResult: Codable, Equatable, Sendable {
  /// Folder of the registry.
  package let registry: String
  /// Models in the new index.
  package let models: Int
  /// Runs in the new index.
  package let runs: Int
}

/// The registry's index made again from its log.
package struct ModelsRebuildWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Makes the index again; a damaged one is kept beside it under another name.
  ///
  /// - Throws: `DataProblem` without a log or for one that cannot be read; `OutputProblem`.
  package func run(_ environment: RequestEnvironment) throws -> ModelsRebuildResult {
    let store = try RegistryStore.rebuildIndex(folder: environment.registry)
    return ModelsRebuildResult(
      registry: environment.registry,
      models: try store.models().count,
      runs: try store.runs(limit: .max).count
    )
  }
}
