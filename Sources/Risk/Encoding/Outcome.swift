package import Datasets

/// Response and weight of the rows of a table, and which rows have them.
package struct Outcome: Sendable, Equatable {
  /// Rows whose outcome is known, ascending; `nil` when all are.
  package let knownRows: [Int]?
  /// Share of events of each of these rows.
  package let response: RowValues
  /// Weight of each in the fit: number of trials, times frequency or sampling weight.
  package let weights: RowValues
  /// Number of equal rows that each stands for; 1 under sampling weights.
  package let frequencies: RowValues
  /// Number of observations that each stands for: trials times frequency.
  package let counts: RowValues

  /// Reads the outcomes of a table.
  ///
  /// Rows with an empty target are left out: their label is not known. Rows that stand for no
  /// observation (weight 0) stay, with weight 0.
  ///
  /// - Parameters:
  ///   - specification: target and weights.
  ///   - dataset: the rows.
  /// - Throws: `DataProblem`; `constantTarget` and `tooManyTargetValues` for a target that does
  ///   not have two values; `invalidValue` for weights that are negative or all 0.
  package init(_ specification: RiskSpecification, _ dataset: Dataset) throws(DataProblem) {
    let (outcome, tally) = try Self.read(specification, dataset)
    try tally.check(specification, file: dataset.source)
    self = outcome
  }

  /// Reads the outcomes of a part of a table, and what is to be judged on all parts together.
  ///
  /// - Throws: `DataProblem` for a cell that is wrong by itself.
  static func read(
    _ specification: RiskSpecification,
    _ dataset: Dataset
  ) throws(DataProblem) -> (outcome: Outcome, tally: OutcomeTally) {
    var tally = OutcomeTally(rowCount: dataset.rowCount)
    let outcome = try Outcome(specification, dataset, &tally)
    return (outcome, tally)
  }

  private init(
    _ specification: RiskSpecification,
    _ dataset: Dataset,
    _ tally: inout OutcomeTally
  ) throws(DataProblem) {
    let factors = try Self.weights(specification, dataset)
    tally.hasWeight = factors?.contains { $0 > 0 } ?? true
    let isFrequency = specification.weights?.isFrequency ?? true
    let one = RowValues(constant: 1)
    switch specification.target {
    case .binary(let name, let positive):
      let target = LevelColumn(try dataset.column(name))
      tally.target = LevelTally(target, TrainingWeights())
      let texts = target.texts
      let event = Int32(texts.firstIndex(of: positive) ?? texts.count)
      let isPartial = target.codes.contains { $0 < 0 }
      knownRows = isPartial ? target.codes.indices.filter { target.codes[$0] >= 0 } : nil
      let known = isPartial ? target.codes.filter { $0 >= 0 } : target.codes
      response = RowValues(flags: known.map { $0 == event ? 1 : 0 })
      if let factors {
        let known = knownRows.map { $0.map { factors[$0] } } ?? factors
        weights = RowValues(known)
        frequencies = isFrequency ? weights : one
      } else {
        weights = one
        frequencies = one
      }
      counts = frequencies
    case .grouped(let successes, let failures):
      let events = try Self.amounts(successes, dataset)
      let others = try Self.amounts(failures, dataset)
      tally.hasEvents = events.contains { $0 > 0 }
      tally.hasOthers = others.contains { $0 > 0 }
      let trials = zip(events, others).map { $0 + $1 }
      let weighted = factors.map { zip(trials, $0).map { $0 * $1 } } ?? trials
      knownRows = nil
      response = RowValues(zip(events, trials).map { $1 > 0 ? $0 / $1 : 0 })
      weights = RowValues(weighted)
      frequencies = isFrequency ? factors.map { RowValues($0) } ?? one : one
      counts = isFrequency ? weights : RowValues(trials)
    }
  }

  /// The column of weights; `nil` without one.
  private static func weights(
    _ specification: RiskSpecification,
    _ dataset: Dataset
  ) throws(DataProblem) -> [Double]? {
    guard let name = specification.weights?.column else { return nil }
    return try amounts(name, dataset)
  }

  /// Numbers of a column that must not be negative.
  private static func amounts(_ name: String, _ dataset: Dataset) throws(DataProblem) -> [Double] {
    let values = try NumericSource(dataset.column(name), dataset, missing: .refuse).values
    if let row = values.firstIndex(where: { $0 < 0 }) {
      throw DataProblem(
        .invalidValue(expected: "a number that is not negative"),
        file: dataset.source,
        line: dataset.line(ofRow: row),
        column: name
      )
    }
    return values
  }
}
