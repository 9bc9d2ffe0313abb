package import Datasets
internal import Statistics

/// Judges a model on rows of known outcome.
package struct RiskEvaluator: Sendable {
  /// Capacities to judge at.
  package let capacities: [Int]
  /// Bootstrap replicates.
  package let replicates: Int
  /// From this AUC on, a feature by itself is too good to be true.
  package let suspectAUC: Double
  /// Seed of the bootstrap.
  package let seed: UInt64
  /// Largest number of workers; results do not depend on it.
  package let threads: Int

  /// An evaluator.
  package init(
    capacities: [Int],
    replicates: Int,
    suspectAUC: Double = RiskValidator.defaultSuspectAUC,
    seed: UInt64,
    threads: Int
  ) {
    self.capacities = capacities
    self.replicates = replicates
    self.suspectAUC = suspectAUC
    self.seed = seed
    self.threads = threads
  }

  /// Judges a model.
  ///
  /// - Parameters:
  ///   - model: a fitted model.
  ///   - dataset: rows with target and features.
  ///   - tieKeys: settles the order of equal scores, from the text of the person's id (or of the
  ///     row number, without an id).
  ///   - rule: the rival to compare with; the model's own when `nil`.
  ///   - area: the shares of areas in training, to compare with too.
  /// - Returns: metrics with intervals, clustered by person.
  /// - Throws: `DataProblem`.
  package func evaluate(
    _ model: RiskModel,
    on dataset: Dataset,
    tieKeys: (String) -> UInt64,
    rule: OneColumnRule? = nil,
    area: AreaMean? = nil
  ) throws(DataProblem) -> RiskEvaluation {
    guard case .binary = model.specification.target, model.specification.weights == nil else {
      throw DataProblem(
        .invalidValue(expected: "rows of one person each, without counts or frequencies"),
        column: "target"
      )
    }
    let outcome = try Outcome(model.specification, dataset)
    let known = outcome.knownRows.map { dataset.selecting(rows: $0) } ?? dataset
    let outcomes = outcome.response.array(count: known.rowCount).map { $0 == 1 }
    let persons = try Self.persons(model.specification, known)
    let chosen = rule ?? model.rule
    var scores = RivalScores(rows: known, outcomes: outcomes, tieKeys: persons.map { tieKeys($0) })
    try scores.add(model)
    let first = chosen.map { [ColumnRanking([$0])] } ?? []
    let declared = model.specification.baselines
    try scores.add(first + (declared?.rules ?? []).filter { $0 != first.first }, model.encoding)
    try scores.add(declared?.points)
    try scores.add(area)
    let comparison = FoldComparison(
      capacities: capacities,
      outcomes: outcomes,
      scorers: scores.scorers
    )
    let bootstrap = ClusterBootstrap(
      clusters: Self.clusterNumbers(persons),
      replicates: replicates,
      seed: seed
    )
    let intervals = bootstrap.intervals(level: 0.95, threads: threads) {
      comparison.statistics(weights: $0)
    }
    let specification = model.specification
    let watch = FeatureWatch(specification: specification, suspectAUC: suspectAUC)
    let dates = try specification.asOf.map { name throws(DataProblem) in
      try Set(known.months(ofColumn: name)).sorted()
    }
    return RiskEvaluation(
      comparison,
      intervals: intervals,
      rule: chosen,
      leakage: LeakageAlarm.all(
        specification,
        tooGood: try watch.tooGood(known, outcomes),
        dates: dates ?? []
      ),
      replicates: replicates
    )
  }

  private static func persons(
    _ specification: RiskSpecification,
    _ dataset: Dataset
  ) throws(DataProblem) -> [String] {
    guard let id = specification.id else { return (0..<dataset.rowCount).map { String($0) } }
    let column = try dataset.column(id)
    var persons: [String] = []
    for row in 0..<dataset.rowCount {
      guard let person = column.text(at: row) else {
        throw DataProblem(
          .missingValue,
          file: dataset.source,
          line: dataset.line(ofRow: row),
          column: id
        )
      }
      persons.append(person)
    }
    return persons
  }

  private static func clusterNumbers(_ persons: [String]) -> [Int] {
    var index: [String: Int] = [:]
    return persons.map { person in
      if let known = index[person] { return known }
      let next = index.count
      index[person] = next
      return next
    }
  }
}
