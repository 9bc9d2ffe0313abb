extension RiskSpecification {
  /// What those who answer for a model say of it: it stands on the card and changes no number.
  package struct Documentation: Sendable, Equatable, Codable {
    /// What the score may be used for.
    package var purpose: Label?
    /// Whom it was made for.
    package var population: Label?
    /// What it cannot do.
    package var limits: [Label]
    /// Months after which the model is to be retired, at least 1; `nil` where none are told.
    package var retentionMonths: Int?

    /// What is said of a model; nothing, unless given.
    package init(
      purpose: Label? = nil,
      population: Label? = nil,
      limits: [Label] = [],
      retentionMonths: Int? = nil
    ) {
      self.purpose = purpose
      self.population = population
      self.limits = limits
      self.retentionMonths = retentionMonths
    }
  }
}
