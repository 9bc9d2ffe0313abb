internal import Registry

/// A registered model as lists show it.
package struct ModelSummary: Codable, Equatable, Sendable {
  /// Name of the model.
  package let name: String
  /// What it is for: `risk` or `forecast`.
  package let kind: String
  /// `active`, `replaced` (another was made in its folder since) or `retired`.
  package let status: String
  /// When it was registered, as `2026-03-09T07:05:02.120Z`.
  package let registeredAt: String
  /// Absolute path of its folder.
  package let folder: String
  /// SHA-256 of its manifest.
  package let manifestDigest: String

  /// The summary of a model that the registry knows.
  init(_ model: RegisteredModel) {
    name = model.registration.name
    kind = model.registration.kind.rawValue
    status = model.status.rawValue
    registeredAt = model.registeredAt.description
    folder = model.registration.folder
    manifestDigest = model.registration.manifestDigest
  }
}
