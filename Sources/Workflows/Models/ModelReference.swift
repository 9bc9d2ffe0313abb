internal import Datasets
internal import Foundation
internal import Registry

/// A model as the user named it: by a registered name, or by its folder.
struct ModelReference {
  /// The folder.
  let folder: ModelFolder
  /// What the registry knows of it; `nil` for a folder that was never registered.
  let registered: RegisteredModel?

  /// A registered model.
  init(_ registered: RegisteredModel) {
    folder = ModelFolder(registered.registration.folder)
    self.registered = registered
  }

  /// Finds the model.
  ///
  /// A folder with a manifest comes first; anything else is a name.
  ///
  /// - Throws: `DataProblem` `.unknownModel` with the nearest name.
  init(_ text: String, in store: RegistryStore) throws {
    let folder = ModelFolder(text)
    if FileManager.default.fileExists(atPath: folder.path(of: ModelFolder.manifestFile)) {
      self.folder = folder
      registered = try store.model(in: folder)
    } else if let model = try store.model(named: text) {
      self.folder = ModelFolder(model.registration.folder)
      registered = model
    } else {
      let names = try store.models().map(\.registration.name)
      throw DataProblem(.unknownModel(nearest: nearestName(to: text, among: names)), column: text)
    }
  }
}
