internal import Foundation

/// The advisory lock of an open file, which the system gives to one holder at a time.
///
/// The lock belongs to the open file, so that two threads which each opened it exclude each other
/// as two processes do, and the system frees it when its holder ends in whatever way.
enum FileLock {
  /// Who else may hold the lock meanwhile.
  enum Kind {
    /// Nobody.
    case exclusive
    /// Others who also only read.
    case shared
  }

  /// Waits for the lock, runs `body` and gives the lock back.
  static func with<Value>(
    _ kind: Kind,
    on handle: FileHandle,
    _ body: () throws -> Value
  ) throws -> Value {
    let descriptor = handle.fileDescriptor
    while flock(descriptor, kind == .exclusive ? LOCK_EX : LOCK_SH) != 0 {
      guard errno == EINTR else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }
    defer { _ = flock(descriptor, LOCK_UN) }
    return try body()
  }
}
