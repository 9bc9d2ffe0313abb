internal import Datasets
internal import Foundation

/// The log of everything done with the registry: one JSON document a line, only ever added to,
/// each line carrying the SHA-256 of the line before.
///
/// Several processes may add at once (the file is locked meanwhile). A last line that a crash cut
/// short was never reported as written: the next entry takes its place and says how many bytes
/// it removed. Who can write to the folder can also write a whole new chain; who wants to hold
/// against that notes the head, which `models verify` prints, elsewhere.
package struct ActivityLog: Sendable {
  /// File name of the log in the registry's folder.
  package static let fileName = "activity.jsonl"
  /// File name of the log's head in the registry's folder.
  package static let headFileName = "activity.head"

  /// Path of the log.
  package let path: String
  /// Path of its head.
  let headPath: String

  /// The log of a registry; it and its folder are made when first added to.
  ///
  /// - Parameter folder: folder of the registry.
  package init(folder: String) {
    path = folder + "/" + Self.fileName
    headPath = folder + "/" + Self.headFileName
  }

  /// Adds an entry and waits until it is on the disk.
  ///
  /// - Parameters:
  ///   - event: what happened.
  ///   - when: the moment, from the caller's clock.
  ///   - actor: who did it, when the user said so.
  /// - Returns: the entry as written.
  /// - Throws: `OutputProblem` when the log cannot be written, and then nothing of the entry is in
  ///   it; `DataProblem` `.digestMismatch` when lines that were written are gone or changed at the
  ///   log's end, which an entry on top would hide.
  /// - Complexity: in the size of the entry, not of the log.
  @discardableResult
  package func append(_ event: ActivityEvent, when: Timestamp, actor: String? = nil) throws
    -> ActivityEntry
  {
    try PrivateFile.createFolder(URL(filePath: path).deletingLastPathComponent().path)
    try PrivateFile.create(path, contents: Data())
    do {
      let handle = try FileHandle(forUpdating: URL(filePath: path))
      defer { FileAccess.close(handle) }
      return try FileLock.with(.exclusive, on: handle) {
        let end = try end(of: handle)
        let entry = ActivityEntry(
          sequence: end.lines + 1,
          when: when,
          actor: actor,
          event: event,
          previous: end.digest,
          tornBytes: end.tornBytes > 0 ? end.tornBytes : nil
        )
        try write(entry, after: end, to: handle)
        return entry
      }
    } catch let problem as DataProblem {
      throw problem
    } catch let problem as OutputProblem {
      throw problem
    } catch {
      throw SystemRefusal(error).problem(writing: path)
    }
  }

  /// Entries that stand at or after a position, for those who keep a copy in step.
  ///
  /// - Parameter position: number of bytes read before.
  /// - Returns: the entries and the position to go on from.
  /// - Throws: `DataProblem` `.digestMismatch` when the log is shorter than `position` or a line
  ///   is no entry.
  package func entries(from position: Int = 0) throws -> (entries: [ActivityEntry], end: Int) {
    guard FileManager.default.fileExists(atPath: path) else {
      guard position == 0 else { throw DataProblem(.digestMismatch, file: path) }
      return ([], 0)
    }
    let handle = try FileAccess.openForReading(path)
    defer { FileAccess.close(handle) }
    return try FileLock.with(.shared, on: handle) {
      let size = Int(try handle.seekToEnd())
      guard size >= position else { throw DataProblem(.digestMismatch, file: path) }
      try handle.seek(toOffset: UInt64(position))
      let lines = LogLine.split(try handle.readToEnd()).filter(\.isTerminated)
      let entries = lines.compactMap(\.entry)
      guard entries.count == lines.count else { throw DataProblem(.digestMismatch, file: path) }
      return (entries, position + (lines.last?.range.upperBound ?? 0))
    }
  }

  static let lineFeed = UInt8(ascii: "\n")

  /// Where the next entry goes.
  private struct End {
    /// Whole lines there are.
    var lines: Int
    /// Bytes of the whole lines.
    var bytes: Int
    /// Digest of the last of them.
    var digest: String
    /// Bytes of an unfinished line after them.
    var tornBytes = 0
  }

  /// The end of the log, after a look at whether it is as it was left.
  private func end(of handle: FileHandle) throws -> End {
    let size = Int(try handle.seekToEnd())
    let head = try LogHead.read(headPath)
    let known = head ?? .empty
    let broken = DataProblem(.digestMismatch, file: path, line: max(known.lines, 1))
    guard size >= known.bytes else { throw broken }
    try handle.seek(toOffset: UInt64(known.lastLine))
    let lines = LogLine.split(try handle.readToEnd())
    var end = End(lines: known.lines, bytes: known.bytes, digest: known.digest)
    if head != nil, lines.first?.digest != known.digest || lines.first?.isTerminated != true {
      throw broken
    }
    // Lines after the head: a process ended between writing a line and noting it as the head.
    for line in lines.dropFirst(head == nil ? 0 : 1) {
      guard line.isTerminated else {
        end.tornBytes = line.range.count
        break
      }
      guard line.entry?.sequence == end.lines + 1, line.entry?.previous == end.digest else {
        throw DataProblem(.digestMismatch, file: path, line: end.lines + 1)
      }
      end.lines += 1
      end.bytes += line.range.count
      end.digest = line.digest
    }
    // One line without a head is such a crash; more lines without one is a head removed.
    guard head != nil || end.lines <= 1 else { throw DataProblem(.digestMismatch, file: headPath) }
    return end
  }

  private func write(_ entry: ActivityEntry, after end: End, to handle: FileHandle) throws {
    let line = try StoredJSON.encode(entry)
    do {
      try handle.truncate(atOffset: UInt64(end.bytes))
      try handle.write(contentsOf: line + [Self.lineFeed])
      try handle.synchronize()
    } catch {
      // The disk may be full: what was written of the line goes again.
      try? handle.truncate(atOffset: UInt64(end.bytes))
      throw error
    }
    let head = LogHead(
      lines: entry.sequence,
      bytes: end.bytes + line.count + 1,
      lastLine: end.bytes,
      digest: ContentDigest.sha256(of: line)
    )
    // The entry stands whether or not the head can be written; the next one writes it again.
    try? head.write(headPath)
  }
}
