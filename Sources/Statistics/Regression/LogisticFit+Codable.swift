extension LogisticFit.Coefficient.Status: Codable {
  private enum CodingKeys: String, CodingKey {
    case kind
    case combination
    case isPositive
  }

  private enum Kind: String, Codable {
    case estimated
    case aliased
    case infinite
  }

  /// Decodes from `kind`, and what belongs to it.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Kind.self, forKey: .kind) {
    case .estimated:
      self = .estimated
    case .aliased:
      self = .aliased(try container.decode([LogisticFit.AliasTerm].self, forKey: .combination))
    case .infinite:
      self = .infinite(isPositive: try container.decode(Bool.self, forKey: .isPositive))
    }
  }

  /// Encodes `kind`, and what belongs to it.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .estimated:
      try container.encode(Kind.estimated, forKey: .kind)
    case .aliased(let terms):
      try container.encode(Kind.aliased, forKey: .kind)
      try container.encode(terms, forKey: .combination)
    case .infinite(let isPositive):
      try container.encode(Kind.infinite, forKey: .kind)
      try container.encode(isPositive, forKey: .isPositive)
    }
  }
}
