internal import Datasets
internal import Foundation

/// Reading from the file system, with the system's refusals as `DataProblem`.
enum FileAccess {
  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: path in the file system.
  ///   - name: path that a message names; `path` when `nil`.
  /// - Returns: the open file.
  /// - Throws: `DataProblem` `.fileNotFound`, or `.fileUnreadable` for a folder or a refusal.
  static func openForReading(_ path: String, named name: String? = nil) throws -> FileHandle {
    guard !isFolder(URL(filePath: path).resolvingSymlinksInPath().path) else {
      throw DataProblem(.fileUnreadable(reason: "it is a folder"), file: name ?? path)
    }
    do {
      return try FileHandle(forReadingFrom: URL(filePath: path))
    } catch {
      throw SystemRefusal(error).problem(file: name ?? path)
    }
  }

  /// The next bytes, or `nil` at the end.
  static func read(_ handle: FileHandle, upTo count: Int, named name: String) throws -> Data? {
    do {
      let block = try handle.read(upToCount: count)
      return block?.isEmpty == true ? nil : block
    } catch {
      throw SystemRefusal(error).problem(file: name)
    }
  }

  /// All bytes of a file.
  static func contents(of path: String) throws -> Data {
    let handle = try openForReading(path)
    defer { close(handle) }
    do {
      return try handle.readToEnd() ?? Data()
    } catch {
      throw SystemRefusal(error).problem(file: path)
    }
  }

  /// Ends the use of a file that was read; nothing can be lost by it.
  static func close(_ handle: FileHandle) {
    try? handle.close()
  }

  /// Paths of the regular files (and links to them) below a folder, relative to it, in the order
  /// of their UTF-8 bytes.
  static func files(below folder: String) throws -> [String] {
    var found: [String] = []
    var pending = [""]
    while let prefix = pending.popLast() {
      let names: [String]
      do {
        names = try FileManager.default.contentsOfDirectory(atPath: folder + "/" + prefix)
      } catch {
        throw SystemRefusal(error).problem(file: prefix.isEmpty ? folder : folder + "/" + prefix)
      }
      for name in names {
        let path = prefix + name
        if isFolder(folder + "/" + path) { pending.append(path + "/") } else { found.append(path) }
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// True for a folder that is no symbolic link.
  static func isFolder(_ path: String) -> Bool {
    // What cannot be looked at is no folder to go into; reading it then says why.
    let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    return type == .typeDirectory
  }
}
