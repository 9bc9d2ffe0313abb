internal import DataIO
internal import Datasets
internal import Forecasting
internal import Registry

extension PanelFit {
  /// Reads the saved panel of a folder, whose bytes must be those that its manifest records.
  ///
  /// - Throws: `DataProblem`; `unknownVersion` for a panel of a newer program.
  init(folder: String) throws {
    let folder = ModelFolder(folder)
    let (bytes, manifest) = try folder.readModel()
    let path = folder.path(of: ModelFolder.modelFile)
    guard manifest.kind == .forecast else {
      throw DataProblem(
        .invalidValue(expected: "\"forecast\", a panel saved by vacancies train"),
        file: folder.path(of: ModelFolder.manifestFile),
        column: "kind"
      )
    }
    let version = try JSONDocument.decode(Version.self, from: bytes, file: path).formatVersion
    guard version <= Self.newestFormatVersion else {
      throw DataProblem(
        .unknownVersion(found: version, newest: Self.newestFormatVersion),
        file: path
      )
    }
    self = try JSONDocument.decode(PanelFit.self, from: bytes, file: path)
  }

  /// The part of a saved panel that every version has.
  private struct Version: Decodable {
    let formatVersion: Int
  }
}
