internal import Foundation

/// One line of the log as it stands in the file.
struct LogLine {
  /// Where it stands in the bytes that were split, with its line feed.
  let range: Range<Int>
  /// False for a last line that a crash cut short.
  let isTerminated: Bool
  /// SHA-256 of the line without its line feed.
  let digest: String
  /// The entry on it, or `nil` when it is none: a finding for `verify`, not an error.
  let entry: ActivityEntry?

  /// Splits bytes at line feeds; an empty line is a line.
  ///
  /// - Returns: the lines, with ranges counted from the first byte given; none for `nil`.
  static func split(_ data: Data?) -> [LogLine] {
    let bytes = [UInt8](data ?? Data())
    var lines: [LogLine] = []
    var start = 0
    while start < bytes.count {
      let feed = bytes[start...].firstIndex(of: ActivityLog.lineFeed)
      let content = bytes[start..<(feed ?? bytes.count)]
      let next = feed.map { $0 + 1 } ?? bytes.count
      lines.append(
        LogLine(
          range: start..<next,
          isTerminated: feed != nil,
          digest: ContentDigest.sha256(of: content),
          // A finding for whoever asked, as the property says.
          entry: try? JSONDecoder().decode(ActivityEntry.self, from: Data(content))
        )
      )
      start = next
    }
    return lines
  }
}
