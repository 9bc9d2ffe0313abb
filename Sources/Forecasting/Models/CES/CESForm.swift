/// Form of a complex exponential smoothing model by its season.
package enum CESForm: String, Codable, CaseIterable, Sendable {
  /// No season.
  case none
  /// A level a month of the year, each smoothed by itself.
  case simple
  /// A level, and a season of real numbers added to it.
  case partial
  /// A level, and a season of complex numbers added to it.
  case full

  /// True when the form has a level for all months.
  var hasLevel: Bool { self != .simple }

  /// True when the form has a state for each month of the year.
  var isSeasonal: Bool { self != .none }

  /// As `CES(partial)`.
  package var name: String { "CES(\(rawValue))" }

  /// Number of smoothing parameters.
  package var smoothingCount: Int {
    switch self {
    case .none, .simple: 2
    case .partial: 3
    case .full: 4
    }
  }

  /// Number of initial states that backcasting takes from the data: one real number for the level
  /// or for each month of the year (level and season together have no more), because the imaginary
  /// parts start as a fixed share of the real ones.
  package var initialStateCount: Int { isSeasonal ? seasonalPeriod : 1 }

  /// Number of all that is estimated, the residual variance included.
  package var parameterCount: Int { smoothingCount + initialStateCount + 1 }

  /// Fewest months for which the form can be judged by AICc and has a first season.
  package var requiredCount: Int {
    isSeasonal ? max(2 * seasonalPeriod, parameterCount + 2) : parameterCount + 2
  }
}
