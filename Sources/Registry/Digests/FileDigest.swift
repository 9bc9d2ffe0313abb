internal import Crypto
internal import Datasets
internal import Foundation

/// What a file held: its path, its size and the SHA-256 of its bytes.
package struct FileDigest: Codable, Equatable, Sendable {
  /// Path as given; within a folder's digests, relative to the folder.
  package let path: String
  /// Size in bytes.
  package let bytes: Int
  /// SHA-256 as 64 lower-case hexadecimal digits.
  package let sha256: String

  /// A digest known already.
  package init(path: String, bytes: Int, sha256: String) {
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
  }

  /// The digest of contents that are, or will be, at a path.
  package init(path: String, contents: [UInt8]) {
    self.init(path: path, bytes: contents.count, sha256: ContentDigest.sha256(of: contents))
  }

  /// Reads a file once and digests it, as much at a time as a processor's cache holds.
  ///
  /// - Parameters:
  ///   - path: path in the file system; a symbolic link is followed.
  ///   - isWanted: asked again and again; when it is false the reading ends.
  /// - Throws: `DataProblem` `.fileNotFound`, or `.fileUnreadable` for a folder, a file without
  ///   permission or a failing disk; `CancellationError` when the digest is not wanted any more.
  /// - Complexity: one pass over the file in constant memory.
  package init(path: String, isWanted: () -> Bool = { true }) throws {
    try self.init(path: path, at: path, isWanted: isWanted)
  }

  /// Reads the file at `location` and calls it `path`.
  init(path: String, at location: String, isWanted: () -> Bool = { true }) throws {
    let handle = try FileAccess.openForReading(location, named: path)
    defer { FileAccess.close(handle) }
    var hash = SHA256()
    var count = 0
    while let block = try FileAccess.read(handle, upTo: Self.blockSize, named: path) {
      guard isWanted() else { throw CancellationError() }
      hash.update(data: block)
      count += block.count
    }
    self.init(path: path, bytes: count, sha256: ContentDigest.hexadecimal(hash.finalize()))
  }

  /// Below the size from which memory is asked of the system anew, and cleared, for each block.
  private static let blockSize = 1 << 16

  /// Last part of the path.
  package var fileName: String { URL(filePath: path).lastPathComponent }

  /// Digests of the files below a folder, at any depth, sorted by path.
  ///
  /// - Parameters:
  ///   - folder: path of the folder.
  ///   - except: paths relative to the folder that are left out.
  /// - Returns: one digest a regular file, with `path` relative to the folder and `/` between its
  ///   parts; none for an empty folder.
  /// - Throws: `DataProblem` `.fileNotFound` when there is no folder, `.fileUnreadable` when it or
  ///   a file in it cannot be read.
  package static func ofFiles(in folder: String, except: Set<String> = []) throws -> [FileDigest] {
    try FileAccess.files(below: folder).filter { !except.contains($0) }
      .map { try FileDigest(path: $0, at: folder + "/" + $0) }
  }
}
