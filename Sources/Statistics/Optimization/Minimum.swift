/// What a minimisation found, with how it ended.
package struct Minimum: Sendable, Equatable, Codable {
  /// Where the objective is smallest among the points tried.
  package let point: [Double]
  /// The objective there.
  package let value: Double
  /// Number of evaluations of the objective.
  package let evaluations: Int
  /// True when the tolerance was met before the evaluations ran out.
  package let converged: Bool

  /// A minimum.
  package init(point: [Double], value: Double, evaluations: Int, converged: Bool) {
    self.point = point
    self.value = value
    self.evaluations = evaluations
    self.converged = converged
  }
}
