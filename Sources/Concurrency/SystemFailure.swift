internal import Foundation

/// A refusal of the operating system.
package struct SystemFailure: Error, Equatable, Sendable {
  /// The system's error number (`errno`).
  package let code: Int32

  /// A refusal from its error number.
  package init(code: Int32) {
    self.code = code
  }

  /// The system's words for it.
  package var reason: String { unsafe String(cString: strerror(code)) }

  /// True when the path leads to nothing.
  package var isNotFound: Bool { code == ENOENT || code == ENOTDIR }
}
