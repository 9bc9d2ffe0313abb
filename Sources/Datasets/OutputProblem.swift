/// An output that could not be written; nothing of it is left behind.
package struct OutputProblem: Error, Equatable, Sendable {
  /// What stands in the way.
  package enum Cause: Equatable, Sendable {
    /// Something is there already and `--force` was not given.
    case alreadyExists
    /// The system refuses, with its words (no space left, permission denied).
    case system(reason: String)
  }

  /// What stands in the way.
  package let cause: Cause
  /// Path as the user gave it.
  package let path: String

  /// A problem and the path it is about.
  package init(_ cause: Cause, path: String) {
    self.cause = cause
    self.path = path
  }
}
