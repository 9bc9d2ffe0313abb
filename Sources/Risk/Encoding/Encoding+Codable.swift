extension Encoding.Term: Codable {
  private enum CodingKeys: String, CodingKey {
    case kind
  }

  private enum Kind: String, Codable {
    case numeric
    case categorical
    case spline
    case interaction
  }

  /// Decodes from the term's own keys beside `kind`.
  package init(from decoder: any Decoder) throws {
    switch try decoder.container(keyedBy: CodingKeys.self).decode(Kind.self, forKey: .kind) {
    case .numeric: self = .numeric(try NumericTerm(from: decoder))
    case .categorical: self = .categorical(try CategoricalTerm(from: decoder))
    case .spline: self = .spline(try SplineTerm(from: decoder))
    case .interaction: self = .interaction(try InteractionTerm(from: decoder))
    }
  }

  /// Encodes the term's own keys and `kind`.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .numeric(let term):
      try container.encode(Kind.numeric, forKey: .kind)
      try term.encode(to: encoder)
    case .categorical(let term):
      try container.encode(Kind.categorical, forKey: .kind)
      try term.encode(to: encoder)
    case .spline(let term):
      try container.encode(Kind.spline, forKey: .kind)
      try term.encode(to: encoder)
    case .interaction(let term):
      try container.encode(Kind.interaction, forKey: .kind)
      try term.encode(to: encoder)
    }
  }
}
