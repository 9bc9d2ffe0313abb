internal import Concurrency
internal import Datasets

/// What training learns of a feature's column alone in some rows.
enum FeatureTally: Sendable {
  case numeric(NumberTally)
  case categorical(LevelTally)
  case spline(NumberTally, SplineTally)

  /// The tally of a column.
  ///
  /// - Throws: `DataProblem` for a cell that is no number where it must be, or empty under the
  ///   policy to refuse.
  private init(
    _ feature: RiskSpecification.Feature,
    _ rows: TrainingPart,
    missing: RiskSpecification.MissingPolicy
  ) throws(DataProblem) {
    let dataset = rows.dataset
    let column = try dataset.column(feature.column)
    guard feature.kind.isNumber else {
      let levels = LevelColumn(column)
      let tally = LevelTally(levels, rows.weights, outcome: rows.outcome)
      if missing == .refuse, tally.missingRows > 0,
        let row = levels.codes.firstIndex(where: { $0 < 0 })
      {
        throw DataProblem(
          .missingValue,
          file: dataset.source,
          line: dataset.line(ofRow: row),
          column: column.name
        )
      }
      self = .categorical(tally)
      return
    }
    let values = try NumericSource(column, dataset, missing: missing).values
    let numbers = NumberTally(values, rows.weights.weights)
    if case .spline = feature.kind {
      self = .spline(numbers, SplineTally(values, rows.weights.weights))
    } else {
      self = .numeric(numbers)
    }
  }

  /// The tallies of all features.
  static func all(
    _ specification: RiskSpecification,
    _ rows: TrainingPart
  ) throws(DataProblem) -> [FeatureTally] {
    let features = specification.features
    return try parallelMap(count: features.count, threads: rows.threads) {
      index throws(DataProblem) in
      try FeatureTally(features[index], rows, missing: specification.missing)
    }
  }

  /// Adds the tallies of further rows.
  static func add(_ next: [FeatureTally], to total: inout [FeatureTally]) {
    if total.isEmpty {
      total = next
      return
    }
    for index in total.indices { total[index].add(next[index]) }
  }

  private mutating func add(_ next: FeatureTally) {
    switch (self, next) {
    case (.numeric(var own), .numeric(let other)):
      own.add(other)
      self = .numeric(own)
    case (.categorical(var own), .categorical(let other)):
      own.add(other)
      self = .categorical(own)
    case (.spline(var numbers, var values), .spline(let otherNumbers, let otherValues)):
      numbers.add(otherNumbers)
      values.add(otherValues)
      self = .spline(numbers, values)
    default:
      preconditionFailure("the tallies of two columns")
    }
  }
}
