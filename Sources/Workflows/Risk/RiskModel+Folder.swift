internal import DataIO
internal import Datasets
internal import Registry
internal import Risk

extension RiskModel {
  /// Reads the model of a folder, whose bytes must be those that its manifest records.
  ///
  /// - Throws: `DataProblem`; `unknownVersion` for a model of a newer program.
  init(folder: String) throws {
    let folder = ModelFolder(folder)
    let (bytes, _) = try folder.readModel()
    let path = folder.path(of: ModelFolder.modelFile)
    let version = try JSONDocument.decode(Version.self, from: bytes, file: path).formatVersion
    guard version <= Self.currentFormatVersion else {
      throw DataProblem(
        .unknownVersion(found: version, newest: Self.currentFormatVersion),
        file: path
      )
    }
    self = try JSONDocument.decode(RiskModel.self, from: bytes, file: path)
  }

  /// The part of a model file that every version has.
  private struct Version: Decodable {
    let formatVersion: Int
  }
}
