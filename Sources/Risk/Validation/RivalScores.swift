internal import Datasets
internal import Statistics

/// Scores of the same rows by models and their rivals, in the order they are added.
struct RivalScores {
  private let rows: Dataset
  private let outcomes: [Bool]
  private let tieKeys: [UInt64]
  /// The scores so far.
  private(set) var scorers: [FoldComparison.Scorer] = []

  /// No scores yet of some rows.
  ///
  /// - Parameters:
  ///   - rows: the rows judged on.
  ///   - outcomes: true for an event.
  ///   - tieKeys: settle the order of equal scores.
  init(rows: Dataset, outcomes: [Bool], tieKeys: [UInt64]) {
    self.rows = rows
    self.outcomes = outcomes
    self.tieKeys = tieKeys
  }

  /// Adds a model.
  mutating func add(_ model: RiskModel) throws(DataProblem) {
    let (probabilities, ranking) = model.scores(try model.encode(rows))
    add(model.specification.name, .model, ranking, probabilities)
  }

  /// Adds rankings by columns.
  ///
  /// - Parameters:
  ///   - rules: the rankings.
  ///   - encoding: knows the mean that stands for an empty cell.
  /// - Throws: `unknownColumn`; `notANumber` when a column is not numeric.
  mutating func add(_ rules: [ColumnRanking], _ encoding: Encoding) throws(DataProblem) {
    for rule in rules { add(rule.name, .rule, try rule.scores(rows, encoding: encoding)) }
  }

  /// Adds a table of points, if there is one.
  mutating func add(_ points: PointsTable?) throws(DataProblem) {
    if let points { add(points.name, .points, try points.scores(rows)) }
  }

  /// Adds the shares of areas, if there are any.
  mutating func add(_ area: AreaMean?) throws(DataProblem) {
    guard let area, !area.columns.isEmpty else { return }
    let rates = try area.probabilities(rows)
    add(area.columns.joined(separator: ", "), .area, rates, rates)
  }

  /// Adds one probability for everyone.
  mutating func add(baseRate: Double) {
    let rates = [Double](repeating: baseRate, count: outcomes.count)
    add("base rate", .baseRate, rates, rates)
  }

  private mutating func add(
    _ name: String,
    _ kind: RiskValidation.ScoreKind,
    _ scores: [Double],
    _ probabilities: [Double]? = nil
  ) {
    scorers.append(
      FoldComparison.Scorer(
        name: name,
        kind: kind,
        ranking: RankedOutcomes(scores: scores, outcomes: outcomes, tieKeys: tieKeys),
        probabilities: probabilities,
        outcomes: outcomes
      )
    )
  }
}
