internal import Datasets
internal import Foundation

/// Files that only their owner can read (mode 0600) and folders that only their owner can enter
/// (mode 0700).
enum PrivateFile {
  /// Mode of private files.
  static let fileMode = 0o600
  /// Mode of private folders.
  static let folderMode = 0o700

  /// Makes a file with its whole contents at once, unless there is one.
  ///
  /// Of several processes that do this together one makes the file, and all find it complete. The
  /// contents never stand under a name or a mode that lets others read them: they are written
  /// inside a private folder and then linked into place.
  ///
  /// - Returns: true when this call made the file.
  /// - Throws: `OutputProblem` with the system's words.
  @discardableResult
  static func create(_ path: String, contents: Data) throws -> Bool {
    let manager = FileManager.default
    guard !manager.fileExists(atPath: path) else { return false }
    let folder = path + ".partial-" + UUID().uuidString
    do {
      try manager.createDirectory(
        atPath: folder,
        withIntermediateDirectories: false,
        attributes: [.posixPermissions: folderMode]
      )
      defer { try? manager.removeItem(atPath: folder) }  // left over at worst, and private
      let partial = folder + "/contents"
      try Data().write(to: URL(filePath: partial))
      try manager.setAttributes([.posixPermissions: fileMode], ofItemAtPath: partial)
      let handle = try FileHandle(forWritingTo: URL(filePath: partial))
      defer { FileAccess.close(handle) }
      try handle.write(contentsOf: contents)
      try handle.synchronize()
      do {
        try manager.linkItem(atPath: partial, toPath: path)
      } catch {
        let refusal = SystemRefusal(error)
        if refusal.code == .EEXIST { return false }
        // Some file systems have no hard links; there the name is taken by moving.
        guard refusal.code == .EPERM || refusal.code == .EOPNOTSUPP else { throw error }
        try manager.moveItem(atPath: partial, toPath: path)
      }
      return true
    } catch {
      throw SystemRefusal(error).problem(writing: path)
    }
  }

  /// Puts new contents in a file's place at once: a reader sees the old ones or the new ones.
  ///
  /// For files that hold nothing personal: for a moment the new file has the mode that the user's
  /// mask gives.
  ///
  /// - Throws: `OutputProblem` with the system's words.
  static func replace(_ path: String, contents: Data) throws {
    do {
      try contents.write(to: URL(filePath: path), options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: fileMode], ofItemAtPath: path)
    } catch {
      throw SystemRefusal(error).problem(writing: path)
    }
  }

  /// Makes a private folder, and the folders above it, unless it is there.
  ///
  /// - Throws: `OutputProblem` with the system's words.
  static func createFolder(_ path: String) throws {
    let manager = FileManager.default
    guard !manager.fileExists(atPath: path) else { return }
    do {
      let parent = URL(filePath: path).deletingLastPathComponent().path
      if !manager.fileExists(atPath: parent) {
        try manager.createDirectory(atPath: parent, withIntermediateDirectories: true)
      }
      try manager.createDirectory(
        atPath: path,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: folderMode]
      )
    } catch {
      throw SystemRefusal(error).problem(writing: path)
    }
  }
}
