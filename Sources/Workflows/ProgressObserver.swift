/// Told of the advance of a long request; supplied by the command, silent by default.
package protocol ProgressObserver: Sendable {
  /// A stage has advanced.
  ///
  /// - Parameters:
  ///   - stage: what is being done, as a short phrase.
  ///   - done: units finished.
  ///   - total: units there are.
  func advanced(_ stage: String, done: Int, total: Int)
}

/// An observer that does nothing.
package struct SilentProgress: ProgressObserver {
  /// An observer that does nothing.
  package init() {}
  package func advanced(_ stage: String, done: Int, total: Int) {}
}
