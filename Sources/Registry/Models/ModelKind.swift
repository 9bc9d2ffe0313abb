/// What a model is for.
package enum ModelKind: String, Codable, CaseIterable, Sendable {
  /// Probabilities of persons.
  case risk
  /// Projections of series.
  case forecast
}
