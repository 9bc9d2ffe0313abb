internal import Datasets
internal import Registry

extension KeyedHash {
  /// The key that codes in the registry were made with; never a new one, under which nobody would
  /// be found again.
  ///
  /// - Parameters:
  ///   - file: file of the key; the user's own when `nil`.
  ///   - fingerprints: of the keys behind the codes.
  ///   - environment: has the registry.
  /// - Throws: `DataProblem`: `.fileNotFound`, a key that others can read, `.otherKey` for one that
  ///   is not the only key behind the codes.
  init(
    file: String?,
    knownAs fingerprints: Set<String>,
    environment: RequestEnvironment
  ) throws {
    let file = try file ?? RequestEnvironment.defaultKeyFile()
    self.init(
      key: try SecretKey(file: file, registry: environment.registry, mayCreate: false)
    )
    guard fingerprints == [fingerprint] else { throw DataProblem(.otherKey, file: file) }
  }
}
