// The stored form follows the specification's YAML, so that a model file reads like one.

extension RiskSpecification.Target: Codable {
  private enum CodingKeys: String, CodingKey {
    case column
    case positive
    case successes
    case failures
  }

  /// Decodes from `column` and `positive`, or `successes` and `failures`.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let successes = try container.decodeIfPresent(String.self, forKey: .successes) {
      self = .grouped(
        successes: successes,
        failures: try container.decode(String.self, forKey: .failures)
      )
    } else {
      self = .binary(
        column: try container.decode(String.self, forKey: .column),
        positive: try container.decode(String.self, forKey: .positive)
      )
    }
  }

  /// Encodes `column` and `positive`, or `successes` and `failures`.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .binary(let column, let positive):
      try container.encode(column, forKey: .column)
      try container.encode(positive, forKey: .positive)
    case .grouped(let successes, let failures):
      try container.encode(successes, forKey: .successes)
      try container.encode(failures, forKey: .failures)
    }
  }
}

extension RiskSpecification.Weights: Codable {
  private enum CodingKeys: String, CodingKey {
    case frequency
  }

  /// Decodes from `frequency`.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self = .frequency(column: try container.decode(String.self, forKey: .frequency))
  }

  /// Encodes `frequency`.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .frequency(let column): try container.encode(column, forKey: .frequency)
    }
  }
}

extension RiskSpecification.Kind: Codable {
  private enum CodingKeys: String, CodingKey {
    case name
  }

  private enum Name: String, Codable {
    case numeric
    case categorical
  }

  /// Decodes from `name`, and the keys of the categories.
  package init(from decoder: any Decoder) throws {
    switch try decoder.container(keyedBy: CodingKeys.self).decode(Name.self, forKey: .name) {
    case .numeric: self = .numeric
    case .categorical: self = .categorical(try RiskSpecification.Categories(from: decoder))
    }
  }

  /// Encodes `name`, and the keys of the categories.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .numeric:
      try container.encode(Name.numeric, forKey: .name)
    case .categorical(let categories):
      try container.encode(Name.categorical, forKey: .name)
      try categories.encode(to: encoder)
    }
  }
}
