internal import Concurrency
internal import Datasets
internal import Foundation

/// Who may read an output.
package enum OutputPermissions: Sendable {
  /// Whoever the process's mask allows.
  case ordinary
  /// The owner alone (0600; folders 0700): for outputs with persons in them.
  case ownerOnly

  var fileMode: UInt32 { self == .ordinary ? 0o666 : 0o600 }
  var folderMode: UInt32 { self == .ordinary ? 0o777 : 0o700 }
}

/// The place of an output: its folder, its temporary name, and what is there now.
struct OutputPlace {
  let path: String
  let folder: String
  let name: String
  let kind: PathKind

  init(path: String) throws {
    let url = URL(filePath: path).standardizedFileURL
    self.path = path
    folder = url.deletingLastPathComponent().path
    name = url.lastPathComponent
    do throws(SystemFailure) {
      kind = try PathKind.of(path)
    } catch {
      throw OutputProblem(.system(reason: error.reason), path: path)
    }
    // /dev/stdout that leads to a file: replacing it would take it away from all programs.
    if kind == .file, ["/dev", "/dev/fd", "/proc/self/fd"].contains(folder) {
      throw OutputProblem(.system(reason: "It stands for a file; name that one"), path: path)
    }
  }

  /// Where the part written so far is kept.
  var partialPath: String { folder + "/" + partialPrefix + "\(processNumber)" }

  private var partialPrefix: String { ".\(name).partial-" }
  private var processNumber: Int32 { ProcessInfo.processInfo.processIdentifier }

  func problem(_ failure: SystemFailure) -> OutputProblem {
    OutputProblem(
      failure.code == EEXIST ? .alreadyExists : .system(reason: failure.reason),
      path: path
    )
  }

  /// The value of a call of the system, its refusal turned into a problem of this place.
  func checked<Value: ~Copyable>(
    _ call: () throws(SystemFailure) -> Value
  ) throws(OutputProblem) -> Value {
    do throws(SystemFailure) {
      return try call()
    } catch {
      throw problem(error)
    }
  }

  func removePart() {
    // Nothing more can be done when the system refuses this too; the next writing tries again.
    try? FileManager.default.removeItem(atPath: partialPath)
  }

  /// Where a folder that is being replaced is put aside.
  var replacedPath: String { folder + "/" + replacedPrefix + "\(processNumber)" }

  private var replacedPrefix: String { ".\(name).replaced-" }

  /// Removes the parts of processes that no longer run, and of an earlier one of our number.
  ///
  /// A folder put aside is removed only when another stands in its place: without one, the
  /// process was killed between the two renamings, and it is all there is.
  func removeStaleParts() {
    let prefixes = [partialPrefix] + (kind == .nothing ? [] : [replacedPrefix])
    // A folder that cannot be listed has no parts that could be removed.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names {
      guard let prefix = prefixes.first(where: { name.hasPrefix($0) }),
        let number = Int32(name.dropFirst(prefix.count)),
        number == processNumber || isDeadProcess(number)
      else { continue }
      try? FileManager.default.removeItem(atPath: folder + "/" + name)  // as in removePart
    }
  }
}
