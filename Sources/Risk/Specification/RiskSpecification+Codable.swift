// The stored form follows the specification's YAML, so that a model file reads like one.

extension RiskSpecification: Codable {
  private enum CodingKeys: String, CodingKey {
    case name
    case id
    case target
    case targetLabel
    case asOf
    case weights
    case offset
    case features
    case interactions
    case penalty
    case estimator
    case cluster
    case inference
    case missing
    case sensitive
    case bands
    case drift
    case audit
    case labelMonths
    case baselines
    case knownSince
    case documentation
  }

  /// Decodes a specification; what came with a later format may be absent.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      id: try container.decodeIfPresent(String.self, forKey: .id),
      target: try container.decode(Target.self, forKey: .target),
      targetLabel: try container.decodeIfPresent(Label.self, forKey: .targetLabel),
      asOf: try container.decodeIfPresent(String.self, forKey: .asOf),
      weights: try container.decodeIfPresent(Weights.self, forKey: .weights),
      offset: try container.decodeIfPresent(String.self, forKey: .offset),
      features: try container.decode([Feature].self, forKey: .features),
      interactions: try container.decodeIfPresent([Interaction].self, forKey: .interactions) ?? [],
      penalty: try container.decodeIfPresent(Penalty.self, forKey: .penalty),
      estimator: try container.decodeIfPresent(Estimator.self, forKey: .estimator)
        ?? .maximumLikelihood,
      cluster: try container.decodeIfPresent(String.self, forKey: .cluster),
      inference: try container.decodeIfPresent(Inference.self, forKey: .inference) ?? Inference(),
      missing: try container.decode(MissingPolicy.self, forKey: .missing),
      sensitive: try container.decode([String].self, forKey: .sensitive),
      bands: try container.decode([Double].self, forKey: .bands),
      drift: try container.decodeIfPresent(DriftLimits.self, forKey: .drift) ?? DriftLimits(),
      audit: try container.decodeIfPresent(Audit.self, forKey: .audit)
    )
    labelMonths = try container.decodeIfPresent(Int.self, forKey: .labelMonths)
    baselines = try container.decodeIfPresent(Baselines.self, forKey: .baselines)
    knownSince = try container.decodeIfPresent([KnownSince].self, forKey: .knownSince) ?? []
    documentation =
      try container.decodeIfPresent(Documentation.self, forKey: .documentation) ?? Documentation()
  }

  /// Encodes the specification.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encodeIfPresent(id, forKey: .id)
    try container.encode(target, forKey: .target)
    try container.encodeIfPresent(targetLabel, forKey: .targetLabel)
    try container.encodeIfPresent(asOf, forKey: .asOf)
    try container.encodeIfPresent(weights, forKey: .weights)
    try container.encodeIfPresent(offset, forKey: .offset)
    try container.encode(features, forKey: .features)
    try container.encode(interactions, forKey: .interactions)
    try container.encodeIfPresent(penalty, forKey: .penalty)
    try container.encode(estimator, forKey: .estimator)
    try container.encodeIfPresent(cluster, forKey: .cluster)
    try container.encode(inference, forKey: .inference)
    try container.encode(missing, forKey: .missing)
    try container.encode(sensitive, forKey: .sensitive)
    try container.encode(bands, forKey: .bands)
    if drift != DriftLimits() { try container.encode(drift, forKey: .drift) }
    try container.encodeIfPresent(audit, forKey: .audit)
    try container.encodeIfPresent(labelMonths, forKey: .labelMonths)
    try container.encodeIfPresent(baselines, forKey: .baselines)
    if !knownSince.isEmpty { try container.encode(knownSince, forKey: .knownSince) }
    if documentation != Documentation() {
      try container.encode(documentation, forKey: .documentation)
    }
  }
}

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
    case sampling
  }

  /// Decodes from `frequency` or `sampling`.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let column = try container.decodeIfPresent(String.self, forKey: .sampling) {
      self = .sampling(column: column)
    } else {
      self = .frequency(column: try container.decode(String.self, forKey: .frequency))
    }
  }

  /// Encodes `frequency` or `sampling`.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(column, forKey: isFrequency ? .frequency : .sampling)
  }
}

extension RiskSpecification.Interaction: Codable {
  /// Decodes from a list of two columns.
  package init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    first = try container.decode(String.self)
    second = try container.decode(String.self)
  }

  /// Encodes a list of two columns.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(first)
    try container.encode(second)
  }
}

extension RiskSpecification.Spline.Knots: Codable {
  /// Decodes from a number of knots, or a list of places.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let count = try? container.decode(Int.self) {
      // Not a number: the other form, whose error is the one to give.
      self = .count(count)
    } else {
      self = .positions(try container.decode([Double].self))
    }
  }

  /// Encodes a number of knots, or a list of places.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .count(let count): try container.encode(count)
    case .positions(let positions): try container.encode(positions)
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
    case spline
  }

  /// Decodes from `name`, and the keys of the kind.
  package init(from decoder: any Decoder) throws {
    switch try decoder.container(keyedBy: CodingKeys.self).decode(Name.self, forKey: .name) {
    case .numeric: self = .numeric
    case .categorical: self = .categorical(try RiskSpecification.Categories(from: decoder))
    case .spline: self = .spline(try RiskSpecification.Spline(from: decoder))
    }
  }

  /// Encodes `name`, and the keys of the kind.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .numeric:
      try container.encode(Name.numeric, forKey: .name)
    case .categorical(let categories):
      try container.encode(Name.categorical, forKey: .name)
      try categories.encode(to: encoder)
    case .spline(let spline):
      try container.encode(Name.spline, forKey: .name)
      try spline.encode(to: encoder)
    }
  }
}
