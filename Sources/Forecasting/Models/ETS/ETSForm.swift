/// Form of an exponential smoothing model: error, trend and season.
///
/// Named as in Hyndman, Koehler, Ord and Snyder (2008, Forecasting with Exponential Smoothing): `A`
/// additive, `Ad` additive and damped, `M` multiplicative, `N` none. A multiplicative season needs a
/// multiplicative error: with an additive one its variance is infinite (ibid., chapter 15).
package struct ETSForm: Codable, Equatable, Sendable {
  /// How an error enters a month.
  package enum ErrorKind: String, Codable, Sendable {
    /// Added to the prediction.
    case additive = "A"
    /// As a share of the prediction.
    case multiplicative = "M"
  }

  /// How the level grows.
  package enum Trend: String, Codable, Sendable, CaseIterable {
    /// Not at all.
    case none = "N"
    /// By a slope.
    case additive = "A"
    /// By a slope that fades.
    case damped = "Ad"
  }

  /// How the months of a year differ.
  package enum Season: String, Codable, Sendable {
    /// Not at all.
    case none = "N"
    /// By amounts.
    case additive = "A"
    /// By factors.
    case multiplicative = "M"
  }

  /// How an error enters a month.
  package let error: ErrorKind
  /// How the level grows.
  package let trend: Trend
  /// How the months of a year differ.
  package let season: Season

  /// A form; a multiplicative season only with a multiplicative error.
  package init(error: ErrorKind = .additive, trend: Trend = .none, season: Season = .none) {
    precondition(error == .multiplicative || season != .multiplicative, "no such form")
    self.error = error
    self.trend = trend
    self.season = season
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let error = try container.decode(ErrorKind.self, forKey: .error)
    let season = try container.decode(Season.self, forKey: .season)
    guard error == .multiplicative || season != .multiplicative else {
      throw DecodingError.dataCorruptedError(
        forKey: .season,
        in: container,
        debugDescription: "a multiplicative season needs a multiplicative error"
      )
    }
    let trend = try container.decode(Trend.self, forKey: .trend)
    self.init(error: error, trend: trend, season: season)
  }

  /// True when there is a yearly season.
  package var isSeasonal: Bool { season != .none }

  /// True when the error or the season is multiplicative: for values above 0 only.
  package var isMultiplicative: Bool { error == .multiplicative }

  /// As `ETS(A,Ad,N)`.
  package var name: String { "ETS(\(error.rawValue),\(trend.rawValue),\(season.rawValue))" }

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

  /// The three forms without season and with additive errors.
  package static let nonseasonal = Trend.allCases.map { ETSForm(trend: $0) }

  /// The three forms with an additive season and additive errors.
  package static let seasonal = Trend.allCases.map { ETSForm(trend: $0, season: .additive) }

  /// The nine forms with multiplicative errors.
  package static let multiplicative = [Season.none, .additive, .multiplicative].flatMap { season in
    Trend.allCases.map { ETSForm(error: .multiplicative, trend: $0, season: season) }
  }

  /// All fifteen.
  package static let all = nonseasonal + seasonal + multiplicative
}
