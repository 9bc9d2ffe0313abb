internal import Datasets
internal import Foundation

/// Where the log ended when it was last added to.
///
/// A chain of digests shows every change but one: lines taken off its end leave a shorter chain in
/// order. The head, kept in a file beside the log, shows that one.
struct LogHead: Codable, Equatable {
  /// Lines of the log.
  let lines: Int
  /// Bytes of the log.
  let bytes: Int
  /// Position of the first byte of the last line.
  let lastLine: Int
  /// SHA-256 of the last line, without its line feed.
  let digest: String

  /// The head of a log without a line.
  static let empty = LogHead(lines: 0, bytes: 0, lastLine: 0, digest: ContentDigest.none)

  /// Reads a head.
  ///
  /// - Returns: `nil` when there is none.
  /// - Throws: `DataProblem` when what is there is not a head.
  static func read(_ path: String) throws -> LogHead? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let head = try StoredJSON.decode(
      LogHead.self,
      from: try FileAccess.contents(of: path),
      file: path
    )
    guard head.lines >= 1, head.lastLine >= 0, head.lastLine < head.bytes else {
      throw DataProblem(.malformedDocument(reason: "positions out of order"), file: path)
    }
    return head
  }

  /// Writes the head in place of the one before.
  func write(_ path: String) throws {
    try PrivateFile.replace(path, contents: try StoredJSON.encode(self))
  }
}
