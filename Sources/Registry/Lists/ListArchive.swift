internal import Crypto
internal import Datasets
internal import Foundation

/// Where the registry keeps who is on its lists: a folder a list, one file a kind of content, each
/// named by its digest, so that the log says which one counts and a crash between the two leaves
/// what counted before.
struct ListArchive: Sendable {
  /// Name of the folder in the registry's folder.
  static let folderName = "lists"

  /// Path of the folder.
  let folder: String

  /// Kinds of content.
  enum Content: String, CaseIterable {
    case people, contacts, changes
  }

  /// Writes content beside what there is.
  ///
  /// - Returns: its SHA-256.
  /// - Throws: `OutputProblem`.
  func write(_ values: some Encodable, _ content: Content, of list: String) throws -> String {
    let data = try StoredJSON.encode(values)
    let digest = ContentDigest.hexadecimal(SHA256.hash(data: data))
    for folder in [URL(filePath: folder).deletingLastPathComponent().path, folder, place(of: list)]
    { try PrivateFile.createFolder(folder) }
    try PrivateFile.create(path(content, of: list, digest: digest), contents: data)
    return digest
  }

  /// Reads content.
  ///
  /// - Throws: `DataProblem`: `.fileNotFound`, `.digestMismatch` for content that was changed.
  func read<Value: Decodable>(
    _ type: Value.Type,
    _ content: Content,
    of list: String,
    digest: String
  ) throws -> Value {
    let path = path(content, of: list, digest: digest)
    let data = try FileAccess.contents(of: path)
    guard ContentDigest.hexadecimal(SHA256.hash(data: data)) == digest else {
      throw DataProblem(.digestMismatch, file: path)
    }
    return try StoredJSON.decode(type, from: data, file: path)
  }

  /// Removes content that does not count any more.
  func removeAll(_ content: Content, of list: String, except digest: String) {
    let kept = URL(filePath: path(content, of: list, digest: digest)).lastPathComponent
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place(of: list))) ?? []
    for name in names where name.hasPrefix(content.rawValue + "-") && name != kept {
      // What stays is not read by anybody, and goes when the list is erased.
      try? FileManager.default.removeItem(atPath: place(of: list) + "/" + name)
    }
  }

  /// Removes everything of a list.
  ///
  /// - Throws: `OutputProblem`.
  func erase(_ list: String) throws {
    let place = place(of: list)
    guard FileManager.default.fileExists(atPath: place) else { return }
    do {
      try FileManager.default.removeItem(atPath: place)
    } catch {
      throw SystemRefusal(error).problem(writing: place)
    }
  }

  /// Runs `body` while nobody else changes the lists.
  ///
  /// - Throws: `OutputProblem`, and what `body` throws.
  func exclusively<Value>(_ body: () throws -> Value) throws -> Value {
    let parent = URL(filePath: folder).deletingLastPathComponent().path
    for folder in [parent, folder] { try PrivateFile.createFolder(folder) }
    let path = folder + "/lock"
    try PrivateFile.create(path, contents: Data())
    let handle: FileHandle
    do {
      handle = try FileHandle(forUpdating: URL(filePath: path))
    } catch {
      throw SystemRefusal(error).problem(writing: path)
    }
    defer { FileAccess.close(handle) }
    return try FileLock.with(.exclusive, on: handle, body)
  }

  /// Path of content.
  func path(_ content: Content, of list: String, digest: String) -> String {
    "\(place(of: list))/\(content.rawValue)-\(digest.prefix(16)).json"
  }

  /// The folder of a list; an identifier ends with digits of a digest, so that two that differ in
  /// a sign that file systems do not like stay apart.
  private func place(of list: String) -> String {
    let name = list.unicodeScalars.map { scalar -> Character in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", "_": Character(scalar)
      default: "_"
      }
    }
    return folder + "/" + String(name)
  }
}
