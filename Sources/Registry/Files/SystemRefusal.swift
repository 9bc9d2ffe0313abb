internal import Datasets
internal import Foundation

/// Why the system refused to read or write, taken from the error that Foundation made of it.
struct SystemRefusal {
  /// The system's words, such as `Permission denied`.
  let reason: String
  /// The system's error number, where there is one.
  let code: POSIXErrorCode?

  /// The refusal behind an error.
  init(_ error: any Error) {
    var cause: NSError? = error as NSError
    while let this = cause, this.domain != NSPOSIXErrorDomain {
      cause = (this.userInfo[NSUnderlyingErrorKey] as? any Error).map { $0 as NSError }
    }
    code = cause.flatMap { POSIXErrorCode(rawValue: Int32($0.code)) }
    let words = (cause ?? error as NSError).localizedDescription
    // Foundation puts a sentence of its own before the system's words.
    let preface = "The operation could not be completed. "
    reason = words.hasPrefix(preface) ? String(words.dropFirst(preface.count)) : words
  }

  /// The refusal of the system call that failed last in this thread.
  static func ofLastCall() -> SystemRefusal {
    SystemRefusal(POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO))
  }

  /// The refusal to read, as it concerns the user.
  func problem(file: String) -> DataProblem {
    code == .ENOENT
      ? DataProblem(.fileNotFound, file: file)
      : DataProblem(.fileUnreadable(reason: reason), file: file)
  }

  /// The refusal to write, as it concerns the user.
  func problem(writing path: String) -> OutputProblem {
    OutputProblem(.system(reason: reason), path: path)
  }
}
