internal import Foundation

/// A file without a name, written once and then read as a ``MappedFile``.
///
/// Its name is taken from the folder as soon as it is made, so that nothing stays however the
/// program ends; its room is given back with the last reader. Only this user can read it.
package struct TemporaryFile: ~Copyable {
  private let descriptor: Int32
  /// Number of bytes written.
  package private(set) var count = 0

  /// Makes an empty file.
  ///
  /// - Parameter folder: path of a folder with room for it.
  /// - Throws: the system's error.
  package init(in folder: String) throws(SystemFailure) {
    // At the file-size limit there is an error like that of a full disk, not a signal.
    signal(SIGXFSZ, SIG_IGN)
    var template = Array("\(folder)/.vedetta-XXXXXX".utf8CString)
    descriptor = unsafe template.withUnsafeMutableBufferPointer { path in
      guard let path = path.baseAddress else { return -1 }
      let made = unsafe mkstemp(path)
      if made >= 0 { unsafe unlink(path) }
      return made
    }
    guard descriptor >= 0 else { throw SystemFailure(code: errno) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  deinit { close(descriptor) }

  /// Writes numbers after what was written before, in the order of bytes of the machine.
  package mutating func write<Number: BitwiseCopyable & Numeric>(
    _ numbers: Span<Number>
  ) throws(SystemFailure) {
    // Numbers have no unused bytes.
    let bytes = unsafe numbers.bytes
    try writeBytes(bytes, to: descriptor)
    count += bytes.byteCount
  }

  /// The bytes written.
  ///
  /// - Throws: the system's error.
  package consuming func mapped() throws(SystemFailure) -> MappedFile {
    let reader = dup(descriptor)
    guard reader >= 0 else { throw SystemFailure(code: errno) }
    return try MappedFile(owning: reader)
  }
}
