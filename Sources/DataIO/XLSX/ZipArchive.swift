/// The files of a zip archive, as workbooks are (APPNOTE.TXT 6.3, without encryption and zip64).
struct ZipArchive {
  /// What is wrong with an archive.
  enum Fault: Error, Equatable {
    /// It is no zip archive.
    case notAnArchive
    /// A part of it is encrypted, or compressed in a way that workbooks are not.
    case unknownForm
    /// A part is not what its directory says.
    case damaged
    /// A part is larger than any sheet is.
    case tooLarge
  }

  private struct Entry {
    let method: Int
    let flags: Int
    let compressedSize: Int
    let size: Int
    let header: Int
  }

  /// Largest part that is expanded, in bytes.
  static let sizeLimit = 1 << 30

  private let bytes: [UInt8]
  private let entries: [String: Entry]

  /// Reads the directory of an archive.
  init(_ bytes: [UInt8]) throws(Fault) {
    self.bytes = bytes
    func number(_ position: Int, _ width: Int) -> Int {
      (0..<width).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
    }
    // The end record is the last thing but for a comment of up to 65,535 bytes.
    let first = max(0, bytes.count - 22 - 65_535)
    var end = bytes.count - 22
    while end >= first, number(end, 4) != 0x0605_4b50 { end -= 1 }
    guard end >= first, bytes.count >= 22 else { throw .notAnArchive }
    var position = number(end + 16, 4)
    var entries: [String: Entry] = [:]
    for _ in 0..<number(end + 10, 2) {
      guard position + 46 <= end, number(position, 4) == 0x0201_4b50 else { throw .damaged }
      let nameLength = number(position + 28, 2)
      let next = position + 46 + nameLength + number(position + 30, 2) + number(position + 32, 2)
      guard next <= end else { throw .damaged }
      let name = String(decoding: bytes[position + 46..<position + 46 + nameLength], as: UTF8.self)
      entries[name] = Entry(
        method: number(position + 10, 2),
        flags: number(position + 8, 2),
        compressedSize: number(position + 20, 4),
        size: number(position + 24, 4),
        header: number(position + 42, 4)
      )
      position = next
    }
    self.entries = entries
  }

  /// The content of a part.
  ///
  /// - Returns: its bytes; `nil` when there is no such part.
  func contents(of name: String) throws(Fault) -> [UInt8]? {
    guard let entry = entries[name] else { return nil }
    guard entry.flags & 1 == 0, entry.method == 0 || entry.method == 8 else { throw .unknownForm }
    guard entry.size <= Self.sizeLimit else { throw .tooLarge }
    let header = entry.header
    guard header + 30 <= bytes.count else { throw .damaged }
    func length(_ offset: Int) -> Int {
      Int(bytes[header + offset]) | Int(bytes[header + offset + 1]) << 8
    }
    let start = header + 30 + length(26) + length(28)
    guard start + entry.compressedSize <= bytes.count else { throw .damaged }
    let content = bytes[start..<start + entry.compressedSize]
    if entry.method == 0 {
      guard content.count == entry.size else { throw .damaged }
      return [UInt8](content)
    }
    guard let expanded = Inflate.expand(content, size: entry.size) else { throw .damaged }
    return expanded
  }
}
