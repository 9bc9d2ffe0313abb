internal import Registry

/// What `models list` is asked for.
package struct ModelsListRequest: Codable, Equatable, Sendable {
  /// Also show models that are retired or replaced.
  package var includesFormer: Bool
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(includesFormer: Bool = false, environment: RequestEnvironment) {
    self.includesFormer = includesFormer
    self.environment = environment
  }
}

/// What `models list` gave.
package struct ModelsListResult: Codable, Equatable, Sendable {
  /// Folder of the registry.
  package let registry: String
  /// The models, in the order of registration.
  package let models: [ModelSummary]
  /// How many retired and replaced models were left out.
  package let formerCount: Int
}

/// The models that the registry knows.
package struct ModelsListWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Reads the registry, and makes none where there is none.
  ///
  /// - Throws: `DataProblem` for a registry that cannot be read.
  package func run(_ request: ModelsListRequest) throws -> ModelsListResult {
    let store = try RegistryStore(folder: request.environment.registry, access: .reading)
    let models = try store.models()
    let shown = request.includesFormer ? models : models.filter { $0.status == .active }
    return ModelsListResult(
      registry: request.environment.registry,
      models: shown.map(ModelSummary.init),
      formerCount: models.count - shown.count
    )
  }
}
