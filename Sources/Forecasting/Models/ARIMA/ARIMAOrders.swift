/// Orders of a seasonal ARIMA model of monthly series.
///
/// ```
/// φ(B) Φ(B¹²) (1 - B)^d (1 - B¹²)^D (y_t - x_t'β) = θ(B) Θ(B¹²) ε_t
/// φ(B) = 1 - φ₁B - ... - φ_p B^p,   θ(B) = 1 + θ₁B + ... + θ_q B^q, and alike for the season
/// ```
/// In the notation of Box and Jenkins, `ARIMA(p,d,q)(P,D,Q)[12]`.
package struct ARIMAOrders: Codable, Hashable, Sendable {
  /// p: order of the autoregression.
  package var ar: Int
  /// d: number of monthly differences.
  package var differences: Int
  /// q: order of the moving average.
  package var ma: Int
  /// P: order of the seasonal autoregression.
  package var seasonalAR: Int
  /// D: number of yearly differences.
  package var seasonalDifferences: Int
  /// Q: order of the seasonal moving average.
  package var seasonalMA: Int
  /// True for a mean, or with one difference a drift; with more differences there is none.
  package var hasConstant: Bool

  /// Orders, each at least 0.
  ///
  /// - Parameters:
  ///   - ar: p.
  ///   - differences: d.
  ///   - ma: q.
  ///   - seasonalAR: P.
  ///   - seasonalDifferences: D.
  ///   - seasonalMA: Q.
  ///   - hasConstant: true for a mean, or a drift with one difference; false with more differences.
  package init(
    _ ar: Int,
    _ differences: Int,
    _ ma: Int,
    _ seasonalAR: Int = 0,
    _ seasonalDifferences: Int = 0,
    _ seasonalMA: Int = 0,
    hasConstant: Bool = false
  ) {
    self.ar = ar
    self.differences = differences
    self.ma = ma
    self.seasonalAR = seasonalAR
    self.seasonalDifferences = seasonalDifferences
    self.seasonalMA = seasonalMA
    self.hasConstant = hasConstant
    precondition(isValid, "no such orders")
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    ar = try container.decode(Int.self, forKey: .ar)
    differences = try container.decode(Int.self, forKey: .differences)
    ma = try container.decode(Int.self, forKey: .ma)
    seasonalAR = try container.decode(Int.self, forKey: .seasonalAR)
    seasonalDifferences = try container.decode(Int.self, forKey: .seasonalDifferences)
    seasonalMA = try container.decode(Int.self, forKey: .seasonalMA)
    hasConstant = try container.decode(Bool.self, forKey: .hasConstant)
    guard isValid else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no such orders")
      )
    }
  }

  /// Monthly lags stay below the season, so that no two terms of a product share a lag.
  private var isValid: Bool {
    (0..<seasonalPeriod).contains(ar) && (0..<seasonalPeriod).contains(ma)
      && (0...2).contains(differences) && (0...2).contains(seasonalDifferences)
      && (0...5).contains(seasonalAR) && (0...5).contains(seasonalMA)
      && !(hasConstant && differences + seasonalDifferences > 1)
  }

  /// As `ARIMA(1,1,2)(0,1,1)[12] with drift`.
  package var name: String {
    let season =
      seasonalAR + seasonalDifferences + seasonalMA > 0
      ? "(\(seasonalAR),\(seasonalDifferences),\(seasonalMA))[12]" : ""
    let constant =
      !hasConstant ? "" : differences + seasonalDifferences > 0 ? " with drift" : " with mean"
    return "ARIMA(\(ar),\(differences),\(ma))\(season)\(constant)"
  }

  /// p + q + P + Q.
  var coefficientCount: Int { ar + ma + seasonalAR + seasonalMA }
  /// Months lost to differencing, d + 12 D.
  var lostCount: Int { differences + seasonalPeriod * seasonalDifferences }
  /// Largest lag of the autoregression, p + 12 P.
  var largestARLag: Int { ar + seasonalPeriod * seasonalAR }
  /// Largest lag of the moving average, q + 12 Q.
  var largestMALag: Int { ma + seasonalPeriod * seasonalMA }
}
