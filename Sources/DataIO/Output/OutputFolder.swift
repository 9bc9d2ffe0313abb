internal import Concurrency
internal import Datasets
package import Foundation

/// A folder of outputs that appears whole or not at all.
package enum OutputFolder {
  /// Writes a folder.
  ///
  /// The folder is filled under a temporary name beside its place (`.NAME.partial-PID`) and
  /// renamed. When anything fails it is removed, and what was at the place before is untouched.
  ///
  /// - Parameters:
  ///   - path: where the folder is to be, in a folder that exists.
  ///   - permissions: who may read it; ``OutputPermissions/ownerOnly`` when persons are in it.
  ///   - force: replace the folder or file that is there, which is deleted afterwards. Never one
  ///     that holds the working folder or the user's home, nor a folder with anything in it but
  ///     `files` and parts of them that a killed process left.
  ///   - files: names of the files that `body` writes, directly in the folder.
  ///   - body: fills the temporary folder, whose place it is given.
  /// - Returns: what `body` returns.
  /// - Throws: `OutputProblem` when something is there and `force` is not given, or the system
  ///   refuses; whatever `body` throws, a path of the temporary folder in an `OutputProblem`
  ///   changed to the final one. Nothing is left behind in each case.
  package static func write<Value>(
    to path: String,
    permissions: OutputPermissions = .ordinary,
    force: Bool = false,
    files: [String],
    _ body: (URL) throws -> Value
  ) throws -> Value {
    let place = try OutputPlace(path: path)
    if place.kind != .nothing {
      guard force else { throw OutputProblem(.alreadyExists, path: path) }
      guard place.kind != .special, !place.isProtected else {
        throw OutputProblem(.system(reason: "Is in use and is not replaced"), path: path)
      }
      guard try place.kind != .folder || place.holdsOnly(files) else {
        throw OutputProblem(.system(reason: "The folder there holds other files"), path: path)
      }
    }
    place.removeStaleParts()
    do {
      try place.checked { () throws(SystemFailure) in
        try createFolder(place.partialPath, mode: permissions.folderMode)
      }
      let value = try body(URL(filePath: place.partialPath, directoryHint: .isDirectory))
      synchronizeFolder(place.partialPath)
      try place.moveFolderIn()
      synchronizeFolder(place.folder)
      return value
    } catch let problem as OutputProblem {
      place.removePart()
      throw place.renamed(problem)
    } catch {
      place.removePart()
      throw error
    }
  }
}

extension OutputPlace {
  /// True for a folder whose loss would take the working folder or the user's home with it.
  fileprivate var isProtected: Bool {
    let target = URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.path
    let inside = target.hasSuffix("/") ? target : target + "/"
    return [FileManager.default.currentDirectoryPath, NSHomeDirectory()].contains {
      (URL(filePath: $0).resolvingSymlinksInPath().path + "/").hasPrefix(inside)
    }
  }

  /// True when the folder that is there has nothing in it but files of some names, whole or in
  /// part.
  fileprivate func holdsOnly(_ files: [String]) throws -> Bool {
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: target) else {
      throw OutputProblem(.system(reason: "The folder there cannot be listed"), path: path)
    }
    return try names.allSatisfy { name in
      let isOurs = files.contains { name == $0 || name.hasPrefix(".\($0).partial-") }
      // A folder of that name may hold anything.
      return try isOurs
        && checked { () throws(SystemFailure) in try PathKind.of(target + "/" + name) } == .file
    }
  }

  /// Renames the temporary folder into place; what was there is put aside first, put back when
  /// that fails, and removed at the end.
  fileprivate func moveFolderIn() throws(OutputProblem) {
    try checked { () throws(SystemFailure) in
      guard kind != .nothing else {
        return try movePath(partialPath, to: path, replacing: false)
      }
      try movePath(path, to: replacedPath, replacing: false)
      do throws(SystemFailure) {
        try movePath(partialPath, to: path, replacing: false)
      } catch {
        try movePath(replacedPath, to: path, replacing: false)
        throw error
      }
    }
    try? FileManager.default.removeItem(atPath: replacedPath)  // as in removePart
  }

  /// A problem inside the temporary folder, told of the place where it would have been.
  fileprivate func renamed(_ problem: OutputProblem) -> OutputProblem {
    guard problem.path.hasPrefix(partialPath) else { return problem }
    return OutputProblem(problem.cause, path: path + problem.path.dropFirst(partialPath.count))
  }
}
