/// A profile likelihood interval of one coefficient, with the likelihood-ratio test of it.
///
/// ```
/// { b : 2 [max l - max_{coefficient = b} l] ≤ quantile of χ²₁ }
/// ```
package struct ProfileInterval: Sendable, Equatable, Codable {
  /// Index of the design column.
  package let column: Int
  /// Confidence level, in (0, 1).
  package let level: Double
  /// Lower bound.
  package let lower: ProfileBound
  /// Upper bound.
  package let upper: ProfileBound
  /// Likelihood-ratio statistic of "the coefficient is 0", at least 0; `nil` when the maximum under
  /// that hypothesis was not found.
  package let statistic: Double?
  /// Its two-sided p-value, from χ² with one degree of freedom.
  package let pValue: Double?

  /// An interval.
  package init(
    column: Int,
    level: Double,
    lower: ProfileBound,
    upper: ProfileBound,
    statistic: Double?,
    pValue: Double?
  ) {
    self.column = column
    self.level = level
    self.lower = lower
    self.upper = upper
    self.statistic = statistic
    self.pValue = pValue
  }
}

/// One end of a profile likelihood interval.
package enum ProfileBound: Sendable, Equatable {
  /// The likelihood falls to the limit here.
  case finite(Double)
  /// The likelihood never falls to the limit on this side: minus infinity for a lower bound, plus
  /// infinity for an upper one.
  case infinite
  /// The iterations ended without an answer.
  case notFound

  /// The bound when it is finite.
  package var value: Double? {
    guard case .finite(let value) = self else { return nil }
    return value
  }
}

extension ProfileBound: Codable {
  private enum CodingKeys: String, CodingKey {
    case kind
    case value
  }

  private enum Kind: String, Codable {
    case finite
    case infinite
    case notFound
  }

  /// Decodes from `kind`, and `value` when it is finite.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Kind.self, forKey: .kind) {
    case .finite: self = .finite(try container.decode(Double.self, forKey: .value))
    case .infinite: self = .infinite
    case .notFound: self = .notFound
    }
  }

  /// Encodes `kind`, and `value` when it is finite.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .finite(let value):
      try container.encode(Kind.finite, forKey: .kind)
      try container.encode(value, forKey: .value)
    case .infinite:
      try container.encode(Kind.infinite, forKey: .kind)
    case .notFound:
      try container.encode(Kind.notFound, forKey: .kind)
    }
  }
}
