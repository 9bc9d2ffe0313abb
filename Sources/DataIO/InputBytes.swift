internal import Concurrency
internal import Datasets

extension MappedFile {
  /// The bytes of an input file.
  ///
  /// - Throws: `fileNotFound`, or `fileUnreadable` with the system's words (a folder, no
  ///   permission).
  static func input(_ path: String) throws(DataProblem) -> MappedFile {
    do throws(SystemFailure) {
      return try MappedFile(path: path)
    } catch {
      throw DataProblem(
        error.isNotFound ? .fileNotFound : .fileUnreadable(reason: error.reason),
        file: path
      )
    }
  }

  /// All the bytes as an array.
  func bytes() -> [UInt8] {
    withBytes(in: 0..<count) { span in
      [UInt8](copying: span)
    }
  }
}

extension [UInt8] {
  /// A copy of the bytes of a span.
  init(copying span: Span<UInt8>) {
    self.init()
    reserveCapacity(span.count)
    for index in span.indices { append(span[index]) }
  }
}
