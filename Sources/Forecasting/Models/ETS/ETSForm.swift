/// Form of an exponential smoothing model with additive errors.
///
/// Named as in Hyndman, Koehler, Ord and Snyder (2008, Forecasting with Exponential Smoothing):
/// error, trend, season; `A` additive, `Ad` additive and damped, `N` none.
package struct ETSForm: Codable, Equatable, Sendable {
  /// How the level grows.
  package enum Trend: String, Codable, Sendable {
    /// Not at all.
    case none = "N"
    /// By a slope.
    case additive = "A"
    /// By a slope that fades.
    case damped = "Ad"
  }

  /// How the level grows.
  package let trend: Trend
  /// True when there is a yearly season.
  package let isSeasonal: Bool

  /// A form.
  package init(trend: Trend, isSeasonal: Bool) {
    self.trend = trend
    self.isSeasonal = isSeasonal
  }

  /// As `ETS(A,Ad,N)`.
  package var name: String { "ETS(A,\(trend.rawValue),\(isSeasonal ? "A" : "N"))" }

  /// Number of smoothing parameters: alpha, and beta, gamma, phi where the form has them.
  package var smoothingCount: Int {
    let ofTrend = trend == .none ? 0 : trend == .additive ? 1 : 2
    return 1 + ofTrend + (isSeasonal ? 1 : 0)
  }

  /// Number of free initial states: level, slope, and one less than the period for the season.
  package var initialStateCount: Int {
    1 + (trend == .none ? 0 : 1) + (isSeasonal ? seasonalPeriod - 1 : 0)
  }

  /// Number of all that is estimated, the residual variance included.
  package var parameterCount: Int { smoothingCount + initialStateCount + 1 }

  /// Fewest months for which the form can be judged by AICc.
  package var requiredCount: Int { parameterCount + 2 }

  /// The three forms without season.
  package static let nonseasonal: [ETSForm] = [
    ETSForm(trend: .none, isSeasonal: false),
    ETSForm(trend: .additive, isSeasonal: false),
    ETSForm(trend: .damped, isSeasonal: false),
  ]

  /// The three forms with season.
  package static let seasonal: [ETSForm] = [
    ETSForm(trend: .none, isSeasonal: true),
    ETSForm(trend: .additive, isSeasonal: true),
    ETSForm(trend: .damped, isSeasonal: true),
  ]
}
