extension RiskSpecification {
  /// What a fairness audit compares, and what it must not find.
  package struct Audit: Sendable, Equatable {
    /// Columns whose values are the groups; they need not be features.
    package var groups: [String]
    /// What the groups are compared with.
    package var reference: Reference
    /// What must hold, in the order of ``Limit/names``.
    package var limits: [Limit]
    /// Rows that a measure must rest on to be judged; fewer are marked.
    ///
    /// For recall these are positives, for precision people on the list.
    package var smallest: Int

    /// Rows that a measure must rest on unless told: a share of so many has a standard error of up
    /// to 0.11.
    package static let defaultSmallest = 20

    /// A choice of groups.
    package init(
      groups: [String],
      reference: Reference = .majority,
      limits: [Limit] = [],
      smallest: Int = Audit.defaultSmallest
    ) {
      self.groups = groups
      self.reference = reference
      self.limits = limits
      self.smallest = smallest
    }

    /// The group that the others of its column are compared with.
    package enum Reference: Sendable, Equatable {
      /// The one of the most rows.
      case majority
      /// Named for some columns, as written in the file; the one of the most rows for the others.
      case levels([Level])

      /// The level named for a column.
      package func level(of column: String) -> String? {
        guard case .levels(let levels) = self else { return nil }
        return levels.first { $0.column == column }?.level
      }
    }

    /// A value of a column.
    package struct Level: Sendable, Equatable {
      /// Name of the column.
      package var column: String
      /// The value as written in the file.
      package var level: String

      /// A value of a column.
      package init(column: String, level: String) {
        self.column = column
        self.level = level
      }
    }

    /// What a group's measure must be, beside the reference's.
    package struct Limit: Sendable, Equatable {
      /// The measure.
      package var measure: FairnessMeasure
      /// How it is compared.
      package var comparison: Comparison
      /// The smallest ratio allowed, in (0, 1], or the largest difference either way, in [0, 1].
      ///
      /// 0.8 allows ratios from 0.8 to 1 / 0.8, for the reference can be the one that is missed.
      package var value: Double

      /// A limit.
      package init(measure: FairnessMeasure, comparison: Comparison, value: Double) {
        self.measure = measure
        self.comparison = comparison
        self.value = value
      }

      /// How a group is compared with the reference.
      package enum Comparison: String, Sendable, CaseIterable {
        /// The group's measure over the reference's.
        case ratio
        /// The group's measure minus the reference's.
        case difference
      }

      /// A limit from its name, such as `recall_ratio`; `nil` for another name.
      package init?(name: String, value: Double) {
        for measure in FairnessMeasure.allCases {
          for comparison in Comparison.allCases
          where name == Self.name(measure, comparison) {
            self.init(measure: measure, comparison: comparison, value: value)
            return
          }
        }
        return nil
      }

      /// Name in a specification.
      package var name: String { Self.name(measure, comparison) }

      /// All names that a specification may have.
      package static var names: [String] {
        FairnessMeasure.allCases.flatMap { measure in
          Comparison.allCases.map { name(measure, $0) }
        }
      }

      private static func name(_ measure: FairnessMeasure, _ comparison: Comparison) -> String {
        "\(measure.rawValue)_\(comparison.rawValue)"
      }

      /// Whether a group keeps the limit.
      ///
      /// - Parameters:
      ///   - group: the group's measure.
      ///   - reference: the reference's, at least 0. Where it is 0, only 0 keeps a ratio.
      /// - Returns: true where it does.
      package func holds(_ group: Double, beside reference: Double) -> Bool {
        // A ratio of exactly the limit holds, whatever the last bit of a division says.
        let slack = 1e-12
        switch comparison {
        case .ratio:
          return group >= value * reference - slack && reference >= value * group - slack
        case .difference:
          return abs(group - reference) <= value + slack
        }
      }
    }
  }
}

extension RiskSpecification.Audit: Codable {
  private enum CodingKeys: String, CodingKey {
    case groups
    case reference
    case limits
    case smallest
  }

  /// Decodes an audit, its reference as `majority` or by column, its limits by name.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let groups = try container.decode([String].self, forKey: .groups)
    let named = try container.decodeIfPresent([String: Double].self, forKey: .limits) ?? [:]
    let levels = try container.decodeIfPresent([String: String].self, forKey: .reference)
    self.init(
      groups: groups,
      reference: levels.map { levels in
        .levels(
          groups.compactMap { column in
            levels[column].map { Level(column: column, level: $0) }
          }
        )
      } ?? .majority,
      limits: Limit.names.compactMap { name in
        named[name].flatMap { Limit(name: name, value: $0) }
      },
      smallest: try container.decode(Int.self, forKey: .smallest)
    )
  }

  /// Encodes the audit.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(groups, forKey: .groups)
    if case .levels(let levels) = reference {
      try container.encode(
        Dictionary(levels.map { ($0.column, $0.level) }) { first, _ in first },
        forKey: .reference
      )
    }
    try container.encode(
      Dictionary(limits.map { ($0.name, $0.value) }) { first, _ in first },
      forKey: .limits
    )
    try container.encode(smallest, forKey: .smallest)
  }
}

extension RiskSpecification {
  /// The specification without its sensitive features and those an audit compares, and without
  /// what else names them.
  ///
  /// - Parameter groups: columns of the audit.
  /// - Returns: the specification, and the columns left out, in the order of the features; it has
  ///   no feature left where all of them are sensitive.
  package func withoutSensitive(groups: [String]) -> (
    specification: RiskSpecification, leftOut: [String]
  ) {
    let leftOut = features.map(\.column).filter { sensitive.contains($0) || groups.contains($0) }
    var result = self
    result.features.removeAll { leftOut.contains($0.column) }
    result.interactions.removeAll { leftOut.contains($0.first) || leftOut.contains($0.second) }
    let terms = result.termNames
    result.penalty?.factors.removeAll { !terms.contains($0.term) }
    result.sensitive = []
    return (result, leftOut)
  }
}
