internal import Concurrency
package import Datasets

/// A file that appears whole or not at all.
///
/// It is written under a temporary name beside its place (`.NAME.partial-PID`), brought to the
/// disk, and renamed. When anything fails, the part written so far is removed and what was at the
/// place before is untouched. Parts that earlier processes left behind when they were killed are
/// removed at the next writing of the same file. A device or pipe (`/dev/stdout`) is written to
/// directly.
package struct OutputFile: ~Copyable {
  private let path: String
  private let descriptor: OutputDescriptor
  private var buffer: [UInt8] = []
  private static let bufferSize = 1 << 18

  private init(path: String, descriptor: consuming OutputDescriptor) {
    self.path = path
    self.descriptor = descriptor
    buffer.reserveCapacity(Self.bufferSize)
  }

  /// Writes a file.
  ///
  /// - Parameters:
  ///   - path: where the file is to be, in a folder that exists.
  ///   - permissions: who may read it; ``OutputPermissions/ownerOnly`` for files with persons.
  ///   - force: replace a file that is there.
  ///   - body: appends the content.
  /// - Returns: what `body` returns.
  /// - Throws: `OutputProblem` when something is there and `force` is not given, or the system
  ///   refuses; whatever `body` throws. Nothing is left behind in each case.
  package static func write<Value>(
    to path: String,
    permissions: OutputPermissions = .ordinary,
    force: Bool = false,
    _ body: (inout OutputFile) throws -> Value
  ) throws -> Value {
    let place = try OutputPlace(path: path)
    if place.kind == .special {
      return try fill(
        place,
        try place.checked { () throws(SystemFailure) in
          try OutputDescriptor(existing: path)
        },
        body
      )
    }
    if place.kind == .folder { throw OutputProblem(.system(reason: "Is a directory"), path: path) }
    if place.kind == .file, !force { throw OutputProblem(.alreadyExists, path: path) }
    place.removeStaleParts()
    do {
      let descriptor = try place.checked { () throws(SystemFailure) in
        try OutputDescriptor(creating: place.partialPath, mode: permissions.fileMode)
      }
      let value = try fill(place, descriptor, body)
      try place.checked { () throws(SystemFailure) in
        try movePath(place.partialPath, to: path, replacing: force)
      }
      synchronizeFolder(place.folder)
      return value
    } catch {
      place.removePart()
      throw error
    }
  }

  private static func fill<Value>(
    _ place: OutputPlace,
    _ descriptor: consuming OutputDescriptor,
    _ body: (inout OutputFile) throws -> Value
  ) throws -> Value {
    var file = OutputFile(path: place.path, descriptor: descriptor)
    let value = try body(&file)
    try file.flush()
    do throws(SystemFailure) {
      try file.descriptor.synchronize()
    } catch {
      throw place.problem(error)
    }
    return value
  }

  /// Adds bytes at the end.
  ///
  /// - Throws: `OutputProblem` with the system's words (no space left, file too large).
  package mutating func append(_ bytes: [UInt8]) throws(OutputProblem) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Adds text at the end, as UTF-8.
  ///
  /// - Throws: `OutputProblem` with the system's words (no space left, file too large).
  package mutating func append(_ text: String) throws(OutputProblem) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  private mutating func flush() throws(OutputProblem) {
    do throws(SystemFailure) {
      try descriptor.write(buffer.span)
    } catch {
      throw OutputProblem(.system(reason: error.reason), path: path)
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
