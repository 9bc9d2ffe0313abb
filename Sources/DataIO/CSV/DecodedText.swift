internal import Concurrency
internal import Datasets
internal import Foundation

/// Where the text of a file goes that is not in UTF-8.
enum DecodedText: Sendable {
  case inMemory
  /// A file in a folder, which is taken from the folder as soon as it is mapped, so that nothing
  /// stays however the program ends.
  case inFile(folder: String)

  /// Bytes decoded at a time.
  private static let chunk = 1 << 22

  /// The bytes of a file as UTF-8.
  ///
  /// - Parameters:
  ///   - raw: the file.
  ///   - encoding: its encoding, not UTF-8.
  ///   - start: after the byte order mark.
  ///   - name: of the file, for messages.
  /// - Returns: the text.
  /// - Throws: `invalidEncoding`; `fileUnreadable` where the text cannot be written.
  func source(
    _ raw: CSVSource,
    _ encoding: TextEncoding,
    from start: Int,
    name: String
  ) throws(DataProblem) -> CSVSource {
    guard case .inFile(let folder) = self, raw.count > Self.chunk else {
      return .memory(try Self.text(raw, start..<raw.count, encoding, name))
    }
    let path = folder + "/vedetta-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }  // the system clears what stays
    let file = try Self.checked(name, folder) { () throws(SystemFailure) in
      try OutputDescriptor(creating: path, mode: 0o600)
    }
    var position = start
    while position < raw.count {
      let end = Self.chunkEnd(raw, position, encoding)
      let text = try Self.text(raw, position..<end, encoding, name)
      raw.release(position..<end)
      try Self.checked(name, folder) { () throws(SystemFailure) in try file.write(text.span) }
      position = end
    }
    return .mapped(
      try Self.checked(name, folder) { () throws(SystemFailure) in try MappedFile(path: path) },
      keepsPages: false
    )
  }

  private static func checked<Value: ~Copyable>(
    _ name: String,
    _ folder: String,
    _ call: () throws(SystemFailure) -> Value
  ) throws(DataProblem) -> Value {
    do throws(SystemFailure) {
      return try call()
    } catch {
      throw DataProblem(
        .fileUnreadable(reason: "its text cannot be kept in \(folder): \(error.reason)"),
        file: name
      )
    }
  }

  /// The end of the part to decode next: not between the two halves of a character.
  private static func chunkEnd(
    _ raw: CSVSource,
    _ start: Int,
    _ encoding: TextEncoding
  ) -> Int {
    let end = min(start + chunk, raw.count)
    guard encoding != .windows1252, end < raw.count else { return end }
    let high = raw.withBytes(before: end) { $0[encoding == .utf16BigEndian ? end - 2 : end - 1] }
    return high & 0xFC == 0xD8 ? min(end + 2, raw.count) : end
  }

  private static func text(
    _ raw: CSVSource,
    _ range: Range<Int>,
    _ encoding: TextEncoding,
    _ name: String
  ) throws(DataProblem) -> [UInt8] {
    let text = raw.withBytes(before: range.upperBound) { bytes in
      let content = bytes.extracting(range)
      return encoding == .windows1252
        ? TextDecoding.utf8(fromWindows1252: content)
        : TextDecoding.utf8(fromUTF16: content, bigEndian: encoding == .utf16BigEndian)
    }
    guard let text else {
      throw DataProblem(.invalidEncoding(name: encoding.rawValue), file: name)
    }
    return text
  }
}
