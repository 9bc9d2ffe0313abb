internal import Foundation

/// A file open for writing, and the calls of the system that put files in place.
///
/// The one place where the program writes by descriptor: bytes are written to the last one, an
/// interrupted call is repeated, and every refusal comes back as ``SystemFailure``. Closed when
/// the value goes away.
package struct OutputDescriptor: ~Copyable {
  private let descriptor: Int32

  /// Creates a new file.
  ///
  /// The signal that the system sends at the file-size limit is ignored from then on, so that the
  /// limit is an error like a full disk.
  ///
  /// - Parameters:
  ///   - path: a path where nothing is.
  ///   - mode: permission bits, reduced by the process's mask.
  /// - Throws: the system's error; `EEXIST` where something is.
  package init(creating path: String, mode: UInt32) throws(SystemFailure) {
    signal(SIGXFSZ, SIG_IGN)
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode))
    guard descriptor >= 0 else { throw SystemFailure(code: errno) }
  }

  /// Opens a device or pipe that exists.
  package init(existing path: String) throws(SystemFailure) {
    descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemFailure(code: errno) }
  }

  deinit { close(descriptor) }

  /// Writes all the bytes.
  package func write(_ bytes: Span<UInt8>) throws(SystemFailure) {
    try unsafe writeBytes(bytes.bytes, to: descriptor)
  }

  /// Waits until what was written is on the disk; a pipe or device that cannot is let be.
  package func synchronize() throws(SystemFailure) {
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
      throw SystemFailure(code: errno)
    }
  }
}

/// Writes all bytes to an open file, an interrupted call repeated.
func writeBytes(_ bytes: RawSpan, to descriptor: Int32) throws(SystemFailure) {
  let failure: Int32? = unsafe bytes.withUnsafeBytes { buffer in
    var done = 0
    while done < buffer.count {
      let written = unsafe write(
        descriptor,
        buffer.baseAddress.map { unsafe $0 + done },
        buffer.count - done
      )
      if written < 0, errno == EINTR { continue }
      if written < 0 { return errno }
      done += written
    }
    return nil
  }
  if let failure { throw SystemFailure(code: failure) }
}

/// What stands at a path.
package enum PathKind: Equatable, Sendable {
  case nothing, file, folder
  /// A device, pipe or socket.
  case special

  /// What stands at a path, links followed; a link that leads nowhere counts as a file.
  package static func of(_ path: String) throws(SystemFailure) -> PathKind {
    var status = stat()
    if unsafe stat(path, &status) != 0 {
      guard errno == ENOENT else { throw SystemFailure(code: errno) }
      return unsafe lstat(path, &status) == 0 ? .file : .nothing
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .special
    }
  }
}

/// Renames a file or folder within its file system.
///
/// - Parameters:
///   - source: what is to move.
///   - destination: its new path.
///   - replacing: a file at the destination is replaced in one step; otherwise nothing may be
///     there.
/// - Throws: the system's error; `EEXIST` when something is at the destination.
package func movePath(
  _ source: String,
  to destination: String,
  replacing: Bool
) throws(SystemFailure) {
  if !replacing {
    // A second name fails where one is, in one step; folders and some file systems have none, and
    // the moment between the check and the renaming is the price.
    if unsafe link(source, destination) == 0 {
      guard unsafe unlink(source) == 0 else { throw SystemFailure(code: errno) }
      return
    }
    guard errno != EEXIST, try PathKind.of(destination) == .nothing else {
      throw SystemFailure(code: EEXIST)
    }
  }
  guard unsafe rename(source, destination) == 0 else { throw SystemFailure(code: errno) }
}

/// Creates one folder.
///
/// - Parameters:
///   - path: a path where nothing is, in a folder that exists.
///   - mode: permission bits, reduced by the process's mask.
/// - Throws: the system's error.
package func createFolder(_ path: String, mode: UInt32) throws(SystemFailure) {
  guard unsafe mkdir(path, mode_t(mode)) == 0 else { throw SystemFailure(code: errno) }
}

/// Waits until a folder's entries are on the disk; a file system that cannot is let be.
package func synchronizeFolder(_ path: String) {
  let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { return }
  fsync(descriptor)
  close(descriptor)
}

/// True when no process of this number runs.
package func isDeadProcess(_ number: Int32) -> Bool {
  number > 0 && kill(number, 0) != 0 && errno == ESRCH
}
