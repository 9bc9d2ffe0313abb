internal import Foundation
internal import Synchronization
internal import Workflows

/// One line on standard error with the share done, the rate and the time left.
///
/// A class, because workers on several threads report to the one line.
final class TerminalProgress: ProgressObserver {
  private struct State {
    var stage = ""
    var start = ContinuousClock.now
    var printed: ContinuousClock.Instant?
  }
  private let state = Mutex(State())

  /// True when standard error is a terminal.
  static var isAvailable: Bool { isatty(FileHandle.standardError.fileDescriptor) == 1 }

  func advanced(_ stage: String, done: Int, total: Int) {
    let now = ContinuousClock.now
    let line: String? = state.withLock { state in
      if state.stage != stage {
        state.stage = stage
        state.start = now
        state.printed = nil
      }
      let isLast = done >= total
      if let printed = state.printed, !isLast, now - printed < .milliseconds(200) { return nil }
      state.printed = now
      return Self.line(stage, done: done, total: total, elapsed: now - state.start)
    }
    if let line { FileHandle.standardError.write(Data(line.utf8)) }
  }

  private static func line(_ stage: String, done: Int, total: Int, elapsed: Duration) -> String {
    let seconds =
      Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    let rate = seconds > 0 ? Double(done) / seconds : 0
    let left = rate > 0 ? Int((Double(total - done) / rate).rounded(.up)) : 0
    let share = total > 0 ? 100 * done / total : 100
    let end = done >= total ? "\n" : ""
    return "\r\u{1B}[K\(stage): \(done) of \(total) (\(share) %), \(Int(rate)) a second, "
      + "\(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60) left\(end)"
  }
}
