package import Datasets
internal import Statistics

/// Trains and judges models on folds, beside their rivals.
package struct RiskValidator: Sendable {
  /// How the rows are parted.
  package let scheme: FoldScheme
  /// Dates to judge at, under a temporal scheme; all that can be when empty.
  package let testDates: [Month]
  /// Capacities to judge at.
  package let capacities: [Int]
  /// Bootstrap replicates.
  package let replicates: Int
  /// From this AUC on, a feature by itself is too good to be true.
  package let suspectAUC: Double
  /// Seed of draws and bootstrap.
  package let seed: UInt64
  /// Largest number of workers; results do not depend on it.
  package let threads: Int

  /// A validator.
  package init(
    scheme: FoldScheme,
    testDates: [Month] = [],
    capacities: [Int],
    replicates: Int,
    suspectAUC: Double = RiskValidator.defaultSuspectAUC,
    seed: UInt64,
    threads: Int
  ) {
    self.scheme = scheme
    self.testDates = testDates
    self.capacities = capacities
    self.replicates = replicates
    self.suspectAUC = suspectAUC
    self.seed = seed
    self.threads = threads
  }

  /// Hardly any honest column ranks that well by itself.
  package static let defaultSuspectAUC = 0.95

  /// Trains and judges models, the first of which the others and the rivals are compared with.
  ///
  /// - Parameters:
  ///   - specifications: of the models; all predict the same column, of the same persons and dates.
  ///     The rivals are those of the first.
  ///   - dataset: rows with target and features; those of unknown outcome are left out.
  ///   - tieKeys: settles the order of equal scores, from the text of the person's id.
  ///   - observe: told the model of each fold and what its fit is for.
  /// - Returns: the figures of every fold, with intervals clustered by person.
  /// - Throws: `DataProblem`.
  package func validate(
    _ specifications: [RiskSpecification],
    on dataset: Dataset,
    tieKeys: (String) -> UInt64,
    observe: (RiskModel) -> Void = { _ in }
  ) throws(DataProblem) -> RiskValidation {
    let specification = specifications[0]
    try Self.check(specifications)
    let outcome = try Outcome(specification, dataset)
    let known = outcome.knownRows.map { dataset.selecting(rows: $0) } ?? dataset
    let outcomes = outcome.response.array(count: known.rowCount).map { $0 == 1 }
    let plan = try ValidationFolds(
      scheme,
      specification,
      known,
      testDates: testDates,
      seed: seed
    )
    let persons = try PersonCodes(specification, known).codes
    let watch = FeatureWatch(specification: specification, suspectAUC: suspectAUC)
    var folds: [RiskValidation.Fold] = []
    var suspects: [String: Double] = [:]
    for fold in plan.folds {
      let training = FoldRows(fold.training, of: known, outcomes)
      let test = FoldRows(fold.test, of: known, outcomes)
      guard training.positives > 0, training.positives < training.outcomes.count else {
        throw DataProblem(
          .invalidValue(expected: Self.bothOutcomes(toTrainOnFor: fold)),
          file: dataset.source
        )
      }
      guard test.positives > 0, test.positives < test.outcomes.count else {
        throw DataProblem(
          .invalidValue(
            expected: "rows of both outcomes to judge on in every fold, which \(fold.name) has not"
          ),
          file: dataset.source
        )
      }
      for (column, area) in try watch.tooGood(training.rows, training.outcomes) {
        suspects[column] = max(suspects[column] ?? 0, area)
      }
      let keys = try Self.keys(specification, test.rows, tieKeys)
      let models = try Self.models(specifications, fold, training.rows, seed, threads)
      models.forEach(observe)
      let comparison = FoldComparison(
        capacities: capacities,
        outcomes: test.outcomes,
        scorers: try Self.scorers(models, training, test, keys)
      )
      let bootstrap = ClusterBootstrap(
        clusters: fold.test.map { persons[$0] },
        replicates: replicates,
        seed: seed
      )
      let intervals = bootstrap.intervals(level: 0.95, threads: threads) {
        comparison.statistics(weights: $0)
      }
      folds.append(
        RiskValidation.Fold(
          name: fold.name,
          trainingDates: fold.trainingDates,
          trainingRows: training.outcomes.count,
          trainingPositives: training.positives,
          rows: test.outcomes.count,
          positives: test.positives,
          fits: models.map(\.fit.summary.status),
          scores: comparison.scores(intervals: intervals),
          calibrationBins: Calibration.equalExpectedBins(
            probabilities: comparison.scorers[0].probabilities ?? [],
            outcomes: test.outcomes,
            count: 8
          ),
          audit: audit(models[0], test.rows, tieKeys),
          bands: try Self.bands(specification.baselines?.points, test),
          drift: try Self.drift(models[0], training, test)
        )
      )
    }
    return RiskValidation(
      scheme: scheme,
      folds: folds,
      regret: Self.regret(folds),
      rivalWins: folds.flatMap { RiskValidation.RivalWin.all(in: $0.scores, fold: $0.name) },
      leakage: LeakageAlarm.all(
        specification,
        tooGood: suspects,
        dates: Set(plan.folds.flatMap { $0.trainingDates + $0.testDates }).sorted()
      ),
      replicates: replicates
    )
  }

  /// What a fold lacks that has nothing to learn from.
  private static func bothOutcomes(toTrainOnFor fold: ValidationFolds.Fold) -> String {
    let dates = fold.trainingDates.map(\.description).joined(separator: ", ")
    return "rows of both outcomes to train on in every fold; "
      + (dates.isEmpty
        ? "those that fold \(fold.name) trains on have one"
        : "those of \(dates), which fold \(fold.name) trains on, have one")
      + " (judge on other dates with --as-of, or take fewer folds)"
  }

  /// From this many standard errors on, the share of positives is another, where no limit is set.
  private static let movedRate = 3.0

  /// What has moved since training, the share of positives first.
  private static func drift(
    _ model: RiskModel,
    _ training: FoldRows,
    _ test: FoldRows
  ) throws(DataProblem) -> [RiskDrift.Breach] {
    let sizes = (Double(training.outcomes.count), Double(test.outcomes.count))
    let events = (Double(training.positives), Double(test.positives))
    let rate = (events.0 + events.1) / (sizes.0 + sizes.1)
    let error = (rate * (1 - rate) * (1 / sizes.0 + 1 / sizes.1)).squareRoot()
    let change = abs(events.1 / sizes.1 - events.0 / sizes.0)
    let limit = model.specification.drift.baseRate ?? movedRate * error
    let moved = RiskDrift.Breach(column: nil, kind: .baseRate, value: change, limit: limit)
    return (change > limit ? [moved] : [])
      + (try RiskDrift(model, test.rows)).breaches.filter { $0.kind != .baseRate }
  }

  /// The audit that the specification declares; `nil` where none is, or these rows have no groups.
  private func audit(
    _ model: RiskModel,
    _ rows: Dataset,
    _ tieKeys: (String) -> UInt64
  ) -> FairnessAudit? {
    // The fold has judged target and persons before: only a group is left to be wrong.
    guard let audit = model.specification.audit,
      let sample = try? FairnessSample(model.specification, audit, rows, tieKeys: tieKeys),
      let encoded = try? model.encode(sample.rows)
    else { return nil }
    let scores = model.scores(encoded)
    return FairnessAuditor(
      audit,
      capacities: capacities,
      replicates: replicates,
      seed: seed,
      threads: threads
    ).audit(
      [.init(name: "model", ranking: scores.uncalibrated, probabilities: scores.probabilities)],
      sample
    )
  }

  private static func check(_ specifications: [RiskSpecification]) throws(DataProblem) {
    let first = specifications[0]
    for other in specifications {
      guard case .binary = other.target, other.weights == nil else {
        throw DataProblem(
          .invalidValue(expected: "rows of one person each, without counts or weights"),
          column: "target"
        )
      }
      guard other.target == first.target, other.id == first.id, other.asOf == first.asOf else {
        throw DataProblem(
          .invalidValue(expected: "the same id, as_of and target in all specifications"),
          column: "target"
        )
      }
    }
    guard Set(specifications.map(\.name)).count == specifications.count else {
      throw DataProblem(.invalidValue(expected: "a name of its own for each model"), column: "name")
    }
  }

  private static func models(
    _ specifications: [RiskSpecification],
    _ fold: ValidationFolds.Fold,
    _ rows: Dataset,
    _ seed: UInt64,
    _ threads: Int
  ) throws(DataProblem) -> [RiskModel] {
    var models: [RiskModel] = []
    for specification in specifications {
      models.append(
        try RiskModel(
          fitting: specification,
          to: rows,
          asOf: fold.trainingDates.map(\.description),
          seed: seed,
          threads: threads
        )
      )
    }
    return models
  }

  private static func keys(
    _ specification: RiskSpecification,
    _ rows: Dataset,
    _ tieKeys: (String) -> UInt64
  ) throws(DataProblem) -> [UInt64] {
    guard let id = specification.id else {
      return (0..<rows.rowCount).map { tieKeys(String($0)) }
    }
    let column = try rows.column(id)
    var keys: [UInt64] = []
    for row in 0..<rows.rowCount {
      guard let person = column.text(at: row) else {
        throw DataProblem(
          .missingValue,
          file: rows.source,
          line: rows.line(ofRow: row),
          column: id
        )
      }
      keys.append(tieKeys(person))
    }
    return keys
  }

  private static func scorers(
    _ models: [RiskModel],
    _ training: FoldRows,
    _ test: FoldRows,
    _ keys: [UInt64]
  ) throws(DataProblem) -> [FoldComparison.Scorer] {
    var scores = RivalScores(rows: test.rows, outcomes: test.outcomes, tieKeys: keys)
    for model in models { try scores.add(model) }
    let first = models[0]
    let baselines = first.specification.baselines ?? .init()
    let rules =
      baselines.rules.isEmpty ? first.rule.map { [ColumnRanking([$0])] } ?? [] : baselines.rules
    try scores.add(rules, first.encoding)
    try scores.add(baselines.points)
    let area = try AreaMean(baselines.area, rows: training.rows, outcomes: training.outcomes)
    try scores.add(area)
    scores.add(baseRate: area.baseRate)
    return scores.scorers
  }

  /// Counts of people below this are not told.
  private static let smallestCount = 5

  private static func bands(
    _ points: PointsTable?,
    _ test: FoldRows
  ) throws(DataProblem) -> [RiskValidation.Band] {
    guard let points else { return [] }
    let bands = try points.scores(test.rows).map(points.band)
    return (0...points.bands.count).map { band in
      let inside = bands.indices.filter { bands[$0] == band }
      let positives = inside.count { test.outcomes[$0] }
      let isSmall = inside.count < smallestCount
      return RiskValidation.Band(
        from: band == 0 ? nil : points.bands[band - 1],
        rows: isSmall ? nil : inside.count,
        share: isSmall || positives < smallestCount
          ? nil : Double(positives) / Double(inside.count)
      )
    }
  }

  private static func regret(_ folds: [RiskValidation.Fold]) -> [RiskValidation.Regret] {
    guard let first = folds.first else { return [] }
    // The rule can be another column in each fold; its place is the same.
    return first.scores.indices.filter { first.scores[$0].kind != .baseRate }.map { index in
      let score = first.scores[index]
      let names = Set(folds.map { $0.scores[index].name })
      return RiskValidation.Regret(
        name: names.count == 1 ? score.name : "best column",
        kind: score.kind,
        auc: folds.map { fold in
          let best = fold.scores.map(\.auc.value).max() ?? .nan
          return best - fold.scores[index].auc.value
        },
        found: folds.map { fold in
          let best = fold.scores.compactMap { $0.top.first?.found }.max() ?? 0
          return best - (fold.scores[index].top.first?.found ?? 0)
        }
      )
    }
  }
}

/// Rows of a fold with their outcomes.
private struct FoldRows {
  let rows: Dataset
  let outcomes: [Bool]
  var positives: Int { outcomes.count { $0 } }

  init(_ chosen: [Int], of known: Dataset, _ all: [Bool]) {
    rows = known.selecting(rows: chosen)
    outcomes = chosen.map { all[$0] }
  }
}
