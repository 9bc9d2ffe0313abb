internal import Foundation
internal import Workflows

/// What the command prints: text or one JSON document on standard output, the rest on standard
/// error.
enum Output {
  /// Prints a result as text, or as JSON with sorted keys when `json`; numbers that do not exist
  /// are `null`.
  static func print<Result: Encodable>(_ result: Result, json: Bool, text: () -> String) throws {
    guard json else {
      write(text(), to: .standardOutput)
      return
    }
    write(try ResultDocument.text(of: result), to: .standardOutput)
  }

  /// Prints a remark on standard error.
  static func remark(_ text: String) {
    write(text, to: .standardError)
  }

  private static func write(_ text: String, to handle: FileHandle) {
    // A closed pipe (`vedetta … | head`) is the reader's choice and not an error.
    try? handle.write(contentsOf: Data((text + "\n").utf8))
  }
}
