internal import Concurrency
internal import Datasets

/// The bytes of a table as UTF-8: mapped from the file, or in memory when they were in another
/// encoding or never in a file.
enum CSVSource: Sendable {
  case mapped(MappedFile)
  case memory([UInt8])

  var count: Int {
    switch self {
    case .mapped(let file): file.count
    case .memory(let bytes): bytes.count
    }
  }

  /// Calls `body` with all the bytes before an end.
  func withBytes<Value, Failed: Error>(
    before end: Int,
    _ body: (Span<UInt8>) throws(Failed) -> Value
  ) throws(Failed) -> Value {
    switch self {
    case .mapped(let file): return try file.withBytes(in: 0..<end, body)
    case .memory(let bytes): return try body(bytes.span.extracting(0..<end))
    }
  }

  /// Gives the memory of bytes back that are not read again soon, where the file keeps them.
  func release(_ range: Range<Int>) {
    guard case .mapped(let file) = self else { return }
    file.release(range)
  }

  /// False when the file has become shorter while it is read.
  var isComplete: Bool {
    switch self {
    case .mapped(let file): file.isComplete
    case .memory: true
    }
  }
}
