internal import Concurrency
internal import Datasets

/// The bytes of a table as UTF-8: mapped from the file, or in memory when they were in another
/// encoding or never in a file.
enum CSVSource: Sendable {
  /// Pages are kept for the next reading, or given back after each to keep memory small.
  case mapped(MappedFile, keepsPages: Bool)
  case memory([UInt8])

  var count: Int {
    switch self {
    case .mapped(let file, _): file.count
    case .memory(let bytes): bytes.count
    }
  }

  /// Calls `body` with all the bytes before an end.
  func withBytes<Value, Failed: Error>(
    before end: Int,
    _ body: (Span<UInt8>) throws(Failed) -> Value
  ) throws(Failed) -> Value {
    switch self {
    case .mapped(let file, _): return try file.withBytes(in: 0..<end, body)
    case .memory(let bytes): return try body(bytes.span.extracting(0..<end))
    }
  }

  /// Gives the pages of bytes back that are not read again soon.
  func release(_ range: Range<Int>) {
    guard case .mapped(let file, keepsPages: false) = self else { return }
    file.release(range)
  }

  /// False when the file has become shorter while it is read.
  var isComplete: Bool {
    switch self {
    case .mapped(let file, _): file.isComplete
    case .memory: true
    }
  }
}
