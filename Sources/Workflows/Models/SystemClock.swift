internal import Foundation
package import Registry

/// The machine's clock.
///
/// The one place that reads it; workflows are given it, and tests their own.
package enum SystemClock {
  /// The moment it is, to the millisecond.
  @Sendable package static func now() -> Timestamp {
    Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
  }
}
