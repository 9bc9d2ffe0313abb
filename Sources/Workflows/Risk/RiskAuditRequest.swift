package import Datasets
internal import Risk

/// What `risk audit` is asked for.
package struct RiskAuditRequest: Codable, Sendable, Equatable {
  /// Folder of the model; `nil` to audit columns of scores alone.
  package var model: String?
  /// Path of the specification that names target, person and groups; the model's own when `nil`.
  package var specification: String?
  /// Path of the table of rows with known outcomes.
  package var data: String
  /// As-of dates to audit; all when empty.
  package var asOf: [Month]
  /// Columns of the table that hold scores, to audit beside the model or alone.
  package var scores: [String]
  /// Path of the table that the model was trained on, to audit it without its sensitive columns too.
  package var training: String?
  /// Columns of groups; those of the specification when empty.
  package var groups: [String]
  /// Values of reference groups; those of the specification when empty.
  package var references: [RowCondition]
  /// Limits by name; those of the specification when empty.
  package var limits: [Limit]
  /// Columns to make before anything else.
  package var definitions: [DefinedColumn]
  /// What the rows to audit must have.
  package var conditions: [RowCondition]
  /// How many can be contacted.
  package var capacities: [AuditCapacity]
  /// Bootstrap replicates.
  package var replicates: Int
  /// Language of the report.
  package var language: Language
  /// Folder to write `audit.json`, `audit.csv` and `report.html` to; none when `nil`.
  package var output: String?
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// A limit by name.
  package struct Limit: Codable, Sendable, Equatable {
    /// One of ``RiskAuditRequest/limitNames``.
    package var name: String
    /// In [0, 1]; a ratio is above 0.
    package var value: Double

    /// A limit by name.
    package init(name: String, value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// The names that limits have.
  package static var limitNames: [String] { RiskSpecification.Audit.Limit.names }

  /// A request.
  package init(
    model: String? = nil,
    specification: String? = nil,
    data: String,
    asOf: [Month] = [],
    scores: [String] = [],
    training: String? = nil,
    groups: [String] = [],
    references: [RowCondition] = [],
    limits: [Limit] = [],
    definitions: [DefinedColumn] = [],
    conditions: [RowCondition] = [],
    capacities: [AuditCapacity] = [.share(0.1)],
    replicates: Int = 1000,
    language: Language = .italian,
    output: String? = nil,
    environment: RequestEnvironment
  ) {
    self.model = model
    self.specification = specification
    self.data = data
    self.asOf = asOf
    self.scores = scores
    self.training = training
    self.groups = groups
    self.references = references
    self.limits = limits
    self.definitions = definitions
    self.conditions = conditions
    self.capacities = capacities
    self.replicates = replicates
    self.language = language
    self.output = output
    self.environment = environment
  }
}

/// How many rows can be contacted.
package enum AuditCapacity: Codable, Sendable, Equatable {
  /// That many.
  case count(Int)
  /// That share of the rows, rounded to the nearest number, at least one.
  case share(Double)

  /// The number among some rows.
  func count(of rows: Int) -> Int {
    switch self {
    case .count(let count): min(count, max(rows, 1))
    case .share(let share): max(Int((share * Double(rows)).rounded()), 1)
    }
  }
}

extension RiskAuditRequest {
  /// What to compare: the specification's choice, where the request does not say otherwise.
  ///
  /// - Throws: `DataProblem` where neither names a group, or a reference is of no group.
  func audit(_ specification: RiskSpecification) throws(DataProblem) -> RiskSpecification.Audit {
    var audit = specification.audit ?? RiskSpecification.Audit(groups: [])
    if !groups.isEmpty { audit.groups = groups }
    guard !audit.groups.isEmpty else {
      throw DataProblem(.missingKey, file: self.specification ?? model, column: "audit.groups")
    }
    if !references.isEmpty {
      for named in references where !audit.groups.contains(named.column) {
        throw DataProblem(
          .unknownColumn(nearest: nearestName(to: named.column, among: audit.groups)),
          file: data,
          column: named.column
        )
      }
      audit.reference = .levels(references.map { .init(column: $0.column, level: $0.value) })
    }
    if !limits.isEmpty {
      audit.limits = RiskSpecification.Audit.Limit.names.compactMap { name in
        limits.last { $0.name == name }.flatMap { .init(name: name, value: $0.value) }
      }
    }
    return audit
  }
}
