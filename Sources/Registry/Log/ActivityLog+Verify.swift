internal import Datasets
internal import Foundation

/// What an examination of the activity log found.
package struct LogVerification: Codable, Equatable, Sendable {
  /// The first line that is not as it was written.
  package struct Break: Codable, Equatable, Sendable {
    /// What is wrong with a line.
    package enum Cause: String, Codable, Sendable {
      /// Its bytes are not those that the line after it, or the head, attests.
      case altered
      /// Another line stands here: one was removed, inserted or moved.
      case outOfPlace
      /// It is gone, and it was the last or all lines after it are gone as well.
      case missing
      /// It is no entry.
      case unreadable
      /// The log's head, beside it, is gone or not readable.
      case headMissing
    }

    /// Number of the line, from 1.
    package let line: Int
    /// What is wrong with it.
    package let cause: Cause

    /// A line and what is wrong with it.
    package init(line: Int, cause: Cause) {
      self.line = line
      self.cause = cause
    }
  }

  /// Lines there are.
  package let lines: Int
  /// True when a crash cut the last line short: what was on it was never reported as written, and
  /// the next entry takes its place.
  package let endsTorn: Bool
  /// The first line that is not as it was written; `nil` when all are.
  package let firstBreak: Break?
  /// SHA-256 of the last line: who notes it elsewhere can later prove the log up to here.
  package let head: String

  /// True when every line is as it was written.
  package var isIntact: Bool { firstBreak == nil }
}

extension ActivityLog {
  /// Follows the chain from the first line to the head.
  ///
  /// - Returns: what was found; an empty log that was never added to is intact.
  /// - Throws: `DataProblem` `.fileUnreadable` when the log cannot be read.
  /// - Complexity: one pass over the log, in memory of its size.
  package func verify() throws -> LogVerification {
    let head = Result { try LogHead.read(headPath) }
    guard FileManager.default.fileExists(atPath: path) else {
      return Self.verification(of: [], head: head)
    }
    let handle = try FileAccess.openForReading(path)
    defer { FileAccess.close(handle) }
    do {
      return try FileLock.with(.shared, on: handle) {
        // Read under the lock, so that log and head belong together.
        let head = Result { try LogHead.read(headPath) }
        let lines = LogLine.split(try handle.readToEnd())
        return Self.verification(of: lines, head: head)
      }
    } catch {
      throw SystemRefusal(error).problem(file: path)
    }
  }

  private static func verification(
    of lines: [LogLine],
    head: Result<LogHead?, any Error>
  ) -> LogVerification {
    // A head that cannot be read is a finding below; the chain is followed without it.
    let known = (try? head.get()) ?? nil
    // A last line cut short is no line yet; one that the head counts was whole once.
    let endsTorn = lines.last?.isTerminated == false && lines.count > known?.lines ?? 0
    let whole = endsTorn ? lines.dropLast() : lines[...]
    var firstBreak = Chain(lines: Array(whole), head: known).firstBreak
    if firstBreak == nil {
      switch head {
      case .failure: firstBreak = .init(line: whole.count, cause: .headMissing)
      // One line without a head: a process ended between writing the two.
      case .success(nil) where whole.count > 1:
        firstBreak = .init(line: whole.count, cause: .headMissing)
      case .success: break
      }
    }
    return LogVerification(
      lines: whole.count,
      endsTorn: endsTorn,
      firstBreak: firstBreak,
      head: whole.last?.digest ?? ContentDigest.none
    )
  }
}

/// The lines of a log and who attests each: the line after it, or the head.
private struct Chain {
  let lines: [LogLine]
  let head: LogHead?

  var firstBreak: LogVerification.Break? {
    for (index, line) in lines.enumerated() {
      if let cause = fault(of: line, at: index) { return .init(line: index + 1, cause: cause) }
    }
    if let head, head.lines > lines.count {
      return .init(line: lines.count + 1, cause: .missing)
    }
    return nil
  }

  private func fault(of line: LogLine, at index: Int) -> LogVerification.Break.Cause? {
    guard let entry = line.entry else { return .unreadable }
    guard line.isTerminated else { return .altered }
    guard entry.sequence == index + 1 else { return .outOfPlace }
    let before = index == 0 ? ContentDigest.none : lines[index - 1].digest
    // A wrong link to a line before that is itself as attested is this line's fault; `fault` was
    // asked for the line before first.
    if entry.previous != before { return .altered }
    return isContradicted(index) ? .altered : nil
  }

  /// True when the next line or the head carries the line's digest.
  private func isAttested(_ index: Int) -> Bool {
    if let head, head.lines == index + 1 { return head.digest == lines[index].digest }
    return index + 1 < lines.count && lines[index + 1].entry?.previous == lines[index].digest
  }

  /// True when the line is not what the next one says, and the next one is what it was.
  private func isContradicted(_ index: Int) -> Bool {
    if let head, head.lines == index + 1 { return head.digest != lines[index].digest }
    guard index + 1 < lines.count, let next = lines[index + 1].entry,
      next.sequence == index + 2
    else { return false }
    return next.previous != lines[index].digest && isAttested(index + 1)
  }
}
