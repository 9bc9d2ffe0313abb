/// A point of a gain curve: who is contacted first, and who is found by it.
package struct GainPoint: Sendable, Equatable, Codable {
  /// Share of people contacted, in [0, 1].
  package let contacted: Double
  /// Share of all people with the outcome among them, in [0, 1].
  package let found: Double

  /// A point.
  package init(contacted: Double, found: Double) {
    self.contacted = contacted
    self.found = found
  }
}
