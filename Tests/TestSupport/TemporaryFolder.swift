package import Foundation

/// A folder of its own for a test, removed when the value goes away.
///
/// A class, for that end.
package final class TemporaryFolder: Sendable {
  /// Where it is.
  package let url: URL

  /// Makes the folder.
  package init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "vedetta-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)  // nothing to do about it in a test
  }

  /// Path of a file in the folder.
  package func path(_ name: String) -> String { url.appending(path: name).path }

  /// Writes a text file into the folder.
  ///
  /// - Returns: its path.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: url.appending(path: name))
    return path(name)
  }
}
