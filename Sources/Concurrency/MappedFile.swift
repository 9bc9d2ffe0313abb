internal import Foundation

/// The bytes of a file, mapped read-only into memory.
///
/// Pages are read on first use and belong to the system's file cache, not to the program's
/// anonymous memory. What cannot be mapped (a pipe, a device, a file of `/proc`) is read into
/// memory to its end instead. A class, because the mapping has one owner that ends it. Safe to
/// share: the bytes never change here.
///
/// A file that another program shortens while it is mapped stops the program at the first touch of
/// a page that is gone, as with every memory map; ``isComplete`` tells it before. The outputs of
/// this program are renamed into place, never rewritten, so that it does not do this to itself.
@safe package final class MappedFile: @unchecked Sendable {
  /// Number of bytes.
  package let count: Int
  private let base: UnsafeRawPointer?
  /// Set where the file could not be mapped; `base` is `nil` then.
  private let copy: [UInt8]
  private let descriptor: Int32

  /// Why a file could not be mapped.
  package typealias Failure = SystemFailure

  /// Maps a regular file, or reads anything else to its end.
  ///
  /// - Parameter path: path in the file system.
  /// - Throws: the system's error; `EISDIR` for a folder.
  package convenience init(path: String) throws(Failure) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(code: errno) }
    try self.init(owning: descriptor)
  }

  /// Maps an open file, which is closed when the mapping ends, or at once where it fails.
  init(owning descriptor: Int32) throws(Failure) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw Failure(code: code)
    }
    if status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 {
      let size = Int(status.st_size)
      let address = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
      if let address = unsafe address, unsafe address != MAP_FAILED {
        unsafe madvise(address, size, Int32(MADV_SEQUENTIAL))
        unsafe base = UnsafeRawPointer(address)
        count = size
        copy = []
        self.descriptor = descriptor
        return
      }
    }
    defer { close(descriptor) }
    copy = try Self.contents(of: descriptor)
    count = copy.count
    unsafe base = nil
    self.descriptor = -1
  }

  deinit {
    if let base = unsafe base { unsafe munmap(UnsafeMutableRawPointer(mutating: base), count) }
    if descriptor >= 0 { close(descriptor) }
  }

  /// False when the file has become shorter than its mapping, so that its end must not be read.
  package var isComplete: Bool {
    guard descriptor >= 0 else { return true }
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 && Int(status.st_size) >= count
  }

  /// Calls `body` with the bytes of a range, bounds-checked.
  ///
  /// - Parameters:
  ///   - range: byte positions within `0..<count`.
  ///   - body: reads the bytes; the span must not leave it.
  /// - Returns: what `body` returns.
  /// - Throws: what `body` throws.
  package func withBytes<Value, Failed: Error>(
    in range: Range<Int>,
    _ body: (Span<UInt8>) throws(Failed) -> Value
  ) throws(Failed) -> Value {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range outside the file")
    guard let base = unsafe base else {
      let copy = copy
      let part = copy.span.extracting(range)
      return try body(part)
    }
    let bytes = unsafe UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
      .assumingMemoryBound(to: UInt8.self)
    return try unsafe body(Span(_unsafeElements: bytes))
  }

  /// Gives the pages of a range back; they are read again where they are used again.
  ///
  /// Of a file that is read from its start to its end this keeps the program's resident memory
  /// small, whatever the size of the file. What was not mapped is kept.
  ///
  /// - Parameter range: byte positions within `0..<count`; the pages that hold them are given back,
  ///   and some around them.
  package func release(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range outside the file")
    guard let base = unsafe base else { return }
    guard !range.isEmpty else { return }
    let page = Int(getpagesize())
    let start = max(0, range.lowerBound - Self.mappedAround) / page * page
    let end = min(range.upperBound + Self.mappedAround, count)
    // A refusal changes nothing but the memory that the system counts.
    unsafe madvise(UnsafeMutableRawPointer(mutating: base + start), end - start, MADV_DONTNEED)
  }

  /// Bytes on both sides of a page that the system may have mapped along with it.
  private static let mappedAround = 1 << 18

  private static func contents(of descriptor: Int32) throws(Failure) -> [UInt8] {
    var contents: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let found = unsafe read(descriptor, &buffer, buffer.count)
      if found < 0, errno == EINTR { continue }
      guard found >= 0 else { throw Failure(code: errno) }
      guard found > 0 else { return contents }
      contents.append(contentsOf: buffer.prefix(found))
    }
  }
}
