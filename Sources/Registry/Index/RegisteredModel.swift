/// A model that the registry knows.
package struct RegisteredModel: Codable, Equatable, Sendable {
  /// Whether a model is in use.
  package enum Status: String, Codable, Sendable {
    /// In use.
    case active
    /// Taken out of use by the user.
    case retired
    /// Another model was registered from the same folder since.
    case replaced
  }

  /// Number of the log's entry that registered it.
  package let id: Int
  /// Name, kind, folder and digest of the manifest.
  package let registration: ModelRegistration
  /// Whether it is in use.
  package let status: Status
  /// When it was registered.
  package let registeredAt: Timestamp

  /// A registered model.
  package init(
    id: Int,
    registration: ModelRegistration,
    status: Status,
    registeredAt: Timestamp
  ) {
    self.id = id
    self.registration = registration
    self.status = status
    self.registeredAt = registeredAt
  }
}

/// A run that the registry knows.
package struct RecordedRun: Codable, Equatable, Sendable {
  /// Number of the log's entry that recorded it.
  package let id: Int
  /// What ran.
  package let run: RunRecord

  /// A recorded run.
  package init(id: Int, run: RunRecord) {
    self.id = id
    self.run = run
  }
}
