internal import Synchronization

/// Counts finished units of parallel work and tells the observer.
///
/// A class, because all workers count in the one place.
final class ProgressCounter: Sendable {
  private let done = Atomic<Int>(0)
  private let stage: String
  private let total: Int
  private let observer: any ProgressObserver

  /// A counter of a stage.
  init(_ stage: String, total: Int, observer: any ProgressObserver) {
    self.stage = stage
    self.total = total
    self.observer = observer
  }

  /// One more unit is finished.
  func advance() {
    let count = done.add(1, ordering: .relaxed).newValue
    observer.advanced(stage, done: count, total: total)
  }
}
